//! An older file that takes the place of the vault while that is open.

use crate::desk::{Desk, GITHUB, effects, unplugged};
use session::codes;
use session::unlock::{self, Credential};
use session::{Code, OpenVault, Refreshed, backup, check_newest};
use std::fs;
use std::path::{Path, PathBuf};

const SECOND: &str = "otpauth://totp/Second:bo?secret=GEZDGNBV";
const OURS: &str = "otpauth://totp/Ours:cy?secret=GEZDGNBV";
const COUNTED: &str = "otpauth://hotp/Bank:di?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn issuers(open: &OpenVault) -> Vec<String> {
    let accounts = codes::list(open, "").into_iter();
    accounts.map(|account| account.issuer).collect()
}

/// A vault with one account that was saved without it before, and that older file in its place.
fn replaced() -> (Desk, Vec<u8>) {
    let mut desk = Desk::new();
    desk.add(SECOND);
    let older = fs::read(&desk.path).unwrap();
    desk.add(GITHUB);
    fs::write(&desk.path, &older).unwrap();
    (desk, older)
}

fn noticed(desk: &mut Desk) -> Code {
    desk.open.refresh().unwrap_err().code()
}

fn copies(desk: &Desk) -> Vec<PathBuf> {
    let folder = desk.path.with_file_name("vault.countersign.generations");
    let files = fs::read_dir(folder).unwrap();
    files.map(|entry| entry.unwrap().path()).collect()
}

fn opened(desk: &Desk, path: &Path) -> OpenVault {
    let kit = unlock::recovery_secret(&desk.kit).unwrap();
    unlock::open(path, &Credential::Recovery(kit)).unwrap()
}

#[test]
fn an_older_file_is_refused_while_codes_go_on_and_the_next_save_puts_everything_back() {
    let (mut desk, older) = replaced();
    let error = desk.open.refresh().unwrap_err();
    assert_eq!(error.code(), Code::VaultOlder);
    assert!(
        error.args().iter().all(|(_, text)| text != "?"),
        "{error:?}"
    );
    assert_eq!(
        desk.open.refresh(),
        Err(error),
        "it is said again, not taken over"
    );
    assert_eq!(issuers(&desk.open), ["GitHub", "Second"]);
    assert!(desk.open.has_unsaved_changes());
    assert_eq!(
        fs::read(&desk.path).unwrap(),
        older,
        "nobody has decided yet"
    );
    let id = codes::list(&desk.open, "GitHub")[0].id;
    assert_eq!(desk.code(id, 59).unwrap(), "287082", "RFC 6238 appendix B");

    desk.open.save(&mut desk.effects).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same));
    assert!(!desk.open.has_unsaved_changes());
    assert_eq!(issuers(&desk.reopened()), ["GitHub", "Second"]);
    let kept = copies(&desk);
    assert!(kept.iter().any(|copy| fs::read(copy).unwrap() == older));
}

#[test]
fn a_change_made_here_is_saved_together_with_all_that_the_older_file_lacks() {
    let (mut desk, _) = replaced();
    desk.add(OURS);
    assert_eq!(issuers(&desk.reopened()), ["GitHub", "Ours", "Second"]);
    assert!(desk.open.has_merged(), "the pages have to ask again");
}

#[test]
fn what_only_the_older_file_has_is_kept_too() {
    let mut desk = Desk::new();
    let start = fs::read(&desk.path).unwrap();
    desk.add(SECOND);
    let older = fs::read(&desk.path).unwrap();
    fs::write(&desk.path, start).unwrap();
    desk.open = desk.reopened();
    desk.add(GITHUB);
    desk.add(OURS);
    fs::write(&desk.path, older).unwrap();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
    desk.open.save(&mut desk.effects).unwrap();
    assert_eq!(issuers(&desk.reopened()), ["GitHub", "Ours", "Second"]);
}

#[test]
fn a_password_that_was_changed_does_not_come_back_with_an_older_file() {
    let mut desk = Desk::new();
    let older = fs::read(&desk.path).unwrap();
    let password = unlock::password("a new one").unwrap();
    let slot = unlock::find_slot(&desk.open, "Password").unwrap();
    unlock::change_password_of(&mut desk.effects, &mut desk.open, slot, &password).unwrap();
    fs::write(&desk.path, older).unwrap();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
    desk.open.save(&mut desk.effects).unwrap();
    let opens = |text| {
        let credential = Credential::Password(unlock::password(text).unwrap());
        unlock::open(&desk.path, &credential).is_ok()
    };
    assert!(opens("a new one") && !opens("correct horse"));
}

#[test]
fn a_counter_goes_on_although_an_older_file_has_a_lower_one() {
    let mut desk = Desk::new();
    let id = desk.add(COUNTED);
    let older = fs::read(&desk.path).unwrap();
    // Counters 0 to 2 of RFC 4226 appendix D.
    assert_eq!(desk.code(id, 0).unwrap(), "755224");
    assert_eq!(desk.code(id, 0).unwrap(), "287082");
    fs::write(&desk.path, older).unwrap();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
    assert_eq!(desk.code(id, 0).unwrap(), "359152");
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same), "that saved it");
}

#[test]
fn the_older_state_is_taken_where_that_is_wanted_and_the_newer_one_stays_among_the_copies() {
    let (mut desk, _) = replaced();
    let mut other = desk.reopened();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
    desk.open.take_older(&mut desk.effects).unwrap();
    assert_eq!(issuers(&desk.open), ["Second"]);
    assert_eq!(issuers(&desk.reopened()), ["Second"]);
    assert!(!desk.open.has_unsaved_changes());
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Same));
    let states = copies(&desk).into_iter().map(|copy| opened(&desk, &copy));
    assert!(
        states
            .map(|open| issuers(&open))
            .any(|state| state == ["GitHub", "Second"])
    );
    // For a program that has either state open it is the newest.
    assert_eq!(other.refresh(), Ok(Refreshed::Changed));
    assert_eq!(issuers(&other), ["Second"]);
}

#[test]
fn what_could_not_be_saved_yet_is_brought_together_with_an_older_file_too() {
    let mut desk = Desk::new();
    let older = fs::read(&desk.path).unwrap();
    desk.add(GITHUB);
    let ours = vec![codes::read_uri(OURS).unwrap()];
    unplugged(&mut desk, |desk| {
        codes::add(&mut desk.effects, &mut desk.open, ours).unwrap_err()
    });
    fs::write(&desk.path, older).unwrap();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
    assert_eq!(issuers(&desk.open), ["GitHub", "Ours"]);
    desk.open.save(&mut desk.effects).unwrap();
    assert_eq!(issuers(&desk.reopened()), ["GitHub", "Ours"]);
}

#[test]
fn the_newest_file_that_is_put_back_ends_it_without_a_save() {
    let (mut desk, _) = replaced();
    let mut newest = desk.reopened();
    desk.add(OURS);
    let file = fs::read(&desk.path).unwrap();
    assert_eq!(newest.refresh(), Ok(Refreshed::Changed));
    let (folder, older) = (copies(&desk), desk.path.clone());
    fs::copy(&folder[0], &older).unwrap();
    assert_eq!(newest.refresh().unwrap_err().code(), Code::VaultOlder);
    fs::write(&desk.path, file).unwrap();
    assert_eq!(newest.refresh(), Ok(Refreshed::Same));
    assert!(!newest.has_unsaved_changes());
}

/// The clocks of two computers say nothing about which state is newer.
#[test]
fn times_of_files_and_of_clocks_do_not_matter() {
    let (mut desk, _) = replaced();
    let file = fs::File::options().write(true).open(&desk.path).unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_hours(24);
    file.set_modified(later).unwrap();
    assert_eq!(noticed(&mut desk), Code::VaultOlder);
}

#[test]
fn a_backup_that_the_command_line_restores_is_taken_over_and_no_older_file() {
    let mut desk = Desk::new();
    let memory = tempfile::tempdir().unwrap();
    let remembering = |seed| effects(seed).remembering_in(memory.path().join("state"));
    desk.effects = remembering(5);
    desk.add(SECOND);
    let backup = desk.path.with_file_name("backup.countersign");
    fs::copy(&desk.path, &backup).unwrap();
    desk.add(GITHUB);
    desk.add(OURS);
    for is_there in [true, false] {
        if !is_there {
            desk.add(GITHUB);
            fs::remove_file(&desk.path).unwrap();
        }
        let kit = Credential::Recovery(unlock::recovery_secret(&desk.kit).unwrap());
        let mut cli = remembering(6);
        backup::restore(&mut cli, &backup, &desk.path, &kit, true).unwrap();
        assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
        assert_eq!(issuers(&desk.open), ["Second"]);
        assert!(!desk.open.has_unsaved_changes());
        let checked = check_newest(&remembering(7), &mut desk.reopened(), false);
        assert_eq!(checked, Ok(()));
    }
}

/// Somebody opened an older state on purpose; another computer, which never saw the newer one, saves on top of it.
#[test]
fn a_save_on_top_of_an_older_state_that_was_wanted_is_a_newer_one() {
    let mut desk = Desk::new();
    let memory = tempfile::tempdir().unwrap();
    desk.effects = effects(5).remembering_in(memory.path().join("state"));
    let older = fs::read(&desk.path).unwrap();
    desk.add(GITHUB);
    desk.add(SECOND);
    fs::write(&desk.path, older).unwrap();
    desk.open = desk.reopened();
    check_newest(&desk.effects, &mut desk.open, true).unwrap();
    let ours = vec![codes::read_uri(OURS).unwrap()];
    codes::add(&mut effects(2), &mut desk.reopened(), ours).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    assert_eq!(issuers(&desk.open), ["Ours"]);
}

#[test]
fn what_another_computer_saved_and_was_taken_over_here_counts_as_seen_here() {
    let mut desk = Desk::new();
    let memory = tempfile::tempdir().unwrap();
    desk.effects = effects(5).remembering_in(memory.path().join("state"));
    desk.add(GITHUB);
    let older = fs::read(&desk.path).unwrap();
    let theirs = vec![codes::read_uri(SECOND).unwrap()];
    codes::add(&mut effects(2), &mut desk.reopened(), theirs).unwrap();
    assert_eq!(desk.open.refresh(), Ok(Refreshed::Changed));
    session::remember(&desk.effects, &desk.open);
    let check = || {
        let checked = check_newest(&desk.effects, &mut desk.reopened(), false);
        checked.map_err(|error| error.code())
    };
    assert_eq!(check(), Ok(()));
    fs::write(&desk.path, older).unwrap();
    assert_eq!(check(), Err(Code::VaultOlder));
}
