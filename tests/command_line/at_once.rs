//! Several programs and one vault.

use std::process::{Child, Stdio};

use crate::program::{Home, SECRET};

#[test]
fn two_programs_at_once_lose_nothing() {
    save_at_once(2, 10);
}

#[test]
fn eight_programs_at_once_lose_nothing() {
    save_at_once(8, 4);
}

/// So many programs save so many times each, and all at the same time.
fn save_at_once(programs: usize, saves: usize) {
    let home = Home::with_account();
    let mut expected = vec!["GitHub".to_owned()];
    let mut generation = generation(&home);
    for round in 0..saves {
        let children: Vec<Child> = (0..programs)
            .map(|number| {
                let issuer = format!("Site{round}-{number}");
                let child = start_adding(&home, &issuer);
                expected.push(issuer);
                child
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{said}");
        }
        let before = generation;
        generation = self::generation(&home);
        let saved = u64::try_from(programs).unwrap();
        assert_eq!(generation, before + saved, "each save counts one on");
    }
    expected.sort_unstable();
    assert_eq!(home.issuers(), expected);
}

fn start_adding(home: &Home, issuer: &str) -> Child {
    let uri = format!("otpauth://totp/{issuer}:a?secret={SECRET}");
    let mut command = home.command(&["--recovery-file", "kit", "add", &uri]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Key 1 of the header, where docs/vault-format.md has it: after the magic, the format, the length, the map's head and
/// the vault's id.
fn generation(home: &Home) -> u64 {
    let file = home.read("vault.countersign");
    let at = 8 + 2 + 4 + 1 + 1 + 1 + 16;
    match file[at..] {
        [1, small @ 0..24, ..] => u64::from(small),
        [1, 24, byte, ..] => u64::from(byte),
        [1, 25, high, low, ..] => u64::from(u16::from_be_bytes([high, low])),
        _ => panic!("no generation at {at}"),
    }
}
