//! A computer with a vault, and in it a team vault on a folder.

use crate::codes;
use crate::effects::Effects;
use crate::open_vault::OpenVault;
use crate::teams::hold::Held;
use crate::teams::kept::Start;
use crate::teams::{self, LogLine, StorageOptions, TeamVault, accounts};
use crate::unlock::{self, Credential, SlotNames};
use platform::clock::FixedClock;
use platform::objects::{Creation, FolderObjects, Name, Objects, ObjectsError};
use platform::random::SeededRandom;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use vault::Id;

const PASSWORD: &str = "correct horse";

pub(super) struct Bed {
    pub(super) effects: Effects,
    pub(super) open: OpenVault,
    pub(super) storage: TempDir,
    computer: TempDir,
    kit: String,
}

/// What somebody is shown of a team vault.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Shown {
    issuers: Vec<String>,
    log: Vec<LogLine>,
    checksum: [u8; 32],
}

impl Bed {
    /// Ada's, with the team vault Ops and so many accounts in it.
    pub(super) fn with_accounts(count: usize) -> Self {
        Self::with_accounts_of(1, count)
    }

    /// The same, with other keys for each seed.
    pub(super) fn with_accounts_of(seed: u64, count: usize) -> Self {
        let mut bed = Self::alone(seed);
        let place = bed.place();
        teams::create(&mut bed.held(), "Ops", (place, "Ada")).unwrap();
        for number in 0..count {
            bed.add(&format!("Site {number}"));
        }
        bed
    }

    /// Of somebody who is in no team.
    pub(super) fn alone(seed: u64) -> Self {
        let [storage, computer] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let clock = FixedClock {
            unix_seconds: 1_780_000_000,
            each_takes: Duration::from_secs(1),
        };
        let effects = Effects::new(Box::new(clock), Box::new(SeededRandom::new(seed)), 0);
        let mut effects = effects.remembering_in(computer.path().join("state"));
        let names = SlotNames {
            password: "Password".into(),
            recovery: "Kit".into(),
        };
        let password = unlock::password(PASSWORD).unwrap();
        let new = unlock::new_vault(&mut effects, &password, names, true).unwrap();
        let kit = new.kit().unwrap().words.expose().to_owned();
        let path = computer.path().join("data/vault.countersign");
        let open = new.save(&mut effects, &path, None);
        let open = open.map_err(|failed| failed.error).unwrap();
        Self {
            effects,
            open,
            storage,
            computer,
            kit,
        }
    }

    /// The same computer after so many seconds.
    pub(super) fn wait(&mut self, seconds: i64) {
        let clock = FixedClock {
            unix_seconds: 1_780_000_000 + seconds,
            each_takes: Duration::from_secs(1),
        };
        let random = SeededRandom::new(seconds.unsigned_abs());
        let effects = Effects::new(Box::new(clock), Box::new(random), 0);
        self.effects = effects.remembering_in(self.computer.path().join("state"));
    }

    pub(super) fn place(&self) -> StorageOptions {
        StorageOptions {
            place: self.storage.path().to_str().unwrap().to_owned(),
            ..StorageOptions::default()
        }
    }

    pub(super) fn held(&mut self) -> Held<'_> {
        Held(&mut self.effects, &mut self.open)
    }

    pub(super) fn add(&mut self, issuer: &str) -> TeamVault {
        let mut team = self.team();
        self.add_to(&mut team, issuer);
        team
    }

    pub(super) fn add_to(&mut self, team: &mut TeamVault, issuer: &str) {
        let uri = format!("otpauth://totp/{issuer}:ops?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let labelled = codes::read_uri(&uri).unwrap();
        accounts::add(&mut self.held(), team, labelled).unwrap();
    }

    /// The team vault as a command opens it.
    pub(super) fn team(&mut self) -> TeamVault {
        teams::open(&mut self.held(), "Ops").unwrap()
    }

    /// What this computer has of it, before any storage is asked.
    pub(super) fn loaded(&mut self, start: Start) -> TeamVault {
        let id = self.id();
        TeamVault::load(&mut self.effects, &self.open, id, start).unwrap()
    }

    pub(super) fn id(&self) -> Id {
        teams::find(&self.open, "Ops").unwrap()
    }

    pub(super) fn shown(&self, team: &TeamVault) -> Shown {
        let views = accounts::list(team, &self.open, "");
        Shown {
            issuers: views.into_iter().map(|view| view.issuer.clone()).collect(),
            log: team.history.clone(),
            checksum: team.state().checksum(),
        }
    }

    /// What somebody is shown who reads everything.
    pub(super) fn shown_from_the_first(&mut self) -> Shown {
        let team = teams::verify(&mut self.held(), "Ops").unwrap();
        assert_eq!(team.alarm(), None);
        self.shown(&team)
    }

    pub(super) fn issuers(&mut self) -> Vec<String> {
        let team = self.team();
        self.shown(&team).issuers
    }

    pub(super) fn credentials(&self) -> [Credential; 2] {
        let kit = unlock::recovery_secret(&self.kit).unwrap();
        let password = unlock::password(PASSWORD).unwrap();
        [Credential::Password(password), Credential::Recovery(kit)]
    }

    /// The same vault, read again from its file.
    pub(super) fn reopen(&mut self) {
        let [_, kit] = self.credentials();
        self.open = unlock::open(&self.vault_file(), &kit).unwrap();
    }

    pub(super) fn vault_file(&self) -> PathBuf {
        self.computer.path().join("data/vault.countersign")
    }

    /// Where this computer keeps what it has of the team vault.
    pub(super) fn local_folder(&self) -> PathBuf {
        let name = format!("{}-{}", self.open.id(), self.id());
        self.computer.path().join("state/teams").join(name)
    }

    pub(super) fn kept_file(&self) -> PathBuf {
        self.local_folder().join("state")
    }

    /// The file of a slot up to the next one, in the storage.
    pub(super) fn file_of(&mut self, slot: u64) -> PathBuf {
        let team = self.loaded(Start::FirstEntry);
        let name = team.name_at(slot).unwrap();
        self.storage.path().join(name.as_str())
    }

    /// Puts objects into the slots that come next, as only a member can.
    pub(super) fn fill_next(&mut self, count: u64, bytes: &[u8]) {
        let team = self.loaded(Start::FirstEntry);
        let next = team.state().next_slot();
        for slot in next..next + count {
            let name = team.name_at(slot).unwrap();
            let path = self.storage.path().join(name.as_str());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    pub(super) fn objects(&self) -> FolderObjects {
        FolderObjects::open(self.storage.path()).unwrap()
    }
}

/// A storage that counts what is asked of it, and after so many requests lets nobody in.
pub(super) struct Counted {
    inner: FolderObjects,
    pub(super) requests: AtomicUsize,
    pub(super) lets_in: usize,
}

impl Counted {
    pub(super) fn new(inner: FolderObjects) -> Self {
        Self {
            inner,
            requests: AtomicUsize::new(0),
            lets_in: usize::MAX,
        }
    }

    fn ask<T>(
        &self,
        request: impl FnOnce(&FolderObjects) -> Result<T, ObjectsError>,
    ) -> Result<T, ObjectsError> {
        match self.requests.fetch_add(1, Ordering::Relaxed) < self.lets_in {
            true => request(&self.inner),
            false => Err(ObjectsError::Denied),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Objects for Counted {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        self.ask(|inner| inner.create(name, bytes))
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        self.ask(|inner| inner.get(name, max_bytes))
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        self.ask(|inner| inner.list(folder, most))
    }
}

/// All bytes of the files in a folder, at any depth.
pub(super) fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap();
    let sizes = entries.map(|entry| {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => size_of(&entry.path()),
            false => entry.metadata().unwrap().len(),
        }
    });
    sizes.sum()
}
