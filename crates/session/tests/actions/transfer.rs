use crate::desk::{Desk, GITHUB};
use session::transfer::{self, Fate, Plan, Reading};
use session::{Code, SecretText, codes};
use std::fs;
use std::path::PathBuf;

/// A file of another program beside the vault, as a list of addresses.
fn export(desk: &Desk, text: &str) -> PathBuf {
    let path = desk.path.with_file_name("export.txt");
    fs::write(&path, text).unwrap();
    path
}

fn plan(desk: &mut Desk, path: &std::path::Path) -> Plan {
    transfer::plan(&mut desk.effects, &desk.open, path, Reading::default()).unwrap()
}

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors/transfer/import")
        .join(name)
}

#[test]
fn a_file_that_needed_no_password_is_not_protected_and_one_that_did_is() {
    let mut desk = Desk::new();
    assert!(plan(&mut desk, &sample("aegis/plain.json")).is_plain);
    let encrypted = sample("aegis/encrypted.json");
    let refused = transfer::read(&encrypted, Reading::default())
        .err()
        .unwrap();
    assert_eq!(refused.code(), Code::ImportPasswordNeeded);
    let password = SecretText::from("correct horse".to_owned());
    let reading = Reading {
        password: Some(&password),
        ..Reading::default()
    };
    let contents = transfer::read(&encrypted, reading).unwrap();
    assert!(!transfer::compare(&mut desk.effects, &desk.open, contents).is_plain);
}

#[test]
fn an_imported_file_is_deleted_unless_it_is_another_one_by_now() {
    let mut desk = Desk::new();
    let path = export(&desk, GITHUB);
    let plan = plan(&mut desk, &path);
    let file = plan.file.clone().unwrap();
    transfer::import(&mut desk.effects, &mut desk.open, plan, |_| true).unwrap();
    assert_eq!(codes::list(&desk.reopened(), "").len(), 1);

    export(&desk, "what somebody wrote since");
    let refused = transfer::delete(&file).unwrap_err();
    assert_eq!(refused.code(), Code::ImportChanged);
    assert!(path.exists());
    fs::remove_file(&path).unwrap();
    let missing = transfer::delete(&file).unwrap_err();
    assert_eq!(missing.code(), Code::ImportNotDeleted);

    export(&desk, GITHUB);
    let again = self::plan(&mut desk, &path);
    assert!(
        again
            .entries
            .iter()
            .all(|planned| planned.fate == Fate::Duplicate)
    );
    transfer::delete(&again.file.unwrap()).unwrap();
    assert!(!path.exists());
}

#[test]
fn an_account_that_another_program_added_since_the_plan_was_made_is_not_added_twice() {
    let mut desk = Desk::new();
    let path = export(&desk, GITHUB);
    let plan = plan(&mut desk, &path);
    assert!(plan.entries.iter().all(|planned| planned.fate == Fate::New));
    desk.add(GITHUB);
    transfer::import(&mut desk.effects, &mut desk.open, plan, |_| true).unwrap();
    assert_eq!(codes::list(&desk.reopened(), "").len(), 1);
}

#[test]
fn what_is_of_no_program_is_told_from_what_can_be_imported() {
    let desk = Desk::new();
    assert!(transfer::is_known(&export(&desk, GITHUB)));
    assert!(!transfer::is_known(&export(&desk, "a letter")));
    assert!(!transfer::is_known(&desk.path.with_file_name("nothing")));
    let folder = desk.path.with_file_name("folder");
    fs::create_dir(&folder).unwrap();
    assert!(!transfer::is_known(&folder));
    let mafile = fs::read_dir(sample("steam")).unwrap();
    let mafile = mafile.map(|entry| entry.unwrap().path());
    let mafile = mafile.filter(|path| path.extension().is_some_and(|ending| ending == "maFile"));
    let mafile = mafile.min().unwrap();
    fs::copy(&mafile, folder.join("1.maFile")).unwrap();
    assert!(transfer::is_known(&folder));
    let picture = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors/transfer/qr/qrencode.png");
    assert!(!transfer::is_known(&picture));
}
