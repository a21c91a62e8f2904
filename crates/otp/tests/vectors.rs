//! Every file in `tests/vectors/otp` holds what one source says about one secret: `name: value` lines, an empty
//! line, then one `time code` (HOTP: `counter code`) per line.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]
#![expect(clippy::disallowed_methods, reason = "the vectors are files")]

use std::collections::HashMap;
use std::path::PathBuf;

use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};

#[test]
fn codes_are_those_of_the_standards_and_of_other_programs() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/otp");
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no vectors in {}", folder.display());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (head, rows) = text.split_once("\n\n").unwrap();
        let head: HashMap<&str, &str> = head
            .lines()
            .map(|line| line.split_once(": ").unwrap())
            .collect();
        assert!(
            head.contains_key("source"),
            "{} names no source",
            file.display()
        );
        assert!(!rows.is_empty(), "{} has no codes", file.display());
        for row in rows.lines() {
            let (moving, code) = row.split_once(' ').unwrap();
            assert_eq!(
                code_of(&head, moving.parse().unwrap()),
                code,
                "{}: {row}",
                file.display()
            );
        }
    }
}

/// `moving` is the counter of HOTP, and the time of all others.
fn code_of(head: &HashMap<&str, &str>, moving: i64) -> String {
    let number = |name| head[name].parse::<u8>().unwrap();
    let algorithm = || Algorithm::parse(head["algorithm"]).unwrap();
    let digits = || Digits::new(number("digits")).unwrap();
    let kind = match head["type"] {
        "totp" => Kind::Totp {
            algorithm: algorithm(),
            digits: digits(),
            period: Period::new(number("period").into()).unwrap(),
        },
        "hotp" => Kind::Hotp {
            algorithm: algorithm(),
            digits: digits(),
            counter: u64::try_from(moving).unwrap(),
        },
        "steam" => Kind::Steam,
        "battlenet" => Kind::BattleNet,
        "motp" => Kind::Motp,
        "yandex" => Kind::Yandex,
        other => panic!("unknown type {other}"),
    };
    let secret = match head.get("secret_base32") {
        Some(text) => Secret::from_base32(text).unwrap(),
        None => Secret::from_hex(head["secret"]).unwrap(),
    };
    let pin = head
        .get("pin")
        .map(|pin| SecretText::new((*pin).to_owned()));
    let otp = Otp::new(secret, kind, pin).unwrap();
    otp.code(UnixTime::new(moving).unwrap(), None)
        .unwrap()
        .text()
        .to_owned()
}
