//! A team over a storage in memory, and entries that no honest program would write.

use super::counting::Counting;
use crate::entry::{self, Content, Header, Rotation, SUITE};
use crate::keys::{boxed, commitment};
use crate::{
    AddMember, Change, DeviceKey, EpochKeys, Halt, Hash, Invalid, Item, Log, MemberKey, NewVersion,
    NotSealed, Op, PutItem, Role, State, Step, Verified, create, seal, shared_fields, verify,
};
use otp::{Digits, Kind, Otp, Period, Secret, UnixTime};
use std::collections::BTreeMap;
use vault::primitives::Key;
use vault::{Account, Id};
use zeroize::Zeroizing;

pub(super) const OWNER: usize = 0;
pub(super) const ADMIN: usize = 1;
pub(super) const EDITOR: usize = 2;
pub(super) const VIEWER: usize = 3;

/// One installation of one member.
pub(super) struct Person {
    pub(super) member: MemberKey,
    pub(super) device: DeviceKey,
    pub(super) log: Log,
}

/// A team: an owner, an admin, an editor and a viewer.
pub(super) struct World {
    pub(super) people: Vec<Person>,
    pub(super) objects: Vec<Vec<u8>>,
    pub(super) rng: Counting,
}

impl World {
    pub(super) fn new() -> Self {
        let mut world = Self::founded();
        for role in [Role::Admin, Role::Editor, Role::Viewer] {
            world.join(role);
        }
        world
    }

    /// The owner alone.
    pub(super) fn founded() -> Self {
        let mut rng = Counting(0);
        let member = MemberKey::generate(&mut rng);
        let device = DeviceKey::generate(&mut rng);
        let names = ("Ada".to_owned(), "laptop".to_owned());
        let (genesis, keys) = create(&member, &device, names, 1, &mut rng);
        let log = Log::new(keys, None);
        let owner = Person {
            member,
            device,
            log,
        };
        let mut world = Self {
            people: vec![owner],
            objects: Vec::new(),
            rng,
        };
        assert_eq!(world.publish(genesis), Ok(()));
        world
    }

    /// The owner adds a member, who reads everything. Gives back the place in `people`.
    pub(super) fn join(&mut self, role: Role) -> usize {
        let member = MemberKey::generate(&mut self.rng);
        let device = DeviceKey::generate(&mut self.rng);
        let add = self.addition(&member, &device, role);
        self.write(OWNER, vec![Op::AddMember(add)]).unwrap();
        self.arrive(member, device)
    }

    /// The owner adds a member with these devices, who reads nothing here. Gives back the member's key.
    pub(super) fn join_with(&mut self, role: Role, devices: &[DeviceKey]) -> MemberKey {
        let key = MemberKey::generate(&mut self.rng);
        let (first, others) = devices.split_first().unwrap();
        let add = self.addition(&key, first, role);
        self.write(OWNER, vec![Op::AddMember(add)]).unwrap();
        for device in others {
            let member = crate::member_id(&key.public());
            let device = key.certify(self.vault(), device, "another".into());
            let add = Op::AddDevice { member, device };
            self.write(OWNER, vec![add]).unwrap();
        }
        key
    }

    pub(super) fn addition(&self, member: &MemberKey, device: &DeviceKey, role: Role) -> AddMember {
        AddMember {
            member_key: member.public(),
            role,
            name: format!("{role:?}"),
            verified: Verified::Live,
            invitation: None,
            device: member.certify(self.vault(), device, "phone".into()),
        }
    }

    /// Somebody who has the newest key reads the log from the start.
    pub(super) fn arrive(&mut self, member: MemberKey, device: DeviceKey) -> usize {
        let mut keys = self.newest_key();
        for object in self.objects.iter().rev() {
            keys.walk_back(self.vault(), object);
        }
        let mut log = Log::new(keys, None);
        for object in &self.objects {
            log.read(object, &device).map(drop).unwrap();
        }
        self.people.push(Person {
            member,
            device,
            log,
        });
        self.people.len() - 1
    }

    pub(super) fn newest_key(&self) -> EpochKeys {
        let log = &self.people[self.running()].log;
        let epoch = log.state().epoch();
        EpochKeys::new(epoch, copy(log.keys().get(epoch).unwrap()))
    }

    /// The state of somebody who is still in.
    pub(super) fn state(&self) -> &State {
        self.people[self.running()].log.state()
    }

    fn running(&self) -> usize {
        let is_running = |person: &Person| person.log.halt().is_none();
        self.people.iter().position(is_running).unwrap_or(OWNER)
    }

    pub(super) fn vault(&self) -> Id {
        self.state().vault()
    }

    pub(super) fn member(&self, who: usize) -> Id {
        crate::member_id(&self.people[who].member.public())
    }

    pub(super) fn change(&mut self, who: usize, ops: Vec<Op>) -> Change {
        Change {
            op_id: Id::generate(&mut self.rng),
            wall_ms: 7,
            observed_head: self.people[who].log.state().head().hash,
            ops,
            rotates: false,
        }
    }

    /// Seals as an honest program does, and publishes.
    pub(super) fn write(&mut self, who: usize, ops: Vec<Op>) -> Result<(), NotSealed> {
        let change = self.change(who, ops);
        let bytes = self.sealed(who, &change)?;
        assert_eq!(self.publish(bytes), Ok(()), "what was sealed is valid");
        Ok(())
    }

    pub(super) fn sealed(&mut self, who: usize, change: &Change) -> Result<Vec<u8>, NotSealed> {
        let person = &self.people[who];
        let (state, keys) = (person.log.state(), person.log.keys());
        seal(state, keys, &person.device, change, &mut self.rng)
    }

    /// Puts an object into the next slot. All who read on agree on what it is.
    pub(super) fn publish(&mut self, object: Vec<u8>) -> Result<(), Invalid> {
        let mut verdicts = Vec::new();
        for person in self
            .people
            .iter_mut()
            .filter(|person| person.log.halt().is_none())
        {
            verdicts.push(match person.log.read(&object, &person.device) {
                Ok(Step::PassedOver(invalid)) => Err(invalid),
                Ok(Step::Valid(_)) | Err(_) => Ok(()),
            });
        }
        self.objects.push(object);
        assert!(
            verdicts.iter().all(|verdict| *verdict == verdicts[0]),
            "{verdicts:?}"
        );
        verdicts[0]
    }

    /// Seals whatever it is, changed by `tweak` before it is signed, and publishes it.
    pub(super) fn forge(
        &mut self,
        who: usize,
        ops: Vec<Op>,
        tweak: impl FnOnce(&mut Header, &mut Content),
    ) -> Result<(), Invalid> {
        let bytes = self.forged(who, ops, tweak);
        self.publish(bytes)
    }

    pub(super) fn forged(
        &mut self,
        who: usize,
        ops: Vec<Op>,
        tweak: impl FnOnce(&mut Header, &mut Content),
    ) -> Vec<u8> {
        let Person { device, log, .. } = &self.people[who];
        forged_by((log, device), ops, &mut self.rng, tweak)
    }

    /// A rotation to these devices, with the commitment of another key where the admin is malicious.
    pub(super) fn rotation(
        &mut self,
        salt: &[u8; 32],
        devices: &[Id],
        keys: impl Fn(Id) -> u8,
    ) -> (Op, Rotation) {
        let log = &self.people[self.running()].log;
        rotation_by(log, (salt, devices), &mut self.rng, keys)
    }

    pub(super) fn active(&self) -> Vec<Id> {
        self.state().active_devices().map(|(id, _)| id).collect()
    }

    /// A new account. Gives back its id.
    pub(super) fn put_new(&mut self, who: usize, issuer: &str) -> Id {
        let item = Id::generate(&mut self.rng);
        let put = self.new_item(item, issuer);
        self.write(who, vec![put]).unwrap();
        item
    }

    pub(super) fn new_item(&mut self, item: Id, issuer: &str) -> Op {
        let version = NewVersion {
            field: 3,
            version: Id::generate(&mut self.rng),
            replaces: Vec::new(),
        };
        Op::PutItem(PutItem {
            item,
            base_rev: 0,
            fields: shared_fields(&account(item, issuer, 1)),
            versions: vec![version],
        })
    }

    /// Another secret of an item, as somebody writes it who sees the state now. Gives back its version.
    pub(super) fn new_secret(&mut self, item: Id, byte: u8) -> (Id, Op) {
        let version = Id::generate(&mut self.rng);
        let put = secret_for((item, &self.state().items()[&item]), version, byte);
        (version, put)
    }

    pub(super) fn rename(&self, item: Id, base_rev: u64, issuer: &str) -> Op {
        let mut fields: BTreeMap<_, _> = shared_fields(&account(item, issuer, 1));
        fields.retain(|field, _| *field == 1);
        Op::PutItem(PutItem {
            item,
            base_rev,
            fields,
            versions: Vec::new(),
        })
    }

    pub(super) fn checksums(&self) -> Vec<Hash> {
        self.people
            .iter()
            .map(|person| person.log.state().checksum())
            .collect()
    }

    pub(super) fn halts(&self) -> Vec<Option<Halt>> {
        self.people.iter().map(|person| person.log.halt()).collect()
    }
}

/// Another secret in the place of all that this item has.
pub(super) fn secret_for((id, known): (Id, &Item), version: Id, byte: u8) -> Op {
    let mut replaces: Vec<Id> = known.secrets().iter().map(|one| one.version).collect();
    replaces.sort();
    let mut fields = shared_fields(&account(id, "", byte));
    fields.retain(|field, _| *field == 3);
    Op::PutItem(PutItem {
        item: id,
        base_rev: known.rev(),
        fields,
        versions: vec![NewVersion {
            field: 3,
            version,
            replaces,
        }],
    })
}

/// Seals whatever it is in the name of this device, changed by `tweak` before it is signed.
pub(super) fn forged_by(
    (log, device): (&Log, &DeviceKey),
    ops: Vec<Op>,
    rng: &mut Counting,
    tweak: impl FnOnce(&mut Header, &mut Content),
) -> Vec<u8> {
    let state = log.state();
    let mut header = Header {
        suite: SUITE,
        vault: state.vault,
        slot: state.next_slot(),
        prev: state.head.hash,
        epoch: state.epoch,
        skipped: verify::skipped(&state.passed),
        salt: Header::fresh_salt(rng),
        rotation: None,
    };
    let id = device.id();
    let mut content = Content {
        op_id: Id::generate(rng),
        device: id,
        device_seq: state.last_seq.get(&id).copied().unwrap_or(0) + 1,
        wall_ms: 7,
        observed_head: state.head.hash,
        ops,
    };
    tweak(&mut header, &mut content);
    let key = log.keys().get(state.epoch).unwrap();
    entry::seal(&header, &content, key, device).unwrap()
}

/// A rotation to these devices. `keys` says who gets which key; 0 is the one that it commits to.
pub(super) fn rotation_by(
    log: &Log,
    (salt, devices): (&[u8; 32], &[Id]),
    rng: &mut Counting,
    keys: impl Fn(Id) -> u8,
) -> (Op, Rotation) {
    let state = log.state();
    let (vault, epoch) = (state.vault(), state.epoch() + 1);
    let next = |byte: u8| Key::new(Zeroizing::new([byte; 32]));
    let old = copy(log.keys().get(epoch - 1).unwrap());
    let rotation = Rotation {
        commitment: commitment(&next(0), epoch),
        boxed: boxed(vault, epoch, &next(0), salt, &old),
    };
    let mut wraps = Vec::new();
    for id in devices {
        let record = &state.devices()[id].record;
        let wrap = record.wrap(vault, epoch, &next(keys(*id)), rng);
        wraps.push((*id, wrap.unwrap()));
    }
    (Op::Rotate { wraps }, rotation)
}

pub(super) fn copy(key: &Key) -> Key {
    Key::new(Zeroizing::new(*key.expose()))
}

pub(super) fn account(id: Id, issuer: &str, byte: u8) -> Account {
    let secret = Secret::new(Zeroizing::new(vec![byte; 20])).unwrap();
    let kind = Kind::Totp {
        algorithm: otp::Algorithm::Sha1,
        digits: Digits::SIX,
        period: Period::THIRTY,
    };
    let otp = Otp::new(secret, kind, None).unwrap();
    Account::new(
        id,
        issuer.to_owned(),
        "ops@example.com".to_owned(),
        otp,
        UnixTime::EPOCH,
    )
}
