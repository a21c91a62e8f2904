//! A computer of the test's own: clock, randomness, memory and a scratch folder with a vault.

use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::codes::{self, Added};
use session::unlock::{self, Credential, SlotNames};
use session::{Effects, Id, OpenVault, UnixTime, UserError};
use std::path::PathBuf;
use std::time::Duration;

pub(crate) const NOW: i64 = 1_780_000_000;
pub(crate) const GITHUB: &str =
    "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A scratch folder with a vault, opened by its recovery kit, which costs no time.
pub(crate) struct Desk {
    pub(crate) effects: Effects,
    pub(crate) open: OpenVault,
    pub(crate) kit: String,
    pub(crate) path: PathBuf,
    _folder: tempfile::TempDir,
}

/// A computer with little memory, so that passwords are as cheap as they may be.
pub(crate) fn effects(seed: u64) -> Effects {
    let clock = FixedClock {
        unix_seconds: NOW,
        each_takes: Duration::from_secs(1),
    };
    Effects::new(Box::new(clock), Box::new(SeededRandom::new(seed)), 0)
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/vault.countersign");
        let mut effects = effects(1);
        let names = SlotNames {
            password: "Password".into(),
            recovery: "Kit".into(),
        };
        let password = unlock::password("correct horse").unwrap();
        let new = unlock::new_vault(&mut effects, &password, names, true).unwrap();
        let kit = new.kit().unwrap().words.expose().to_owned();
        let open = new
            .save(&mut effects, &path, None)
            .map_err(|failed| failed.error)
            .unwrap();
        Self {
            effects,
            open,
            kit,
            path,
            _folder: folder,
        }
    }

    pub(crate) fn add(&mut self, uri: &str) -> Id {
        let labelled = codes::read_uri(uri).unwrap();
        match codes::add(&mut self.effects, &mut self.open, vec![labelled])
            .unwrap()
            .as_slice()
        {
            [Added::New(id)] => *id,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn code(&mut self, id: Id, at: i64) -> Result<String, UserError> {
        let counts_uses = codes::view(&self.open, id)
            .unwrap()
            .kind
            .counter()
            .is_some();
        let at = UnixTime::new(at).filter(|_| !counts_uses);
        let view = codes::code(&mut self.effects, &mut self.open, id, at, false, None)?;
        Ok(view.code.expose().to_owned())
    }

    /// What somebody sees who opens the file now.
    pub(crate) fn reopened(&self) -> OpenVault {
        let kit = unlock::recovery_secret(&self.kit).unwrap();
        unlock::open(&self.path, &Credential::Recovery(kit)).unwrap()
    }
}

/// The folder of the vault is away, as when a drive is unplugged.
pub(crate) fn unplugged<T>(desk: &mut Desk, action: impl FnOnce(&mut Desk) -> T) -> T {
    let folder = desk.path.parent().unwrap().to_owned();
    let away = folder.with_file_name("away");
    std::fs::rename(&folder, &away).unwrap();
    let result = action(desk);
    std::fs::rename(&away, &folder).unwrap();
    result
}
