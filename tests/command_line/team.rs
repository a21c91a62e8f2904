//! A team, each with a vault of their own, over one folder or one bucket.

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::bucket::{self, Bucket};
use crate::program::{Home, Run, SECRET};

/// RFC 6238's code of [`SECRET`] at second 59, six digits.
pub(crate) const CODE_AT_59: &str = "287082\n";
pub(crate) const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

pub(crate) struct Team {
    pub(crate) storage: TempDir,
    /// Where this is used, and not the folder.
    pub(crate) bucket: Option<Bucket>,
    pub(crate) people: Vec<Home>,
}

pub(crate) const ADA: usize = 0;
pub(crate) const BOB: usize = 1;
pub(crate) const CARA: usize = 2;
pub(crate) const DAN: usize = 3;
pub(crate) const EVE: usize = 4;

impl Team {
    pub(crate) fn founded() -> Self {
        Self::founded_on(None)
    }

    pub(crate) fn founded_on(bucket: Option<Bucket>) -> Self {
        let mut team = Self {
            storage: tempfile::tempdir().unwrap(),
            bucket,
            people: Vec::new(),
        };
        team.people.push(team.home());
        let create = ["team", "create", "Ops", "--as", "Ada"];
        let mut created = team.run(ADA, &[&create[..], &team.place()].concat());
        // A service that has just started makes its bucket a moment later.
        for _ in 0..10 {
            if team.bucket.is_some() && created.code == Some(7) {
                sleep(Duration::from_millis(500));
                created = team.run(ADA, &[&create[..], &team.place()].concat());
            }
        }
        created.done();
        team
    }

    /// Ada, the owner; Bob, an admin; Cara and Dan, editors; Eve, a viewer.
    pub(crate) fn of_five() -> Self {
        Self::founded().with_four_more()
    }

    pub(crate) fn with_four_more(self) -> Self {
        let mut team = self;
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

    /// A computer of somebody new, who knows the way into the storage.
    pub(crate) fn home(&self) -> Home {
        let mut home = Home::with_vault();
        if self.bucket.is_some() {
            bucket::know(&mut home, bucket::KEY);
        }
        home
    }

    /// Another computer of Ada's, with a copy of her vault.
    pub(crate) fn second_computer(&self) -> Home {
        let second = self.home();
        second.write(
            "vault.countersign",
            self.people[ADA].read("vault.countersign"),
        );
        second
    }

    /// The arguments that say where the storage is.
    pub(crate) fn place(&self) -> Vec<&str> {
        match &self.bucket {
            Some(bucket) => vec![
                "--storage",
                "s3://vault/ops",
                "--endpoint",
                bucket.endpoint(),
            ],
            None => vec!["--storage", self.storage.path().to_str().unwrap()],
        }
    }

    pub(crate) fn folder(&self) -> String {
        self.storage.path().to_str().unwrap().to_owned()
    }

    pub(crate) fn run(&self, who: usize, args: &[&str]) -> Run {
        self.people[who].unlocked(args)
    }

    pub(crate) fn json(&self, who: usize, args: &[&str]) -> Value {
        self.run(who, &[["--json"].as_slice(), args].concat())
            .json()
    }

    /// Somebody asks to join by a new link. Gives the words.
    pub(crate) fn asks(&mut self, name: &str, role: &str) -> String {
        let invited = self.json(ADA, &["team", "invite", "Ops", "--link", "--role", role]);
        let link = invited["link"].as_str().unwrap().to_owned();
        self.people.push(self.home());
        self.joins(self.people.len() - 1, &link, name)
    }

    pub(crate) fn joins(&self, who: usize, link: &str, name: &str) -> String {
        let joined = self.json(who, &["team", "join", link, "--as", name]);
        words(&joined)
    }

    pub(crate) fn invite(&mut self, name: &str, role: &str) {
        let words = self.asks(name, role);
        let who = self.people.len() - 1;
        self.run(ADA, &["team", "approve", "Ops", name, "--words", &words])
            .done();
        let id = self.json(who, &["team", "list"])[0]["name"].clone();
        self.run(who, &["team", "sync", id.as_str().unwrap()])
            .done();
    }

    /// Somebody is told, once, of a device that let itself in.
    pub(crate) fn hears_of_a_device(&self, who: usize) {
        let told = self.run(who, &["team", "sync", "Ops"]).failed(6);
        assert!(told.contains("has a new device"), "{told}");
    }

    pub(crate) fn add(&self, who: usize, uri: &str) -> Run {
        self.run(who, &["add", "--in", "Ops", uri])
    }

    pub(crate) fn accounts(&self, who: usize) -> Vec<String> {
        issuers(&self.json(who, &["list", "--in", "Ops"]))
    }

    /// The accounts that are shown beside what is wrong.
    pub(crate) fn accounts_shown(&self, who: usize) -> Vec<String> {
        let shown = self.run(who, &["list", "--in", "Ops", "--json"]);
        assert!(
            shown.code == Some(0) && !shown.stderr.is_empty(),
            "{shown:?}"
        );
        issuers(&serde_json::from_str(&shown.stdout).unwrap())
    }

    pub(crate) fn log_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.storage.path().join("log/000000000"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }

    /// The storage as it is while nobody can reach it.
    pub(crate) fn out_of_reach<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        if let Some(bucket) = &self.bucket {
            return bucket.out_of_reach(meanwhile);
        }
        let away = self.storage.path().with_extension("away");
        fs::rename(self.storage.path(), &away).unwrap();
        let done = meanwhile();
        fs::rename(&away, self.storage.path()).unwrap();
        done
    }
}

fn issuers(list: &Value) -> Vec<String> {
    let issuer = |account: &Value| account["issuer"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(issuer).collect()
}

/// The words in what `team join` says.
pub(crate) fn words(joined: &Value) -> String {
    let words = joined["words"].as_array().unwrap().iter();
    let words: Vec<&str> = words.map(|word| word.as_str().unwrap()).collect();
    words.join(" ")
}

pub(crate) fn uri(issuer: &str) -> String {
    format!("otpauth://totp/{issuer}:ops?secret={SECRET}&issuer={issuer}")
}
