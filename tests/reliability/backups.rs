//! A kill while a backup is made or restored, and a stick that is full or write-protected.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;

use crate::disk::{Disk, Kind};
use crate::figure;
use crate::home::snapshot;
use crate::program::Home;
use crate::strace::{injected, is_missing};

/// What changes something; a backup is written by a thread of its own, so each is counted by its name.
const CHANGES: [&str; 8] = [
    "write",
    "fsync",
    "renameat2",
    "rename",
    "linkat",
    "unlink",
    "mkdir",
    "flock",
];

/// Runs the program once for each of [`CHANGES`] that it makes, and kills it there; `check` looks at what is left.
fn kill_at_each_change(home: &Home, args: &[&str], mut check: impl FnMut(&str)) -> usize {
    let mut kills = 0;
    for name in CHANGES {
        for time in 1.. {
            let inject = format!("inject={name}:signal=KILL:when={time}");
            let output = injected(home, &inject, args);
            check(&format!("{name} {time}"));
            if output.status.signal() != Some(9) {
                break;
            }
            kills += 1;
        }
    }
    figure(
        "kill while a backup is made or restored",
        format!("{kills} kills, 0 bad"),
    );
    kills
}

/// A home whose vault has a backup in the folder `stick`.
fn home_with_backup() -> Home {
    let home = Home::with_account();
    fs::create_dir(home.path("stick")).unwrap();
    home.unlocked(&["backup", "create", "stick"]).done();
    home
}

#[test]
fn a_kill_while_a_backup_is_made_leaves_a_whole_one_or_none() {
    if is_missing("a_kill_while_a_backup_is_made_leaves_a_whole_one_or_none") {
        return;
    }
    let home = home_with_backup();
    let vault = home.read("vault.countersign");
    let create = ["--recovery-file", "kit", "backup", "create"];
    let kills = kill_at_each_change(&home, &create, |at| {
        assert!(home.read("vault.countersign") == vault, "{at}");
        let list = home.run(&["backup", "list", "--json"]).json();
        let list = list.as_array().unwrap();
        assert!(list.iter().all(|backup| backup["state"] == "sound"), "{at}");
        // The newest is the vault of now, or the next try makes one.
        home.unlocked(&["backup", "create"]).done();
        for backup in list {
            fs::remove_file(backup["file"].as_str().unwrap()).unwrap();
        }
    });
    assert!(kills > 6, "killed only {kills} times");
}

#[test]
fn a_kill_while_a_vault_is_restored_leaves_the_one_before_or_the_restored_one() {
    let test = "a_kill_while_a_vault_is_restored_leaves_the_one_before_or_the_restored_one";
    if is_missing(test) {
        return;
    }
    let home = home_with_backup();
    home.add("otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP");
    let newer = home.read("vault.countersign");
    let restore = [
        "--recovery-file",
        "kit",
        "backup",
        "restore",
        "stick",
        "--replace",
    ];
    let (mut old, mut new) = (0, 0);
    kill_at_each_change(&home, &restore, |at| {
        match home.issuers().len() {
            2 => old += 1,
            1 => new += 1,
            other => panic!("{other} accounts, killed at {at}"),
        }
        home.put_back(&newer);
    });
    assert!(old > 4, "killed only {old} times before the rename");
    assert!(new > 2, "killed only {new} times after the rename");
}

#[test]
fn a_full_or_write_protected_stick_is_said_and_gets_no_half_backup() {
    let test = "a_full_or_write_protected_stick_is_said_and_gets_no_half_backup";
    let Some(disk) = Disk::mount(test, Kind::Tmpfs) else {
        return;
    };
    let home = Home::with_account();
    let stick = disk.path();
    home.unlocked(&["backup", "create", stick.to_str().unwrap()])
        .done();
    let filler = disk.fill();
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
    let before = snapshot(&stick);
    let vault = home.read("vault.countersign");
    let said = home.unlocked(&["backup", "create"]).failed(1);
    assert!(said.contains("no room left"), "{said}");
    assert!(snapshot(&stick) == before);
    // What cannot be undone is done all the same, and the failure said.
    let emptied = home.unlocked(&["trash", "empty"]);
    assert_eq!(emptied.code, Some(0));
    assert!(emptied.stderr.contains("no room left"), "{emptied:?}");
    home.unlocked(&["backup", "prove"]).done();
    fs::remove_file(filler).unwrap();
    home.unlocked(&["backup", "create"]).done();

    disk.make_read_only();
    home.unlocked(&["edit", "GitHub", "--no-favorite"]).done();
    let before = snapshot(&stick);
    let said = home.unlocked(&["backup", "create"]).failed(1);
    assert!(said.contains("only read"), "{said}");
    assert!(snapshot(&stick) == before);
    assert!(home.read("vault.countersign") != vault);
    let restore = [
        "--vault",
        "new/vault",
        "backup",
        "restore",
        stick.to_str().unwrap(),
    ];
    home.unlocked(&restore).done();
}
