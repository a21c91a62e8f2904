//! A team vault on a folder, as a command and the window use it: what it costs to open it with nothing new on the storage,
//! and to write a change.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::codes::{self, Changes};
use session::teams::{self, Held, StorageOptions, accounts};
use session::unlock::{self, SlotNames};
use session::{Effects, OpenVault};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

const URI: &str = "otpauth://totp/Registrar:ops?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Somebody's computer, with a vault and a team vault in it.
struct Desk {
    effects: Effects,
    open: OpenVault,
}

impl Desk {
    fn new(computer: &Path, storage: &Path) -> Self {
        let clock = FixedClock {
            unix_seconds: 1_780_000_000,
            each_takes: Duration::from_secs(1),
        };
        let effects = Effects::new(Box::new(clock), Box::new(SeededRandom::new(7)), 0);
        let mut effects = effects.remembering_in(computer.join("state"));
        let names = SlotNames {
            password: "Password".into(),
            recovery: "Kit".into(),
        };
        let password = unlock::password("correct horse").expect("a password");
        let new = unlock::new_vault(&mut effects, &password, names, true).expect("a vault");
        let path = computer.join("data/vault.countersign");
        let saved = new.save(&mut effects, &path, None);
        let open = saved.map_err(|failed| failed.error).expect("a saved vault");
        let mut desk = Self { effects, open };
        let place = storage.to_str().expect("a path that is text").to_owned();
        let options = StorageOptions {
            place,
            ..StorageOptions::default()
        };
        teams::create(&mut desk.held(), "Ops", (options, "Ada")).expect("a team vault");
        desk
    }

    fn held(&mut self) -> Held<'_> {
        Held(&mut self.effects, &mut self.open)
    }
}

fn folder(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("team vault on a folder");
    group.sample_size(20);
    for count in [10, 1_000] {
        let [computer, storage] = [(); 2].map(|()| tempfile::tempdir().expect("a scratch folder"));
        let mut desk = Desk::new(computer.path(), storage.path());
        let mut team = teams::open(&mut desk.held(), "Ops").expect("it opens");
        let labelled = codes::read_uri(URI).expect("an account");
        let added = accounts::add(&mut desk.held(), &mut team, labelled);
        let (id, _) = added.expect("it is written");
        let mut number = 0;
        let mut edit = |desk: &mut Desk, team: &mut teams::TeamVault| {
            number += 1;
            let changes = Changes {
                issuer: Some(format!("Registrar {number}")),
                ..Changes::default()
            };
            accounts::edit(&mut desk.held(), (team, id), changes).expect("it is written")
        };
        for _ in 2..count {
            edit(&mut desk, &mut team);
        }
        group.bench_function(BenchmarkId::new("open, nothing new", count), |bencher| {
            bencher.iter(|| {
                let opened = teams::open(&mut desk.held(), "Ops").expect("it opens");
                black_box(opened.role())
            });
        });
        group.bench_function(BenchmarkId::new("write one change", count), |bencher| {
            bencher.iter(|| black_box(edit(&mut desk, &mut team)));
        });
    }
}

criterion_group!(benches, folder);
criterion_main!(benches);
