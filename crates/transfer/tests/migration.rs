//! Google Authenticator's exports, made by an independent writer (tests/fixtures/make/migration.py).

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "test vectors are files, and a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use otp::Kind;
use otp::uri::Labelled;
use proptest::prelude::*;
use serde_json::Value;
use transfer::migration::{self, Batches, EntryError, MigrationError, Missing, Part};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/migration")
}

/// What a vector says about its first line.
fn describe(uri: &str) -> String {
    match migration::parse(uri) {
        Ok(part) => {
            let head = format!(
                "part {} of {}, batch {}",
                part.index, part.size, part.batch_id
            );
            let entries = part.entries.iter().map(describe_entry);
            [head]
                .into_iter()
                .chain(entries)
                .map(|line| line + "\n")
                .collect()
        }
        Err(error) => format!("refused: {error:?}\n"),
    }
}

fn describe_entry(entry: &Result<Labelled, EntryError>) -> String {
    let Labelled {
        issuer,
        account,
        otp,
    } = match entry {
        Ok(labelled) => labelled,
        Err(error) => return format!("unusable: {error:?}"),
    };
    let counter = otp
        .kind
        .counter()
        .map(|counter| format!("counter {counter} "))
        .unwrap_or_default();
    assert!(otp.kind.period().is_none_or(|period| period.get() == 30));
    format!(
        "{} {} {} {counter}{} {} | {account}",
        otp.kind.type_name(),
        otp.kind.algorithm_name(),
        otp.kind.digits(),
        otp.secret.to_hex().expose(),
        issuer.as_deref().unwrap_or("-"),
    )
}

#[test]
fn every_export_of_the_independent_writer_is_read_or_refused_as_it_says() {
    let mut vectors = 0;
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let vector = fs::read_to_string(&path).unwrap();
        let (uri, expected) = vector.split_once('\n').unwrap();
        assert_eq!(describe(uri), expected, "{}", path.display());
        vectors += 1;
    }
    assert!(vectors >= 30, "only {vectors} vectors");
}

fn part(name: &str) -> Part {
    let vector = fs::read_to_string(folder().join(name)).unwrap();
    migration::parse(vector.lines().next().unwrap()).unwrap()
}

#[test]
fn parts_of_a_batch_may_come_in_any_order_and_twice() {
    let mut batches = Batches::default();
    for name in [
        "batch_of_three_2.txt",
        "batch_of_three_0.txt",
        "batch_of_three_2.txt",
    ] {
        batches.add(part(name));
    }
    let missing = Missing {
        batch_id: 0x1234_5678,
        scanned: 2,
        size: 3,
    };
    assert_eq!(batches.missing(), [missing]);
    batches.add(part("batch_of_three_1.txt"));
    assert_eq!(batches.missing(), []);
    let names = batches
        .into_entries()
        .into_iter()
        .map(|entry| entry.unwrap().account);
    assert!(names.eq(["alice", "bob", "carol"]));
}

#[test]
fn an_export_of_more_than_64_kib_is_refused_unread() {
    let uri = "otpauth-migration://offline?data=";
    let error_at =
        |length: usize| migration::parse(&(uri.to_owned() + &"A".repeat(length - uri.len()))).err();
    assert_eq!(error_at(65_537), Some(MigrationError::TooLong));
    assert_eq!(error_at(65_536), Some(MigrationError::Damaged));
}

#[test]
fn only_the_scheme_says_what_is_an_export() {
    assert!(migration::is_migration_uri(
        "\tOTPAuth-Migration://anything"
    ));
    assert!(!migration::is_migration_uri("otpauth://totp/a?secret=AA"));
    assert!(!migration::is_migration_uri("otpauth-migratioñ://"));
}

#[test]
fn exports_of_google_authenticator_itself_are_read() {
    let Some(root) = std::env::var_os("COUNTERSIGN_FIXTURES") else {
        println!(
            "SKIPPED exports_of_google_authenticator_itself_are_read: COUNTERSIGN_FIXTURES is not set"
        );
        return;
    };
    const FILE: &str = "extract--example_export.txt";
    let folder = Path::new(&root).join("peers");
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let files = index.as_array().unwrap();
    let expected = files.iter().find(|file| file["file"] == FILE).unwrap()["entries"]
        .as_array()
        .unwrap();
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    let uris = text
        .lines()
        .filter(|line| migration::is_migration_uri(line));
    let entries: Vec<_> = uris
        .flat_map(|uri| migration::parse(uri).unwrap().entries)
        .collect();
    assert_eq!(entries.len(), expected.len());
    for (entry, expected) in entries.iter().zip(expected) {
        let entry = entry.as_ref().unwrap();
        assert_eq!(entry.otp.secret.to_base32().expose(), expected["secret"]);
        assert_eq!(entry.otp.kind.type_name(), expected["type"]);
        assert_eq!(entry.otp.kind.algorithm_name(), expected["algo"]);
        assert_eq!(entry.otp.kind.digits(), expected["digits"]);
        if let Kind::Hotp { counter, .. } = entry.otp.kind {
            assert_eq!(counter, expected["counter"]);
        }
        // The independent reader leaves an issuer in front of a colon where it stands.
        let name = expected["name"].as_str().unwrap();
        let (issuer, account) = match expected["issuer"].as_str().unwrap() {
            "" => name.split_once(": ").unwrap_or(("", name)),
            issuer => (issuer, name),
        };
        assert_eq!(
            (
                entry.issuer.as_deref().unwrap_or(""),
                entry.account.as_str()
            ),
            (issuer, account)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_data_makes_the_parser_panic(
        text in ".{0,100}",
        digits in "[A-Za-z0-9+/%=_-]{0,300}",
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = migration::parse(&text);
        for data in [text, digits, data_encoding::BASE64URL_NOPAD.encode(&bytes)] {
            let _ = migration::parse(&format!("otpauth-migration://offline?data={data}"));
        }
    }

    #[test]
    fn no_damage_makes_the_parser_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let vector = fs::read_to_string(folder().join("base64_of_the_url_alphabet_without_padding.txt")).unwrap();
        let data = vector.lines().next().unwrap().split_once('=').unwrap().1;
        let mut bytes = data_encoding::BASE64URL_NOPAD.decode(data.as_bytes()).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let data = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        let _ = migration::parse(&format!("otpauth-migration://offline?data={data}"));
    }
}
