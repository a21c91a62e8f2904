//! What is read otherwise than as a single file that says whose it is: Steam's `maFiles` as a folder, and the first
//! version of OTPClient's database.

use std::path::Path;

use otp::SecretText;
use serde_json::Value;
use transfer::import::{self, Access, Format, Import, Member, ReadError};

use crate::samples::{assert_as_expected, folder, sorted};

/// Every folder of tests/vectors/transfer/ma_files, with what its writer put in.
fn all() -> Vec<(String, Vec<Member>, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/ma_files");
    let load = |path: &Path| {
        let (expected, files): (Vec<_>, Vec<_>) = folder(path)
            .into_iter()
            .partition(|file| file.name == "expected");
        let expected = serde_json::from_slice(&expected[0].bytes).unwrap();
        (path.display().to_string(), files, expected)
    };
    sorted(&root).iter().map(|path| load(path)).collect()
}

fn read(files: &[Member], password: Option<&str>) -> Result<Import, ReadError> {
    let password = password.map(|text| SecretText::new(text.to_owned()));
    let access = Access {
        password: password.as_ref(),
        allow_cost: true,
    };
    import::read_folder(files, access)
}

#[test]
fn every_folder_gives_the_accounts_its_writer_put_in() {
    for (name, files, expected) in all() {
        let import = read(&files, expected["password"].as_str()).unwrap();
        assert_as_expected(&name, &import, &expected);
    }
}

#[test]
fn an_encrypted_folder_says_that_it_needs_a_password_and_refuses_another() {
    for (name, files, expected) in all() {
        if expected["password"].is_string() {
            let without = read(&files, None).err();
            assert_eq!(without, Some(ReadError::PasswordNeeded), "{name}");
            let wrong = read(&files, Some("not the password")).err();
            assert_eq!(wrong, Some(ReadError::WrongPassword), "{name}");
        }
    }
}

#[test]
fn a_folder_without_any_account_is_of_no_known_program() {
    let file = |name: &str| Member {
        name: name.to_owned(),
        bytes: b"{}".to_vec().into(),
    };
    let none = [file("manifest.json"), file("notes.txt")];
    assert_eq!(read(&none, None).err(), Some(ReadError::Unrecognised));
    assert_eq!(read(&[], None).err(), Some(ReadError::Unrecognised));
}

#[test]
fn a_folder_of_a_thousand_encrypted_accounts_is_not_tried_at_all() {
    let entry = |number: u32| {
        format!(
            "{{\"filename\":\"{number}.maFile\",\"encryption_iv\":\"\",\"encryption_salt\":\"\"}}"
        )
    };
    let entries: Vec<_> = (1..1000).map(entry).collect();
    let mut files: Vec<_> = (1..1000)
        .map(|number| Member {
            name: format!("{number}.maFile"),
            bytes: b"AAAA".to_vec().into(),
        })
        .collect();
    files.push(Member {
        name: "manifest.json".to_owned(),
        bytes: format!("{{\"entries\":[{}]}}", entries.join(","))
            .into_bytes()
            .into(),
    });
    let refused = read(&files, Some("password")).err();
    assert!(matches!(refused, Some(ReadError::TooCostly(_))));
    files.push(Member {
        name: "one more".to_owned(),
        bytes: Vec::new().into(),
    });
    assert_eq!(read(&files, None).err(), Some(ReadError::TooMany));
}

#[test]
fn old_databases_of_otpclient_are_read_by_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/otpclient");
    let files = folder(&root);
    let (expected, databases) = files.split_first().unwrap();
    let expected: Value = serde_json::from_slice(&expected.bytes).unwrap();
    assert_eq!(databases.len(), 2);
    for file in databases {
        let with = |password: Option<&str>| {
            let password = password.map(|text| SecretText::new(text.to_owned()));
            let access = Access {
                password: password.as_ref(),
                allow_cost: true,
            };
            import::read(&file.bytes, Some(Format::Otpclient), access)
        };
        let import = with(expected["password"].as_str()).unwrap();
        assert_as_expected(&file.name, &import, &expected);
        assert_eq!(with(None).err(), Some(ReadError::PasswordNeeded));
        assert_eq!(with(Some("other")).err(), Some(ReadError::WrongPassword));
    }
}
