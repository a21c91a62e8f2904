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
    program.open = Some(open.unwrap_or_else(|error| panic!("{error:?}")));
    program.somebody_is_there();
    (program, folder)
}

#[test]
fn the_vault_is_to_be_locked_when_nobody_was_there_for_the_time_in_the_settings() {
    let (mut program, _folder) = program(Some(1));
    assert!((0..59).all(|_second| !program.tick()));
    program.somebody_is_there();
    assert!(
        (0..59).all(|_second| !program.tick()),
        "the time began anew"
    );
    assert!(program.tick());
    program.settings.auto_lock_minutes = None;
    assert!(!program.tick(), "never means never");
}

#[test]
fn time_that_passed_in_suspend_counts() {
    let (mut program, _folder) = program(Some(5));
    assert!(!program.tick());
    program.seen -= 300;
    assert!(program.tick());
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
