//! Members who break the rules: they have the storage's credentials, the key of the epoch, and a device that may sign.

use super::super::world::{forged_by, rotation_by};
use super::chance::draw;
use super::{Team, key_of};
use crate::entry::Header;
use crate::keys::slot_name;
use crate::ops::NoteKind;
use crate::{Halt, Op, Role};
use vault::Id;

impl Team {
    /// Somebody takes the next slots: with junk, with an old entry as it is or changed, or with what they have no right
    /// to do.
    pub(super) fn forge(&mut self, who: usize) {
        let log = self.devices[who].client.log();
        let state = log.state();
        let Some(key) = log.keys().get(state.epoch()) else {
            return;
        };
        let branch = state.branch_at(state.next_slot());
        let name = |slot| slot_name(key, state.vault(), branch, slot);
        let next = state.next_slot();
        let (name, names) = (name(next), [1, 2, 3].map(|more| name(next + more)));
        let objects: Vec<&Vec<u8>> = self.storage.objects.values().collect();
        let mut object = objects[draw(&mut self.chance, objects.len())].clone();
        match draw(&mut self.chance, 6) {
            0 => object.truncate(7),
            1 => *object.last_mut().unwrap() ^= 1,
            2 => {}
            3 => {
                for name in names {
                    self.storage.create_honestly((name, b"taken".to_vec()));
                }
            }
            _ => {
                if let (false, Some((op_id, overstep))) =
                    (self.storage.objects.contains_key(&name), self.overstep(who))
                {
                    self.forbidden.insert(op_id);
                    object = overstep;
                }
            }
        }
        self.storage.create_honestly((name, object));
    }

    /// An entry that is sealed and signed as it should be, and that nobody may write. `None`: the device has not read yet
    /// that it belongs to the team.
    fn overstep(&mut self, who: usize) -> Option<(Id, Vec<u8>)> {
        let log = self.devices[who].client.log();
        let device = key_of(&self.devices[who].seeds);
        let state = log.state();
        let members: Vec<Id> = state.members().keys().copied().collect();
        let member = members[draw(&mut self.chance, members.len())];
        let own = state.devices().get(&device.id())?.member;
        let others = state.devices().keys().filter(|id| **id != device.id());
        let other = others.copied().next()?;
        let note = Op::Note {
            kind: NoteKind::Remark,
            text: "in another's name".into(),
        };
        let is_viewer = state.members()[&own].role == Role::Viewer;
        let (ops, name) = match draw(&mut self.chance, 5) {
            // Without a new key of the epoch.
            0 => (vec![Op::RemoveMember { member }], device.id()),
            1 if is_viewer => (
                vec![self.world.new_item(Id::generate(&mut self.chance), "Odd")],
                device.id(),
            ),
            2 if is_viewer => {
                let (role, verified) = (Role::Owner, state.members()[&own].verified);
                let member = own;
                (
                    vec![Op::SetRole {
                        member,
                        role,
                        verified,
                    }],
                    device.id(),
                )
            }
            _ => (vec![note], other),
        };
        let mut op_id = None;
        let object = forged_by((log, &device), ops, &mut self.chance, |_, content| {
            content.device = name;
            op_id = Some(content.op_id);
        });
        op_id.map(|op_id| (op_id, object))
    }

    /// An admin gives one device another key of the epoch than the others. It stops, names the admin, and goes on as soon
    /// as anybody hands it the right key; the others never notice.
    pub(super) fn give_different_keys(&mut self) {
        let is_admin = |who: &usize| {
            let client = &self.devices[*who].client;
            let state = client.log().state();
            let device = &state.devices()[&client.device().id()];
            client.log().halt().is_none() && state.members()[&device.member].role >= Role::Admin
        };
        let Some(admin) = (0..self.devices.len()).find(is_admin) else {
            return;
        };
        let is_cheated =
            |who: &usize| *who != admin && self.devices[*who].client.log().halt().is_none();
        let Some(cheated) = (0..self.devices.len()).rev().find(is_cheated) else {
            return;
        };
        let victim = self.devices[cheated].client.device().id();
        let log = self.devices[admin].client.log();
        let state = log.state();
        let own = self.devices[admin].client.device().id();
        let signer = state.devices()[&own].member;
        let active: Vec<Id> = state.active_devices().map(|(id, _)| id).collect();
        let salt = Header::fresh_salt(&mut self.chance);
        let (rotate, rotation) = rotation_by(log, (&salt, &active), &mut self.chance, |id| {
            u8::from(id == victim)
        });
        let slot = state.next_slot();
        let name = log.name_of(state.vault(), slot).unwrap();
        let key = key_of(&self.devices[admin].seeds);
        let entry = forged_by((log, &key), vec![rotate], &mut self.chance, |header, _| {
            header.salt = salt;
            header.rotation = Some(rotation);
        });
        self.storage.create_honestly((name, entry));
        self.settle();

        let halt = |who: usize| self.devices[who].client.log().halt();
        assert_eq!(halt(cheated), Some(Halt::KeysDiffer { signer, slot }));
        assert_eq!(halt(admin), None);
        let log = self.devices[admin].client.log();
        let right = super::copy(log.keys().get(log.state().epoch()).unwrap());
        let truth = log.state().checksum();
        let helped = self.devices[cheated].client.log_mut();
        assert!(helped.supply_key(right));
        let (keys, epochs) = (helped.keys(), 0..=helped.state().epoch());
        let given = epochs.map(|epoch| *keys.get(epoch).unwrap().expose());
        self.devices[cheated].given = given.collect();
        self.settle();
        let helped = self.devices[cheated].client.log();
        assert_eq!((helped.halt(), helped.state().checksum()), (None, truth));
    }
}
