//! A team of five, each with a vault of their own, over one folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Home, Run, SECRET, URI};

/// RFC 6238's code of [`SECRET`] at second 59, six digits.
const CODE_AT_59: &str = "287082\n";
const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

struct Team {
    storage: TempDir,
    people: Vec<Home>,
}

const ADA: usize = 0;
const BOB: usize = 1;
const CARA: usize = 2;
const DAN: usize = 3;
const EVE: usize = 4;

impl Team {
    fn founded() -> Self {
        let storage = tempfile::tempdir().unwrap();
        let team = Self {
            storage,
            people: vec![Home::with_vault()],
        };
        let folder = team.folder();
        team.run(
            ADA,
            &["team", "create", "Ops", "--storage", &folder, "--as", "Ada"],
        )
        .done();
        team
    }

    /// Ada, the owner; Bob, an admin; Cara and Dan, editors; Eve, a viewer.
    fn of_five() -> Self {
        let mut team = Self::founded();
        for (name, role) in [
            ("Bob", "admin"),
            ("Cara", "editor"),
            ("Dan", "editor"),
            ("Eve", "viewer"),
        ] {
            team.invite(name, role);
        }
        team
    }

    fn folder(&self) -> String {
        self.storage.path().to_str().unwrap().to_owned()
    }

    fn run(&self, who: usize, args: &[&str]) -> Run {
        self.people[who].unlocked(args)
    }

    fn json(&self, who: usize, args: &[&str]) -> Value {
        self.run(who, &[["--json"].as_slice(), args].concat())
            .json()
    }

    /// Somebody asks to join by a new link. Gives the words.
    fn asks(&mut self, name: &str, role: &str) -> String {
        let invited = self.json(ADA, &["team", "invite", "Ops", "--link", "--role", role]);
        let link = invited["link"].as_str().unwrap().to_owned();
        self.people.push(Home::with_vault());
        self.joins(self.people.len() - 1, &link, name)
    }

    fn joins(&self, who: usize, link: &str, name: &str) -> String {
        let joined = self.json(
            who,
            &[
                "team",
                "join",
                link,
                "--storage",
                &self.folder(),
                "--as",
                name,
            ],
        );
        let words = joined["words"].as_array().unwrap().iter();
        words
            .map(|word| word.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn invite(&mut self, name: &str, role: &str) {
        let words = self.asks(name, role);
        let who = self.people.len() - 1;
        self.run(ADA, &["team", "approve", "Ops", name, "--words", &words])
            .done();
        let id = self.json(who, &["team", "list"])[0]["name"].clone();
        self.run(who, &["team", "sync", id.as_str().unwrap()])
            .done();
    }

    fn add(&self, who: usize, uri: &str) -> Run {
        self.run(who, &["add", "--in", "Ops", uri])
    }

    fn accounts(&self, who: usize) -> Vec<String> {
        let list = self.json(who, &["list", "--in", "Ops"]);
        let issuer = |account: &Value| account["issuer"].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(issuer).collect()
    }

    fn log_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.storage.path().join("log/000000000"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }

    /// The storage as it is while nobody can reach it.
    fn out_of_reach<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        let away = self.storage.path().with_extension("away");
        fs::rename(self.storage.path(), &away).unwrap();
        let done = meanwhile();
        fs::rename(&away, self.storage.path()).unwrap();
        done
    }
}

fn uri(issuer: &str) -> String {
    format!("otpauth://totp/{issuer}:ops?secret={SECRET}&issuer={issuer}")
}

#[test]
fn five_people_share_accounts_and_one_is_removed_in_the_middle_of_edits_made_offline() {
    let team = Team::of_five();
    team.add(CARA, URI).done();
    for who in [ADA, BOB, CARA, DAN, EVE] {
        let code = team.run(who, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
        assert_eq!(code.done(), CODE_AT_59);
    }
    team.add(EVE, &uri("Bank")).failed(6);
    team.run(DAN, &["team", "remove", "Ops", "Eve"]).failed(6);

    // Cara and Dan work without the storage; then Bob removes Dan.
    team.out_of_reach(|| {
        let kept = team.add(CARA, &uri("Cloud"));
        assert_eq!(kept.code, Some(0), "{kept:?}");
        assert!(kept.stderr.contains("storage"), "{kept:?}");
        assert_eq!(team.add(DAN, &uri("Door")).code, Some(0));
        let seen = team.run(CARA, &["list", "--in", "Ops", "--json"]);
        assert!(seen.stdout.contains("Cloud") && seen.stdout.contains("GitHub"));
    });
    team.run(BOB, &["team", "remove", "Ops", "Dan"]).done();
    team.run(CARA, &["team", "sync", "Ops"]).done();
    team.run(DAN, &["team", "sync", "Ops"]).failed(6);
    for who in [ADA, BOB, CARA, EVE] {
        assert_eq!(team.accounts(who), ["Cloud", "GitHub"]);
    }
    // What Dan had stays his, with what he added; nothing of it went to the team.
    let dans = team.run(DAN, &["list", "--in", "Ops", "--json"]);
    assert!(
        dans.stdout.contains("GitHub") && dans.stdout.contains("Door"),
        "{dans:?}"
    );
    assert!(!dans.stdout.contains("Cloud"));

    let lines = team.json(ADA, &["team", "rotate-list", "Ops"]);
    assert_eq!(
        lines[0]["item"],
        Value::Null,
        "the storage's key comes first"
    );
    assert_eq!(lines[1]["account"], "GitHub:alice");
    assert_eq!(lines.as_array().unwrap().len(), 2, "Dan never saw Cloud");
    team.run(CARA, &["team", "rotate-done", "Ops", "GitHub"])
        .failed(6);
    let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
    team.people[CARA].typed(&edit, OTHER_SECRET).done();
    team.run(CARA, &["team", "rotate-done", "Ops", "GitHub"])
        .done();
    team.run(ADA, &["team", "rotate-done", "Ops", "storage"])
        .done();
    let lines = team.json(BOB, &["team", "rotate-list", "Ops"]);
    assert!(
        lines
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["done"] == true)
    );
    let shown = team.json(EVE, &["show", "--in", "Ops", "GitHub", "--secrets"]);
    assert_eq!(shown["secret"], OTHER_SECRET);
    assert_eq!(shown["vault"], "Ops");
}

#[test]
fn nobody_is_let_in_without_the_words_of_the_keys_that_asked() {
    let mut team = Team::founded();
    team.asks("Bob", "admin");
    let approve = |more: &[&str]| {
        let args = [["team", "approve", "Ops", "Bob"].as_slice(), more].concat();
        team.run(ADA, &args)
    };
    approve(&[]).failed(6);
    approve(&["--words", "abandon abandon abandon abandon abandon about"]).failed(6);
    team.run(
        BOB,
        &[
            "team",
            "sync",
            team.json(BOB, &["team", "list"])[0]["name"]
                .as_str()
                .unwrap(),
        ],
    )
    .failed(6);
    let pending = team.json(ADA, &["team", "pending", "Ops"]);
    assert_eq!(pending[0]["member"], "Bob");
    let shown: Vec<&String> = pending[0].as_object().unwrap().keys().collect();
    assert_eq!(shown, ["member", "since", "link_role"], "never the words");
    approve(&["--unverified"]).done();
    let members = team.json(ADA, &["team", "members", "Ops"]);
    let bob = &members[1];
    assert_eq!(
        (&bob["role"], &bob["verified"]),
        (&"viewer".into(), &"no".into())
    );
    team.run(ADA, &["team", "role", "Ops", "Bob", "editor"])
        .failed(6);
}

#[test]
fn a_link_lets_one_person_ask_and_a_part_of_it_nobody() {
    let mut team = Team::founded();
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = invited["link"].as_str().unwrap().to_owned();
    team.people.extend([Home::with_vault(), Home::with_vault()]);
    let cut = &link[..link.len() - 4];
    let folder = team.folder();
    team.run(
        BOB,
        &["team", "join", cut, "--storage", &folder, "--as", "Bob"],
    )
    .failed(2);
    let bobs = team.joins(BOB, &link, "Bob");
    let caras = team.joins(CARA, &link, "Cara");
    assert_ne!(bobs, caras);
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &bobs])
        .done();
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--words", &caras])
        .failed(6);
}

#[test]
fn whoever_was_removed_gets_no_new_key_by_the_words_of_then() {
    let mut team = Team::founded();
    let words = team.asks("Bob", "editor");
    let approve = ["team", "approve", "Ops", "Bob", "--words", &words];
    team.run(ADA, &approve).done();
    team.run(ADA, &approve).done();
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    // Bob still has the way into the storage, and clears the place of a welcome.
    let is_welcome = |path: &PathBuf| path.to_string_lossy().ends_with("-welcome");
    let welcomes = || {
        let inboxes = fs::read_dir(team.storage.path().join("inbox")).unwrap();
        let files = inboxes.flat_map(|inbox| fs::read_dir(inbox.unwrap().path()).unwrap());
        let files = files.map(|file| file.unwrap().path());
        files.filter(is_welcome).collect::<Vec<_>>()
    };
    assert_eq!(welcomes().len(), 1);
    fs::remove_file(&welcomes()[0]).unwrap();
    team.run(ADA, &approve).failed(6);
    assert_eq!(welcomes(), Vec::<PathBuf>::new());
}

#[test]
fn a_storage_that_loses_or_changes_what_was_read_is_noticed_and_what_it_lost_can_be_put_back() {
    let team = Team::founded();
    team.add(ADA, URI).done();
    let last = team.log_files().pop().unwrap();
    let entry = fs::read(&last).unwrap();
    fs::remove_file(&last).unwrap();
    assert!(team.run(ADA, &["team", "sync", "Ops"]).code == Some(4));
    team.add(ADA, &uri("Bank"))
        .stderr
        .contains("lost")
        .then_some(())
        .unwrap();
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.stdout, CODE_AT_59, "codes that are here keep working");
    team.run(ADA, &["team", "repair", "Ops"]).done();
    assert_eq!(fs::read(&last).unwrap(), entry);
    team.run(ADA, &["team", "sync", "Ops"]).done();

    let mut cut = entry.clone();
    cut.truncate(entry.len() / 2);
    write_over(&last, &cut);
    assert_eq!(team.run(ADA, &["team", "sync", "Ops"]).code, Some(4));
    team.run(ADA, &["team", "repair", "Ops"]).failed(4);
    write_over(&last, &entry);
    fs::remove_dir_all(team.storage.path().join("log")).unwrap();
    assert_eq!(
        team.run(ADA, &["team", "sync", "Ops"]).code,
        Some(4),
        "emptied"
    );
}

fn write_over(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn one_vault_on_two_computers_is_two_devices_of_one_member() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    let second = Home::with_vault();
    second.write(
        "vault.countersign",
        team.people[ADA].read("vault.countersign"),
    );
    team.people.push(second);
    assert_eq!(team.accounts(1), ["GitHub"]);
    team.add(1, &uri("Bank")).done();
    team.add(ADA, &uri("Cloud")).done();
    assert_eq!(team.accounts(1), ["Bank", "Cloud", "GitHub"]);
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members.as_array().unwrap().len(), 1);
    assert_eq!(members[0]["devices"], 2);
}

#[test]
fn two_members_never_get_the_same_counter_of_hotp() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    let hotp = format!("otpauth://hotp/Bank:ops?secret={SECRET}&issuer=Bank&counter=0");
    team.add(ADA, &hotp).done();
    // RFC 4226, appendix D.
    for (who, code) in [(ADA, "755224\n"), (BOB, "287082\n"), (ADA, "359152\n")] {
        let shown = team.run(who, &["code", "--in", "Ops", "Bank"]);
        assert_eq!(shown.done(), code);
    }
    let none = team.out_of_reach(|| team.run(BOB, &["code", "--in", "Ops", "Bank"]));
    assert_eq!((none.code, none.stdout.as_str()), (Some(7), ""));
}

#[test]
fn a_folder_that_is_copied_or_has_a_team_vault_is_refused() {
    let team = Team::founded();
    let folder = team.folder();
    team.run(
        ADA,
        &["team", "create", "Two", "--storage", &folder, "--as", "Ada"],
    )
    .failed(6);
    let copied = tempfile::tempdir().unwrap();
    fs::create_dir(copied.path().join(".stfolder")).unwrap();
    let place = copied.path().to_str().unwrap();
    let refused = team.run(
        ADA,
        &["team", "create", "Two", "--storage", place, "--as", "Ada"],
    );
    assert!(refused.failed(7).contains("Syncthing"));
    team.run(
        ADA,
        &["team", "create", "Ops", "--storage", place, "--as", "Ada"],
    )
    .failed(6);
}
