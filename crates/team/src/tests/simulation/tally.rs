//! What came of it all.

use std::fmt;

#[derive(Default)]
pub(super) struct Tally {
    pub(super) changes: usize,
    pub(super) in_the_log: usize,
    pub(super) given_back: usize,
    /// Of devices that are not in any more.
    pub(super) waiting: usize,
    pub(super) forbidden: usize,
    /// Devices that came while the others worked.
    pub(super) joined: usize,
    /// Of the storage's lies.
    pub(super) found: usize,
    pub(super) harmless: usize,
    /// Changes of devices that were lied to, and are in the log once afterwards.
    pub(super) kept: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            changes,
            in_the_log,
            given_back,
            waiting,
            forbidden,
            joined,
            found,
            harmless,
            kept,
        } = self;
        let lies = found + harmless;
        writeln!(
            f,
            "{changes} changes: {in_the_log} in the log, {given_back} given back, {waiting} waiting where a device is out"
        )?;
        writeln!(
            f,
            "{forbidden} forbidden changes refused, {joined} devices came meanwhile"
        )?;
        write!(
            f,
            "{lies} lies of the storage: {found} found, {harmless} without effect; {kept} changes made meanwhile kept"
        )
    }
}
