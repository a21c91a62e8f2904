//! Several programs that save one vault at the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::program::{Home, SECRET};
use crate::{figure, in_full};

#[test]
fn two_programs_that_save_at_once_lose_nothing() {
    save_at_once(2, if in_full() { 200 } else { 10 });
}

#[test]
fn eight_programs_that_save_at_once_lose_nothing() {
    save_at_once(8, if in_full() { 200 } else { 5 });
}

/// Each of so many programs adds so many accounts, one in each save. What is refused, because another was faster, is
/// tried again, as the message says.
fn save_at_once(programs: usize, saves: usize) {
    let home = Home::with_account();
    let first = generation(&home);
    let is_over = AtomicBool::new(false);
    let (refused, seen) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&home, &is_over));
        let savers: Vec<_> = (0..programs)
            .map(|program| {
                scope.spawn({
                    let home = &home;
                    move || add_all(home, program, saves)
                })
            })
            .collect();
        let refused: Vec<_> = savers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        is_over.store(true, Ordering::Relaxed);
        let refused: usize = refused
            .into_iter()
            .map(|count| count.expect("no save fails otherwise"))
            .sum();
        (refused, watcher.join().expect("the generation only rises"))
    });

    let mut expected: Vec<String> = (0..programs)
        .flat_map(|program| (0..saves).map(move |save| issuer(program, save)))
        .chain(["GitHub".to_owned()])
        .collect();
    expected.sort_unstable();
    let mut found = home.issuers();
    found.sort_unstable();
    assert_eq!(found, expected);
    let all = u64::try_from(programs * saves).unwrap();
    assert!(
        generation(&home) >= first + all,
        "two saves had one generation"
    );
    figure(
        &format!("{programs} programs x {saves} saves"),
        format!(
            "all {all} entries there, {refused} saves refused and repeated, {seen} generations seen in order"
        ),
    );
}

fn issuer(program: usize, save: usize) -> String {
    format!("Site {program} {save}")
}

/// Returns how often it had to try again.
fn add_all(home: &Home, program: usize, saves: usize) -> usize {
    let mut refused = 0;
    for save in 0..saves {
        let issuer = issuer(program, save).replace(' ', "%20");
        let uri = format!("otpauth://totp/{issuer}:a?secret={SECRET}&issuer={issuer}");
        loop {
            let run = home.unlocked(&["--json", "add", &uri]);
            if run.code == Some(0) {
                break;
            }
            let said = run.failed(1);
            let is_other = ["save-changed-by-another", "save-busy"]
                .iter()
                .any(|code| said.contains(code));
            assert!(is_other, "{said}");
            refused += 1;
        }
    }
    refused
}

/// Looks at the vault again and again; returns how many generations it saw.
fn watch(home: &Home, is_over: &AtomicBool) -> usize {
    let (mut last, mut seen) = (0, 0);
    while !is_over.load(Ordering::Relaxed) {
        let now = generation(home);
        assert!(now >= last, "generation {now} after {last}");
        seen += usize::from(now > last);
        last = now;
        thread::sleep(std::time::Duration::from_millis(1));
    }
    seen
}

/// How often the vault was saved, by its header (docs/vault-format.md): key 1, right after the vault's id.
fn generation(home: &Home) -> u64 {
    let file = home.read("vault.countersign");
    assert_eq!(file[14 + 1..14 + 3], [0, 0x50], "key 0 is the vault's id");
    let [1, head, bytes @ ..] = &file[14 + 19..] else {
        panic!("key 1 is the generation");
    };
    match head {
        0..=23 => u64::from(*head),
        24..=27 => bytes[..1 << (head - 24)]
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        _ => panic!("not a number: {head}"),
    }
}
