//! Backup codes and the checkup in the window, with the files that sites let people download.

use crate::desktop::Desktop;
use crate::dialog;
use crate::dropping::drop_files;
use crate::vault::{PASSWORD, add, create, unlock};
use crate::window::{Window, by, until};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const URI: &str = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
/// The key, as WebDriver names it.
const ENTER: &str = "\u{e007}";
const CODES: [&str; 10] = [
    "7f3a-91c2",
    "0be4-55d8",
    "c6a1-2e97",
    "48d0-b3f6",
    "e92c-7a15",
    "1d84-60fb",
    "a7b3-c4e8",
    "5e06-19da",
    "93fc-82b7",
    "2a5d-f0c9",
];

/// A window with one account, unlocked.
fn open(desktop: &Desktop) -> Window {
    create(desktop);
    add(desktop, URI);
    let window = Window::open(desktop);
    unlock(&window);
    window
}

/// What a site lets people download: the codes with words around them.
fn downloaded(desktop: &Desktop) -> PathBuf {
    let list: Vec<String> = (1..)
        .zip(CODES)
        .map(|(number, code)| format!("{number:>2}. {code}"))
        .collect();
    let text = format!(
        "GitHub recovery codes\nKeep these somewhere safe.\n\n{}\n",
        list.join("\n")
    );
    let file = desktop.file("github-recovery-codes.txt");
    fs::write(&file, text).expect("the home can be written to");
    file
}

/// The backup codes as the command line sees them.
fn listed(desktop: &Desktop) -> Value {
    let list = [
        "--recovery-file",
        "kit",
        "backup-codes",
        "list",
        "GitHub",
        "--json",
    ];
    let output = desktop.countersign(&list, "").stdout;
    serde_json::from_slice(&output).expect("it is JSON")
}

fn confirm(window: &Window, password: &str) {
    window.fill("reveal-password", password);
    window.click("reveal-submit");
}

/// How many of the codes are anywhere in the page.
fn in_the_page(window: &Window) -> usize {
    let page = window.script("return document.documentElement.outerHTML", &[]);
    let page = page.as_str().expect("text");
    CODES.iter().filter(|code| page.contains(*code)).count()
}

#[test]
fn a_downloaded_set_is_stored_and_used_and_replaced_and_the_checkup_finds_nothing_more() {
    let test =
        "a_downloaded_set_is_stored_and_used_and_replaced_and_the_checkup_finds_nothing_more";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open(&desktop);
    let file = downloaded(&desktop);
    window.click("nav-checkup");
    window.click("found-fix-no_backup_codes");
    window.wait_for(&by("new-codes-text"));
    // It is heard of a dropped file from then on.
    window.call("backup_codes_begin", json!({}));
    drop_files(desktop.display(), &[&file]);
    window.wait_for_text(
        &by("new-codes-found"),
        "10 codes were found in github-recovery-codes.txt",
    );
    assert_eq!(listed(&desktop)["total"], 0, "nothing is stored before");
    window.click("new-codes-store");
    window.wait_for_text(&by("new-codes-stored"), "10 codes are stored");
    assert!(file.exists());
    window.click("new-codes-delete");
    window.wait_for_text("[role=dialog]", "is deleted");
    assert!(!file.exists());
    window.click("new-codes-close");
    window.wait_for_text(&by("sets-left"), "10 of 10 left");

    window.click("sets-list");
    window.click("backup-code-show-2");
    confirm(&window, PASSWORD);
    window.wait_for_text(&by("backup-code-2"), CODES[1]);
    window.click("backup-code-mark-2");
    window.wait_for_text(&by("sets-left"), "9 of 10 left");
    let list = listed(&desktop);
    assert_eq!(list["left"], 9);
    assert!(list["sets"][0]["codes"][1]["used_at"].is_u64(), "{list}");

    window.click("sets-add");
    let typed = ["9c41-aa07", "5d2e-bb18", "0f63-cc29", "7a84-dd30"];
    window.fill("new-codes-text", &typed.join(ENTER));
    window.click("new-codes-next");
    window.click("new-codes-store");
    window.wait_for_text(&by("sets-left"), "4 of 4 left");
    let list = listed(&desktop);
    assert_eq!((&list["left"], &list["total"]), (&json!(4), &json!(4)));
    assert!(list["sets"][1]["invalid_since"].is_u64(), "{list}");

    window.click("nav-checkup");
    window.wait_for(&by("found-backup_unproved"));
    window.wait_until_gone(&by("found-no_backup_codes"));
}

#[test]
fn a_code_comes_into_the_page_alone_and_only_after_asking_who_is_there() {
    let test = "a_code_comes_into_the_page_alone_and_only_after_asking_who_is_there";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    downloaded(&desktop);
    let stored = [
        "backup-codes",
        "add",
        "GitHub",
        "--file",
        "github-recovery-codes.txt",
    ];
    desktop.countersign(&[&["--recovery-file", "kit"], &stored[..]].concat(), "");
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for_text(&by("sets-left"), "10 of 10 left");
    let id = window.call("codes_list", json!({}))["answer"][0]["id"].clone();
    let set =
        window.call("backup_codes_of", json!({ "id": id }))["answer"]["sets"][0]["id"].clone();
    let place = json!({ "id": id, "set": set, "index": 0 });
    for command in ["backup_codes_reveal", "backup_codes_copy"] {
        let refused = window.call(command, place.clone());
        let error = refused["error"].as_str().unwrap_or_default();
        assert!(
            error.contains("backup-codes-hidden"),
            "{command}: {refused}"
        );
    }
    window.click("sets-list");
    window.click("backup-code-show-1");
    confirm(&window, "not this one");
    window.wait_for_text("[role=dialog]", "That password does not open");
    assert_eq!(in_the_page(&window), 0);
    confirm(&window, PASSWORD);
    window.wait_for_text(&by("backup-code-1"), CODES[0]);
    assert_eq!(in_the_page(&window), 1);
    let copied = window.call("backup_codes_copy", place.clone());
    assert!(copied["answer"]["seconds"].is_u64(), "{copied}");
    assert!(!CODES.iter().any(|code| copied.to_string().contains(code)));

    // The page to print is written beside the page, and asks again.
    window.click("sets-more");
    window.click("sets-print");
    confirm(&window, PASSWORD);
    dialog::choose(desktop.display(), &desktop.file("sheet.html"));
    window.wait_for(&by("code-sheet-close"));
    let sheet = fs::read_to_string(desktop.file("sheet.html")).expect("it was written");
    assert!(CODES.iter().all(|code| sheet.contains(code)));
    window.click("code-sheet-close");

    window.click("nav-lock");
    unlock(&window);
    window.wait_for(&by("sets-left"));
    assert_eq!(in_the_page(&window), 0);
    let refused = window.call("backup_codes_reveal", place);
    assert!(refused["error"].is_string(), "{refused}");
}

#[test]
fn a_file_that_was_given_is_gone_with_a_lock() {
    let Some(desktop) = Desktop::start("a_file_that_was_given_is_gone_with_a_lock") else {
        return;
    };
    let window = open(&desktop);
    downloaded(&desktop);
    window.click("sets-add");
    window.click("new-codes-file");
    dialog::choose(
        desktop.display(),
        &desktop.file("github-recovery-codes.txt"),
    );
    window.wait_for(&by("new-codes-found"));
    window.press("\u{e00c}");
    window.click("nav-lock");
    unlock(&window);
    until("the page of the account", || {
        window.count(&by("sets-add")) > 0
    });
    for command in ["backup_codes_preview", "backup_codes_delete_file"] {
        let answer = window.call(command, json!({ "ticket": 1 }));
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(error.contains("import-gone"), "{command}: {answer}");
    }
}
