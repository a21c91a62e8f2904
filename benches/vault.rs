//! A vault of 10,000 accounts: opening and listing it through the recovery slot, and a durable save.

mod full_vault;

use criterion::{Criterion, criterion_group, criterion_main};
use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::Effects;
use session::codes::{self, Changes};
use session::unlock::{self, Credential};
use std::hint::black_box;
use std::time::Duration;

/// A computer with little memory, so that the password costs little time to make.
fn effects() -> Effects {
    let clock = FixedClock {
        unix_seconds: 1_780_000_000,
        each_takes: Duration::from_secs(1),
    };
    Effects::new(Box::new(clock), Box::new(SeededRandom::new(7)), 0)
}

fn vault(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let path = folder.path().join("vault.countersign");
    let mut effects = effects();
    let (mut vault, words) = full_vault::create(&mut effects, &path).expect("a full vault");

    let kit = || unlock::recovery_secret(&words).map(Credential::Recovery);
    criterion.bench_function("open and list 10,000 accounts", |bencher| {
        bencher.iter(|| {
            let open = unlock::open(&path, &kit().expect("the kit")).expect("an open vault");
            black_box(codes::list(&open, "").len())
        });
    });

    let id = codes::find(&vault, "Site 77").expect("an account");
    let mut number = 0;
    criterion.bench_function("durable save of 10,000 accounts", |bencher| {
        bencher.iter(|| {
            number += 1;
            let issuer = Some(format!("Site {number}"));
            let changes = Changes {
                issuer,
                ..Changes::default()
            };
            codes::edit(&mut effects, &mut vault, id, changes).expect("a durable save");
        });
    });
}

criterion_group!(benches, vault);
criterion_main!(benches);
