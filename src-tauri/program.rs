//! What the program has in memory, behind one lock: whoever holds it may read and change the vault, and closing the
//! window waits for it, so that a save always ends.

use crate::backup_codes::BackupCodes;
use crate::dto::{ErrorDto, StateDto, StateKind};
use crate::keyring;
use crate::scans::Scans;
use crate::transfers::Transfers;
use session::keys;
use session::settings::Settings;
use session::teams::Hold;
use session::unlock::{self, NewVault};
use session::{Code, Effects, OpenVault, Refreshed, UserError};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// After so many seconds without a key or a click nobody minds a pause of a few more.
const QUIET: u64 = 30;

/// What there is to tell of a lock that nobody asked for.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Told {
    /// The last changes are in this file.
    Rescued(PathBuf),
    /// The vault is a new one, whose kit was not proved.
    NewVault,
}

impl From<Told> for UserError {
    fn from(told: Told) -> Self {
        match told {
            Told::Rescued(path) => Self::rescued(&path),
            Told::NewVault => Code::NewVaultLocked.into(),
        }
    }
}

/// All that commands share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Program>>);

impl Shared {
    pub(crate) fn start() -> Self {
        Self(Arc::new(Mutex::new(Program::new(Effects::system()))))
    }

    /// Waits for whoever is at work. A command that panicked has ended; what it left is whole, because a change is
    /// made in one step.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Program> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` while somebody is at work.
    pub(crate) fn try_lock(&self) -> Option<MutexGuard<'_, Program>> {
        match self.0.try_lock() {
            Ok(program) => Some(program),
            Err(TryLockError::Poisoned(program)) => Some(program.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Does something with the program.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Program) -> Result<T, UserError>,
    ) -> Result<T, ErrorDto> {
        work(&mut self.lock()).map_err(ErrorDto::from)
    }

    /// The turn in which the vault is open.
    pub(crate) fn open_turn(&self) -> Result<u64, ErrorDto> {
        self.with(|program| {
            program.open.as_ref().ok_or(Code::VaultLocked)?;
            Ok(program.turn)
        })
    }

    /// Looks at the open vault.
    pub(crate) fn with_open<T>(
        &self,
        work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
    ) -> Result<T, ErrorDto> {
        self.with(|program| {
            let open = program.open.as_mut().ok_or(Code::VaultLocked)?;
            work(&mut program.effects, open)
        })
    }

    /// Changes the open vault, on top of what another program saved; what it saves in between is merged.
    pub(crate) fn change<T>(
        &self,
        work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
    ) -> Result<T, ErrorDto> {
        self.change_by_transfer(|effects, open, _| work(effects, open))
    }

    /// The same, with the file that is being imported at hand.
    pub(crate) fn change_by_transfer<T>(
        &self,
        work: impl FnOnce(&mut Effects, &mut OpenVault, &mut Transfers) -> Result<T, UserError>,
    ) -> Result<T, ErrorDto> {
        self.with(|program| program.change(work))
    }
}

/// The vault of one turn, for whoever works on a team vault: it is held only while something is looked at or changed.
pub(crate) struct Turn {
    shared: Shared,
    turn: u64,
}

impl Turn {
    pub(crate) fn new(shared: &Shared, turn: u64) -> Self {
        let shared = shared.clone();
        Self { shared, turn }
    }
}

impl Hold for Turn {
    fn hold<T>(
        &mut self,
        work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let mut program = self.shared.lock();
        if program.turn != self.turn {
            return Err(Code::VaultLocked.into());
        }
        program.change(|effects, open, _| work(effects, open))
    }
}

/// The state of the program.
pub(crate) struct Program {
    pub(crate) effects: Effects,
    pub(crate) settings: Settings,
    /// The vault that is open or to be opened; `None` where the system names no folder for it.
    path: Option<PathBuf>,
    /// Where changes go that cannot be saved in their own place.
    rescue_folder: Option<PathBuf>,
    pub(crate) open: Option<OpenVault>,
    /// A new vault whose kit is being written down.
    pub(crate) creating: Option<NewVault>,
    /// The backup that is to become the vault.
    pub(crate) restoring: Option<PathBuf>,
    pub(crate) scans: Scans,
    pub(crate) transfers: Transfers,
    pub(crate) backup_codes: BackupCodes,
    /// Counts each opening and locking: what began before does not go on after.
    pub(crate) turn: u64,
    /// Seconds since somebody was there, by the ticks of `watch` and by the clock, which goes on in suspend.
    idle: u64,
    seen: u64,
    /// Why the keyring did not open the vault.
    pub(crate) keyring: Option<UserError>,
    /// Another program's change was taken over, and the pages do not know yet.
    pub(crate) news: bool,
    /// All is saved since a change: what was wrong with the file before is over, and the same would be a new trouble.
    pub(crate) settled: bool,
}

impl Program {
    pub(crate) fn new(effects: Effects) -> Self {
        let settings = Settings::load();
        let named = env::var_os("COUNTERSIGN_VAULT").filter(|path| !path.is_empty());
        let path = named
            .map(PathBuf::from)
            .or_else(|| settings.vaults.first().cloned())
            .or_else(|| unlock::default_vault().ok());
        Self {
            effects,
            settings,
            path,
            rescue_folder: unlock::default_vault()
                .ok()
                .map(|vault| vault.with_file_name("rescued")),
            open: None,
            creating: None,
            restoring: None,
            scans: Scans::default(),
            transfers: Transfers::default(),
            backup_codes: BackupCodes::default(),
            turn: 0,
            idle: 0,
            seen: 0,
            keyring: None,
            news: false,
            settled: false,
        }
    }

    /// Changes the open vault, on top of what another program saved; what it saves in between is merged.
    fn change<T>(
        &mut self,
        work: impl FnOnce(&mut Effects, &mut OpenVault, &mut Transfers) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let open = self.open.as_mut().ok_or(Code::VaultLocked)?;
        let effects = &mut self.effects;
        self.news |= match open.refresh() {
            Ok(found) => noted(effects, open, found) == Refreshed::Changed,
            // The change is kept here until it can be saved, and an older file is merged when it is: nothing is
            // lost by making it.
            Err(error) if matches!(error.code(), Code::VaultGone | Code::VaultOlder) => false,
            Err(error) => return Err(error),
        };
        let done = work(effects, open, &mut self.transfers);
        self.news |= open.has_merged();
        self.settled |= !open.has_unsaved_changes();
        done
    }

    pub(crate) fn path(&self) -> Result<&Path, UserError> {
        self.path.as_deref().ok_or(Code::NoDataFolder.into())
    }

    pub(crate) fn state(&self) -> Result<StateDto, UserError> {
        let vault = unlock::describe(self.path()?);
        // A vault that was there before is not made anew: the disk it is on may be missing.
        let is_known = vault.present
            || self.settings.vaults.contains(&vault.path)
            || unlock::has_copies(&vault.path);
        let kind = match (&self.open, is_known) {
            (Some(_), _) => StateKind::Open,
            (None, true) => StateKind::Locked,
            (None, false) => StateKind::Absent,
        };
        let is_locked = kind == StateKind::Locked;
        Ok(StateDto {
            kind,
            // What cannot be read is told when somebody opens it.
            keys: is_locked && keys::wanted(&vault.path).is_ok(),
            vault: vault.into(),
            unsaved: self.is_unsaved(),
            keyring: self.keyring.clone().map(ErrorDto::from),
        })
    }

    /// Whether there is a change that is in memory only.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(OpenVault::has_unsaved_changes)
    }

    /// Forgets everything of the vault; keys and secrets are wiped. A change that was not saved is tried once more,
    /// and where that fails the vault stays open, unless it is to be given up. From then on the keyring waits for
    /// somebody who types the password.
    pub(crate) fn lock(&mut self, give_up: bool) -> Result<(), UserError> {
        let id = self.open.as_ref().map(OpenVault::id);
        self.close(give_up)?;
        // Without a note of it the keyring would open the vault at the next start; this lock holds all the same.
        let errand = id.map(unlock::lock_keyring).transpose();
        keyring::send(errand.ok().flatten().flatten());
        Ok(())
    }

    /// As [`Self::lock`], but the keyring may open the vault again: nobody asked for a lock.
    pub(crate) fn close(&mut self, give_up: bool) -> Result<(), UserError> {
        if let Some(open) = &mut self.open
            && open.has_unsaved_changes()
            && !give_up
            && open.save(&mut self.effects).is_err()
        {
            return Err(Code::VaultUnsaved.into());
        }
        self.open = None;
        self.creating = None;
        self.scans = Scans::default();
        self.transfers = Transfers::default();
        self.backup_codes = BackupCodes::default();
        self.turn += 1;
        self.news = false;
        self.keyring = None;
        Ok(())
    }

    /// Locks, then turns to another vault.
    pub(crate) fn turn_to(&mut self, path: PathBuf) -> Result<StateDto, UserError> {
        self.close(false)?;
        self.path = Some(path);
        self.state()
    }

    /// The vault was opened or made: somebody is there.
    pub(crate) fn opened(&mut self, open: OpenVault) {
        self.settings.used(open.path());
        // That it opens first the next time is a comfort; that it is open now counts.
        drop(self.settings.save());
        self.open = Some(open);
        self.turn += 1;
        self.creating = None;
        self.keyring = None;
        self.restoring = None;
        self.idle = 0;
        self.seen = self.now();
    }

    /// The idle time begins anew, unless it was over already: whoever wakes the computer must unlock the vault.
    pub(crate) fn somebody_is_there(&mut self) {
        if !self.is_overdue() {
            self.idle = 0;
            self.seen = self.now();
        }
    }

    /// So many seconds are over. Whether nobody was there for the time after which the vault locks itself.
    pub(crate) fn tick(&mut self, seconds: u64) -> bool {
        self.idle = self.idle.saturating_add(seconds);
        self.is_overdue()
    }

    fn is_overdue(&self) -> bool {
        let away = self.idle.max(self.now().saturating_sub(self.seen));
        let minutes = self.settings.auto_lock_minutes;
        self.can_lock() && minutes.is_some_and(|minutes| away >= u64::from(minutes) * 60)
    }

    /// Whether there is something to lock: an open vault, or a new one whose kit is shown.
    pub(crate) fn can_lock(&self) -> bool {
        self.open.is_some() || self.creating.is_some()
    }

    /// Locks whatever happens. What cannot be saved in its place goes to a file of its own; where even that fails
    /// the vault stays open. The answer is what there is to tell.
    pub(crate) fn lock_by_itself(&mut self) -> Result<Option<Told>, UserError> {
        if self.open.is_none() && self.creating.is_some() {
            return self.keep_new_vault().map(|()| Some(Told::NewVault));
        }
        if self.lock(false).is_ok() {
            return Ok(None);
        }
        self.rescue_and_lock()
    }

    /// The same where the file is not this vault's any more.
    pub(crate) fn rescue_and_lock(&mut self) -> Result<Option<Told>, UserError> {
        let effects = &mut self.effects;
        let folder = self.rescue_folder.as_deref().ok_or(Code::NoDataFolder)?;
        let rescued = self.open.as_ref().map(|open| open.rescue(effects, folder));
        let rescued = rescued.transpose()?;
        self.lock(true)?;
        Ok(rescued.map(Told::Rescued))
    }

    /// Saves a new vault whose kit nobody typed yet, locked: the kit may be on paper already, and the password opens it
    /// in any case.
    fn keep_new_vault(&mut self) -> Result<(), UserError> {
        let path = self.path()?.to_owned();
        let new = self.creating.take().ok_or(Code::VaultLocked)?;
        // After `save-not-durable` it is in place, and could not be saved there once more.
        if let Err(failed) = new.save(&mut self.effects, &path, None)
            && failed.error.code() != Code::SaveNotDurable
        {
            self.creating = Some(failed.vault);
            return Err(failed.error);
        }
        self.settings.used(&path);
        drop(self.settings.save());
        self.turn += 1;
        Ok(())
    }

    /// A new vault is in memory, and its kit on the screen.
    pub(crate) fn began(&mut self, new: NewVault) {
        self.creating = Some(new);
        self.idle = 0;
        self.seen = self.now();
    }

    /// Does what takes its time and can wait until nobody does anything.
    pub(crate) fn use_quiet_time(&mut self) {
        if self.idle >= QUIET
            && let Some(open) = &mut self.open
        {
            // The password is not kept from then on; where it could not be saved, the next opening tries again.
            drop(open.protect_password(&mut self.effects));
            self.news |= open.has_merged();
        }
    }

    /// Before another vault takes the place of the open one.
    pub(crate) fn check_settled(&self) -> Result<(), UserError> {
        if self.is_unsaved() {
            Err(Code::VaultUnsaved.into())
        } else {
            Ok(())
        }
    }

    /// Takes over what another program saved.
    pub(crate) fn refresh(&mut self) -> Result<Refreshed, UserError> {
        let Some(open) = &mut self.open else {
            return Ok(Refreshed::Same);
        };
        let found = open.refresh()?;
        Ok(noted(&self.effects, open, found))
    }

    fn now(&self) -> u64 {
        self.effects.now().map_or(0, |now| now.get())
    }
}

/// What was taken over is the newest state from now on: an older one is noticed, also after a lock.
fn noted(effects: &Effects, open: &OpenVault, found: Refreshed) -> Refreshed {
    if found == Refreshed::Changed {
        session::remember(effects, open);
    }
    found
}

#[cfg(test)]
mod tests;
