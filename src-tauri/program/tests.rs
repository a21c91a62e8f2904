#![expect(clippy::disallowed_methods, reason = "a test takes files away")]

use super::*;
use session::unlock::{SlotNames, new_vault, password};

/// A program with an open vault in a folder of its own, and a time after which it locks itself.
fn program(minutes: Option<u16>) -> (Program, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("vault.countersign");
    let mut program = Program::new(Effects::system());
    let names = SlotNames {
        password: "Password".to_owned(),
        recovery: "Kit".to_owned(),
    };
    let secret = password("harbor violin orchid").expect("a password");
    let vault = new_vault(&mut program.effects, &secret, names, false).expect("it is made");
    let open = vault.save(&mut program.effects, &path, None);
    program.settings.auto_lock_minutes = minutes;
    program.path = Some(path);
    program.open = Some(open.map_err(UserError::from).expect("it is saved"));
    program.rescue_folder = Some(folder.path().join("rescued"));
    program.seen = program.now();
    (program, folder)
}

#[test]
fn the_vault_is_to_be_locked_when_nobody_was_there_for_the_time_in_the_settings() {
    let (mut program, _folder) = program(Some(1));
    assert!((0..59).all(|_second| !program.tick(1)));
    program.somebody_is_there();
    assert!(
        (0..59).all(|_second| !program.tick(1)),
        "the time began anew"
    );
    assert!(program.tick(1));
    program.settings.auto_lock_minutes = None;
    assert!(!program.tick(1), "never means never");
}

#[test]
fn time_that_passed_in_suspend_counts() {
    let (mut program, _folder) = program(Some(5));
    assert!(!program.tick(1));
    program.seen -= 300;
    program.somebody_is_there();
    assert!(
        program.tick(1),
        "whoever woke the computer has to unlock the vault"
    );
}

#[test]
fn a_vault_that_was_open_before_and_is_gone_is_not_offered_to_be_made_anew() {
    let (mut program, folder) = program(None);
    let open = program.open.take().expect("it is open");
    program.settings.used(open.path());
    assert!(matches!(
        program.state().map(|state| state.kind),
        Ok(StateKind::Locked)
    ));
    drop(folder);
    assert!(matches!(
        program.state().map(|state| state.kind),
        Ok(StateKind::Locked)
    ));
    program.path = Some(PathBuf::from("/nowhere/vault.countersign"));
    assert!(matches!(
        program.state().map(|state| state.kind),
        Ok(StateKind::Absent)
    ));
}

#[test]
fn a_vault_file_that_vanished_is_written_again_before_the_vault_is_locked() {
    let (mut program, _folder) = program(None);
    let path = program.path().expect("there is one").to_owned();
    std::fs::remove_file(&path).expect("it is there");
    let error = program.refresh().expect_err("it is noticed");
    assert_eq!(error.code(), Code::VaultGone);
    assert_eq!(program.lock_by_itself(), Ok(None));
    let secret = password("harbor violin orchid").expect("a password");
    assert!(unlock::open(&path, &unlock::Credential::Password(secret)).is_ok());
}

#[test]
fn a_vault_whose_place_is_gone_locks_by_itself_and_its_changes_are_safe_elsewhere() {
    let (mut program, folder) = program(None);
    let away = tempfile::tempdir().expect("a folder can be made");
    program.rescue_folder = Some(away.path().join("rescued"));
    drop(folder);
    assert!(program.refresh().is_err());
    assert_eq!(
        program.lock(false).map_err(|error| error.code()),
        Err(Code::VaultUnsaved)
    );
    let Ok(Some(Told::Rescued(rescued))) = program.lock_by_itself() else {
        panic!("it locks, and the changes are elsewhere");
    };
    assert!(program.open.is_none());
    let secret = password("harbor violin orchid").expect("a password");
    assert!(unlock::open(&rescued, &unlock::Credential::Password(secret)).is_ok());
}

#[test]
fn a_new_vault_is_not_made_among_the_older_copies_of_a_missing_one() {
    let (mut program, _folder) = program(None);
    let path = program.path().expect("there is one").to_owned();
    let open = program.open.as_mut().expect("it is open");
    open.save(&mut program.effects)
        .expect("it is saved once more");
    program.open = None;
    std::fs::remove_file(&path).expect("it is there");
    let taken = unlock::check_place(&path).map_err(|error| error.code());
    assert_eq!(taken, Err(Code::VaultCopiesThere));
    assert!(matches!(
        program.state().map(|state| state.kind),
        Ok(StateKind::Locked)
    ));
}

#[test]
fn a_change_is_made_and_saved_although_an_older_file_lies_in_the_place_of_the_vault() {
    let (mut program, _folder) = program(None);
    let path = program.path().expect("there is one").to_owned();
    let older = std::fs::read(&path).expect("it is there");
    let open = program.open.as_mut().expect("it is open");
    open.save(&mut program.effects).expect("it is saved");
    std::fs::write(&path, older).expect("it can be written");
    let noticed = program.refresh().map_err(|error| error.code());
    assert_eq!(noticed, Err(Code::VaultOlder));
    assert!(program.is_unsaved());

    let shared = Shared(Arc::new(Mutex::new(program)));
    let uri = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
    let account = session::codes::read_uri(uri).expect("an address");
    let changed = shared.change(|effects, open| session::codes::add(effects, open, [account]));
    assert!(changed.is_ok_and(|added| added.len() == 1));
    assert_eq!(shared.lock().refresh(), Ok(Refreshed::Same));
    assert!(!shared.lock().is_unsaved());
}

#[test]
fn a_new_vault_whose_kit_nobody_typed_is_saved_and_locked_when_nobody_is_there() {
    let (mut program, folder) = program(Some(1));
    let path = folder.path().join("new.countersign");
    program.open = None;
    program.path = Some(path.clone());
    let names = SlotNames {
        password: "Password".to_owned(),
        recovery: "Kit".to_owned(),
    };
    let secret = || password("harbor violin orchid").expect("a password");
    let new = new_vault(&mut program.effects, &secret(), names, true).expect("it is made");
    let words = new.kit().expect("it has one").words.expose().to_owned();
    program.idle = 7;
    program.began(new);
    assert!(
        (0..59).all(|_second| !program.tick(1)),
        "the time began anew"
    );
    assert!(program.tick(1));
    assert_eq!(program.lock_by_itself(), Ok(Some(Told::NewVault)));
    assert!(!program.can_lock(), "nothing of it is in memory");
    assert!(matches!(
        program.state().map(|state| state.kind),
        Ok(StateKind::Locked)
    ));
    let kit = unlock::recovery_secret(&words).expect("the words of a kit");
    for credential in [
        unlock::Credential::Password(secret()),
        unlock::Credential::Recovery(kit),
    ] {
        let open = unlock::open(&path, &credential).expect("it opens");
        let slots = unlock::slots(&open);
        assert!(
            slots.iter().all(|slot| slot.tested.is_none()),
            "to be proved"
        );
    }
}

#[test]
fn a_new_vault_that_cannot_be_saved_is_not_given_up() {
    let (mut program, _folder) = program(None);
    let names = SlotNames {
        password: "Password".to_owned(),
        recovery: "Kit".to_owned(),
    };
    let secret = password("harbor violin orchid").expect("a password");
    let new = new_vault(&mut program.effects, &secret, names, true).expect("it is made");
    program.open = None;
    program.began(new);
    let kept = program.lock_by_itself().map_err(|error| error.code());
    assert_eq!(
        kept,
        Err(Code::VaultExists),
        "another vault is in its place"
    );
    assert!(program.creating.is_some());
}
