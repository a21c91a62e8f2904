//! What this installation verified of a log, kept so that a long one is shown at once (docs/team-log.md, "Kept state").

use super::lines::LogLine;
use super::local::Local;
use super::running::TeamVault;
use crate::effects::Effects;
use crate::open_vault::OpenVault;
use team::{Deed, EpochKeys, KeptState, Log, Pin};

/// After so many slots the state is kept anew.
pub(super) const STEP: u64 = 500;

/// Where the reading of a log begins.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// After what was kept, where that fits.
    Kept,
    /// With its first entry.
    FirstEntry,
}

/// A log that is to be read on, and what is known of it.
pub(super) struct Beginning {
    pub(super) log: Log,
    pub(super) history: Vec<LogLine>,
    /// The slot up to which the state was kept; 0: not at all, or it is to be kept anew.
    pub(super) kept_to: u64,
}

impl Local {
    /// The log where it was left, or nothing of it yet.
    pub(super) fn begin(&self, open: &OpenVault, keys: EpochKeys, start: Start) -> Beginning {
        let pins = pins(self, open);
        let kept = match start {
            Start::Kept => self.kept_state(open),
            Start::FirstEntry => None,
        };
        let begun = match kept {
            Some((kept, is_under_old_key)) => go_on(kept, is_under_old_key, keys, &pins),
            None => Err(keys),
        };
        begun.unwrap_or_else(|keys| Beginning {
            log: Log::new(keys, pins.last().copied()),
            history: Vec::new(),
            kept_to: 0,
        })
    }
}

fn pins(local: &Local, open: &OpenVault) -> Vec<Pin> {
    let team = open.document().team(local.team());
    let pins = team.map(|team| team.pins()).unwrap_or_default();
    let pins = pins.iter().map(|(slot, hash)| Pin {
        slot: *slot,
        hash: *hash,
    });
    pins.collect()
}

fn go_on(
    kept: KeptState,
    is_under_old_key: bool,
    keys: EpochKeys,
    pins: &[Pin],
) -> Result<Beginning, EpochKeys> {
    let (log, deeds) = Log::go_on(kept, keys, pins)?;
    let lines = deeds.iter();
    let lines = lines.filter_map(|deed| LogLine::kept(deed, log.state()));
    let kept_to = match is_under_old_key {
        true => 0,
        false => log.state().next_slot(),
    };
    Ok(Beginning {
        history: lines.collect(),
        kept_to,
        log,
    })
}

impl TeamVault {
    /// Keeps what was verified, if that is `step` slots more than when it was kept last. After a finding nothing is kept.
    pub(super) fn keep_state(&mut self, effects: &mut Effects, open: &OpenVault, step: u64) {
        let next = self.state().next_slot();
        if self.alarm.is_some() || next < self.kept_to.saturating_add(step) {
            return;
        }
        let deeds: Option<Vec<Deed>> = self.history.iter().map(LogLine::to_deed).collect();
        let Some(deeds) = deeds else {
            return;
        };
        let is_kept = self.local.keep_state(effects, open, (self.state(), &deeds));
        if is_kept {
            self.kept_to = next;
        }
    }
}
