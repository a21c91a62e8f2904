//! Accounts that a scan found and that wait for the user to choose.

use crate::dto::{FoundDto, ScanDto};
use session::codes::is_known;
use session::scan::{Found, Problem, Readable, read_found};
use session::{Labelled, OpenVault};
use std::collections::BTreeMap;

/// More scans than this at a time are not kept: the oldest is forgotten.
const MOST: usize = 4;

/// Scans by ticket, the oldest first.
#[derive(Default)]
pub(crate) struct Scans {
    last: u32,
    waiting: BTreeMap<u32, Vec<Found>>,
}

impl Scans {
    /// Keeps what was found and says what can be shown of it.
    pub(crate) fn keep(
        &mut self,
        open: &OpenVault,
        symbols: Vec<Found>,
        problems: Vec<Problem>,
    ) -> ScanDto {
        let Readable {
            accounts,
            problems: unreadable,
            incomplete,
        } = read_found(&symbols);
        self.last = self.last.wrapping_add(1);
        let found = (0..).zip(&accounts);
        let found = found.map(|(index, it)| FoundDto::of(index, it, is_known(open, it)));
        let scan = ScanDto {
            ticket: self.last,
            found: found.collect(),
            problems: problems
                .into_iter()
                .chain(unreadable)
                .map(Into::into)
                .collect(),
            incomplete: incomplete.into_iter().map(Into::into).collect(),
        };
        self.waiting.insert(self.last, symbols);
        while self.waiting.len() > MOST {
            self.waiting.pop_first();
        }
        scan
    }

    /// The chosen accounts of a scan. It stays, for another try where they cannot be saved.
    pub(crate) fn chosen(&self, ticket: u32, indices: &[u32]) -> Option<Vec<Labelled>> {
        let found = read_found(self.waiting.get(&ticket)?);
        let accounts = (0..).zip(found.accounts);
        let chosen = accounts.filter(|(index, _)| indices.contains(index));
        Some(chosen.map(|(_, account)| account).collect())
    }

    /// Forgets a scan; what it found is wiped.
    pub(crate) fn forget(&mut self, ticket: u32) {
        self.waiting.remove(&ticket);
    }
}
