//! The team vaults of the open vault, each behind a lock of its own: whoever waits for a slow storage holds up nobody else,
//! and never the vault. What is shown meanwhile is a copy of what was last read ([`Face`]).

use crate::dto::{ErrorDto, InTeamDto};
use crate::program::{Program, Shared, Turn};
use session::checkup::TeamFacts;
use session::codes::AccountView;
use session::teams::{self, Hold as _, Overview, Pending, Shown, Standing, TeamVault};
use session::{Code, Id, OpenVault, UnixTime, UserError, escape};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use tauri::{AppHandle, Emitter as _, Manager as _};
use zeroize::Zeroizing;

/// Seconds from one look at a team's storage to the next.
const IN_VIEW: u64 = 20;
const OUT_OF_VIEW: u64 = 300;

/// The team vaults of the open vault.
#[derive(Default)]
pub(crate) struct Teams(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// In which the vault was opened that they are of.
    turn: u64,
    teams: BTreeMap<Id, Arc<Team>>,
    folder: Option<Folder>,
}

/// A folder for a storage.
#[derive(Clone)]
pub(crate) enum Folder {
    /// By a link: where the dialog begins.
    Suggested(PathBuf),
    /// In the system's dialog.
    Chosen(PathBuf),
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Suggested(path) | Self::Chosen(path) => path,
        }
    }
}

/// A team vault.
pub(crate) struct Team {
    id: Id,
    /// Held while its storage is asked. `None`: it is not open yet.
    vault: Mutex<Option<TeamVault>>,
    face: Mutex<Face>,
    /// Seconds since its storage was asked.
    passed: AtomicU64,
}

/// What is shown of a team vault without waiting for anything.
#[derive(Default)]
pub(crate) struct Face {
    pub(crate) shown: Shown,
    /// `None`: it was not opened yet.
    pub(crate) overview: Option<Overview>,
    pub(crate) pending: Vec<Pending>,
    /// When all of the storage had been read, in Unix seconds.
    pub(crate) in_step: Option<u64>,
    /// Why it is not open.
    pub(crate) problem: Option<UserError>,
    /// The words of the user who asked to join.
    pub(crate) words: Vec<&'static str>,
    /// The link that was made last.
    pub(crate) link: Option<Zeroizing<String>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Teams {
    /// Closes and wipes them. One whose storage is being asked is closed when that ends, and shows nothing from now on.
    pub(crate) fn forget(&self) {
        let kept = std::mem::take(&mut *held(&self.0));
        for team in kept.teams.into_values() {
            *held(&team.face) = Face::default();
            if let Some(mut vault) = team.try_vault() {
                *vault = None;
            }
        }
    }

    /// Remembers a folder in the place of the one before.
    pub(crate) fn choose(&self, folder: Folder) {
        held(&self.0).folder = Some(folder);
    }

    pub(crate) fn folder(&self) -> Option<Folder> {
        held(&self.0).folder.clone()
    }

    /// Remembers the link that was made last.
    pub(crate) fn keep_link(&self, id: &str, link: Zeroizing<String>) {
        if let Some(team) = self.named(id) {
            team.face().link = Some(link);
        }
    }

    /// That link.
    pub(crate) fn link(&self, id: &str) -> Option<Zeroizing<String>> {
        self.named(id)?.face().link.clone()
    }

    fn named(&self, id: &str) -> Option<Arc<Team>> {
        let kept = held(&self.0);
        let mut teams = kept.teams.values();
        teams.find(|team| team.id.to_string() == id).cloned()
    }

    /// Those of the vault that was opened in this turn.
    pub(crate) fn of(&self, turn: u64) -> Vec<Arc<Team>> {
        let kept = held(&self.0);
        match kept.turn == turn {
            true => kept.teams.values().cloned().collect(),
            false => Vec::new(),
        }
    }

    /// What the checkup wants to know of them.
    pub(crate) fn facts(&self, shared: &Shared) -> TeamFacts {
        let turn = shared.open_turn().ok();
        let teams = turn
            .map(|turn| self.of(turn))
            .unwrap_or_default()
            .into_iter();
        let facts = teams.filter_map(|team| Some(team.face().overview.as_ref()?.facts));
        facts.fold(TeamFacts::default(), TeamFacts::and)
    }

    /// The team vault that has this account.
    pub(crate) fn with_account(&self, turn: u64, id: Id) -> Option<Arc<Team>> {
        let mut teams = self.of(turn).into_iter();
        teams.find(|team| team.face().shown.has(id))
    }

    /// The team vault with this id, open or not.
    fn get(&self, shared: &Shared, id: &str) -> Result<(u64, Arc<Team>), UserError> {
        let turn = self.keep_up(&shared.lock()).ok_or(Code::VaultLocked)?;
        Ok((turn, self.named(id).ok_or(Code::TeamNotFound)?))
    }

    /// Takes in what is new in the vault, and lets go what is not there any more. The turn, if the vault is open.
    fn keep_up(&self, program: &Program) -> Option<u64> {
        let open = program.open.as_ref()?;
        let known: Vec<Id> = teams::list(open).into_iter().map(|team| team.id).collect();
        let mut kept = held(&self.0);
        if kept.turn != program.turn {
            kept.teams.clear();
            kept.turn = program.turn;
        }
        kept.teams.retain(|id, _| known.contains(id));
        for id in known {
            kept.teams.entry(id).or_insert_with(|| Team::new(id));
        }
        Some(program.turn)
    }

    /// Does something with a team vault, which may wait for its storage, and shows what came of it.
    pub(crate) fn with<T>(
        &self,
        app: &AppHandle,
        id: &str,
        work: impl FnOnce(&mut Turn, &mut TeamVault) -> Result<T, UserError>,
    ) -> Result<T, ErrorDto> {
        let shared = app.state::<Shared>();
        let (turn, team) = self.get(&shared, id)?;
        let mut hold = Turn::new(&shared, turn);
        let mut vault = held(&team.vault);
        let done = match &mut *vault {
            Some(open) => work(&mut hold, open),
            None => team
                .open(&mut hold, &mut vault)
                .and_then(|open| work(&mut hold, open)),
        };
        team.show(&mut hold, &mut vault);
        drop(vault);
        tell(app);
        Ok(done?)
    }

    /// Opens it anew from this computer's copy, and makes sure that the storage still has all of it.
    pub(crate) fn look_anew(&self, app: &AppHandle, id: &str) -> Result<(), ErrorDto> {
        let shared = app.state::<Shared>();
        let (turn, team) = self.get(&shared, id)?;
        let mut hold = Turn::new(&shared, turn);
        let mut vault = held(&team.vault);
        let opened = teams::look_again(&mut hold, id);
        let done = team.opened(&mut vault, opened).map(drop);
        team.show(&mut hold, &mut vault);
        drop(vault);
        tell(app);
        match done {
            // Whoever waits to be let in sees that on the page.
            Err(error) if error.code() == Code::TeamNotApproved => Ok(()),
            done => Ok(done?),
        }
    }
}

impl Team {
    fn new(id: Id) -> Arc<Self> {
        Arc::new(Self {
            id,
            vault: Mutex::default(),
            face: Mutex::default(),
            // It is due at once.
            passed: AtomicU64::new(OUT_OF_VIEW),
        })
    }

    pub(crate) fn id(&self) -> Id {
        self.id
    }

    pub(crate) fn face(&self) -> MutexGuard<'_, Face> {
        held(&self.face)
    }

    /// Its accounts, and what the pages know of it.
    pub(crate) fn accounts(&self) -> (Vec<AccountView>, InTeamDto) {
        let face = self.face();
        let team = InTeamDto {
            id: self.id.to_string(),
            name: escape(face.shown.name()).into_owned(),
            can_edit: face.shown.can_edit(),
        };
        (face.shown.list(), team)
    }

    fn try_vault(&self) -> Option<MutexGuard<'_, Option<TeamVault>>> {
        match self.vault.try_lock() {
            Ok(vault) => Some(vault),
            Err(TryLockError::Poisoned(vault)) => Some(vault.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn open<'a>(
        &self,
        hold: &mut Turn,
        vault: &'a mut Option<TeamVault>,
    ) -> Result<&'a mut TeamVault, UserError> {
        let opened = teams::open(hold, &self.id.to_string());
        self.opened(vault, opened)
    }

    fn opened<'a>(
        &self,
        vault: &'a mut Option<TeamVault>,
        opened: Result<TeamVault, UserError>,
    ) -> Result<&'a mut TeamVault, UserError> {
        self.face().problem = opened.as_ref().err().cloned();
        match opened {
            Ok(opened) => Ok(vault.insert(opened)),
            Err(error) => {
                *vault = None;
                Err(error)
            }
        }
    }

    /// Reads what is new on the storage and writes what waits.
    fn sync(&self, hold: &mut Turn, vault: &mut Option<TeamVault>) {
        let synced = match vault {
            Some(open) if !open.waits_for_an_answer() => open.sync(hold),
            _ => self.open(hold, vault).map(drop),
        };
        if let Err(error) = synced {
            self.face().problem = Some(error);
        }
        self.show(hold, vault);
    }

    /// Makes the face anew. It is put in place while the vault is held: none appears after the lock.
    fn show(&self, hold: &mut Turn, vault: &mut Option<TeamVault>) {
        let now = hold.hold(|effects, _| effects.now());
        let pending = vault.as_ref().zip(now.ok());
        let pending = pending.and_then(|(vault, now)| asking(vault, now));
        let shown = hold.hold(|effects, open| {
            let mut face = self.face();
            if let Some(team) = &*vault {
                face.take(team, open, effects.now()?.get());
                face.pending = pending.unwrap_or_else(|| std::mem::take(&mut face.pending));
            } else {
                face.words = teams::joining_words(effects, open, self.id).unwrap_or_default();
            }
            Ok(())
        });
        if shown.is_err() {
            // The vault was locked, or cannot be read now: it is opened again when it can.
            *vault = None;
        }
    }
}

/// Those who ask to be let in; `None`: that is not known now.
fn asking(team: &TeamVault, now: UnixTime) -> Option<Vec<Pending>> {
    match team.role() >= Some(teams::Role::Admin) && team.alarm().is_none() {
        true => teams::pending(team, now).ok(),
        false => Some(Vec::new()),
    }
}

impl Face {
    fn take(&mut self, team: &TeamVault, open: &OpenVault, now: u64) {
        let overview = teams::overview(team, open);
        if matches!(overview.standing, Standing::InStep | Standing::Queued(_)) {
            self.in_step = Some(now);
        }
        self.shown = Shown::of(team, open);
        self.overview = Some(overview);
        self.problem = None;
        self.words.clear();
    }

    /// What makes the pages ask again when it changes.
    fn mark(&self) -> impl PartialEq + use<> {
        let overview = self.overview.as_ref();
        let pending: Vec<String> = self.pending.iter().map(|one| one.name.clone()).collect();
        let standing = overview.map(|overview| (overview.head, overview.standing.clone()));
        (standing, pending, self.problem.clone())
    }
}

/// Asks the storages that are due, each on a thread of its own. `passed`: seconds since the last call.
pub(crate) fn look(app: &AppHandle, passed: u64, in_view: bool) {
    let (shared, teams) = (app.state::<Shared>(), app.state::<Teams>());
    // A busy program has its turn in a moment.
    let turn = shared
        .try_lock()
        .and_then(|program| teams.keep_up(&program));
    let Some(turn) = turn else {
        return;
    };
    let every = if in_view { IN_VIEW } else { OUT_OF_VIEW };
    for team in teams.of(turn) {
        let waited = team.passed.fetch_add(passed, Ordering::Relaxed) + passed;
        if waited >= every {
            team.passed.store(0, Ordering::Relaxed);
            let (app, shared) = (app.clone(), (*shared).clone());
            thread::spawn(move || sync(&app, &team, Turn::new(&shared, turn)));
        }
    }
}

fn sync(app: &AppHandle, team: &Team, mut hold: Turn) {
    // Somebody is at it.
    let Some(mut vault) = team.try_vault() else {
        return;
    };
    let before = team.face().mark();
    team.sync(&mut hold, &mut vault);
    drop(vault);
    if team.face().mark() != before {
        tell(app);
    }
}

/// A window that is closing hears nothing any more.
fn tell(app: &AppHandle) {
    drop(app.emit("teams-changed", ()));
}
