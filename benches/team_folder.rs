//! A team vault on a folder, as a command and the window use it: what it costs to open it with nothing new on the storage,
//! and to write a change.

mod desk;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use desk::Desk;
use session::codes::{self, Changes};
use session::teams::{self, accounts};
use std::hint::black_box;

const URI: &str = "otpauth://totp/Registrar:ops?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn folder(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("team vault on a folder");
    group.sample_size(20);
    for count in [10, 1_000] {
        let [computer, storage] = [(); 2].map(|()| tempfile::tempdir().expect("a scratch folder"));
        let mut desk = Desk::new(computer.path(), 7);
        desk.found(storage.path());
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
