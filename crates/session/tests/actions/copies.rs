//! Putting a good copy in the place of a damaged vault.

use crate::desk::{Desk, GITHUB};
use session::unlock::{self, Credential};
use session::{Code, OpenVault, UserError, codes};
use std::fs;
use std::path::PathBuf;

/// A desk whose vault has three generations: with no account, one and two. Its file has three accounts.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.add(GITHUB);
    desk.add("otpauth://totp/Second?secret=GEZDGNBV");
    desk.add("otpauth://totp/Third?secret=GEZDGNBV");
    desk
}

fn by_kit(desk: &Desk) -> Credential {
    Credential::Recovery(unlock::recovery_secret(&desk.kit).unwrap())
}

fn by_password(text: &str) -> Credential {
    Credential::Password(unlock::password(text).unwrap())
}

fn open_copy(desk: &mut Desk, credential: &Credential) -> Result<OpenVault, UserError> {
    unlock::open_copy(&mut desk.effects, &desk.path, credential)
}

fn refusal(desk: &mut Desk, credential: &Credential) -> Code {
    open_copy(desk, credential).err().unwrap().code()
}

/// The files of all generations, the oldest first.
fn generations(desk: &Desk) -> Vec<PathBuf> {
    let folder = desk.path.with_file_name("vault.countersign.generations");
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn the_newest_good_copy_takes_the_place_and_the_damaged_file_is_kept() {
    let mut desk = desk();
    let good = fs::read(&desk.path).unwrap();
    let mut flipped = good.clone();
    flipped[9000] ^= 1;
    for damaged in [&flipped, &good[..5000], b"", b"short", &[b'x'; 5000]] {
        fs::write(&desk.path, damaged).unwrap();
        let credential = by_kit(&desk);
        desk.open = open_copy(&mut desk, &credential).unwrap();
        assert_eq!(codes::list(&desk.open, "").len(), 2);
        assert!(!desk.open.has_unsaved_changes());

        let kept = generations(&desk).into_iter().map(fs::read);
        let kept = kept.filter(|bytes| bytes.as_ref().unwrap() == damaged);
        assert_eq!(kept.count(), 1, "the damaged bytes are among the copies");
        desk.add("otpauth://totp/Later?secret=GEZDGNBV");
        assert_eq!(codes::list(&desk.reopened(), "").len(), 3);
    }
}

#[test]
fn a_copy_that_is_damaged_too_is_passed_over() {
    let mut desk = desk();
    let credential = by_password("correct horse");
    fs::write(&desk.path, "damaged").unwrap();
    let newest = generations(&desk).pop().unwrap();
    let bytes = fs::read(&newest).unwrap();
    fs::write(&newest, &bytes[..9000]).unwrap();
    let open = open_copy(&mut desk, &credential).unwrap();
    assert_eq!(codes::list(&open, "").len(), 1);
}

#[test]
fn a_vault_that_is_not_damaged_is_not_replaced() {
    let mut desk = desk();
    let before = fs::read(&desk.path).unwrap();
    let credential = by_kit(&desk);
    let refused = refusal(&mut desk, &credential);
    assert_eq!(refused, Code::SaveChangedByAnother);
    let refused = refusal(&mut desk, &by_password("wrong"));
    assert_eq!(refused, Code::WrongPassword, "it opens for somebody");
    assert_eq!(fs::read(&desk.path).unwrap(), before);
}

#[test]
fn a_wrong_credential_and_a_lack_of_copies_leave_the_damaged_file_in_place() {
    let mut desk = desk();
    fs::write(&desk.path, "damaged").unwrap();
    let refused = refusal(&mut desk, &by_password("wrong"));
    assert_eq!(refused, Code::WrongPassword);
    let words = "abandon ".repeat(14) + "address";
    let other_kit = Credential::Recovery(unlock::recovery_secret(&words).unwrap());
    assert_eq!(refusal(&mut desk, &other_kit), Code::WrongRecoveryKit);

    let credential = by_kit(&desk);
    for copy in generations(&desk) {
        fs::write(copy, "damaged too").unwrap();
    }
    assert_eq!(refusal(&mut desk, &credential), Code::VaultDamaged);
    assert_eq!(fs::read(&desk.path).unwrap(), b"damaged");

    fs::remove_file(&desk.path).unwrap();
    assert_eq!(refusal(&mut desk, &credential), Code::VaultNotFound);
}

/// The newest copy still has the password of before the change.
#[test]
fn a_password_that_only_an_older_copy_knows_is_refused_without_trying_that_one() {
    let mut desk = desk();
    let password = unlock::password("a new one").unwrap();
    unlock::change_password(&mut desk.effects, &mut desk.open, &password).unwrap();
    desk.add("otpauth://totp/Fourth?secret=GEZDGNBV");
    fs::write(&desk.path, "damaged").unwrap();
    let refused = refusal(&mut desk, &by_password("correct horse"));
    assert_eq!(refused, Code::WrongPassword);
    assert!(open_copy(&mut desk, &by_password("a new one")).is_ok());
}
