//! What somebody who was let in waits for, where the log of a team vault is long and its storage is a service on this
//! computer: `COUNTERSIGN_BENCH_BUCKET` is where it listens, with a bucket `vault` and the key `test`, `testtest`.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark says what it does in the minutes before it measures, and how long it takes"
)]

mod desk;

use criterion::{Criterion, criterion_group, criterion_main};
use desk::Desk;
use platform::objects::{CloudObjects, FolderObjects, MAX_BYTES, Name, Objects as _, S3Settings};
use session::codes::{self, Changes};
use session::teams::{self, Approval, Link, Role, StorageOptions, accounts};
use std::hint::black_box;
use std::path::Path;
use std::thread;
use std::time::Instant;
use zeroize::Zeroizing;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// How many accounts the log is about.
const ACCOUNTS: usize = 1_000;
/// How many entries it has, in round numbers.
const ENTRIES: usize = 100_000;
/// How many objects are carried to the service at once.
const AT_ONCE: usize = 8;

/// The bucket, with a prefix of its own for each run.
struct Service {
    endpoint: String,
    prefix: String,
}

impl Service {
    fn options(&self) -> StorageOptions {
        StorageOptions {
            place: format!("s3://vault/{}", self.prefix),
            endpoint: Some(self.endpoint.clone()),
            region: None,
            access_key: Some("test".to_owned()),
            secret_key: Some(Zeroizing::new("testtest".to_owned())),
        }
    }

    fn objects(&self) -> CloudObjects {
        let settings = S3Settings {
            endpoint: self.endpoint.clone(),
            region: "us-east-1".to_owned(),
            bucket: "vault".to_owned(),
            prefix: Name::new(&self.prefix),
            access_key: "test".to_owned(),
            secret_key: Zeroizing::new("testtest".to_owned()),
        };
        CloudObjects::s3(&settings).expect("an address")
    }

    /// Carries the log in a folder there.
    fn take_over(&self, folder: &Path) {
        let from = FolderObjects::open(folder).expect("it is a storage");
        let log = Name::new("log").expect("a name");
        let names = from.list(&log, 2 * ENTRIES).expect("it can be listed");
        let (from, part) = (&from, names.len().div_ceil(AT_ONCE));
        thread::scope(|scope| {
            for names in names.chunks(part) {
                scope.spawn(move || {
                    let objects = self.objects();
                    for name in names {
                        let bytes = from.get(name, MAX_BYTES).expect("it can be read");
                        objects.create(name, &bytes).expect("it is written");
                    }
                });
            }
        });
    }
}

/// One entry for each account, then one for each change of an account's name.
fn write_log(desk: &mut Desk) {
    let mut team = teams::open(&mut desk.held(), "Ops").expect("it opens");
    let mut ids = Vec::new();
    for number in 0..ENTRIES {
        if number < ACCOUNTS {
            let uri = format!("otpauth://totp/Site{number}:ops?secret={SECRET}");
            let account = codes::read_uri(&uri).expect("an account");
            let added = accounts::add(&mut desk.held(), &mut team, account);
            ids.push(added.expect("it is written").0);
        } else {
            let changes = Changes {
                issuer: Some(format!("Site {number}")),
                ..Changes::default()
            };
            let id = *ids.get(number % ACCOUNTS).expect("it was added");
            let edited = accounts::edit(&mut desk.held(), (&mut team, id), changes);
            edited.expect("it is written");
        }
        if number % 10_000 == 0 {
            println!("{number} of {ENTRIES} entries");
        }
    }
}

/// Somebody new is let in, and knows it.
fn let_in(owner: &mut Desk, joiner: &mut Desk, service: &Service) {
    let mut team = teams::open(&mut owner.held(), "Ops").expect("it opens");
    let invited = teams::invite(&mut owner.held(), &mut team, Role::Viewer);
    let (link, _) = invited.expect("a link");
    let link = Link::read(&link).expect("a link");
    let joined = teams::join(&mut joiner.held(), &link, (service.options(), "Bob"));
    let words = joined.expect("it is asked for").words.join(" ");
    let approval = Approval::Words(&words);
    let approved = teams::approve(&mut owner.held(), &mut team, ("Bob", &approval));
    approved.expect("Bob is in");
}

fn joiner(criterion: &mut Criterion) {
    let Ok(endpoint) = std::env::var("COUNTERSIGN_BENCH_BUCKET") else {
        println!("SKIPPED: COUNTERSIGN_BENCH_BUCKET does not say where a service listens");
        return;
    };
    let prefix = format!("run-{}", std::process::id());
    let service = Service { endpoint, prefix };
    let scratch = [(); 3].map(|()| tempfile::tempdir().expect("a scratch folder"));
    let [ada, bob, folder] = &scratch;
    let (mut ada, mut bob) = (Desk::new(ada.path(), 7), Desk::new(bob.path(), 8));
    ada.found(folder.path());
    write_log(&mut ada);
    service.take_over(folder.path());
    let moved = teams::set_storage(&mut ada.held(), "Ops", service.options());
    moved.expect("all of it is there");
    let_in(&mut ada, &mut bob, &service);
    let name = teams::list(&bob.open).remove(0).name;

    let mut group = criterion.benchmark_group("joiner");
    group.sample_size(10);
    group.bench_function("all accounts, not verified", |bencher| {
        bencher.iter(|| {
            let glance = teams::glance(&mut bob.held(), &name).expect("it is there");
            let accounts = glance.expect("it is not verified yet").list("");
            assert_eq!(black_box(accounts).len(), ACCOUNTS);
        });
    });
    group.finish();
    let started = Instant::now();
    let mut team = teams::open(&mut bob.held(), &name).expect("Bob is in");
    // So long a log is not read at once.
    while team.offline().is_some() {
        team.sync(&mut bob.held()).expect("it goes on");
    }
    assert!(team.alarm().is_none());
    println!(
        "the whole log verified: {:.0} s",
        started.elapsed().as_secs_f64()
    );
}

criterion_group!(benches, joiner);
criterion_main!(benches);
