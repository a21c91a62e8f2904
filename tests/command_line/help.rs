//! Help, completions and the manual page.

use crate::program::Home;

/// Every command that people see.
const COMMANDS: [&str; 64] = [
    "init",
    "add",
    "list",
    "show",
    "code",
    "qr",
    "edit",
    "remove",
    "move",
    "trash list",
    "trash restore",
    "trash empty",
    "scan",
    "export",
    "slots list",
    "slots add password",
    "slots add recovery",
    "slots add fido2",
    "slots remove",
    "slots rename",
    "keys list",
    "keys info",
    "keys pin set",
    "keys pin change",
    "keys passkeys list",
    "keys passkeys rename",
    "keys passkeys delete",
    "keys config always-uv",
    "keys config min-pin",
    "keys config force-pin-change",
    "keys reset",
    "keys wink",
    "keys test",
    "password change",
    "backup create",
    "backup list",
    "backup prove",
    "backup restore",
    "backup-codes add",
    "backup-codes use",
    "identity",
    "team create",
    "team list",
    "team invite",
    "team join",
    "team pending",
    "team approve",
    "team members",
    "team keys",
    "team role",
    "team remove",
    "team leave",
    "team log",
    "team verify",
    "team repair",
    "team recover",
    "team sync",
    "team rotate-list",
    "team rotate-take",
    "team rotate-done",
    "doctor",
    "completions",
    "man",
    "--version",
];

#[test]
fn the_help_is_for_people() {
    let home = Home::empty();
    insta::assert_snapshot!("help", home.run(&["--help"]).done());
    let mut pages = String::new();
    for command in COMMANDS.iter().filter(|command| !command.starts_with('-')) {
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = home.run(&args).done();
        assert!(
            help.contains(&format!("Usage: countersign {command}")),
            "{help}"
        );
        // What follows is the same everywhere.
        pages += help.split("For every command:").next().unwrap();
    }
    insta::assert_snapshot!("help_of_commands", pages);
    assert_eq!(
        home.run(&["--version"]).done(),
        concat!("countersign ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn the_manual_page_has_every_command_and_no_secret_one() {
    let page = Home::empty().run(&["man"]).done();
    for command in COMMANDS.iter().filter(|command| !command.starts_with('-')) {
        assert!(
            page.contains(&format!("\n.SS countersign {command}\n")),
            "{command}"
        );
    }
    assert!(
        page.starts_with(".ie") && page.contains(".TH countersign 1"),
        "{page}"
    );
    assert!(!page.contains("clipboard-owner"));
}

#[test]
fn every_shell_gets_completions_for_every_command() {
    let home = Home::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = home.run(&["completions", shell]).done();
        for word in COMMANDS.iter().flat_map(|command| command.split(' ')) {
            assert!(
                script.contains(word.trim_start_matches('-')),
                "{shell}: {word}"
            );
        }
        assert!(!script.contains("clipboard-owner"), "{shell}");
    }
}
