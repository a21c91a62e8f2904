//! The log of a team vault: what it costs to verify it, to open it from what was kept, to show it from a snapshot, to write
//! to it, and to give a team a new key, by how long the log and how large the team is.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark says how much is kept beside how long it takes"
)]

#[path = "../crates/team/tests/counting/mod.rs"]
mod counting;

use counting::Counting;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, UnixTime};
use std::hint::black_box;
use team::{
    AddMember, Change, Deed, DeviceKey, EpochKeys, KeptState, Log, MemberKey, NewVersion, Op,
    PutItem, Role, Snapshot, Step, Verified, create, seal, shared_fields,
};
use vault::primitives::Key;
use vault::{Account, Id, Kdf, Password, Vault};
use zeroize::Zeroizing;

/// How many accounts a log is about, at most.
const ACCOUNTS: usize = 1_000;
/// How many entries came since the state was kept, at most: the next one keeps it anew.
const TAIL: usize = 499;
const HERE: Id = Id::from_bytes([1; 16]);

/// A log as its owner has it.
struct Team {
    device: DeviceKey,
    log: Log,
    first_key: Zeroizing<[u8; 32]>,
    objects: Vec<Vec<u8>>,
    deeds: Vec<Deed>,
    accounts: Vec<Id>,
    rng: Counting,
}

/// What an installation kept of a log, and how many objects it had then.
struct Kept {
    personal: Vault,
    file: Vec<u8>,
    objects: usize,
}

impl Team {
    fn new() -> Self {
        let mut rng = Counting(0);
        let (member, device) = (MemberKey::generate(&mut rng), DeviceKey::generate(&mut rng));
        let names = ("Ada".to_owned(), "laptop".to_owned());
        let (genesis, keys) = create(&member, &device, names, 1, &mut rng);
        let first_key = Zeroizing::new(*keys.get(0).expect("the first key").expose());
        let mut team = Self {
            device,
            log: Log::new(keys, None),
            first_key,
            objects: Vec::new(),
            deeds: Vec::new(),
            accounts: Vec::new(),
            rng,
        };
        team.publish(genesis);
        team
    }

    /// A log with so many operations, whose state was kept as long ago as it may be.
    fn with_operations(count: usize) -> (Self, Kept) {
        let mut team = Self::new();
        let accounts = ACCOUNTS.min(count / 2);
        team.write_up_to(count.saturating_sub(TAIL), accounts);
        let kept = team.keep();
        team.write_up_to(count, accounts);
        (team, kept)
    }

    fn write_up_to(&mut self, count: usize, accounts: usize) {
        while self.objects.len() < count {
            let op = match self.accounts.len() < accounts {
                true => self.new_account(),
                false => self.edit(),
            };
            let entry = self.sealed(vec![op], false);
            self.publish(entry);
        }
    }

    fn keep(&mut self) -> Kept {
        let rng = &mut self.rng;
        let password = Password::new("correct horse").expect("a password");
        let cost = Kdf::new(8, 1, 1).expect("a cost");
        let now = UnixTime::EPOCH;
        let personal = Vault::create(&password, cost, "Password".to_owned(), now, rng);
        let personal = personal.expect("a vault");
        let file = KeptState::seal(self.log.state(), &self.deeds, &personal, HERE, rng);
        Kept {
            personal,
            file: file.expect("it fits"),
            objects: self.objects.len(),
        }
    }

    /// As an installation opens a team vault: what was kept, and what its copy of the log has since.
    fn open(&self, kept: &Kept) -> (Log, usize) {
        let vault = self.log.state().vault();
        let opened = KeptState::open(&kept.personal, vault, HERE, &kept.file);
        let (opened, _) = opened.expect("it opens");
        let keys = EpochKeys::new(0, Key::new(self.first_key.clone()));
        let begun = Log::go_on(opened, keys, &[]).ok();
        let (mut log, deeds) = begun.expect("it is of this log");
        for object in self.objects.iter().skip(kept.objects) {
            assert!(log.read(object, &self.device).is_ok(), "the log goes on");
        }
        (log, deeds.len())
    }

    fn with_members(count: usize) -> Self {
        let mut team = Self::new();
        while team.log.state().devices().len() < count {
            let member = MemberKey::generate(&mut team.rng);
            let device = DeviceKey::generate(&mut team.rng);
            let vault = team.log.state().vault();
            let add = AddMember {
                member_key: member.public(),
                role: Role::Editor,
                name: "Bo".to_owned(),
                verified: Verified::Live,
                invitation: None,
                device: member.certify(vault, &device, "phone".to_owned()),
            };
            let entry = team.sealed(vec![Op::AddMember(add)], false);
            team.publish(entry);
        }
        team
    }

    fn new_account(&mut self) -> Op {
        let item = Id::generate(&mut self.rng);
        self.accounts.push(item);
        Op::PutItem(PutItem {
            item,
            base_rev: 0,
            fields: shared_fields(&account(item)),
            versions: vec![NewVersion {
                field: 3,
                version: Id::generate(&mut self.rng),
                replaces: Vec::new(),
            }],
        })
    }

    /// Another name for one of the accounts.
    fn edit(&self) -> Op {
        let which = self.objects.len() % self.accounts.len();
        let item = *self.accounts.get(which).expect("there are accounts");
        let mut fields = shared_fields(&account(item));
        fields.retain(|field, _| *field == 1);
        Op::PutItem(PutItem {
            item,
            base_rev: self.log.state().items()[&item].rev(),
            fields,
            versions: Vec::new(),
        })
    }

    fn sealed(&mut self, ops: Vec<Op>, rotates: bool) -> Vec<u8> {
        let state = self.log.state();
        let change = Change {
            op_id: Id::generate(&mut self.rng),
            wall_ms: 7,
            observed_head: state.head().hash,
            ops,
            rotates,
        };
        let keys = self.log.keys();
        seal(state, keys, &self.device, &change, &mut self.rng).expect("it is valid")
    }

    fn publish(&mut self, entry: Vec<u8>) {
        let Ok(Step::Valid(read)) = self.log.read(&entry, &self.device) else {
            panic!("it is valid");
        };
        self.deeds.extend(read.ops().iter().map(|op| Deed {
            slot: read.pin().slot,
            wall_ms: read.wall_ms(),
            device: read.device(),
            op: op.number(),
            about: Some(read.op_id()),
        }));
        self.objects.push(entry);
    }

    /// Reads everything as somebody does who was never there.
    fn read_anew(&self) -> Log {
        let key = Key::new(self.first_key.clone());
        let mut log = Log::new(EpochKeys::new(0, key), None);
        for object in &self.objects {
            assert!(log.read(object, &self.device).is_ok(), "the log goes on");
        }
        log
    }
}

fn account(id: Id) -> Account {
    let secret = Secret::new(Zeroizing::new(vec![7; 20])).expect("a secret");
    let kind = Kind::Totp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        period: Period::THIRTY,
    };
    let otp = Otp::new(secret, kind, None).expect("it fits");
    let [issuer, name] = ["Registrar", "ops@example.com"].map(str::to_owned);
    Account::new(id, issuer, name, otp, UnixTime::EPOCH)
}

fn length(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("team log");
    group.sample_size(10);
    for count in [10, 1_000, 100_000] {
        let (mut team, kept) = Team::with_operations(count);
        println!("{count} operations: {} bytes are kept", kept.file.len());
        group.bench_function(
            BenchmarkId::new("open from what was kept", count),
            |bencher| {
                bencher.iter(|| black_box(team.open(&kept)).1);
            },
        );
        group.bench_function(
            BenchmarkId::new("verify from the start", count),
            |bencher| {
                bencher.iter(|| black_box(team.read_anew().state().head()));
            },
        );
        let op = team.edit();
        group.bench_function(BenchmarkId::new("seal one change", count), |bencher| {
            bencher.iter(|| black_box(team.sealed(vec![op.clone()], false).len()));
        });
        let (state, keys) = (team.log.state(), team.log.keys());
        let sealed = Snapshot::seal(state, keys, &team.device, &mut team.rng).expect("a snapshot");
        group.bench_function(BenchmarkId::new("show from a snapshot", count), |bencher| {
            bencher.iter(|| {
                let opened = Snapshot::open(&sealed.bytes, state.vault(), keys, |_| true);
                black_box(opened.expect("it opens").items().len())
            });
        });
    }
}

fn size(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("team");
    group.sample_size(20);
    for count in [5, 500] {
        let mut team = Team::with_members(count);
        group.bench_function(
            BenchmarkId::new("a new key for all devices", count),
            |bencher| {
                bencher.iter(|| black_box(team.sealed(Vec::new(), true).len()));
            },
        );
        let kept = team.keep();
        group.bench_function(
            BenchmarkId::new("open from what was kept", count),
            |bencher| {
                bencher.iter(|| black_box(team.open(&kept)).1);
            },
        );
        group.bench_function(
            BenchmarkId::new("verify from the start", count),
            |bencher| {
                bencher.iter(|| black_box(team.read_anew().state().head()));
            },
        );
    }
}

criterion_group!(benches, length, size);
criterion_main!(benches);
