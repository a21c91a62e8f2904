//! Backups from the window: the folder is chosen in the system's dialog, and each is proved.

use crate::desktop::Desktop;
use crate::dialog;
use crate::vault::{PASSWORD, add, create, unlock};
use crate::window::{Window, until};
use std::fs;
use std::path::{Path, PathBuf};

const GITHUB: &str = "otpauth://totp/GitHub:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const BANK: &str = "otpauth://totp/Bank:anna?secret=JBSWY3DPEHPK3PXP";

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_backup_is_made_lost_sight_of_and_gives_the_vault_back() {
    let test = "a_backup_is_made_lost_sight_of_and_gives_the_vault_back";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, GITHUB);
    let stick = desktop.file("stick");
    fs::create_dir(&stick).expect("the home can be written to");
    let window = Window::open(&desktop);
    unlock(&window);
    window.click("nav-settings");
    window.click("backup-folder");
    dialog::choose(desktop.display(), &stick);
    // The first is made at once.
    window.wait_for("[data-testid=backup-list] li");
    window.wait_for_text("[data-testid=backup-proved]", "Proved");
    let first = files(&stick);
    assert_eq!(first.len(), 1);
    let bytes = |path: &Path| fs::read(path).expect("it can be read");
    assert!(bytes(&first[0]) == bytes(&desktop.vault()));

    // The stick is pulled out: the failure is on every page until a backup succeeds.
    add(&desktop, BANK);
    fs::rename(&stick, desktop.file("pocket")).expect("it can be moved");
    window.click("backup-make");
    window.wait_for_text("[role=alert]", "is not there");
    window.click("nav-codes");
    window.wait_for("[data-testid=backup-failed]");
    fs::rename(desktop.file("pocket"), &stick).expect("it can be moved");
    window.click("backup-again");
    until("no banner", || {
        window.count("[data-testid=backup-failed]") == 0
    });
    assert_eq!(files(&stick).len(), 2);

    // A flipped bit in the older one is found and said, and does not go away by itself.
    let mut damaged = bytes(&first[0]);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(&first[0], damaged).expect("it can be written");
    window.click("nav-settings");
    window.click("backup-prove");
    window.wait_for_text("[role=alert]", "is damaged");
    window.wait_for_text("[data-testid=backup-list]", "Damaged");
    fs::remove_file(&first[0]).expect("it can be removed");
    window.click("backup-prove");
    until("no alert", || window.count("[role=alert]") == 0);
    window.close();

    a_new_computer_has_it_back(&desktop, &files(&stick)[0]);
}

/// Nothing is left but the backup.
fn a_new_computer_has_it_back(desktop: &Desktop, backup: &Path) {
    let vault = desktop.vault();
    let old = vault.parent().expect("a vault has a folder");
    fs::rename(old, desktop.file("old computer")).expect("it can be moved");
    fs::remove_dir_all(desktop.file("config")).expect("it can be removed");
    let window = Window::open(desktop);
    window.click("unlock-restore");
    dialog::choose(desktop.display(), backup);
    window.fill("restore-password", "not this one");
    window.click("restore-submit");
    window.wait_for_text("body", "That password does not open");
    assert!(!vault.exists(), "nothing was made");
    window.fill("restore-password", PASSWORD);
    window.click("restore-submit");
    window.wait_for("[data-testid=nav-lock]");
    until("both accounts", || {
        window.count("[data-testid^=account-]") == 2
    });
    assert!(vault.exists());
}
