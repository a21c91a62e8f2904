//! The lists of commands agree: what the build script allows, what is handled, what the capability names, what the
//! frame between pages and program lets through, and what the pages can ask for.

use super::names::COMMANDS;
use std::collections::BTreeSet;

const HANDLER: &str = include_str!("../commands.rs");
const CAPABILITY: &str = include_str!("../../capabilities/main.json");
const ISOLATION: &str = include_str!("../../ui/isolation/index.js");
const BACKEND: &str = include_str!("../../ui/src/ipc/backend.ts");
const TAURI: &str = include_str!("../../ui/src/ipc/tauri.ts");

/// What the frame lets through and Tauri itself answers.
const EVENTS: [&str; 2] = ["plugin:event|listen", "plugin:event|unlisten"];

fn ours() -> BTreeSet<String> {
    COMMANDS.iter().map(|name| (*name).to_owned()).collect()
}

/// The texts between `start` and `end`, wherever they are.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(end)?.0))
        .collect()
}

/// `codesAddTyped` is `codes_add_typed`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[test]
fn every_command_that_is_allowed_is_handled() {
    let list = between(HANDLER, "generate_handler![", "]").concat();
    let names = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next());
    let handled: BTreeSet<String> = names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(handled, ours());
}

#[test]
fn the_one_capability_allows_our_commands_and_listening_and_nothing_else() {
    let capability: serde_json::Value = serde_json::from_str(CAPABILITY).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|permission| permission.as_str().expect("a name").to_owned())
        .collect();
    let ours = ours()
        .into_iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")));
    let events = ["listen", "unlisten"].map(|name| format!("core:event:allow-{name}"));
    assert_eq!(allowed, ours.chain(events).collect());
    assert!(
        capability.get("remote").is_none(),
        "no page from elsewhere may call us"
    );
}

#[test]
fn the_frame_between_pages_and_program_lets_only_those_through() {
    let passed: BTreeSet<String> = between(ISOLATION, "  \"", "\",")
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        passed,
        ours()
            .into_iter()
            .chain(EVENTS.map(str::to_owned))
            .collect()
    );
}

#[test]
fn the_pages_can_ask_for_each_of_them_and_for_nothing_else() {
    let called: BTreeSet<String> = between(TAURI, "invoke(\"", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(called, ours());
    let methods = between(BACKEND, "\n  ", "(").into_iter();
    let methods = methods.filter(|name| name.chars().all(char::is_alphanumeric));
    let methods: BTreeSet<String> = methods
        .map(snake_case)
        .filter(|name| name != "listen")
        .collect();
    assert_eq!(methods, ours());
}
