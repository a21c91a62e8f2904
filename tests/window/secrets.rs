//! No secret comes into the page but by the commands that are meant to show one, after asking again.

use crate::desktop::Desktop;
use crate::vault::{PASSWORD, add, create, unlock};
use crate::window::Window;
use serde_json::{Value, json};
use std::fs;

/// Nothing else in the program looks like it.
const SECRET: &str = "KRUGS4ZANFZSAYLOEBUW24DPON2GC3TU";
const PIN: &str = "74159263";
const NOTES: &str = "canary in the notes";

/// Calls a command of the program as any script in the page could.
const CALL: &str = "
    const [command, args, patience, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, args).then(
        answer => done({ answer }),
        error => done({ error: typeof error === 'string' ? error : JSON.stringify(error) }),
    );
    setTimeout(() => done({ error: 'no answer' }), patience);";

fn call(window: &Window, command: &str, args: Value) -> Value {
    window.script_async(CALL, &[json!(command), args, json!(20_000)])
}

fn holds_a_secret(answer: &Value) -> bool {
    let text = answer.to_string();
    [SECRET, PIN, NOTES, PASSWORD]
        .iter()
        .any(|secret| text.contains(secret))
}

/// Every command of the program, from its own list.
fn commands() -> Vec<String> {
    let list = fs::read_to_string(crate::vault::picture("src-tauri/commands/names.rs"));
    let list = list.expect("the list is there");
    let names = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    names.map(str::to_owned).collect()
}

/// Commands that open a dialog of the system, end the session or show a secret: looked at by hand below or not at all.
const SPECIAL: [&str; 10] = [
    "unlock_save_kit",
    "unlock_print",
    "unlock_lock",
    "unlock_switch",
    "unlock_pick_vault",
    "unlock_place_vault",
    "scan_pick",
    "codes_reveal",
    "codes_qr",
    "codes_remove",
];

#[test]
fn no_answer_of_a_command_holds_a_secret_unless_it_was_asked_for_with_the_password() {
    let test = "no_answer_of_a_command_holds_a_secret_unless_it_was_asked_for_with_the_password";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(
        &desktop,
        &format!("otpauth://totp/GitHub:anna?secret={SECRET}"),
    );
    add(
        &desktop,
        &format!("motp://Office:anna?secret={}&pin={PIN}", "0123456789abcdef"),
    );
    desktop.countersign(
        &["--recovery-file", "kit", "edit", "GitHub", "--notes", "-"],
        &format!("{NOTES}\n"),
    );
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for("[role=row] [data-testid=code]");

    let list = call(&window, "codes_list", json!({}));
    let accounts = list["answer"].as_array().expect("a list");
    let github = accounts
        .iter()
        .find(|account| account["issuer"] == "GitHub")
        .expect("it is there");
    let id = &github["id"];
    let wrong = json!({ "kind": "password", "text": "not this one" });
    let mut asked = 0;
    for command in commands()
        .iter()
        .filter(|command| !SPECIAL.contains(&command.as_str()))
    {
        let args = json!({
            "id": id, "ids": [id], "pin": null, "ticket": 1, "indices": [], "index": 9, "typed": null,
            "credential": wrong, "password": "abc", "names": ["a", "b"], "giveUp": false,
            "changes": { "favorite": true },
            "settings": { "theme": "system", "density": "compact", "clipboardSeconds": 30, "autoLockMinutes": 5, "hideCodes": false },
        });
        let answer = call(&window, command, args);
        // The kit of a new vault is meant to be shown; it is none of this vault's.
        assert!(!holds_a_secret(&answer), "{command}");
        asked += 1;
    }
    assert!(asked > 25, "only {asked} commands were asked");

    for command in ["codes_reveal", "codes_qr"] {
        let refused = call(&window, command, json!({ "id": id, "credential": wrong }));
        assert!(
            refused["error"]
                .as_str()
                .is_some_and(|error| error.contains("wrong-password")),
            "{refused}"
        );
    }
    let right = json!({ "kind": "password", "text": PASSWORD });
    let shown = call(
        &window,
        "codes_reveal",
        json!({ "id": id, "credential": right }),
    );
    assert_eq!(shown["answer"]["secret"], SECRET);
    assert_eq!(shown["answer"]["notes"], NOTES);

    nothing_is_left_in_the_page(&window);
    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    let locked = call(&window, "codes_list", json!({}));
    assert!(
        locked["error"]
            .as_str()
            .is_some_and(|error| error.contains("vault-locked")),
        "{locked}"
    );
    nothing_is_left_in_the_page(&window);
}

/// Neither in what is shown nor in what a page can keep.
fn nothing_is_left_in_the_page(window: &Window) {
    let kept = window.script(
        "return JSON.stringify([document.documentElement.outerHTML, {...localStorage}, {...sessionStorage}, document.cookie,
            [...document.querySelectorAll('input, textarea')].map(field => field.value)])",
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
        let answer = window.script_async(CALL, &[json!(command), json!({}), json!(2_000)]);
        assert!(answer.get("answer").is_none(), "{command}: {answer}");
    }
    let script = "const done = arguments[0];
        try { const script = document.createElement('script'); script.textContent = 'window.planted = 1'; document.body.append(script); } catch {}
        setTimeout(() => done(window.planted ?? 0), 200);";
    assert_eq!(
        window.script_async(script, &[]),
        0,
        "a planted script does not run"
    );
}
