//! What is refused of password managers' and phones' exports, and why.

use std::io::{Cursor, Write};

use otp::SecretText;
use serde_json::{Value, json};
use transfer::import::{self, Access, Cost, ReadError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What comes of reading with a password, but without having agreed to any cost.
fn refused(file: &[u8]) -> Option<ReadError> {
    let password = SecretText::new("password".to_owned());
    let access = Access {
        password: Some(&password),
        allow_cost: false,
    };
    import::read(file, None, access).err()
}

fn refused_json(file: &Value) -> Option<ReadError> {
    refused(file.to_string().as_bytes())
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_bitwarden_export_that_only_its_account_opens_is_refused_as_that() {
    let file = json!({
        "encrypted": true,
        "encKeyValidation_DO_NOT_EDIT": "2.AA==|AA==|AA==",
        "folders": [],
        "items": [{"type": 1, "name": "2.AA==|AA==|AA=="}],
    });
    assert_eq!(refused_json(&file), Some(ReadError::AccountRestricted));
}

#[test]
fn a_proton_pass_export_under_pgp_is_refused_as_unknown_encryption() {
    let file = zip(&[("Proton Pass/data.pgp", b"-----BEGIN PGP MESSAGE-----")]);
    assert_eq!(
        import::recognise(&file).map(import::Format::name),
        Some("proton-pass")
    );
    assert_eq!(refused(&file), Some(ReadError::UnknownEncryption));
}

fn ente(memory: u64, passes: u64) -> Value {
    json!({
        "version": 1,
        "kdfParams": {"memLimit": memory, "opsLimit": passes, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        "encryptedData": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "encryptionNonce": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    })
}

#[test]
fn an_ente_export_of_a_gibibyte_is_asked_about_and_more_is_refused() {
    let cost = |memory, seconds| Cost { memory, seconds };
    assert_eq!(
        refused_json(&ente(1 << 30, 16)),
        Some(ReadError::Costly(cost(1 << 30, 21)))
    );
    assert_eq!(
        refused_json(&ente(2 << 30, 1)),
        Some(ReadError::TooCostly(cost(2 << 30, 3)))
    );
    let Some(ReadError::TooCostly(_)) = refused_json(&ente(u64::MAX, u64::from(u32::MAX))) else {
        panic!("the most that can be said is accepted");
    };
}

fn bitwarden(kind: u64, iterations: u64, memory: u64, lanes: u64) -> Value {
    json!({
        "encrypted": true,
        "passwordProtected": true,
        "salt": "AAAAAAAAAAAAAAAAAAAAAA==",
        "kdfType": kind,
        "kdfIterations": iterations,
        "kdfMemory": memory,
        "kdfParallelism": lanes,
        "encKeyValidation_DO_NOT_EDIT": "2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AA==",
        "data": "2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AA==",
    })
}

#[test]
fn a_bitwarden_export_says_what_its_password_costs_before_it_is_tried() {
    let cost = |memory, seconds| Cost { memory, seconds };
    assert_eq!(
        refused_json(&bitwarden(0, 5_000_000, 0, 0)),
        Some(ReadError::Costly(cost(0, 5)))
    );
    assert_eq!(
        refused_json(&bitwarden(1, 10, 1024, 16)),
        Some(ReadError::Costly(cost(1 << 30, 13)))
    );
    let Some(ReadError::TooCostly(_)) = refused_json(&bitwarden(1, 1, u64::from(u32::MAX), 1))
    else {
        panic!("4 PiB are accepted");
    };
}

#[test]
fn parameters_that_are_none_are_damage() {
    for file in [
        bitwarden(0, 0, 0, 0),
        bitwarden(1, 0, 64, 1),
        bitwarden(1, 1, 1, 0),
        ente(0, 1),
        ente(1 << 20, 0),
    ] {
        assert_eq!(refused_json(&file), Some(ReadError::Damaged), "{file}");
    }
}

#[test]
fn files_of_newer_versions_are_refused_as_that() {
    let mut newer_ente = ente(1 << 20, 1);
    newer_ente["version"] = json!(2);
    let attributes = br#"{"version": 4}"#;
    let data = br#"{"accounts": []}"#;
    for file in [
        json!({"schemaVersion": 5, "services": []})
            .to_string()
            .into_bytes(),
        json!({"version": 2, "entries": []})
            .to_string()
            .into_bytes(),
        bitwarden(2, 1, 1, 1).to_string().into_bytes(),
        newer_ente.to_string().into_bytes(),
        zip(&[("export.attributes", attributes), ("export.data", data)]),
    ] {
        assert_eq!(refused(&file), Some(ReadError::UnknownVersion));
    }
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_it_is_is_refused() {
    let zeros = vec![b' '; 8 << 20];
    let file = zip(&[("export.attributes", &zeros), ("export.data", b"{}")]);
    assert!(file.len() < 16 << 10);
    assert_eq!(refused(&file), Some(ReadError::TooLarge));
}

#[test]
fn an_archive_of_too_many_members_is_refused() {
    let names: Vec<_> = (0..1_001).map(|number| format!("files/{number}")).collect();
    let mut members: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &[][..])).collect();
    members.push(("credentials.csv", b"username2"));
    assert_eq!(refused(&zip(&members)), Some(ReadError::TooMany));
}

#[test]
fn a_member_of_another_length_than_the_archive_says_is_damage() {
    let mut file = zip(&[(
        "credentials.csv",
        b"username,username2,username3,title,category,otp\n",
    )]);
    let entry = file
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();
    for length in [10, 200] {
        file[entry + 24] = length;
        assert_eq!(refused(&file), Some(ReadError::Damaged), "{length}");
    }
}

#[test]
fn an_archive_of_nothing_but_ends_of_directories_is_read_in_a_moment() {
    let mut file = b"PK\x03\x04".to_vec();
    for _ in 0..100_000 {
        file.extend(b"PK\x01\x02PK\x05\x06");
    }
    assert_eq!(refused(&file), Some(ReadError::TooMany));
}

#[test]
fn a_row_without_end_costs_only_itself() {
    let long = "x".repeat(2 << 20);
    let header = "url,username,password,totp,extra,name,grouping,fav";
    let row = "u,alice,p,GEZDGNBVGY3TQOJQ,,Example,,0";
    let file = format!(
        "{header}\n{row}\nu,bob,p,,{long},Long,,0\n{row}\nu,carol,p,,\"never closed\n{row}"
    );
    let import = import::read(file.as_bytes(), None, Access::default()).unwrap();
    let found: Vec<_> = import.items.iter().map(Result::is_ok).collect();
    // The last row has all that follows in one field, and no code.
    assert_eq!((found, import.without_otp), (vec![true, false, true], 1));
}

/// A file of 1Password with one item: its notes, and how many one-time passwords it has.
fn one_password(notes: &str, count: usize) -> Vec<u8> {
    let fields = vec![json!({"title": "code", "value": {"totp": "GEZDGNBVGY3TQOJQ"}}); count];
    let item = json!({
        "details": {"notesPlain": notes, "sections": [{"fields": fields}]},
        "overview": {"title": "Example"},
    });
    let data = json!({"accounts": [{"vaults": [{"items": [item]}]}]}).to_string();
    // Stored, so that what it unpacks to is no more than it is.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("export.attributes", r#"{"version": 3}"#),
        ("export.data", &data),
    ] {
        writer.start_file(name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn notes_longer_than_a_vault_keeps_are_cut_and_say_so() {
    let longest = "ü".repeat(32 << 10);
    for (notes, is_cut) in [(longest.clone(), false), (format!("{longest}ü"), true)] {
        let import = import::read(&one_password(&notes, 1), None, Access::default()).unwrap();
        let entry = import.items[0].as_ref().ok().unwrap();
        assert!(entry.extras.notes.expose() == longest);
        assert_eq!(entry.extras.notes_cut, is_cut);
    }
}

#[test]
fn an_item_that_would_be_copied_without_end_is_refused() {
    let notes = "x".repeat(64 << 10);
    assert_eq!(refused(&one_password(&notes, 10)), None);
    assert_eq!(
        refused(&one_password(&notes, 4_000)),
        Some(ReadError::TooLarge)
    );
}
