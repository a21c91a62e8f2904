//! Team vaults as a window shows them: from what was last read, whatever the storage does.

use crate::desk::{Desk, GITHUB, effects};
use session::codes::{self, Changes};
use session::teams::{
    self, Held, Outcome, Shown, Standing, StorageOptions, TeamVault, accounts, overview,
};
use session::{Code, Id, UnixTime};
use std::path::PathBuf;
use tempfile::TempDir;

/// RFC 6238's last example, as six digits.
const AT: i64 = 20_000_000_000;
const CODE: &str = "353130";

struct Office {
    desk: Desk,
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::new();
        desk.effects = effects(2).remembering_in(folder.path().join("state"));
        Self { desk, folder }
    }

    fn hold(&mut self) -> Held<'_> {
        Held(&mut self.desk.effects, &mut self.desk.open)
    }

    fn storage(&self, name: &str) -> PathBuf {
        let storage = self.folder.path().join(name);
        std::fs::create_dir_all(&storage).unwrap();
        storage
    }

    fn found(&mut self, name: &str) -> Id {
        let place = self.storage(name).display().to_string();
        let storage = StorageOptions {
            place,
            ..StorageOptions::default()
        };
        teams::create(&mut self.hold(), name, (storage, "Ada")).unwrap()
    }

    /// A team vault called Ops with an account.
    fn with_account(&mut self) -> (TeamVault, Id) {
        let id = self.found("Ops").to_string();
        let mut team = teams::open(&mut self.hold(), &id).unwrap();
        let github = codes::read_uri(GITHUB).unwrap();
        let (account, _) = accounts::add(&mut self.hold(), &mut team, github).unwrap();
        (team, account)
    }

    fn out_of_reach<T>(&mut self, meanwhile: impl FnOnce(&mut Self) -> T) -> T {
        let (there, away) = (self.storage("Ops"), self.folder.path().join("away"));
        std::fs::rename(&there, &away).unwrap();
        let done = meanwhile(self);
        std::fs::rename(&away, &there).unwrap();
        done
    }
}

fn renamed() -> Changes {
    Changes {
        issuer: Some("GitLab".to_owned()),
        ..Changes::default()
    }
}

#[test]
fn accounts_are_listed_and_make_codes_from_what_was_read_without_the_vault_or_the_storage() {
    let mut office = Office::new();
    let (team, account) = office.with_account();
    let shown = Shown::of(&team, &office.desk.open);
    drop((team, office));
    assert!(shown.has(account) && shown.can_edit());
    let list = shown.list();
    assert_eq!(
        (list[0].vault.as_ref(), &*list[0].issuer),
        ("Ops", "GitHub")
    );
    let code = shown.peek(account, UnixTime::new(AT).unwrap()).unwrap();
    assert_eq!(code.code.expose(), CODE);
    assert!(shown.show(account, false).unwrap().secrets.is_none());
    let nobody = Id::from_bytes([7; 16]);
    let error = shown.show(nobody, true).err().unwrap();
    assert_eq!(error.code(), Code::AccountNotFound);
}

#[test]
fn a_change_without_the_storage_is_shown_at_once_and_counted_until_it_is_written() {
    let mut office = Office::new();
    let (mut team, account) = office.with_account();
    office.out_of_reach(|office| {
        let changed = accounts::edit(&mut office.hold(), (&mut team, account), renamed());
        assert_eq!(changed.unwrap(), Outcome::Waiting);
        let seen = overview(&team, &office.desk.open);
        assert!(matches!(&seen.standing, Standing::Offline(why, 1) if why.code() == Code::TeamStorageMissing));
        assert_eq!(seen.accounts[0].view.issuer, "GitLab");
    });
    team.sync(&mut office.hold()).unwrap();
    let seen = overview(&team, &office.desk.open);
    assert_eq!(seen.standing, Standing::InStep);
    let did: Vec<_> = seen.activity.iter().map(|line| line.op).collect();
    assert_eq!(did, ["put", "add", "created"]);
    assert_eq!(seen.activity[0].about.as_deref(), Some("GitLab · alice"));
    let by = seen.accounts[0].changed.as_ref().map(|(name, _)| &**name);
    assert_eq!(by, Some("Ada"));
    assert!(seen.members[0].is_me);
}

#[test]
fn a_whole_id_names_one_team_vault_whatever_another_is_called() {
    let mut office = Office::new();
    let ops = office.found("Ops");
    let misleading = office.found(&ops.to_string());
    assert_ne!(ops, misleading);
    let opened = teams::open(&mut office.hold(), &ops.to_string()).unwrap();
    assert_eq!(opened.name(), "Ops");
}
