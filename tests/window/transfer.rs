//! Files of other programs: dropped or chosen, opened, looked at and imported; and written.

use crate::desktop::Desktop;
use crate::dialog;
use crate::dropping::drop_files;
use crate::vault::{PASSWORD, add, assert_code, create, file, now, unlock};
use crate::window::{Window, by, until};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// In tests/vectors/transfer/import/aegis, which an independent script wrote: "Example", `alice@example.com`.
const SECRET: &str = "DNMNB6W7DMMDNV26YQUU7ZCA5I2WP5WB";
const FILE_PASSWORD: &str = "a password of the file";
/// The account in the list, by its name.
const EXAMPLE: &str = "[role=row]:has([data-testid=code])";

/// A copy of a file of the repository in the user's home.
fn copy_of(desktop: &Desktop, name: &str) -> PathBuf {
    let copy = desktop.file(&format!("aegis-{name}"));
    let original = file("tests/vectors/transfer/import/aegis").join(name);
    fs::copy(original, &copy).expect("the home can be written to");
    copy
}

fn open(desktop: &Desktop) -> Window {
    create(desktop);
    let window = Window::open(desktop);
    unlock(&window);
    window.wait_for(&by("empty-import"));
    window
}

/// Looks for the one account, and compares its code with the one that oathtool makes.
fn shows_the_code_of_example(window: &Window) {
    window.fill("search", "alice@example.com");
    until("one account", || window.count("[role=row]") == 1);
    let code = format!("{EXAMPLE} [data-testid=code]:not(.small)");
    window.wait_for(&code);
    let before = now();
    let shown = window.text(&code);
    assert_code(&shown, SECRET, before, now());
}

#[test]
fn a_file_that_is_dropped_is_shown_first_and_imported_and_deleted_when_that_is_wanted() {
    let test = "a_file_that_is_dropped_is_shown_first_and_imported_and_deleted_when_that_is_wanted";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open(&desktop);
    let export = copy_of(&desktop, "plain.json");
    drop_files(desktop.display(), &[&export]);
    window.wait_for_text("body", "from Aegis");
    window.wait_for_text("body", "alice@example.com");
    let listed = window.call("codes_list", json!({}));
    assert_eq!(listed["answer"], json!([]), "nothing is added before");
    window.click("import-add");
    window.wait_for(&by("import-done"));
    assert!(export.exists());
    window.click("import-delete");
    window.click("import-delete-yes");
    window.wait_for_text("body", "is deleted");
    until("the end of the file", || !export.exists());
    window.click("import-codes");
    shows_the_code_of_example(&window);

    let again = copy_of(&desktop, "plain.json");
    drop_files(desktop.display(), &[&again]);
    window.wait_for_text(&by("import-summary"), "are there already");
    window.click("import-add");
    window.wait_for_text(&by("import-done"), "Nothing was added");
}

#[test]
fn a_chosen_file_is_opened_with_its_own_password_and_only_what_is_chosen_is_imported() {
    let test = "a_chosen_file_is_opened_with_its_own_password_and_only_what_is_chosen_is_imported";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open(&desktop);
    let export = copy_of(&desktop, "encrypted.json");
    let password = password_of("encrypted.json");
    window.click("empty-import");
    window.click("import-file");
    dialog::choose(desktop.display(), &export);
    window.fill("import-password", FILE_PASSWORD);
    window.click("import-open");
    window.wait_for_text("body", "That password does not open it");
    window.fill("import-password", &password);
    window.click("import-open");
    window.wait_for(&by("import-add"));
    window.click("import-all");
    until("none of them", || {
        window.count("[data-testid^=import-entry-]:checked") == 0
    });
    window.click("import-entry-0");
    window.click("import-add");
    window.wait_for_text(&by("import-done"), "Added 1 account");
    assert_eq!(window.count(&by("import-delete")), 0, "it is protected");
    let listed = window.call("codes_list", json!({}));
    assert_eq!(listed["answer"].as_array().map(Vec::len), Some(1));
}

/// The password of a file of the repository.
fn password_of(name: &str) -> String {
    let expected = file("tests/vectors/transfer/import/aegis").join(format!("{name}.expected"));
    let expected = fs::read_to_string(expected).expect("it is there");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    expected["password"].as_str().expect("text").to_owned()
}

#[test]
fn an_account_that_is_twice_in_a_file_is_added_once_and_knows_the_higher_counter() {
    let test = "an_account_that_is_twice_in_a_file_is_added_once_and_knows_the_higher_counter";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open(&desktop);
    let counter = |count: u8| format!("otpauth://hotp/Bank:anna?secret={SECRET}&counter={count}");
    let text = [counter(5), counter(7), counter(6)].join("\n");
    let list = desktop.file("list.txt");
    fs::write(&list, text).expect("the home can be written to");
    drop_files(desktop.display(), &[&list]);
    window.wait_for_text("body", "twice in the file");
    window.wait_for_text(&by("import-add"), "Import 1 account");
    window.click("import-add");
    window.wait_for_text(&by("import-done"), "Added 1 account");
    let listed = window.call("codes_list", json!({}));
    let id = &listed["answer"][0]["id"];
    let page = window.call("codes_page", json!({ "id": id }));
    assert_eq!(page["answer"]["counter"], "7", "{page}");
}

#[test]
fn what_was_read_of_a_file_is_gone_with_a_lock() {
    let Some(desktop) = Desktop::start("what_was_read_of_a_file_is_gone_with_a_lock") else {
        return;
    };
    let window = open(&desktop);
    drop_files(desktop.display(), &[&copy_of(&desktop, "plain.json")]);
    window.wait_for(&by("import-add"));
    window.click("nav-lock");
    unlock(&window);
    window.wait_for(&by("empty-import"));
    let ticket = json!({ "ticket": 1, "indices": [0], "password": null, "allowCost": false });
    for command in ["transfer_read", "transfer_import", "transfer_delete"] {
        let answer = window.call(command, ticket.clone());
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(error.contains("import-gone"), "{command}: {answer}");
    }
}

#[test]
fn what_is_exported_can_be_read_by_others_and_nobody_else_may_read_it() {
    let test = "what_is_exported_can_be_read_by_others_and_nobody_else_may_read_it";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    let uri = format!("otpauth://totp/Example:alice@example.com?secret={SECRET}&issuer=Example");
    add(&desktop, &uri);
    let window = Window::open(&desktop);
    unlock(&window);
    window.click("nav-settings");
    window.click("settings-export");
    window.click("export-format-otpauth");
    window.wait_for_text(&by("export-next"), "Export 1 account");
    window.wait_for("[data-testid=export-next]:not(:disabled)");
    window.click("export-next");
    window.wait_for_text("[role=dialog]", "Whoever has this file has your account");
    window.click("export-warn-yes");
    window.fill("export-who-password", "not this one");
    window.click("export-who-submit");
    window.wait_for_text("[role=dialog]", "That password does not open");
    window.fill("export-who-password", PASSWORD);
    window.click("export-who-submit");
    let target = desktop.file("exported.txt");
    dialog::choose(desktop.display(), &target);
    window.wait_for_text(&by("export-done"), "Exported 1 account");
    assert_eq!(
        window.text(&by("export-path")),
        target.display().to_string()
    );
    holds_the_account(&target);
}

fn holds_the_account(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let text = fs::read_to_string(file).expect("it was written");
    let address = text.trim();
    assert_eq!(address.lines().count(), 1);
    assert!(
        address.starts_with("otpauth://totp/"),
        "another kind of address"
    );
    let secret = address
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("secret="));
    assert!(secret == Some(SECRET), "another secret");
    let mode = fs::metadata(file)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
