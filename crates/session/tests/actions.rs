//! Each user action from its function to the file on the disk, on a machine whose clock, randomness
//! and memory the test chooses.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking"
)]

use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::codes::{self, Added, Changes, Trusted, TypedAccount};
use session::unlock::{self, Credential, SlotNames};
use session::{Code, Effects, Id, Method, OpenVault, Rank, SecretText, UnixTime, UserError};
use std::path::PathBuf;
use std::time::Duration;

const NOW: i64 = 1_780_000_000;
const GITHUB: &str = "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A scratch folder with a vault, opened by its recovery kit, which costs no time.
struct Desk {
    effects: Effects,
    open: OpenVault,
    kit: String,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

/// A computer with little memory, so that passwords are as cheap as they may be.
fn effects(seed: u64) -> Effects {
    let clock = FixedClock {
        unix_seconds: NOW,
        each_takes: Duration::from_secs(1),
    };
    Effects::new(Box::new(clock), Box::new(SeededRandom::new(seed)), 0)
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/vault.countersign");
        let mut effects = effects(1);
        let names = SlotNames {
            password: "Password".into(),
            recovery: "Kit".into(),
        };
        let password = unlock::password("correct horse").unwrap();
        let new = unlock::new_vault(&mut effects, &password, names, true).unwrap();
        let kit = new.kit().unwrap().words.expose().to_owned();
        let open = new.save(&mut effects, &path, None).unwrap();
        Self {
            effects,
            open,
            kit,
            path,
            _folder: folder,
        }
    }

    fn add(&mut self, uri: &str) -> Id {
        let labelled = codes::read_uri(uri).unwrap();
        match codes::add(&mut self.effects, &mut self.open, vec![labelled])
            .unwrap()
            .as_slice()
        {
            [Added::New(id)] => *id,
            other => panic!("{other:?}"),
        }
    }

    fn code(&mut self, id: Id, at: i64) -> Result<String, UserError> {
        let counts_uses = self
            .open
            .account(id)
            .unwrap()
            .otp()
            .kind
            .counter()
            .is_some();
        let at = UnixTime::new(at).filter(|_| !counts_uses);
        let view = codes::code(&mut self.effects, &mut self.open, id, at, false, None)?;
        Ok(view.code.expose().to_owned())
    }

    /// What somebody sees who opens the file now.
    fn reopened(&self) -> OpenVault {
        let kit = unlock::recovery_secret(&self.kit).unwrap();
        unlock::open(&self.path, &Credential::Recovery(kit)).unwrap()
    }
}

#[test]
fn an_added_account_gives_the_code_of_rfc_6238_after_the_vault_was_opened_again() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    desk.open = desk.reopened();
    assert_eq!(desk.code(id, 1_111_111_109).unwrap(), "081804");
    assert_eq!(codes::find(&desk.open, "github:ALICE").unwrap(), id);
}

#[test]
fn a_counter_is_on_the_disk_before_its_code_is_shown() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    // RFC 4226 appendix D.
    for (counter, expected) in (1..).zip(["755224", "287082", "359152"]) {
        assert_eq!(desk.code(id, NOW).unwrap(), expected);
        let on_disk = desk.reopened().account(id).unwrap().otp().kind.counter();
        assert_eq!(on_disk, Some(counter));
    }
}

#[test]
fn the_last_counter_is_refused_because_no_next_one_could_be_saved() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=18446744073709551615");
    assert_eq!(
        desk.code(id, NOW).unwrap_err().code(),
        Code::CounterExhausted
    );
}

#[test]
fn a_vault_changed_by_another_program_is_not_overwritten_and_the_change_is_kept() {
    let mut desk = Desk::new();
    let mut other = desk.reopened();
    let theirs = codes::read_uri(GITHUB).unwrap();
    codes::add(&mut effects(2), &mut other, vec![theirs]).unwrap();

    let ours = codes::read_uri("otpauth://totp/Ours?secret=GEZDGNBV").unwrap();
    let error = codes::add(&mut desk.effects, &mut desk.open, vec![ours]).unwrap_err();
    assert_eq!(error.code(), Code::SaveChangedByAnother);
    assert!(desk.open.has_unsaved_changes());
    assert!(
        codes::find(&desk.open, "Ours").is_ok(),
        "the change is kept in memory"
    );
    assert!(
        codes::find(&desk.reopened(), "GitHub").is_ok(),
        "the other program's is on the disk"
    );
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
fn an_edit_is_whole_or_not_at_all() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let bad = Changes {
        issuer: Some("Changed".into()),
        secret: Some(SecretText::from("not base32!".to_owned())),
        ..Changes::default()
    };
    let error = codes::edit(&mut desk.effects, &mut desk.open, id, bad).unwrap_err();
    assert_eq!(error.code(), Code::SecretBadCharacter);
    assert_eq!(desk.open.account(id).unwrap().issuer, "GitHub");

    let good = Changes {
        issuer: Some("GitHub Inc".into()),
        add_tags: vec!["work".into()],
        favorite: Some(true),
        methods: vec![
            (Method::App, Some(Rank::Primary)),
            (Method::Sms, Some(Rank::Backup)),
        ],
        deadline: Some(Some("2026-12-31".parse().unwrap())),
        trusted_for: Some(Trusted::Seconds(30 * 86_400)),
        recovery_contact: Some("support@example.com".into()),
        secret: Some(SecretText::from("MFRGGZDF".to_owned())),
        ..Changes::default()
    };
    codes::edit(&mut desk.effects, &mut desk.open, id, good).unwrap();
    let reopened = desk.reopened();
    let account = reopened.account(id).unwrap();
    assert_eq!(account.issuer, "GitHub Inc");
    assert_eq!(account.tags, ["work"]);
    assert_eq!(account.methods.len(), 2);
    assert_eq!(account.deadline.unwrap().to_string(), "2026-12-31");
    assert_eq!(
        account.trusted_device.as_ref().unwrap().seconds,
        Some(2_592_000)
    );
    assert_eq!(account.otp().secret.expose(), b"abcde");
    assert_eq!(
        account.history()[0].otp().secret.expose(),
        b"12345678901234567890"
    );
}

#[test]
fn the_trash_gives_an_account_back_until_it_is_emptied() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    codes::remove(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(
        codes::find(&desk.open, "github").unwrap_err().code(),
        Code::AccountNotFound
    );
    codes::restore(&mut desk.effects, &mut desk.open, "github").unwrap();
    assert_eq!(codes::find(&desk.reopened(), "github").unwrap(), id);

    codes::remove(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(
        codes::empty_trash(&mut desk.effects, &mut desk.open).unwrap(),
        1
    );
    assert!(desk.reopened().account(id).is_none());
}

#[test]
fn the_very_same_account_is_not_added_twice_and_another_with_its_secret_is() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let again = vec![codes::read_uri(GITHUB).unwrap()];
    let added = codes::add(&mut desk.effects, &mut desk.open, again).unwrap();
    assert_eq!(added, [Added::AlreadyThere(id)]);
    desk.add(&GITHUB.replace("alice", "bob"));
    assert_eq!(codes::list(&desk.reopened(), "").len(), 2);
}

#[test]
fn names_find_one_account_or_list_the_candidates() {
    let mut desk = Desk::new();
    let alice = desk.add(GITHUB);
    desk.add(&GITHUB.replace("alice", "bob"));
    let error = codes::find(&desk.open, "GitHub").unwrap_err();
    assert_eq!(error.code(), Code::AccountAmbiguous);
    let candidates = &error.args()[1].1;
    assert!(candidates.contains("GitHub:alice") && candidates.contains("GitHub:bob"));
    assert_eq!(codes::find(&desk.open, "Alice").unwrap(), alice);
    let id = alice.to_string();
    assert_eq!(codes::find(&desk.open, &id[..8]).unwrap(), alice);
    assert_eq!(
        codes::find(&desk.open, &id[..3]).unwrap_err().code(),
        Code::AccountNotFound
    );
}

#[test]
fn what_a_type_does_not_use_is_refused_instead_of_ignored() {
    let typed = |type_name: &str, period| TypedAccount {
        issuer: "I".into(),
        account: "a".into(),
        type_name: type_name.into(),
        algorithm: None,
        digits: None,
        period,
        counter: None,
        secret: SecretText::from("GEZDGNBV".to_owned()),
        pin: None,
    };
    let code = |type_name, period| {
        codes::read_typed(typed(type_name, period))
            .err()
            .map(|e| e.code())
    };
    assert_eq!(code("totp", Some(60)), None);
    assert_eq!(code("hotp", Some(60)), Some(Code::OptionNotForType));
    assert_eq!(code("totp", Some(0)), Some(Code::PeriodOutOfRange));
    assert_eq!(code("sms", None), Some(Code::UriUnknownType));
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
fn an_account_goes_from_a_qr_picture_of_ours_into_the_vault() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let picture = desk.path.with_file_name("qr.png");
    codes::write_qr(&codes::qr(&desk.open, id).unwrap(), &picture).unwrap();
    let found = session::scan::scan_file(&picture).unwrap();
    let readable = session::scan::read_found(&found);
    let [account] = readable.accounts.as_slice() else {
        panic!("one account")
    };
    assert_eq!(
        (account.issuer.as_deref(), account.account.as_str()),
        (Some("GitHub"), "alice")
    );
    let again = codes::write_qr(&codes::qr(&desk.open, id).unwrap(), &picture).unwrap_err();
    assert_eq!(
        again.code(),
        Code::SaveAlreadyExists,
        "a picture is never overwritten"
    );
}
