//! Making a vault: the proof of the kit, and what is known of a vault file before it is opened.

use crate::desk::{Desk, effects};
use session::unlock::{self, NewVault, SlotNames};
use session::{Code, SlotKind};
use std::fs;

fn new_vault() -> NewVault {
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password("correct horse").unwrap();
    unlock::new_vault(&mut effects(3), &password, names, true).unwrap()
}

#[test]
fn only_the_words_of_the_new_kit_prove_that_it_was_kept() {
    let new = new_vault();
    let words = new.kit().unwrap().words.expose().to_owned();
    let check = |typed: &str| new.check_kit(typed).map_err(|error| error.code());
    assert_eq!(check(&words), Ok(()));
    assert_eq!(check(&words.to_uppercase().replace(' ', "\n")), Ok(()));
    assert_eq!(check(new.kit().unwrap().machine_line.expose()), Ok(()));

    let other = "abandon ".repeat(14) + "address";
    assert_eq!(check(&other), Err(Code::KitDiffers));
    assert_eq!(
        check(&words.replacen(' ', " zzz ", 1)),
        Err(Code::KitWordCount)
    );
    let (first, rest) = words.split_once(' ').unwrap();
    assert_eq!(
        check(&format!("{first}q {rest}")),
        Err(Code::KitUnknownWord)
    );
    assert_eq!(check(&format!("{rest} {first}")), Err(Code::KitChecksum));
    assert_eq!(check(""), Err(Code::KitWordCount));
}

#[test]
fn a_vault_without_a_kit_opens_by_its_password_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    let new = new_vault();
    let words = new.kit().unwrap().words.expose().to_owned();
    let new = new.without_kit();
    assert!(new.kit().is_none());
    assert_eq!(new.check_kit(&words).unwrap_err().code(), Code::KitDiffers);
    let open = new
        .save(&mut effects(4), &path, None)
        .map_err(|failed| failed.error)
        .unwrap();
    let kinds = unlock::slots(&open).into_iter().map(|slot| slot.kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [SlotKind::Password]);
}

#[test]
fn the_printed_kit_stays_good_when_the_first_save_fails() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken.countersign");
    fs::write(&taken, "somebody else's").unwrap();
    let new = new_vault();
    let words = new.kit().unwrap().words.expose().to_owned();
    let failed = new.save(&mut effects(4), &taken, None).err().unwrap();
    assert_eq!(failed.error.code(), Code::VaultExists);
    assert_eq!(fs::read(&taken).unwrap(), b"somebody else's");

    failed.vault.check_kit(&words).unwrap();
    let path = folder.path().join("vault.countersign");
    assert!(failed.vault.save(&mut effects(4), &path, None).is_ok());
    let kit = unlock::recovery_secret(&words).unwrap();
    assert!(unlock::open(&path, &unlock::Credential::Recovery(kit)).is_ok());
}

#[test]
fn the_printed_kit_stays_good_when_a_save_without_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken.countersign");
    fs::write(&taken, "somebody else's").unwrap();
    let new = new_vault();
    let words = new.kit().unwrap().words.expose().to_owned();
    let line = new.kit().unwrap().machine_line.expose().to_owned();
    let failed = new.without_kit().save(&mut effects(4), &taken, None);
    let again = failed.err().unwrap().vault;
    again.check_kit(&words).unwrap();
    assert_eq!(again.kit().unwrap().machine_line.expose(), line);

    let path = folder.path().join("vault.countersign");
    assert!(again.save(&mut effects(4), &path, None).is_ok());
    let kit = unlock::recovery_secret(&line).unwrap();
    assert!(unlock::open(&path, &unlock::Credential::Recovery(kit)).is_ok());
}

#[test]
fn a_vault_file_is_described_without_opening_it() {
    let desk = Desk::new();
    let file = unlock::describe(&desk.path);
    assert_eq!((file.name.as_str(), file.present), ("vault", true));
    assert_eq!(file.path, desk.path);
    let modified = fs::metadata(&desk.path).unwrap().modified().unwrap();
    let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(file.saved.unwrap().get(), seconds.as_secs());

    let missing = unlock::describe(&desk.path.with_file_name("other.countersign"));
    assert_eq!((missing.name.as_str(), missing.present), ("other", false));
    assert_eq!(missing.saved, None);
}
