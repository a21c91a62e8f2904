//! Somebody's computer, with a vault and a team vault in it.

use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::teams::{self, Held, StorageOptions};
use session::unlock::{self, SlotNames};
use session::{Effects, OpenVault};
use std::path::Path;
use std::time::Duration;

pub(crate) struct Desk {
    pub(crate) effects: Effects,
    pub(crate) open: OpenVault,
}

impl Desk {
    /// A computer with a vault; `seed` makes it another than the next one.
    pub(crate) fn new(computer: &Path, seed: u64) -> Self {
        let clock = FixedClock {
            unix_seconds: 1_780_000_000,
            each_takes: Duration::from_secs(1),
        };
        let effects = Effects::new(Box::new(clock), Box::new(SeededRandom::new(seed)), 0);
        let mut effects = effects.remembering_in(computer.join("state"));
        let names = SlotNames {
            password: "Password".into(),
            recovery: "Kit".into(),
        };
        let password = unlock::password("correct horse").expect("a password");
        let new = unlock::new_vault(&mut effects, &password, names, true).expect("a vault");
        let path = computer.join("data/vault.countersign");
        let saved = new.save(&mut effects, &path, None);
        let open = saved.map_err(|failed| failed.error).expect("a saved vault");
        Self { effects, open }
    }

    /// Makes a team vault in this folder.
    pub(crate) fn found(&mut self, storage: &Path) {
        let place = storage.to_str().expect("a path that is text").to_owned();
        let options = StorageOptions {
            place,
            ..StorageOptions::default()
        };
        teams::create(&mut self.held(), "Ops", (options, "Ada")).expect("a team vault");
    }

    pub(crate) fn held(&mut self) -> Held<'_> {
        Held(&mut self.effects, &mut self.open)
    }
}
