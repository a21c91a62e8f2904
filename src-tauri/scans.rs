//! What scans found and what waits for the user to choose from it.

use crate::dto::{AreaDto, FoundDto, PictureDto, ScanDto, SymbolDto};
use session::codes::Candidate;
use session::scan::{
    Corners, Found, Problem, Readable, Scanned, ScannedMonitor, ScreenScan, Shot, WindowPlace,
    read_found, region_of,
};
use session::{Code, Labelled, OpenVault, UnixTime, UserError, escape};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More scans than this at a time are not kept: the oldest is forgotten.
const MOST: usize = 4;

/// Scans by ticket, the oldest first.
#[derive(Default)]
pub(crate) struct Scans {
    last: u32,
    waiting: BTreeMap<u32, Scan>,
}

/// What was found, and where.
pub(crate) struct Scan {
    /// Of files and cameras.
    symbols: Vec<Found>,
    problems: Vec<Problem>,
    /// Of a screen.
    pictures: Vec<Picture>,
}

/// A monitor, its symbols and its windows.
struct Picture {
    shot: Arc<Shot>,
    symbols: Vec<Found>,
    /// Where more symbols are, which are refused.
    refused: Vec<Corners>,
    name: String,
    windows: Vec<AreaDto>,
}

/// A picture of a scan, for whoever makes a preview of it without holding anything up.
pub(crate) struct Seen {
    pub(crate) shot: Arc<Shot>,
    /// Of all symbols, also of those that are refused.
    pub(crate) corners: Vec<Corners>,
    pub(crate) name: String,
}

impl From<Scanned> for Scan {
    fn from(scanned: Scanned) -> Self {
        Self {
            symbols: scanned.found,
            problems: scanned.problems,
            pictures: Vec::new(),
        }
    }
}

impl From<ScreenScan> for Scan {
    fn from(screen: ScreenScan) -> Self {
        let windows = screen.windows;
        let monitors = screen.monitors.into_iter();
        Self {
            symbols: Vec::new(),
            problems: Vec::new(),
            pictures: monitors.map(|one| Picture::of(one, &windows)).collect(),
        }
    }
}

impl Picture {
    fn of(monitor: ScannedMonitor, windows: &[WindowPlace]) -> Self {
        let regions = windows
            .iter()
            .filter_map(|window| region_of(window, &monitor.shot));
        Self {
            name: monitor.shot.name.clone(),
            windows: regions.map(AreaDto::from).collect(),
            symbols: monitor.found,
            refused: monitor.refused,
            shot: Arc::new(monitor.shot),
        }
    }
}

impl Scan {
    fn readable(&self) -> Readable {
        let pictures = self.pictures.iter().flat_map(|picture| &picture.symbols);
        read_found(self.symbols.iter().chain(pictures))
    }

    /// What can be shown of it.
    fn dto(&self, ticket: u32, open: &OpenVault, now: UnixTime) -> ScanDto {
        let Readable {
            accounts,
            problems,
            incomplete,
        } = self.readable();
        let told = self.problems.iter().cloned().chain(problems);
        let found = (0..).zip(&accounts);
        ScanDto {
            ticket,
            found: found
                .map(|one| FoundDto::of(one, &accounts, open, now))
                .collect(),
            problems: told.map(Into::into).collect(),
            incomplete: incomplete.into_iter().map(Into::into).collect(),
            pictures: self
                .pictures
                .iter()
                .map(|picture| picture.dto(&accounts))
                .collect(),
        }
    }
}

impl Picture {
    fn dto(&self, accounts: &[Labelled]) -> PictureDto {
        let symbols = self.symbols.iter().map(|symbol| SymbolDto {
            corners: symbol.corners,
            found: accounts_of(symbol, accounts),
        });
        PictureDto {
            name: escape(&self.name).into_owned(),
            width: self.shot.width,
            height: self.shot.height,
            symbols: symbols.collect(),
            windows: self.windows.clone(),
        }
    }
}

/// Which of the accounts a symbol holds.
fn accounts_of(symbol: &Found, accounts: &[Labelled]) -> Vec<u32> {
    let own = read_found([symbol]).accounts;
    let is_own = |account: &Labelled| {
        own.iter().any(|own| {
            own.issuer == account.issuer
                && own.account == account.account
                && own.otp.secret.same_as(&account.otp.secret)
        })
    };
    let numbered = (0..).zip(accounts);
    let own = numbered.filter(|(_, account)| is_own(account));
    own.map(|(index, _)| index).collect()
}

impl Scans {
    /// Keeps what was found and says what can be shown of it.
    pub(crate) fn keep(&mut self, open: &OpenVault, scan: Scan, now: UnixTime) -> ScanDto {
        self.last = self.last.wrapping_add(1);
        let dto = scan.dto(self.last, open, now);
        // Screens are large: only the last one is kept.
        if !scan.pictures.is_empty() {
            self.waiting.retain(|_, old| old.pictures.is_empty());
        }
        self.waiting.insert(self.last, scan);
        while self.waiting.len() > MOST {
            self.waiting.pop_first();
        }
        dto
    }

    /// A picture of a scan; `None` if it is gone or has no such picture.
    pub(crate) fn picture(&self, ticket: u32, index: usize) -> Option<Seen> {
        let picture = self.waiting.get(&ticket)?.pictures.get(index)?;
        Some(Seen {
            shot: Arc::clone(&picture.shot),
            corners: picture
                .symbols
                .iter()
                .map(|symbol| symbol.corners)
                .chain(picture.refused.iter().copied())
                .collect(),
            name: picture.name.clone(),
        })
    }

    /// Puts what a second look found beside the rest of a picture, each text once.
    pub(crate) fn look_again(
        &mut self,
        open: &OpenVault,
        (ticket, index): (u32, usize),
        found: Vec<Found>,
        now: UnixTime,
    ) -> Result<ScanDto, UserError> {
        let scan = self.waiting.get_mut(&ticket).ok_or(Code::ScanGone)?;
        let picture = scan.pictures.get_mut(index).ok_or(Code::ScanGone)?;
        for new in found {
            let is_new = |old: &Found| old.text.expose() != new.text.expose();
            if picture.symbols.iter().all(is_new) {
                picture.symbols.push(new);
            }
        }
        Ok(scan.dto(ticket, open, now))
    }

    /// The chosen accounts of a scan. It stays, for another try where they cannot be saved.
    pub(crate) fn chosen(
        &self,
        ticket: u32,
        indices: &[u32],
        replacing: &[u32],
    ) -> Option<Vec<Candidate>> {
        let accounts = (0..).zip(self.waiting.get(&ticket)?.readable().accounts);
        let chosen = accounts.filter(|(index, _)| indices.contains(index));
        let candidate = |(index, labelled)| Candidate {
            labelled,
            replaces: replacing.contains(&index),
        };
        Some(chosen.map(candidate).collect())
    }

    /// Forgets a scan; what it found is wiped.
    pub(crate) fn forget(&mut self, ticket: u32) {
        self.waiting.remove(&ticket);
    }
}
