//! No secret comes into the page but by the commands that are meant to show one, after asking again.

use crate::desktop::Desktop;
use crate::dialog;
use crate::dropping::drop_files;
use crate::vault::{PASSWORD, add, create, file, unlock};
use crate::window::{Window, until};
use serde_json::{Map, Value, json};
use session::Qr;
use std::fs;
use std::path::Path;

/// Nothing else in the program looks like these.
const SECRET: &str = "KRUGS4ZANFZSAYLOEBUW24DPON2GC3TU";
const PIN: &str = "74159263";
const NOTES: &str = "canary in the notes";

/// Commands that must do what they are asked for here; all others but [`BY_HAND`] must refuse.
const ANSWERED: [&str; 49] = [
    "scan_clipboard",
    "scan_screen",
    "backup_codes_of",
    "backup_codes_hide",
    "backup_codes_keep",
    "backup_codes_read",
    "backup_codes_begin",
    "backup_codes_discard",
    "checkup_check",
    "checkup_count",
    "checkup_of",
    "checkup_dismiss",
    "checkup_drill",
    "scan_camera_close",
    "scan_discard",
    "unlock_state",
    "unlock_strength",
    "unlock_activity",
    "unlock_in_view",
    "unlock_vaults",
    "unlock_forget",
    "unlock_save_again",
    "unlock_take_older",
    "unlock_slots",
    "unlock_copies",
    // Of that name there is none, and nothing to merge.
    "unlock_merge_copy",
    "keys_cancel",
    "keys_list",
    "keys_of_account",
    "keys_places",
    "keys_plugged",
    "codes_list",
    "codes_now",
    "codes_use",
    "codes_copy",
    "codes_page",
    "codes_edit",
    "codes_restore",
    "codes_trash",
    "codes_empty_trash",
    "settings_get",
    "settings_doctor",
    "settings_backup_status",
    "teams_list",
    "transfer_discard",
    "transfer_formats",
    "transfer_losses",
    "transfer_tasks",
    "transfer_add_tasks",
];

/// Commands whose answers are looked at below: they open a dialog of the system, change what the others need, end the
/// session, or show a secret.
const BY_HAND: [&str; 23] = [
    "unlock_save_kit",
    "unlock_print",
    "unlock_lock",
    "unlock_switch",
    "unlock_create",
    "unlock_pick_vault",
    "unlock_place_vault",
    "scan_pick",
    "settings_backup_folder",
    "unlock_pick_backup",
    // They wait for a security key, or note one.
    "keys_find",
    "keys_candidate",
    "keys_register",
    "settings_set",
    "codes_remove",
    "codes_reveal",
    "codes_qr",
    // With the two that show a code, in companion.rs.
    "backup_codes_pick",
    "teams_pick_folder",
    "transfer_pick",
    "transfer_pick_folder",
    "transfer_export",
    "transfer_series",
];

#[test]
fn no_answer_of_a_command_holds_a_secret_unless_it_was_asked_for_with_the_password() {
    let test = "no_answer_of_a_command_holds_a_secret_unless_it_was_asked_for_with_the_password";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open_with_canaries(&desktop);
    let accounts = window.call("codes_list", json!({}));
    let ids: Vec<&Value> = accounts["answer"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|account| &account["id"])
        .collect();
    assert_eq!(ids.len(), 2);
    for command in ANSWERED {
        for id in &ids {
            let answer = window.call(command, arguments(id));
            assert!(answer.get("answer").is_some(), "{command}: {answer}");
            assert!(!holds_a_secret(&answer), "{command}");
        }
    }
    for command in commands() {
        if ![&ANSWERED[..], &BY_HAND[..]]
            .concat()
            .contains(&command.as_str())
        {
            let answer = window.call(&command, arguments(ids[0]));
            assert!(answer.get("error").is_some(), "{command}: {answer}");
            assert!(!holds_a_secret(&answer), "{command}");
        }
    }
    secrets_are_shown_for_the_password_only(&window, ids[0]);
    no_dialog_brings_one(&desktop, &window);
    no_change_brings_one(&window, ids[1]);
    no_event_brings_one(&desktop, &window, ids[0]);
    nothing_is_left_in_the_page(&window);
    // What was dropped is still offered.
    window.press("\u{e00c}");
    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    let locked = window.call("codes_list", json!({}));
    assert!(says(&locked, "vault-locked"), "{locked}");
    nothing_is_left_in_the_page(&window);
    no_other_vault_brings_one(&desktop, &window);
}

/// Pictures and places that are chosen in the system's dialogs.
fn no_dialog_brings_one(desktop: &Desktop, window: &Window) {
    let picture = desktop.file("picture.png");
    let png = Qr::of(&format!("otpauth://totp/Valix:anna?secret={SECRET}").into());
    let png = png.and_then(|qr| qr.to_png(4, 4)).expect("it can be drawn");
    fs::write(&picture, png).expect("the home can be written to");
    let scan = ask_with_dialog(desktop, window, "scan_pick", &picture);
    assert_eq!(scan["answer"]["found"][0]["issuer"], "Valix", "{scan}");
    let kit = desktop.file("a kit.txt");
    let saved = ask_with_dialog(desktop, window, "unlock_save_kit", &kit);
    assert_eq!(saved["answer"], kit.display().to_string());
    assert!(kit.exists());
    let stick = desktop.file("stick");
    fs::create_dir(&stick).expect("the home can be written to");
    let folder = ask_with_dialog(desktop, window, "settings_backup_folder", &stick);
    assert_eq!(folder["answer"]["folder"], stick.display().to_string());
    let backup = ask_with_dialog(desktop, window, "unlock_pick_backup", &desktop.vault());
    assert_eq!(
        backup["answer"]["path"],
        desktop.vault().display().to_string()
    );
    no_file_of_another_program_brings_one(desktop, window, &stick);
    window.script(&asked("scan_pick"), &[json!({})]);
    dialog::cancel(desktop.display());
    assert_eq!(answered(window)["answer"], Value::Null);
}

/// Files that are imported and written: their secrets stay in the program.
fn no_file_of_another_program_brings_one(desktop: &Desktop, window: &Window, folder: &Path) {
    let export = desktop.file("export.txt");
    let uri = format!("otpauth://totp/Valix:anna?secret={SECRET}");
    fs::write(&export, uri).expect("the home can be written to");
    let source = ask_with_dialog(desktop, window, "transfer_pick", &export);
    assert_eq!(source["answer"]["name"], "export.txt", "{source}");
    let ticket = &source["answer"]["ticket"];
    let read = json!({ "ticket": ticket, "password": null, "allowCost": false });
    let plan = window.call("transfer_read", read);
    assert_eq!(plan["answer"]["entries"][0]["account"]["issuer"], "Valix");
    assert!(!holds_a_secret(&plan));
    let storage = ask_with_dialog(desktop, window, "teams_pick_folder", folder);
    assert_eq!(storage["answer"], folder.display().to_string());
    let source = ask_with_dialog(desktop, window, "transfer_pick_folder", folder);
    assert_eq!(source["answer"]["name"], "stick", "{source}");

    let who = |text: &str| json!({ "kind": "password", "text": text });
    let words = [
        "language",
        "title",
        "warning",
        "key",
        "pin",
        "kind",
        "digits",
        "period",
        "counter",
        "backupCodesTitle",
    ];
    let words = words.map(|word| (word.to_owned(), json!(word)));
    let mut words: Map<String, Value> = words.into_iter().collect();
    words.insert("backupCodes".to_owned(), json!(true));
    let accounts = window.call("codes_list", json!({}));
    let id = &accounts["answer"][0]["id"];
    let export = |text: &str| json!({ "credential": who(text), "format": "otpauth", "ids": [id], "password": null, "words": words });
    let refused = window.call("transfer_export", export("not this one"));
    assert!(says(&refused, "wrong-password"), "{refused}");
    window.script(&asked("transfer_export"), &[export(PASSWORD)]);
    let written = desktop.file("written.txt");
    dialog::choose(desktop.display(), &written);
    let answer = answered(window);
    assert_eq!(answer["answer"], written.display().to_string());
    let text = fs::read_to_string(&written).expect("it was written");
    assert!(text.starts_with("otpauth://"), "what was written");
}

/// The kit of a vault that is made anew holds that one's secret and nothing of the other.
fn no_other_vault_brings_one(desktop: &Desktop, window: &Window) {
    let other = desktop.file("other");
    let placed = ask_with_dialog(desktop, window, "unlock_place_vault", &other);
    assert_eq!(placed["answer"]["kind"], "absent", "{placed}");
    let arguments = json!({ "password": "a fine long password of five", "names": ["a", "b"] });
    let kit = window.call("unlock_create", arguments);
    assert!(kit["answer"]["words"].is_array(), "{kit}");
    let picked = ask_with_dialog(desktop, window, "unlock_pick_vault", &desktop.vault());
    assert_eq!(picked["answer"]["kind"], "locked", "{picked}");
    let switched = window.call("unlock_switch", json!({ "index": 0 }));
    assert_eq!(switched["answer"]["kind"], "locked", "{switched}");
    let printed = window.call("unlock_print", json!({}));
    for answer in [&placed, &kit, &picked, &switched, &printed] {
        assert!(!holds_a_secret(answer), "{answer}");
    }
}

fn no_change_brings_one(window: &Window, id: &Value) {
    let settings = window.call("settings_get", json!({}))["answer"].clone();
    let set = window.call("settings_set", json!({ "settings": settings }));
    let removed = window.call("codes_remove", json!({ "id": id }));
    for answer in [set, removed] {
        assert!(answer.get("answer").is_some(), "{answer}");
        assert!(!holds_a_secret(&answer), "{answer}");
    }
}

/// What the program tells without being asked.
fn no_event_brings_one(desktop: &Desktop, window: &Window, id: &Value) {
    window.script(LISTEN, &[json!(EVENTS)]);
    let account = format!("otpauth://totp/Kraken:anna?secret={SECRET}");
    add(desktop, &account);
    hears(window, "vault-changed");
    drop_files(desktop.display(), &[&desktop.file("export.txt")]);
    hears(window, "dragging");
    hears(window, "transfer-dropped");
    drop_files(desktop.display(), &[&desktop.file("picture.png")]);
    hears(window, "scan-started");
    hears(window, "scan-done");
    window.call("codes_copy", json!({ "id": id, "pin": null }));
    desktop.copy("UTF8_STRING", &desktop.file("kit"));
    hears(window, "clipboard-released");
    let aside = desktop.file("aside");
    fs::rename(desktop.vault(), &aside).expect("the vault can be moved");
    hears(window, "vault-trouble");
    fs::rename(&aside, desktop.vault()).expect("the vault can be moved");
    assert!(!holds_a_secret(&heard(window)));
}

fn hears(window: &Window, event: &str) {
    until(event, || {
        let told = heard(window);
        let mut told = told.as_array().expect("a list").iter();
        told.any(|told| told["event"] == event)
    });
}

fn heard(window: &Window) -> Value {
    window.script("return window.heard", &[])
}

/// Those that can be brought about here; the others hold a path or nothing.
const EVENTS: [&str; 7] = [
    "vault-changed",
    "scan-started",
    "scan-done",
    "clipboard-released",
    "vault-trouble",
    "dragging",
    "transfer-dropped",
];

const LISTEN: &str = "
    const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
    window.heard = [];
    for (const event of arguments[0]) {
        const handler = transformCallback(({ event, payload }) => window.heard.push({ event, payload }));
        invoke('plugin:event|listen', { event, target: { kind: 'Any' }, handler });
    }";

/// Calls a command and chooses a file in the dialog that it opens.
fn ask_with_dialog(desktop: &Desktop, window: &Window, command: &str, file: &Path) -> Value {
    window.script(&asked(command), &[json!({ "text": "the words of a kit" })]);
    dialog::choose(desktop.display(), file);
    let answer = answered(window);
    assert!(!holds_a_secret(&answer), "{command}");
    answer
}

/// A script that calls a command and does not wait.
fn asked(command: &str) -> String {
    format!(
        "window.answered = null;
        window.__TAURI_INTERNALS__.invoke('{command}', arguments[0]).then(
            answer => (window.answered = {{ answer }}),
            error => (window.answered = {{ error: JSON.stringify(error) }}),
        );"
    )
}

fn answered(window: &Window) -> Value {
    let mut answer = Value::Null;
    until("an answer", || {
        answer = window.script("return window.answered", &[]);
        !answer.is_null()
    });
    answer
}

/// Two accounts with a secret, a PIN and notes, and a third on the clipboard.
fn open_with_canaries(desktop: &Desktop) -> Window {
    create(desktop);
    let uri = format!("otpauth://totp/GitHub:anna?secret={SECRET}");
    add(desktop, &uri);
    add(
        desktop,
        &format!("motp://Office:anna?secret=0123456789abcdef&pin={PIN}"),
    );
    let notes = ["--recovery-file", "kit", "edit", "GitHub", "--notes", "-"];
    desktop.countersign(&notes, &format!("{NOTES}\n"));
    let copied = desktop.file("copied");
    fs::write(&copied, uri.replace("GitHub", "GitLab")).expect("the home can be written to");
    let window = Window::open(desktop);
    unlock(&window);
    window.wait_for("[role=row] [data-testid=code]");
    desktop.copy("UTF8_STRING", &copied);
    window
}

/// Arguments that fit every command; each takes those it knows.
fn arguments(id: &Value) -> Value {
    let wrong = json!({ "kind": "password", "text": "not this one" });
    let nothing = json!({
        "issuer": null, "account": null, "tags": null, "favorite": true, "methods": null, "deadline": null,
        "trustedFor": null, "recoveryContact": null, "notes": null, "secret": null, "pin": null, "counter": null,
    });
    let mut all = json!({
        "id": id, "ids": [id], "pin": null, "ticket": 99, "indices": [0], "index": 9, "credential": wrong,
        "password": "abc", "typed": null, "changes": nothing, "inView": true, "format": "otpauth", "allowCost": true,
        "names": "Somewhere", "backupCodes": false, "touchOnly": false, "name": "Blue", "key": "none", "on": "fido2",
        "called": "", "place": "nowhere", "old": null, "fresh": "1234", "passkey": "none",
        "set": id, "used": true, "kept": null, "text": "3f81-c07a", "codes": { "codes": ["3f81-c07a"] }, "replace": false,
        "account": id, "finding": "one_factor", "dismissed": true, "words": null,
        "lost": { "laptop": true, "phone": false, "passwordManager": false, "colleague": false, "keys": [] },
    });
    let of_teams = json!({
        "service": null, "home": false, "item": null, "link": "none", "member": "Bo", "role": "viewer", "user": "Anna",
    });
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), of_teams) {
        all.extend(more);
    }
    all
}

fn secrets_are_shown_for_the_password_only(window: &Window, id: &Value) {
    for command in ["codes_reveal", "codes_qr"] {
        let refused = window.call(command, arguments(id));
        assert!(says(&refused, "wrong-password"), "{command}: {refused}");
        assert!(!holds_a_secret(&refused), "{command}");
    }
    let ids = json!([id]);
    let refused = window.call("transfer_series", arguments(id));
    assert!(says(&refused, "wrong-password"), "{refused}");
    let right = json!({ "kind": "password", "text": PASSWORD });
    let series = window.call(
        "transfer_series",
        json!({ "ids": ids, "credential": right }),
    );
    assert!(series["answer"][0]["rows"].is_array(), "a QR code");
    let shown = window.call("codes_reveal", json!({ "id": id, "credential": right }));
    assert_eq!(shown["answer"]["secret"], SECRET);
    assert_eq!(shown["answer"]["notes"], NOTES);
}

fn says(answer: &Value, code: &str) -> bool {
    answer["error"]
        .as_str()
        .is_some_and(|error| error.contains(code))
}

fn holds_a_secret(answer: &Value) -> bool {
    let text = answer.to_string();
    [SECRET, PIN, NOTES, PASSWORD]
        .iter()
        .any(|secret| text.contains(secret))
}

/// Every command of the program, from its own list.
fn commands() -> Vec<String> {
    let list = fs::read_to_string(file("src-tauri/commands/names.rs")).expect("the list is there");
    let names = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > ANSWERED.len() + BY_HAND.len(), "{names:?}");
    names
}

/// Neither in what is shown nor in what a page can keep.
fn nothing_is_left_in_the_page(window: &Window) {
    let kept = window.script(
        "return JSON.stringify([document.documentElement.outerHTML, {...localStorage}, {...sessionStorage},
            document.cookie, [...document.querySelectorAll('input, textarea')].map(field => field.value)])",
        &[],
    );
    assert!(!holds_a_secret(&kept));
}

#[test]
fn a_command_that_is_none_of_ours_is_refused() {
    let Some(desktop) = Desktop::start("a_command_that_is_none_of_ours_is_refused") else {
        return;
    };
    let window = Window::open(&desktop);
    for command in [
        "plugin:dialog|open",
        "plugin:window|close",
        "plugin:event|emit",
        "unlock_everything",
    ] {
        // The frame between pages and program answers to none of them.
        let answer = window.call_within(2, command, json!({}));
        assert!(answer.get("answer").is_none(), "{command}: {answer}");
    }
    let plant = "
        const done = arguments[0];
        try {
            const script = document.createElement('script');
            script.textContent = 'window.planted = 1';
            document.body.append(script);
        } catch {}
        setTimeout(() => done(window.planted ?? 0), 200);";
    assert_eq!(
        window.script_async(plant, &[]),
        0,
        "a planted script does not run"
    );
}
