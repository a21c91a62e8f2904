//! Copies of the vault file: made, proved, lost, damaged and restored.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Home, PASSWORD, Run, content};

const SECOND: &str = "otpauth://totp/Bank:bob?secret=JBSWY3DPEHPK3PXP";

/// A vault with one account, and the folder `stick` for its backups.
fn home() -> Home {
    let home = Home::with_account();
    fs::create_dir(home.path("stick")).unwrap();
    home
}

/// The files in a folder, the oldest first.
fn files(home: &Home, folder: &str) -> Vec<PathBuf> {
    content(&home.path(folder)).into_keys().collect()
}

fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
}

/// What `doctor` says about backups.
fn doctor(home: &Home) -> String {
    let checks: Value = serde_json::from_str(&home.run(&["doctor", "--json"]).stdout).unwrap();
    let checks = checks.as_array().unwrap().iter();
    let mut ours =
        checks.filter_map(|check| check["check"].as_str()?.strip_prefix("doctor-backups-"));
    ours.next().unwrap().to_owned()
}

fn failed_with_output(run: &Run, code: i32) {
    assert_eq!(run.code, Some(code), "{run:?}");
    assert!(run.stderr.lines().count() >= 2, "{run:?}");
}

#[test]
fn a_backup_is_the_vault_file_itself_and_proved_before_it_counts() {
    let home = home();
    home.unlocked(&["backup", "create"]).failed(5);
    assert_eq!(doctor(&home), "none");
    let made = home
        .unlocked(&["backup", "create", "stick", "--json"])
        .json();
    assert_eq!(
        (&made["accounts"], &made["proved"]),
        (&1.into(), &true.into())
    );
    let [file] = &files(&home, "stick")[..] else {
        panic!("one file, and nothing left over")
    };
    assert_eq!(made["file"], file.to_str().unwrap());
    assert_eq!(fs::read(file).unwrap(), home.read("vault.countersign"));
    assert_eq!(doctor(&home), "proved");

    // The folder is remembered, and a vault that did not change needs no second copy.
    home.unlocked(&["backup", "create"]).done();
    assert_eq!(files(&home, "stick").len(), 1);
    home.add(SECOND);
    home.unlocked(&["backup", "create"]).done();
    assert_eq!(files(&home, "stick").len(), 2);

    let list = home.run(&["backup", "list", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(
        (&list[0]["generation"], &list[0]["state"]),
        (&3.into(), &"sound".into())
    );
    assert!(list[0]["proved"].as_u64() > Some(1_600_000_000), "{list}");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_backup_and_no_secret_is_in_what_this_computer_keeps() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    let record = home.path(".config/countersign/backups.json");
    for file in files(&home, "stick").iter().chain([&record]) {
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    let text = fs::read_to_string(record).unwrap();
    for private in ["GitHub", "alice", "GEZDGNBV", PASSWORD] {
        assert!(!text.contains(private), "{text}");
    }
}

#[test]
fn one_flipped_bit_in_a_backup_is_found_and_its_file_named() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.add(SECOND);
    home.unlocked(&["backup", "create"]).done();
    let proved = home.unlocked(&["backup", "prove"]).done();
    assert!(
        proved.contains("all 2 accounts") && proved.contains("its 1 account opens"),
        "{proved}"
    );

    let old = &files(&home, "stick")[0];
    flip(old);
    let name = old.file_name().unwrap().to_str().unwrap();
    let run = home.unlocked(&["backup", "prove"]);
    failed_with_output(&run, 4);
    assert!(
        run.stderr.contains(name) && run.stderr.contains("damaged"),
        "{run:?}"
    );
    assert!(
        run.stdout.contains("all 2 accounts"),
        "the other is proved: {run:?}"
    );
    assert_eq!(doctor(&home), "failed");
    assert!(home.run(&["backup", "list"]).done().contains("DAMAGED"));
    // A new good backup does not make the damaged one good.
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
    home.unlocked(&["backup", "create"]).done();
    assert_eq!(doctor(&home), "failed");
    fs::remove_file(old).unwrap();
    home.unlocked(&["backup", "prove"]).done();
    assert_eq!(doctor(&home), "proved");
}

#[test]
fn every_kind_of_damage_to_a_backup_is_found() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    let file = files(&home, "stick").remove(0);
    let good = fs::read(&file).unwrap();
    let extended = [&good[..], b"x"].concat();
    for damaged in [
        &good[..good.len() - 1],
        &good[..20],
        b"",
        &extended,
        &vec![0; good.len()],
    ] {
        fs::write(&file, damaged).unwrap();
        failed_with_output(&home.unlocked(&["backup", "prove"]), 4);
        let named = home.unlocked(&["backup", "prove", file.to_str().unwrap()]);
        failed_with_output(&named, 4);
    }
    fs::write(&file, good).unwrap();
    assert_eq!(doctor(&home), "failed");
    home.unlocked(&["backup", "prove", file.to_str().unwrap()])
        .done();
    assert_eq!(doctor(&home), "proved", "that file was what was wrong");
    home.unlocked(&["backup", "prove", "stick"]).done();
}

#[test]
fn a_damaged_vault_file_is_never_copied_over_good_backups() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    let before = content(&home.path("stick"));
    flip(&home.vault());
    home.unlocked(&["backup", "create"]).failed(4);
    assert!(content(&home.path("stick")) == before);
}

#[test]
fn a_folder_that_is_away_is_said_stays_in_mind_and_is_not_made() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    fs::rename(home.path("stick"), home.path("pocket")).unwrap();
    home.add(SECOND);
    let said = home.unlocked(&["backup", "create"]).failed(1);
    assert!(
        said.contains("is not there") && said.contains("Plug in"),
        "{said}"
    );
    assert!(!home.path("stick").exists());
    assert_eq!(doctor(&home), "failed");
    home.unlocked(&["backup", "prove"]).failed(1);
    fs::rename(home.path("pocket"), home.path("stick")).unwrap();
    assert_eq!(doctor(&home), "failed", "nothing was read since");
    home.unlocked(&["backup", "create"]).done();
    assert_eq!(doctor(&home), "proved");
}

#[test]
fn the_folder_of_the_vault_is_no_place_for_its_backups() {
    let home = home();
    for folder in [".", "stick/.."] {
        home.unlocked(&["backup", "create", folder]).failed(6);
    }
    home.unlocked(&["backup", "create", "nowhere"]).failed(1);
    home.unlocked(&["backup", "create", "password"]).failed(1);
    assert_eq!(doctor(&home), "none");
}

#[test]
fn a_new_computer_has_the_vault_back_in_one_step() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.add(SECOND);
    home.unlocked(&["backup", "create"]).done();

    let new = Home::empty();
    let stick = home.path("stick");
    let stick = stick.to_str().unwrap();
    let listed = new.run(&["backup", "list", stick, "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 2, "without any vault");
    new.write("other", "not the password\n");
    let restore = |password: &str| {
        let mut command = new.command(&["--password-file", password, "backup", "restore", stick]);
        command.env_remove("COUNTERSIGN_VAULT");
        crate::program::run(&mut command, None)
    };
    let before = content(&new.path("."));
    restore("other").failed(3);
    assert!(
        content(&new.path(".")) == before,
        "a wrong password leaves nothing"
    );
    let said = restore("password").done();
    assert!(said.contains("2 accounts"), "{said}");
    let vault = new.path(".local/share/countersign/vault.countersign");
    let list = new.run(&[
        "--vault",
        vault.to_str().unwrap(),
        "--password-file",
        "password",
        "list",
        "--json",
    ]);
    assert_eq!(list.json().as_array().unwrap().len(), 2);
    // Once more is no mistake.
    assert!(restore("password").done().contains("Nothing was changed"));
}

#[test]
fn a_damaged_newest_backup_is_passed_over_and_said() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.add(SECOND);
    home.unlocked(&["backup", "create"]).done();
    let newest = files(&home, "stick").remove(1);
    flip(&newest);
    let new = ["--vault", "new/vault", "backup", "restore"];
    let restored = home.unlocked(&[&new[..], &["stick"]].concat()).done();
    assert!(
        restored.contains("passed over") && restored.contains("1 account"),
        "{restored}"
    );
    let file = newest.to_str().unwrap();
    home.unlocked(&["--vault", "newer/vault", "backup", "restore", file])
        .failed(4);
    assert!(!home.path("newer").exists());
    flip(&files(&home, "stick")[0]);
    home.unlocked(&["--vault", "newer/vault", "backup", "restore", "stick"])
        .failed(4);
}

#[test]
fn a_damaged_vault_is_replaced_and_kept() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    flip(&home.vault());
    let damaged = home.read("vault.countersign");
    home.unlocked(&["list"]).failed(4);
    home.unlocked(&["backup", "restore", "stick"]).done();
    assert_eq!(home.issuers(), ["GitHub"]);
    let kept = content(&home.path("vault.countersign.generations"));
    assert!(kept.values().any(|bytes| *bytes == damaged));
}

#[test]
fn a_vault_that_is_well_is_replaced_only_when_told_and_kept() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.add(SECOND);
    let newer = home.read("vault.countersign");
    let said = home.unlocked(&["backup", "restore", "stick"]).failed(6);
    assert!(
        said.contains("2 accounts") && said.contains("--replace"),
        "{said}"
    );
    assert_eq!(home.read("vault.countersign"), newer);
    home.unlocked(&["backup", "restore", "stick", "--replace"])
        .done();
    assert_eq!(home.issuers(), ["GitHub"]);
    let kept = content(&home.path("vault.countersign.generations"));
    assert!(kept.values().any(|bytes| *bytes == newer));
    // The vault goes on as a newer state, not as an older file that somebody put there.
    home.unlocked(&["backup", "create"]).done();
    let list = home.run(&["backup", "list", "--json"]).json();
    assert_eq!(list[0]["generation"], 4);
}

#[test]
fn another_vault_is_never_replaced_and_backups_of_several_are_told_apart() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    let init = [
        "--vault",
        "second/vault",
        "--password-file",
        "password",
        "init",
    ];
    home.run(&init).done();
    let second = [&init[..4], &["backup", "create", "stick"]].concat();
    home.run(&second).done();
    assert_eq!(files(&home, "stick").len(), 2);

    let said = home
        .unlocked(&["--vault", "new/vault", "backup", "restore", "stick"])
        .failed(5);
    for file in files(&home, "stick") {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(said.contains(name), "{said}");
    }
    let ours = home_file(&home);
    let over_another = [&second[..4], &["backup", "restore", &ours, "--replace"]].concat();
    let before = home.read("second/vault");
    home.run(&over_another).failed(6);
    assert_eq!(home.read("second/vault"), before);
    // With a vault in its place it is clear whose backups are meant.
    assert!(
        home.unlocked(&["backup", "restore", "stick"])
            .done()
            .contains("Nothing was changed")
    );
}

/// The backup of the home's own vault.
fn home_file(home: &Home) -> String {
    let list = home.run(&["backup", "list", "--json"]).json();
    list[0]["file"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_vault_never_gets_the_older_copies_of_another() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    let init = ["--vault", "second/vault", "--password-file", "password"];
    home.run(&[&init[..], &["init"]].concat()).done();
    home.run(&[&init[..], &["add", SECOND]].concat()).done();
    fs::remove_file(home.path("second/vault")).unwrap();
    home.unlocked(&["--vault", "second/vault", "backup", "restore", "stick"])
        .failed(6);
}

#[test]
fn before_the_trash_is_emptied_or_the_password_changed_there_is_a_backup() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.unlocked(&["remove", "GitHub"]).done();
    let before = home.read("vault.countersign");
    home.unlocked(&["trash", "empty"]).done();
    let newest = files(&home, "stick").pop().unwrap();
    assert_eq!(fs::read(newest).unwrap(), before);
    home.write("new", "a better password\n");
    home.unlocked(&["password", "change", "--new-password-file", "new"])
        .done();
    assert_eq!(files(&home, "stick").len(), 3);

    // A stick that is away stops nobody, but it is said.
    fs::rename(home.path("stick"), home.path("pocket")).unwrap();
    home.add(SECOND);
    let run = home.unlocked(&["trash", "empty"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("No backup"), "{run:?}");
}

#[test]
fn old_backups_make_room_but_never_the_newest_nor_what_belongs_to_somebody_else() {
    let home = home();
    home.write("stick/holiday.jpg", "a picture");
    home.unlocked(&["backup", "create", "stick"]).done();
    let first = files(&home, "stick").pop().unwrap();
    // Thirty backups of long ago, all of one day; one of them is damaged, and one only called like one.
    let name = first.file_name().unwrap().to_str().unwrap().to_owned();
    let prefix = name.get(.."vault-00000000".len()).unwrap();
    let bytes = fs::read(&first).unwrap();
    for second in 10..40 {
        let name = format!("stick/{prefix}-0000000001-20200101T0000{second}Z.countersign");
        home.write(&name, &bytes);
    }
    let damaged = home.path(&format!(
        "stick/{prefix}-0000000001-20200101T000010Z.countersign"
    ));
    flip(&damaged);
    let other = "stick/vault-ffffffff-0000000001-20200101T000010Z.countersign";
    home.write(other, &bytes);
    // Only what was proved counts, and what is damaged does not push out what is good.
    failed_with_output(&home.unlocked(&["backup", "prove"]), 4);
    home.add(SECOND);
    home.unlocked(&["backup", "create"]).done();
    let left = files(&home, "stick");
    // Last ten by time and by number: the two of today among them.
    assert!(left.len() < 20, "{}", left.len());
    let newest = home_file(&home);
    assert!(left.contains(&PathBuf::from(newest)) && left.contains(&first));
    assert!(
        left.contains(&damaged),
        "what cannot be read is left to people"
    );
    assert!(left.contains(&home.path(other)) && left.contains(&home.path("stick/holiday.jpg")));
}

#[test]
fn a_record_that_is_damaged_keeps_nobody_out() {
    let home = home();
    home.unlocked(&["backup", "create", "stick"]).done();
    for damaged in ["", "{", "\u{0}\u{1}", "{\"vaults\":[]}"] {
        home.write(".config/countersign/backups.json", damaged);
        assert_eq!(home.issuers(), ["GitHub"]);
        assert_eq!(doctor(&home), "none");
        home.unlocked(&["backup", "create"]).failed(5);
        home.unlocked(&["backup", "create", "stick"]).done();
    }
}
