//! A save that ran to its end, to compare with what is left of one that did not.

use std::collections::BTreeSet;
use std::fs;

use crate::home::{forget, snapshot};
use crate::paths::{SavePath, opened_by_passwords, view};
use crate::program::Home;
use crate::starts::{COPY, GENERATIONS, THEIRS};
use crate::strace::{Call, calls_of_save, save_theirs, trace};

pub(crate) struct Whole<'a> {
    path: &'a SavePath,
    /// What its owner can see, before and after.
    pub(crate) old: Seen,
    pub(crate) new: Seen,
    /// The vault's file before, empty where there was none.
    old_file: Vec<u8>,
    /// What was in the files before, and of that, what was in them afterwards.
    before: BTreeSet<Vec<u8>>,
    kept: BTreeSet<Vec<u8>>,
    pub(crate) calls: Vec<Call>,
}

/// What a vault's owner can see.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Seen {
    view: String,
    /// Which passwords open the vault, where the save sets one.
    passwords: String,
}

impl Seen {
    pub(crate) fn has_vault(&self) -> bool {
        self.view != "none"
    }
}

impl<'a> Whole<'a> {
    /// Runs the path in this home, which has the files it starts from.
    pub(crate) fn of(path: &'a SavePath, home: &Home) -> Self {
        let sets_a_password = path.is_slow && home.vault().exists();
        let see = || Seen {
            view: view(home),
            passwords: match sets_a_password {
                true => opened_by_passwords(home),
                false => String::new(),
            },
        };
        // Where another program saves meanwhile, the old vault is what it saved.
        let is_changed_meanwhile = home.path(THEIRS).exists();
        let start = fs::read(home.vault()).unwrap_or_default();
        if is_changed_meanwhile {
            save_theirs(home);
        }
        let old = see();
        forget(home);
        let old_file = fs::read(home.vault()).unwrap_or_default();
        if is_changed_meanwhile {
            home.write("vault.countersign", start);
        }
        let before = contents(home);
        let trace = trace(home, &path.args());
        let kept = before.intersection(&contents(home)).cloned().collect();
        let new = see();
        assert_ne!(old, new, "{} changes nothing", path.name());
        Self {
            path,
            old,
            new,
            old_file,
            before,
            kept,
            calls: calls_of_save(home, &trace),
        }
    }

    /// What can be seen in this home. Its vault's file alone decides which passwords open it, and each of them takes a
    /// second: they are tried where the file is another than before.
    pub(crate) fn seen(&self, home: &Home) -> Seen {
        let view = view(home);
        let is_old_file = fs::read(home.vault()).is_ok_and(|file| file == self.old_file);
        let passwords = match is_old_file || self.old.passwords.is_empty() {
            true => self.old.passwords.clone(),
            false => opened_by_passwords(home),
        };
        Seen { view, passwords }
    }

    /// No file is lost that the whole save keeps, and every older copy is a state that was there before.
    pub(crate) fn assert_nothing_is_lost(&self, home: &Home, place: &str) {
        assert!(
            self.kept.is_subset(&contents(home)),
            "{place}: a file is lost"
        );
        let files = snapshot(&home.path("")).into_iter();
        for (path, bytes) in files.filter(|(path, _)| path.starts_with(GENERATIONS)) {
            assert!(
                self.before.contains(&bytes),
                "{place}: {path:?} is not whole"
            );
        }
    }

    /// What was not done is done by another try, and a copy that still waits to be merged is merged without harm. A
    /// file for a new kit that is there already is not overwritten, so that is no try.
    pub(crate) fn assert_can_be_repeated(&self, home: &Home, found: &Seen) {
        let is_old = *found == self.old && !home.path("kit2").exists();
        if is_old || home.path(COPY).exists() {
            let name = self.path.name();
            let run = home.run(&self.path.args());
            assert_eq!(run.code, Some(0), "{name}: {run:?}");
            assert_eq!(self.seen(home), self.new, "{name}, the second time");
        }
    }
}

/// What is in all files, whatever their names.
fn contents(home: &Home) -> BTreeSet<Vec<u8>> {
    snapshot(&home.path("")).into_values().collect()
}
