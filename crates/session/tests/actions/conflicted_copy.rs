//! A second version of the vault beside it.

use crate::another_program::foreign_vault;
use crate::desk::{Desk, GITHUB, effects, unplugged};
use session::codes::{self, Changes};
use session::{Code, Id, OpenVault, SecretText, copies, merge_copy};
use std::fs;
use std::path::PathBuf;

const COPY: &str = "vault (conflicted copy 2026-01-31 120000).countersign";

fn issuers(open: &OpenVault) -> Vec<String> {
    let accounts = codes::list(open, "").into_iter();
    accounts
        .map(|account| format!("{}{}", account.issuer, account.account))
        .collect()
}

/// The vault with an account that it had from the start and one of its own; beside it a copy with another.
fn diverged() -> (Desk, PathBuf) {
    let mut desk = Desk::new();
    desk.add(GITHUB);
    let start = fs::read(&desk.path).unwrap();
    let mut other = desk.reopened();
    let theirs = codes::read_uri("otpauth://totp/Theirs?secret=GEZDGNBV").unwrap();
    codes::add(&mut effects(2), &mut other, vec![theirs]).unwrap();
    let copy = desk.path.with_file_name(COPY);
    fs::rename(&desk.path, &copy).unwrap();
    fs::write(&desk.path, start).unwrap();
    desk.open = desk.reopened();
    desk.add("otpauth://totp/Ours?secret=GEZDGNBV");
    (desk, copy)
}

#[test]
fn a_copy_is_offered_once_and_merged_without_losing_anything() {
    let (mut desk, copy) = diverged();
    assert_eq!(copies(&desk.open), [copy.as_path()]);
    let bytes = fs::read(&copy).unwrap();
    let merged = merge_copy(&mut desk.effects, &mut desk.open, &copy).unwrap();
    assert_eq!((merged.added, merged.conflicts), (1, 0));
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs", "GitHubalice"]);
    assert!(!copy.exists());
    assert_eq!(
        fs::read(&merged.copy).unwrap(),
        bytes,
        "it is there, under another name"
    );
    assert_eq!(copies(&desk.open), [""; 0].map(PathBuf::from));
}

#[test]
fn a_copy_that_has_nothing_new_and_a_file_of_another_vault_are_not_offered() {
    let (mut desk, copy) = diverged();
    let older = fs::read_dir(desk.path.with_file_name("vault.countersign.generations")).unwrap();
    let older = older.map(|entry| entry.unwrap().path()).max().unwrap();
    fs::copy(older, &copy).unwrap();
    fs::write(desk.path.with_file_name("vault-NOTES.countersign"), "text").unwrap();
    let foreign = desk.path.with_file_name("vault (1).countersign");
    fs::write(&foreign, foreign_vault()).unwrap();
    assert_eq!(copies(&desk.open), [""; 0].map(PathBuf::from));
    let refused = merge_copy(&mut desk.effects, &mut desk.open, &foreign).unwrap_err();
    assert_eq!(refused.code(), Code::CopyNotOfVault);
}

#[test]
fn a_copy_that_could_not_be_merged_durably_stays_as_it_was() {
    let (mut desk, copy) = diverged();
    let bytes = fs::read(&copy).unwrap();
    let away = tempfile::tempdir().unwrap();
    let kept = away.path().join("copy.countersign");
    fs::copy(&copy, &kept).unwrap();
    let failed = unplugged(&mut desk, |desk| {
        merge_copy(&mut desk.effects, &mut desk.open, &kept)
    });
    assert_eq!(failed.unwrap_err().code(), Code::SaveFolderMissing);
    assert_eq!(fs::read(&kept).unwrap(), bytes);
    let merged = merge_copy(&mut desk.effects, &mut desk.open, &kept).unwrap();
    assert_eq!(merged.copy, kept, "a file in another place is left alone");
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs", "GitHubalice"]);
}

#[test]
fn a_copy_that_cannot_be_renamed_is_merged_all_the_same_and_not_offered_again() {
    let (mut desk, copy) = diverged();
    // No room for a further ending: 255 bytes are the most.
    let long = format!("vault ({}).countersign", "x".repeat(230));
    let long = desk.path.with_file_name(long);
    fs::rename(copy, &long).unwrap();
    assert_eq!(copies(&desk.open), [long.as_path()]);
    let merged = merge_copy(&mut desk.effects, &mut desk.open, &long).unwrap();
    assert_eq!((merged.added, &merged.copy), (1, &long));
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs", "GitHubalice"]);
    assert_eq!(copies(&desk.open), [""; 0].map(PathBuf::from));
}

/// A vault in which an account has two secrets after merging, and the account.
fn conflicted() -> (Desk, Id) {
    let (mut desk, copy) = diverged();
    let id = codes::find(&desk.open, "GitHub").unwrap();
    let secret = |text: &str| Changes {
        secret: Some(SecretText::from(text.to_owned())),
        ..Changes::default()
    };
    codes::edit(
        &mut desk.effects,
        &mut desk.open,
        id,
        secret("GEZDGNBVGY3TQOJQ"),
    )
    .unwrap();
    let path = std::mem::replace(&mut desk.path, copy.clone());
    let mut other = desk.reopened();
    codes::edit(&mut effects(2), &mut other, id, secret("MFRGGZDFMZTWQ2LK")).unwrap();
    desk.path = path;
    let merged = merge_copy(&mut desk.effects, &mut desk.open, &copy).unwrap();
    assert_eq!(merged.conflicts, 1);
    (desk, id)
}

#[test]
fn two_secrets_of_one_account_are_both_kept_until_one_is_chosen() {
    let (mut desk, id) = conflicted();
    let shown = |open: &OpenVault| {
        let page = codes::show(open, id, true).unwrap();
        page.secrets.unwrap().secret.expose().to_owned()
    };
    let first = shown(&desk.open);
    codes::swap_secret(&mut desk.effects, &mut desk.open, id).unwrap();
    let second = shown(&desk.open);
    let mut both = [first, second.clone()];
    both.sort_unstable();
    assert_eq!(both, ["GEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LK"]);
    assert_eq!(codes::conflicts(&desk.open).len(), 1);
    codes::keep_secret(&mut desk.effects, &mut desk.open, id).unwrap();
    let open = desk.reopened();
    assert_eq!((shown(&open), codes::conflicts(&open).len()), (second, 0));
    let again = codes::keep_secret(&mut desk.effects, &mut desk.open, id);
    assert_eq!(again.unwrap_err().code(), Code::NoConflict);
}

#[test]
fn the_codes_of_both_secrets_can_be_looked_at_and_change_places_with_them() {
    let (mut desk, id) = conflicted();
    let now = desk.effects.now().unwrap();
    let both = |open: &OpenVault| {
        let codes = [codes::peek(open, id, now), codes::peek_other(open, id, now)];
        codes.map(|code| code.unwrap().code.expose().to_owned())
    };
    let [first, second] = both(&desk.open);
    assert_ne!(first, second);
    assert!(codes::view(&desk.open, id).unwrap().conflicts);
    codes::swap_secret(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(both(&desk.open), [second, first]);
    codes::keep_secret(&mut desk.effects, &mut desk.open, id).unwrap();
    assert!(!codes::view(&desk.open, id).unwrap().conflicts);
    let other = codes::peek_other(&desk.open, id, now).err().unwrap();
    assert_eq!(other.code(), Code::NoConflict);
}
