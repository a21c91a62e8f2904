//! Damaged and foreign files, and a save that fails.

use crate::desktop::Desktop;
use crate::vault::{PASSWORD, add, create, unlock};
use crate::window::{Window, by, until};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

const URI: &str = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
const ROW: &str = "[data-testid^=account-]";

#[test]
fn a_damaged_vault_offers_its_newest_copy_with_the_date_and_opens_it() {
    let test = "a_damaged_vault_offers_its_newest_copy_with_the_date_and_opens_it";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    add(&desktop, "otpauth://totp/GitLab:bo?secret=JBSWY3DPEHPK3PXP");
    let mut bytes = fs::read(desktop.vault()).expect("the vault is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desktop.vault(), &bytes).expect("the vault can be written to");

    let window = Window::open(&desktop);
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.wait_for_text("body", "is damaged");
    window.wait_for_text(&by("unlock-submit"), &this_year());
    window.click("unlock-submit");
    window.wait_for(ROW);
    assert_eq!(
        window.count(ROW),
        1,
        "the copy is the one before the last change"
    );
    let doctor = desktop.countersign(&["doctor"], "");
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("is whole"));
    let kept = fs::read_dir(
        desktop
            .vault()
            .with_file_name("vault.countersign.generations"),
    );
    let mut kept = kept.expect("generations are kept").flatten();
    let is_damaged = |entry: &fs::DirEntry| fs::read(entry.path()).is_ok_and(|file| file == bytes);
    assert!(
        kept.any(|entry| is_damaged(&entry)),
        "the damaged file is kept, too"
    );
}

/// The year in which the test runs.
fn this_year() -> String {
    let output = std::process::Command::new("date")
        .args(["-u", "+%Y"])
        .output();
    String::from_utf8_lossy(&output.expect("date starts").stdout)
        .trim()
        .to_owned()
}

#[test]
fn a_vault_of_a_newer_version_is_left_alone_and_says_so() {
    let Some(desktop) = Desktop::start("a_vault_of_a_newer_version_is_left_alone_and_says_so")
    else {
        return;
    };
    fs::create_dir_all(desktop.vault().parent().expect("a folder")).expect("it can be made");
    let newer = newer_vault();
    fs::write(desktop.vault(), &newer).expect("it can be written");
    let window = Window::open(&desktop);
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.wait_for_text("body", "A newer version of Countersign wrote");
    assert_eq!(fs::read(desktop.vault()).expect("it is there"), newer);
}

/// A released vector: a file whose format number is higher than ours.
fn newer_vault() -> Vec<u8> {
    let text = fs::read_to_string(crate::vault::file("tests/vectors/vault/newer_format_2.txt"));
    let text = text.expect("the vector is there");
    let (_, body) = text.split_once("\n\n").expect("a head and a body");
    base64(&body.split_whitespace().collect::<String>())
}

fn base64(text: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut child = std::process::Command::new("base64")
        .arg("-d")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("base64 starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it was started").stdout
}

#[test]
fn a_change_that_cannot_be_saved_is_kept_and_saved_later() {
    let Some(desktop) = Desktop::start("a_change_that_cannot_be_saved_is_kept_and_saved_later")
    else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for(ROW);
    // A folder in the place of the lock file: no save can begin, whoever the user is.
    let lock = desktop.vault().with_file_name("vault.countersign.lock");
    fs::remove_file(&lock).expect("the lock file is there");
    fs::create_dir(&lock).expect("it can be made");
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o700)).expect("it is ours");

    window.click_on("[data-testid^=more-]");
    window.click("menu-remove");
    window.wait_for("[data-testid=save-again]");
    window.press_with_control('l');
    window.wait_for("[data-testid=lock-give-up]");
    window.click("lock-cancel");
    fs::remove_dir(&lock).expect("it is ours");
    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    let list = desktop.countersign(&["--recovery-file", "kit", "list"], "");
    assert!(
        !String::from_utf8_lossy(&list.stdout).contains("GitHub"),
        "the change was saved"
    );
    until("the trash", || {
        let trash = desktop.countersign(&["--recovery-file", "kit", "trash", "list"], "");
        String::from_utf8_lossy(&trash.stdout).contains("GitHub")
    });
}
