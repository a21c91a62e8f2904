//! The file that remembers backups, as people and other versions may find or leave it.
#![expect(
    clippy::disallowed_methods,
    reason = "looks at the file, and damages it"
)]

use super::*;
use std::fs;

fn id(byte: u8) -> Id {
    Id::from_bytes([byte; 16])
}

fn at(seconds: i64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

fn record() -> Record {
    let failure = |code: Code| Failure {
        at: at(30),
        error: UserError::new(code).with("path", "/media/stick"),
    };
    Record {
        folder: Some(std::path::absolute("stick").unwrap()),
        every: Every::Week,
        made: Some(Made {
            at: at(10),
            generation: 7,
            name: "vault-01010101-0000000007-19700101T000010Z.countersign".to_owned(),
        }),
        checked: Some(at(20)),
        not_made: Some(failure(Code::BackupFolderMissing)),
        not_proved: Some(failure(Code::BackupDamaged)),
        proofs: BTreeMap::from([("a".to_owned(), at(20)), ("b".to_owned(), at(10))]),
    }
}

#[test]
fn what_was_noted_is_there_again_for_each_vault_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/backups.json");
    change_in(&path, id(1), |known| *known = record()).unwrap();
    change_in(&path, id(2), |known| known.every = Every::Never).unwrap();
    assert_eq!(record_in(&path, id(1)), record());
    assert_eq!(record_in(&path, id(1)).last_proof(), Some(at(20)));
    assert_eq!(record_in(&path, id(2)).every, Every::Never);
    assert_eq!(record_in(&path, id(3)), Record::default());
}

#[test]
fn a_file_of_any_kind_is_no_obstacle_and_what_can_be_read_of_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backups.json");
    let whole = {
        change_in(&path, id(1), |known| *known = record()).unwrap();
        fs::read(&path).unwrap()
    };
    let half = whole.get(..whole.len() / 2).unwrap();
    for damaged in [b"".as_slice(), b"\xff\xfe", b"[]", b"{\"vaults\": 3}", half] {
        fs::write(&path, damaged).unwrap();
        assert_eq!(record_in(&path, id(1)), Record::default());
        change_in(&path, id(1), |known| known.every = Every::Week).unwrap();
        assert_eq!(record_in(&path, id(1)).every, Every::Week);
    }
    let [good, bad] = [id(1), id(2)];
    let one_is_bad = format!(
        r#"{{"vaults": {{"{bad}": {{"made": "yesterday"}}, "{good}": {{"every": "week", "folder": "stick", "newer": 1}}}}}}"#
    );
    fs::write(&path, one_is_bad).unwrap();
    let expected = Record {
        every: Every::Week,
        ..Record::default()
    };
    assert_eq!(
        record_in(&path, good),
        expected,
        "a relative folder is none"
    );
    assert_eq!(record_in(&path, bad), Record::default());
}

#[test]
fn the_file_stays_small_however_many_vaults_and_backups_there_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backups.json");
    for number in 0..120_u8 {
        change_in(&path, id(number), |known| known.every = Every::Week).unwrap();
    }
    change_in(&path, id(5), |known| {
        known.proofs = (0..500).map(|n| (format!("{n:03}"), at(n))).collect();
    })
    .unwrap();
    let proofs = record_in(&path, id(5)).proofs;
    assert_eq!(proofs.len(), MOST);
    assert!(proofs.contains_key("499"), "the newest stay");
    assert!(read(&path).vaults.len() <= MOST);
}
