//! A vault that another program changes while it is open here.

use crate::desk::{Desk, GITHUB, effects, unplugged};
use session::codes::{self, Candidate};
use session::unlock::{self, Credential, SlotNames};
use session::{Code, OpenVault, Refreshed};
use std::fs;

const THEIRS: &str = "otpauth://totp/Theirs?secret=GEZDGNBV";
const OURS: &str = "otpauth://totp/Ours?secret=GEZDGNBV";

fn issuers(open: &OpenVault) -> Vec<String> {
    let accounts = codes::list(open, "").into_iter();
    accounts
        .map(|account| format!("{}{}", account.issuer, account.account))
        .collect()
}

fn theirs_is_saved(desk: &Desk) {
    let account = vec![codes::read_uri(THEIRS).unwrap()];
    codes::add(&mut effects(2), &mut desk.reopened(), account).unwrap();
}

fn ours(desk: &mut Desk) -> Result<(), Code> {
    let account = vec![codes::read_uri(OURS).unwrap()];
    let added = codes::add(&mut desk.effects, &mut desk.open, account);
    added.map(drop).map_err(|error| error.code())
}

#[test]
fn what_another_program_saved_is_taken_over_and_saved_upon() {
    let mut desk = Desk::new();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same));
    theirs_is_saved(&desk);
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same));
    assert_eq!(ours(&mut desk), Ok(()));
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same), "we saved that");
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs"]);
}

/// Somebody adds, changes their mind, and another program was there in between.
#[test]
fn a_secret_that_another_program_replaced_since_is_not_touched_by_an_undo() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let anew = |secret: &str| Candidate {
        labelled: codes::read_uri(&GITHUB.replace("secret=", &format!("secret={secret}"))).unwrap(),
        replaces: true,
    };
    let secret = |open: &OpenVault| {
        let page = codes::show(open, id, true).unwrap();
        page.secrets.unwrap().secret.expose().to_owned()
    };
    let ours = codes::add(&mut desk.effects, &mut desk.open, [anew("MFRGG2LT")]).unwrap();
    let mut other = desk.reopened();
    let theirs = codes::add(&mut effects(2), &mut other, [anew("ONSWG")]).unwrap();
    let there = secret(&other);
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    let refused = codes::undo_add(&mut desk.effects, &mut desk.open, &ours).unwrap_err();
    assert_eq!(refused.code(), Code::ReplacedSince);
    assert_eq!(secret(&desk.reopened()), there);

    // The other one takes its own back: then ours is taken back, and not theirs put in place again.
    codes::undo_add(&mut effects(3), &mut other, &theirs).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    codes::undo_add(&mut desk.effects, &mut desk.open, &ours).unwrap();
    assert!(GITHUB.ends_with(&secret(&desk.reopened())));
}

#[test]
fn ways_to_unlock_are_those_of_the_file_after_a_refresh() {
    let mut desk = Desk::new();
    let mut other = desk.reopened();
    let slot = unlock::find_slot(&other, "Password").unwrap();
    let mut effects = effects(2);
    let password = unlock::password("a new one").unwrap();
    unlock::change_password(&mut effects, &mut other, &password).unwrap();
    unlock::rename_slot(&mut effects, &mut other, slot, "Renamed".into()).unwrap();

    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    assert_eq!(unlock::slots(&desk.open)[0].name, "Renamed");
    let check = |text| {
        let credential = Credential::Password(unlock::password(text).unwrap());
        unlock::check_credential(&desk.open, &credential).map_err(|error| error.code())
    };
    assert_eq!(check("a new one"), Ok(()));
    assert_eq!(check("correct horse"), Err(Code::WrongPassword));
}

/// Two programs that saved at once, where locks keep nobody out: the later file does not know of the earlier one.
#[test]
fn another_state_with_the_same_number_of_saves_is_merged_with_this_one() {
    let mut desk = Desk::new();
    let before = fs::read(&desk.path).unwrap();
    theirs_is_saved(&desk);
    let theirs = fs::read(&desk.path).unwrap();
    fs::write(&desk.path, before).unwrap();
    desk.open = desk.reopened();
    ours(&mut desk).unwrap();

    fs::write(&desk.path, theirs).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    assert_eq!(issuers(&desk.open), ["Ours", "Theirs"]);
    assert!(desk.open.has_unsaved_changes());
    desk.open.save(&mut desk.effects).unwrap();
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs"]);
    assert!(!desk.open.has_unsaved_changes());
}

#[test]
fn a_refresh_brings_what_is_not_saved_yet_together_with_what_another_program_saved() {
    let mut desk = Desk::new();
    let failed = unplugged(&mut desk, ours);
    assert_eq!(failed, Err(Code::SaveFolderMissing));
    theirs_is_saved(&desk);
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    assert_eq!(issuers(&desk.open), ["Ours", "Theirs"]);
    assert!(desk.open.has_unsaved_changes());
    assert_eq!(issuers(&desk.reopened()), ["Theirs"]);

    desk.open.save(&mut desk.effects).unwrap();
    assert!(!desk.open.has_unsaved_changes());
    assert_eq!(issuers(&desk.reopened()), ["Ours", "Theirs"]);
}

#[test]
fn ways_to_unlock_that_were_changed_here_and_there_are_not_guessed_at() {
    let mut desk = Desk::new();
    let mut other = desk.reopened();
    let change = |open: &mut OpenVault, seed, text| {
        let password = unlock::password(text).unwrap();
        unlock::change_password(&mut effects(seed), open, &password).map_err(|error| error.code())
    };
    assert_eq!(change(&mut other, 2, "theirs"), Ok(()));
    let refused = change(&mut desk.open, 3, "ours");
    assert_eq!(refused, Err(Code::VaultBothChanged));
    let check = |text| {
        let credential = Credential::Password(unlock::password(text).unwrap());
        unlock::check_credential(&desk.reopened(), &credential).is_ok()
    };
    assert!(check("theirs") && !check("ours"));
}

#[test]
fn a_save_that_failed_is_made_up_for_by_another_try() {
    let mut desk = Desk::new();
    let failed = unplugged(&mut desk, ours);
    assert_eq!(failed, Err(Code::SaveFolderMissing));
    desk.open.save(&mut desk.effects).unwrap();
    assert!(!desk.open.has_unsaved_changes());
    assert_eq!(issuers(&desk.reopened()), ["Ours"]);
}

#[test]
fn two_programs_never_give_the_same_code_of_hotp() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let (mut other, mut their_effects) = (desk.reopened(), effects(2));
    // Counters 0 to 3 of RFC 4226 appendix D.
    for (ours, expected) in [
        (true, "755224"),
        (false, "287082"),
        (false, "359152"),
        (true, "969429"),
    ] {
        let (effects, open) = if ours {
            (&mut desk.effects, &mut desk.open)
        } else {
            (&mut their_effects, &mut other)
        };
        let code = codes::code(effects, open, id, None, false, None).unwrap();
        assert_eq!(code.code.expose(), expected);
    }
}

#[test]
fn what_cannot_be_opened_with_the_key_at_hand_leaves_memory_untouched() {
    let mut desk = Desk::new();
    desk.add(GITHUB);
    let own = fs::read(&desk.path).unwrap();
    let mut bit_flipped = own.clone();
    bit_flipped[own.len() / 2] ^= 1;
    for (content, expected) in [
        (foreign_vault(), Code::VaultKeyChanged),
        (bit_flipped, Code::VaultDamaged),
        (own[..5000].to_vec(), Code::VaultDamaged),
        (Vec::new(), Code::NotAVault),
    ] {
        fs::write(&desk.path, content).unwrap();
        let copies = desk.path.with_file_name("vault.countersign.generations");
        let _ = fs::remove_dir_all(copies);
        let refreshed = desk.open.refresh().map(drop);
        let taken = desk.open.take_older(&mut desk.effects);
        for result in [refreshed, taken] {
            assert_eq!(result.unwrap_err().code(), expected);
        }
        assert_eq!(issuers(&desk.open), ["GitHubalice"]);
    }
    fs::remove_file(&desk.path).unwrap();
    let missing = desk.open.refresh().unwrap_err();
    assert_eq!(missing.code(), Code::VaultGone);

    fs::write(&desk.path, own).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same));
    assert_eq!(ours(&mut desk), Ok(()));
}

/// The file of another vault.
pub(crate) fn foreign_vault() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password("correct horse").unwrap();
    let mut effects = effects(2);
    let new = unlock::new_vault(&mut effects, &password, names, false).unwrap();
    new.save(&mut effects, &path, None)
        .map_err(|failed| failed.error)
        .unwrap();
    fs::read(&path).unwrap()
}
