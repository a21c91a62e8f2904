//! Team vaults in the window: one person has the window, the other the command line, and both one folder.

use crate::desktop::Desktop;
use crate::dialog;
use crate::vault::{PASSWORD, add, assert_code, create, now, unlock};
use crate::window::{Window, by, without_marks};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const SECRET: &str = "KRUGS4ZANFZSAYLOEBUW24DPON2GC3TU";
const OTHER: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str =
    "otpauth://totp/GitHub:anna?secret=KRUGS4ZANFZSAYLOEBUW24DPON2GC3TU&issuer=GitHub";
const HETZNER: &str =
    "otpauth://totp/Hetzner:ops?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Hetzner";

/// Somebody else, on a computer of their own.
struct Bob<'a> {
    desktop: &'a Desktop,
    home: PathBuf,
}

impl<'a> Bob<'a> {
    fn new(desktop: &'a Desktop) -> Self {
        let home = desktop.file("bob");
        fs::create_dir(&home).expect("the home can be written to");
        fs::write(home.join("password"), "orchid tunnel harbor violin").expect("it can be written");
        let bob = Self { desktop, home };
        bob.done(&[
            "--password-file",
            "password",
            "init",
            "--recovery-kit",
            "kit",
        ]);
        bob
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = self.desktop.command(&Desktop::command_line());
        command.env("HOME", &self.home).current_dir(&self.home);
        for name in ["DATA", "CONFIG", "CACHE"] {
            command.env(format!("XDG_{name}_HOME"), self.home.join(name));
        }
        command.args(args).output().expect("the program starts")
    }

    fn done(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "countersign {args:?}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn unlocked(&self, args: &[&str]) -> String {
        self.done(&[&["--recovery-file", "kit"], args].concat())
    }

    /// A team vault of his with an account in it; where its storage is.
    fn founds(&self) -> PathBuf {
        let storage = self.desktop.file("storage");
        fs::create_dir(&storage).expect("the home can be written to");
        let place = storage.display().to_string();
        self.unlocked(&["team", "create", "Ops", "--as", "Bob", "--storage", &place]);
        self.unlocked(&["add", "--in", "Ops", HETZNER]);
        storage
    }

    fn json(&self, args: &[&str]) -> Value {
        let said = self.unlocked(&[&["--json"], args].concat());
        serde_json::from_str(&said).expect("it is JSON")
    }
}

/// What the program says of its first team vault.
fn overview(window: &Window) -> Value {
    let list = window.call("teams_list", json!({}));
    let id = &list["answer"][0]["id"];
    window.call("teams_overview", json!({ "id": id }))["answer"].clone()
}

/// An open vault with an account in it.
fn open(desktop: &Desktop) -> Window {
    create(desktop);
    add(desktop, GITHUB);
    let window = Window::open(desktop);
    unlock(&window);
    window
}

/// A team vault that is made in the window, in a folder that is chosen in the system's dialog.
fn found(desktop: &Desktop, window: &Window) -> PathBuf {
    let storage = desktop.file("storage");
    fs::create_dir(&storage).expect("the home can be written to");
    window.click("nav-teams");
    window.click("teams-new");
    window.fill("teams-name", "Ops");
    window.fill("teams-user", "Ada");
    window.click("teams-folder-choose");
    dialog::choose(desktop.display(), &storage);
    window.wait_for_text(&by("teams-folder"), "storage");
    window.click("teams-create-submit");
    window.wait_for_text(&by("teams-summary"), "in step");
    storage
}

/// Bob asks by a link that the window made, and is let in by the words that his program showed.
fn let_in(window: &Window, bob: &Bob<'_>) {
    window.click("teams-invite");
    window.click("teams-invite-make");
    let link = window.text(&by("teams-link"));
    let joined = bob.json(&["team", "join", &link, "--as", "Bob"]);
    let words = joined["words"].as_array().expect("words").iter();
    let words: Vec<&str> = words.map(|word| word.as_str().expect("a word")).collect();
    window.click_on("[role=dialog] [data-testid=teams-type-words]");
    assert_eq!(
        overview(window)["words"],
        json!([]),
        "whoever lets somebody in is not told the words"
    );
    let mut wrong = words.clone();
    wrong.reverse();
    window.fill("teams-words-typed", &wrong.join(" "));
    window.click("teams-approve-submit");
    window.wait_for_text("[role=dialog]", "not the six words of Bob");
    window.fill("teams-words-typed", &words.join(" "));
    window.click("teams-approve-submit");
    window.wait_for_text(&by("teams-members"), "Bob");
    bob.unlocked(&["team", "sync", "Ops"]);
}

/// The account with this name is in the list, as one of the team; its code.
fn code_of_row(window: &Window, name: &str) -> String {
    let row = "const row = [...document.querySelectorAll('[role=row]')].find(row =>
        row.innerText.includes(arguments[0]) && row.querySelector('[data-testid^=team-of-]'));
        return row?.querySelector('[data-testid=code]:not(.small)')?.innerText ?? ''";
    let mut code = String::new();
    crate::window::until(&format!("the code of {name}"), || {
        let shown = window.script(row, &[json!(name)]);
        code = without_marks(shown.as_str().expect("text")).replace(char::is_whitespace, "");
        !code.is_empty()
    });
    code
}

/// The code of that account is the one of now, by another program.
fn shows_the_code(window: &Window, name: &str, secret: &str) {
    let shown = code_of_row(window, name);
    let until = now();
    assert_code(&shown, secret, until.saturating_sub(5), until);
}

#[test]
fn two_people_share_accounts_until_one_of_them_is_removed() {
    let test = "teams::two_people_share_accounts_until_one_of_them_is_removed";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let bob = Bob::new(&desktop);
    let window = open(&desktop);
    found(&desktop, &window);
    let_in(&window, &bob);

    // From the window to the other.
    window.click("nav-codes");
    // What the checkup found comes last, above the button.
    window.wait_for(&by("facts-grade"));
    window.click_on("[data-testid^=pane-menu-move-]");
    window.wait_for_text("[role=dialog]", "Every member of Ops can read its secret");
    window.click("move-submit");
    shows_the_code(&window, "GitHub", SECRET);
    let before = now();
    let code = bob.unlocked(&["code", "--in", "Ops", "GitHub"]);
    assert_code(&code, SECRET, before, now());

    // From the other to the window, which asks the storage by itself.
    bob.unlocked(&["add", "--in", "Ops", HETZNER]);
    shows_the_code(&window, "Hetzner", OTHER);

    window.click("nav-teams");
    window.click("teams-tab-members");
    let member = overview(&window)["members"]
        .as_array()
        .and_then(|members| members.iter().find(|one| one["name"] == "Bob"))
        .map(|bob| bob["id"].as_str().expect("an id").to_owned());
    let member = member.expect("Bob is in");
    window.click(&format!("teams-more-{member}"));
    window.click(&format!("teams-remove-{member}"));
    window.wait_for_text("[role=dialog]", "2 accounts and the key of the storage");
    window.click("teams-confirm");
    window.wait_for_text(&by("teams-rotate-progress"), "0 of 3 replaced");
    let outcome = bob.run(&["--recovery-file", "kit", "team", "sync", "Ops"]);
    let said = String::from_utf8_lossy(&outcome.stderr);
    assert!(said.contains("not a member any more"), "{said}");

    // Nothing of the team outlives the lock, and all of it comes back.
    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    let locked = window.call("teams_list", json!({}));
    assert!(
        locked["error"]
            .as_str()
            .is_some_and(|error| error.contains("vault-locked"))
    );
    unlock(&window);
    window.click("nav-codes");
    assert_eq!(code_of_row(&window, "Hetzner").len(), 6);
}

#[test]
fn a_storage_that_is_gone_holds_up_nobody_and_one_that_lost_entries_is_repaired() {
    let test =
        "teams::a_storage_that_is_gone_holds_up_nobody_and_one_that_lost_entries_is_repaired";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = open(&desktop);
    let storage = found(&desktop, &window);
    window.click("teams-tab-accounts");
    window.click("teams-add-account");
    window.click_on("[role=dialog] li button");
    window.wait_for_text(&by("teams-accounts"), "changed by Ada");

    let away = storage.with_extension("away");
    fs::rename(&storage, &away).expect("it can be moved");
    window.click("teams-more");
    window.click("teams-look");
    window.wait_for_text(&by("teams-summary"), "offline");
    window.click("nav-codes");
    shows_the_code(&window, "GitHub", SECRET);
    let id = window.call("codes_list", json!({}))["answer"][0]["id"].clone();
    let kept = "{ issuer: 'GitLab', account: null, tags: null, favorite: null, methods: null, deadline: null,
        trustedFor: null, recoveryContact: null, notes: null, secret: null, pin: null, counter: null }";
    let changes = window.script(&format!("return {kept}"), &[]);
    let edited = window.call("codes_edit", json!({ "id": id, "changes": changes }));
    assert!(edited.get("answer").is_some(), "{edited}");
    window.wait_for_text("[role=row]", "GitLab");
    window.click("nav-teams");
    window.wait_for_text(&by("teams-summary"), "1 change waits");
    fs::rename(&away, &storage).expect("it can be moved");
    window.click("teams-try-again");
    window.wait_for_text(&by("teams-summary"), "in step");

    lose_the_newest(&storage);
    window.click("teams-more");
    window.click("teams-look");
    window.wait_for_text(&by("teams-stopped"), "lost entries");
    assert_eq!(
        window.count(&by("teams-invite")),
        0,
        "nothing can be changed"
    );
    window.click("teams-put-back");
    window.wait_until_gone(&by("teams-stopped"));
    window.wait_for_text(&by("teams-summary"), "in step");

    // Where it is not to come back, the log goes on in a branch.
    lose_the_newest(&storage);
    window.click("teams-more");
    window.click("teams-look");
    window.click("teams-begin-branch");
    window.click("teams-confirm");
    window.wait_until_gone(&by("teams-stopped"));
    window.wait_for_text(&by("teams-summary"), "in step");
    assert!(storage.join("log-1").is_dir());
    window.click("nav-codes");
    window.wait_for_text("[role=row]", "GitLab");
    assert_eq!(code_of_row(&window, "GitLab").len(), 6);
}

fn lose_the_newest(storage: &Path) {
    let entries = fs::read_dir(storage.join("log/000000000")).expect("it is there");
    let newest = entries.map(|entry| entry.expect("a file").path()).max();
    fs::remove_file(newest.expect("an entry")).expect("it can be removed");
}

#[test]
fn whoever_joins_in_the_window_reads_six_words_out_and_is_in_once_they_were_typed() {
    let test =
        "teams::whoever_joins_in_the_window_reads_six_words_out_and_is_in_once_they_were_typed";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let bob = Bob::new(&desktop);
    let storage = bob.founds();
    let place = storage.display().to_string();
    let invited = bob.json(&["team", "invite", "Ops", "--link", "--role", "editor"]);
    let link = invited["link"].as_str().expect("a link");

    let window = open(&desktop);
    window.click("nav-teams");
    window.click("teams-join");
    window.fill("teams-join-link", link);
    window.click("teams-join-submit");
    window.wait_for_text("[role=dialog]", &place);
    window.click("teams-folder-choose");
    dialog::choose(desktop.display(), &storage);
    window.wait_for_text(&by("teams-folder"), &place);
    window.fill("teams-user", "Ada");
    window.click("teams-join-submit");
    window.wait_for(&by("teams-words"));
    let words = window.script(
        "return [...document.querySelectorAll('[data-testid=teams-words] b')].map(word => word.innerText).join(' ')",
        &[],
    );
    let words = words.as_str().expect("text");
    assert_eq!(words.split(' ').count(), 6);
    bob.unlocked(&["team", "approve", "Ops", "Ada", "--words", words]);
    window.click("teams-check");
    window.wait_for_text(&by("teams-members"), "Bob");
    window.click("nav-codes");
    shows_the_code(&window, "Hetzner", OTHER);

    // Nobody ends up in a branch unasked.
    bob.unlocked(&["edit", "--in", "Ops", "Hetzner", "--account", "root"]);
    lose_the_newest(&storage);
    bob.unlocked(&["team", "recover", "Ops", "--new-branch"]);
    window.click("nav-teams");
    window.click("teams-more");
    window.click("teams-look");
    window.wait_for_text(&by("teams-stopped"), "Bob began a branch");
    window.click("teams-follow-branch");
    window.wait_until_gone(&by("teams-stopped"));
    window.wait_for_text(&by("teams-summary"), "in step");
    window.click("nav-codes");
    shows_the_code(&window, "Hetzner", OTHER);
}

#[test]
fn the_only_owner_has_a_sheet_printed_by_which_somebody_else_comes_back_as_an_owner() {
    let test =
        "teams::the_only_owner_has_a_sheet_printed_by_which_somebody_else_comes_back_as_an_owner";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let bob = Bob::new(&desktop);
    let window = open(&desktop);
    found(&desktop, &window);
    window.click("teams-tab-accounts");
    window.click("teams-add-account");
    window.click_on("[role=dialog] li button");
    window.wait_for_text(&by("teams-accounts"), "changed by Ada");
    window.click("teams-tab-members");
    window.click("teams-sole-sheet");
    window.fill("reveal-password", PASSWORD);
    window.click("reveal-submit");
    dialog::choose(desktop.display(), &desktop.file("sheet.html"));
    window.wait_for_text("[role=dialog]", "good from now on");
    window.click("teams-sheet-close");
    window.wait_for_text(&by("teams-members"), "Owner sheet");
    assert_eq!(window.count(&by("teams-sole-sheet")), 0);
    window.click("teams-tab-activity");
    window.click("teams-export");
    dialog::choose(desktop.display(), &desktop.file("activity.csv"));
    let table = desktop.file("activity.csv");
    let table = || fs::read_to_string(&table).unwrap_or_default();
    crate::window::until("the exported activity", || table().ends_with("\n"));
    let table = table();
    let first = table.lines().nth(1).expect("a line").to_owned();
    assert!(
        first.ends_with(r#""Ada","add-member","Owner sheet""#),
        "{table}"
    );
    assert!(!table.contains(SECRET));

    let sheet = desktop.file("sheet.html").display().to_string();
    bob.unlocked(&["team", "recover", "--sheet", &sheet, "--as", "Bob"]);
    let before = now();
    let code = bob.unlocked(&["code", "--in", "Ops", "GitHub"]);
    assert_code(&code, SECRET, before, now());
    let members = bob.json(&["team", "members", "Ops"]);
    let bob_is = |one: &Value| one["member"] == "Bob" && one["role"] == "owner";
    assert!(
        members.as_array().expect("members").iter().any(bob_is),
        "{members}"
    );
}

#[test]
fn whoever_types_the_words_of_an_owner_sheet_in_the_window_comes_back_as_an_owner() {
    let test =
        "teams::whoever_types_the_words_of_an_owner_sheet_in_the_window_comes_back_as_an_owner";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let bob = Bob::new(&desktop);
    let storage = bob.founds();
    let place = storage.display().to_string();
    bob.unlocked(&["team", "owner-sheet", "Ops", "--out", "sheet.txt"]);
    let sheet = fs::read_to_string(bob.home.join("sheet.txt")).expect("it was written");
    let numbered = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let lines: Vec<&str> = sheet.lines().filter(numbered).collect();

    let window = open(&desktop);
    window.click("nav-teams");
    window.click("teams-join");
    window.fill("teams-join-link", &lines.join(" "));
    window.click("teams-join-submit");
    window.fill("teams-user", "Ada");
    window.click("teams-folder-choose");
    dialog::choose(desktop.display(), &storage);
    window.wait_for_text(&by("teams-folder"), &place);
    window.click("teams-join-submit");
    window.wait_for_text(&by("teams-members"), "Ada");
    assert_eq!(overview(&window)["team"]["role"], "owner");
    window.click("nav-codes");
    shows_the_code(&window, "Hetzner", OTHER);
}
