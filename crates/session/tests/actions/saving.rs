//! Opening a vault, its ways to unlock, and saves that fail.

use crate::desk::{Desk, GITHUB, NOW, effects, unplugged};
use session::codes::{self, Added, Candidate};
use session::unlock::{self, Credential, SlotNames};
use session::{Code, Kdf, OpenVault, Refreshed, SecretText};

#[test]
fn a_vault_changed_by_another_program_keeps_both_changes_and_counts_on() {
    let mut desk = Desk::new();
    let mut other = desk.reopened();
    let theirs = codes::read_uri(GITHUB).unwrap();
    codes::add(&mut effects(2), &mut other, vec![theirs]).unwrap();
    let ours = codes::read_uri("otpauth://totp/Ours?secret=GEZDGNBV").unwrap();
    codes::add(&mut desk.effects, &mut desk.open, vec![ours]).unwrap();
    assert!(desk.open.has_merged());
    for open in [&desk.open, &desk.reopened()] {
        assert!(codes::find(open, "Ours").is_ok());
        assert!(codes::find(open, "GitHub").is_ok());
    }
}

#[test]
fn a_damaged_vault_names_the_newest_copy_that_is_good() {
    let mut desk = Desk::new();
    desk.add(GITHUB);
    desk.add("otpauth://totp/Second?secret=GEZDGNBV");
    let mut bytes = std::fs::read(&desk.path).unwrap();
    bytes.truncate(5000);
    std::fs::write(&desk.path, bytes).unwrap();

    let kit = || Credential::Recovery(unlock::recovery_secret(&desk.kit).unwrap());
    let error = unlock::open(&desk.path, &kit()).err().unwrap();
    assert_eq!(error.code(), Code::VaultDamagedCopyFound);
    let copy = error
        .args()
        .iter()
        .find(|(name, _)| *name == "copy")
        .unwrap();
    let copy = unlock::open(copy.1.as_ref(), &kit()).unwrap();
    assert_eq!(
        codes::list(&copy, "").len(),
        1,
        "the copy from before the second account"
    );
}

#[test]
fn a_wrong_password_and_a_wrong_kit_are_told_apart_from_damage() {
    let desk = Desk::new();
    let wrong = Credential::Password(unlock::password("battery staple").unwrap());
    assert_eq!(
        unlock::open(&desk.path, &wrong).err().unwrap().code(),
        Code::WrongPassword
    );
    let words = "abandon ".repeat(14) + "address";
    let wrong = Credential::Recovery(unlock::recovery_secret(&words).unwrap());
    assert_eq!(
        unlock::open(&desk.path, &wrong).err().unwrap().code(),
        Code::WrongRecoveryKit
    );
}

#[test]
fn a_kit_file_of_a_vault_that_was_not_saved_does_not_stay() {
    let mut desk = Desk::new();
    let kit_path = desk.path.with_file_name("kit.txt");
    let names = SlotNames {
        password: "P".into(),
        recovery: "K".into(),
    };
    let password = unlock::password("correct horse").unwrap();
    let new = unlock::new_vault(&mut desk.effects, &password, names, true).unwrap();
    let text = SecretText::from("kit".to_owned());
    let error = new
        .save(&mut desk.effects, &desk.path, Some((&kit_path, &text)))
        .map_err(|failed| failed.error)
        .err()
        .unwrap();
    assert_eq!(error.code(), Code::VaultExists);
    assert!(!kit_path.exists());
    assert!(
        unlock::open(
            &desk.path,
            &Credential::Recovery(unlock::recovery_secret(&desk.kit).unwrap())
        )
        .is_ok()
    );
}

#[test]
fn the_password_can_be_changed_after_the_kit_opened_the_vault() {
    let mut desk = Desk::new();
    let mut open = desk.reopened();
    let password = unlock::password("a new one").unwrap();
    unlock::change_password(&mut desk.effects, &mut open, &password).unwrap();
    let by = |text| {
        unlock::open(
            &desk.path,
            &Credential::Password(unlock::password(text).unwrap()),
        )
    };
    assert!(by("a new one").is_ok());
    assert_eq!(
        by("correct horse").err().unwrap().code(),
        Code::WrongPassword
    );
}

#[test]
fn an_account_that_could_not_be_saved_is_saved_by_the_second_try() {
    let mut desk = Desk::new();
    let account = || vec![codes::read_uri(GITHUB).unwrap()];
    let error = unplugged(&mut desk, |desk| {
        codes::add(&mut desk.effects, &mut desk.open, account())
    });
    assert_eq!(error.unwrap_err().code(), Code::SaveFolderMissing);
    let added = codes::add(&mut desk.effects, &mut desk.open, account()).unwrap();
    let id = codes::find(&desk.reopened(), "GitHub").unwrap();
    // The second try added it, as far as anybody can tell, and that can be taken back.
    assert_eq!(added, [Added::New(id)]);
    let again = codes::add(&mut desk.effects, &mut desk.open, account()).unwrap();
    assert_eq!(again, [Added::AlreadyThere(id)]);
    codes::undo_add(&mut desk.effects, &mut desk.open, &added).unwrap();
    assert!(codes::find(&desk.reopened(), "GitHub").is_err());
}

#[test]
fn a_secret_that_could_not_be_saved_is_replaced_by_the_second_try_and_taken_back_by_a_second_undo()
{
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let secret = |desk: &Desk| {
        let page = codes::show(&desk.reopened(), id, true).unwrap();
        page.secrets.unwrap().secret.expose().to_owned()
    };
    let old = secret(&desk);
    let anew = || Candidate {
        labelled: codes::read_uri(&GITHUB.replace("secret=", "secret=MFRGG2LT")).unwrap(),
        replaces: true,
    };
    let failed = unplugged(&mut desk, |desk| {
        codes::add(&mut desk.effects, &mut desk.open, [anew()])
    });
    assert_eq!(failed.unwrap_err().code(), Code::SaveFolderMissing);
    let added = codes::add(&mut desk.effects, &mut desk.open, [anew()]).unwrap();
    assert_eq!(added, [Added::Replaced(id)]);
    assert_ne!(secret(&desk), old);
    let failed = unplugged(&mut desk, |desk| {
        codes::undo_add(&mut desk.effects, &mut desk.open, &added)
    });
    assert_eq!(failed.unwrap_err().code(), Code::SaveFolderMissing);
    codes::undo_add(&mut desk.effects, &mut desk.open, &added).unwrap();
    assert_eq!(secret(&desk), old);
}

#[test]
fn a_counter_whose_save_failed_is_not_used_up() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for _ in 0..3 {
        let error = unplugged(&mut desk, |desk| desk.code(id, NOW)).unwrap_err();
        assert_eq!(error.code(), Code::SaveFolderMissing);
    }
    assert_eq!(
        desk.code(id, NOW).unwrap(),
        "755224",
        "counter 0 of RFC 4226"
    );
}

#[test]
fn a_recovery_slot_that_could_not_be_saved_leaves_neither_kit_nor_slot() {
    let mut desk = Desk::new();
    let kit_path = desk.path.parent().unwrap().with_file_name("second-kit.txt");
    let mut file = |_: &unlock::Kit| Some((kit_path.clone(), SecretText::from("kit".to_owned())));
    let name = || "Second".to_owned();
    let result = unplugged(&mut desk, |desk| {
        unlock::add_recovery_slot(&mut desk.effects, &mut desk.open, name(), &mut file)
    });
    assert_eq!(result.err().unwrap().code(), Code::SaveFolderMissing);
    assert!(!kit_path.exists());
    assert_eq!(unlock::slots(&desk.open).len(), 2);
    desk.add(GITHUB);
    assert_eq!(unlock::slots(&desk.reopened()).len(), 2);
}

/// A vault of the vectors whose password costs next to nothing to guess.
fn cheap_vault() -> (tempfile::TempDir, std::path::PathBuf) {
    let vectors =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault");
    let text = std::fs::read_to_string(vectors.join("opens_one_totp_account.txt")).unwrap();
    let (_, base64) = text.split_once("\n\n").unwrap();
    let base64: String = base64.split_whitespace().collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    let file = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    std::fs::write(&path, file).unwrap();
    (folder, path)
}

#[test]
fn a_password_that_is_cheap_to_guess_is_protected_better_once_and_nothing_is_unsaved_after() {
    let (_folder, path) = cheap_vault();
    let open = || {
        let password = unlock::password("correct horse battery").unwrap();
        unlock::open(&path, &Credential::Password(password)).unwrap()
    };
    let is_cheap = |open: &OpenVault| {
        let kdf = unlock::slots(open)[0].kdf.unwrap();
        kdf.at_least(Kdf::FLOOR) != kdf
    };
    let mut opened = open();
    assert!(is_cheap(&opened));
    opened.protect_password(&mut effects(2)).unwrap();
    assert!(!opened.has_unsaved_changes());
    assert!(!is_cheap(&open()), "what is on the disk is not");
    let saved = std::fs::read(&path).unwrap();
    opened.protect_password(&mut effects(3)).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), saved, "once is enough");
}

#[test]
fn a_vault_that_cannot_be_written_to_is_no_trouble_for_a_password_that_is_cheap_to_guess() {
    let (folder, path) = cheap_vault();
    let password = unlock::password("correct horse battery").unwrap();
    let mut open = unlock::open(&path, &Credential::Password(password)).unwrap();
    let away = folder.path().with_extension("away");
    std::fs::rename(folder.path(), &away).unwrap();
    assert!(open.protect_password(&mut effects(2)).is_err());
    assert!(!open.has_unsaved_changes(), "nobody changed anything");
    std::fs::rename(&away, folder.path()).unwrap();
    assert_eq!(open.refresh(), Ok(Refreshed::Same));
}
