#![expect(
    clippy::disallowed_methods,
    reason = "a test puts an older file in place"
)]

use super::*;
use session::unlock::{SlotNames, new_vault, password};

#[test]
fn an_older_file_that_is_put_in_place_again_right_after_a_save_is_told_again() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("vault.countersign");
    let shared = Shared::start();
    {
        let mut program = shared.lock();
        let names = SlotNames {
            password: "Password".to_owned(),
            recovery: "Kit".to_owned(),
        };
        let secret = password("harbor violin orchid").expect("a password");
        let new = new_vault(&mut program.effects, &secret, names, false).expect("it is made");
        let open = new.save(&mut program.effects, &path, None);
        program.settings.auto_lock_minutes = None;
        program.open = Some(open.map_err(UserError::from).expect("it is saved"));
    }
    let older = std::fs::read(&path).expect("it is there");
    let save = || shared.change(|effects, open| open.save(effects)).is_ok();
    assert!(save());
    let mut trouble = None;
    let mut news = || {
        let next = || look(&mut shared.lock(), 0, &mut trouble);
        std::iter::from_fn(next).collect::<Vec<_>>()
    };
    let put_back = || std::fs::write(&path, &older).expect("it can be written");
    let is_older = |news: &News| matches!(news, News::Trouble(Some(error)) if error.code() == Code::VaultOlder);
    assert_eq!(news(), []);
    put_back();
    assert!(
        matches!(news().as_slice(), [one] if is_older(one)),
        "told, and once"
    );
    assert!(save());
    put_back();
    let told = news();
    assert_eq!(
        told.first(),
        Some(&News::Trouble(None)),
        "the save ended the first"
    );
    assert!(told.last().is_some_and(is_older), "{told:?}");
    assert!(save());
    assert_eq!(news().first(), Some(&News::Trouble(None)));
}
