//! What happened in a team vault, for people: on a screen, and in a file to look through elsewhere.

use super::lines::LogLine;
use super::running::TeamVault;
use super::time_of;
use crate::csv;
use crate::error::UserError;
use crate::names::save_error;
use crate::open_vault::OpenVault;
use crate::time::show_time;
use otp::UnixTime;
use platform::store;
use std::collections::BTreeMap;
use std::path::Path;
use team::Item;
use vault::Id;

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct Activity {
    /// By the author's clock.
    pub time: UnixTime,
    /// What the author is called.
    pub member: String,
    /// What was done, in one word.
    pub op: &'static str,
    /// What the account, member or device is called that it is about.
    pub about: Option<String>,
}

/// What happened, the newest first.
pub(super) fn activity(team: &TeamVault, open: &OpenVault) -> impl Iterator<Item = Activity> {
    let items = team.items(open);
    let puts = Puts::of(&team.history);
    team.history.iter().rev().map(move |line| {
        let (member, time) = by(team, line);
        Activity {
            time,
            member,
            op: match line.op {
                "put" if puts.is_first(line) => "add",
                op => op,
            },
            about: line
                .about
                // Whoever made the team vault made it for itself.
                .filter(|_| line.op != "created")
                .and_then(|id| label(team, &items, id)),
        }
    })
}

/// All that happened, the newest first: comma-separated values (RFC 4180) for a spreadsheet, times in UTC (RFC 3339).
pub fn activity_table(team: &TeamVault, open: &OpenVault) -> String {
    let head = csv::row(&["time", "member", "what", "about"]);
    let rows = activity(team, open).map(|one| {
        let about = one.about.unwrap_or_default();
        csv::row(&[&show_time(one.time), &one.member, one.op, &about])
    });
    // By the mark that is first, spreadsheets know that it is UTF-8.
    let lines = ["\u{feff}".to_owned(), head].into_iter().chain(rows);
    lines.collect()
}

/// Writes that table to a new file.
///
/// # Errors
/// The codes of saving.
pub fn write_activity(table: &str, path: &Path) -> Result<(), UserError> {
    store::write_new(path, table.as_bytes()).map_err(|error| save_error(error, path))
}

/// The first and the last entry that put each account.
pub(super) struct Puts<'a>(BTreeMap<Id, (&'a LogLine, &'a LogLine)>);

impl<'a> Puts<'a> {
    pub(super) fn of(history: &'a [LogLine]) -> Self {
        let mut puts = BTreeMap::new();
        for line in history.iter().filter(|line| line.op == "put") {
            if let Some(id) = line.about {
                puts.entry(id).or_insert((line, line)).1 = line;
            }
        }
        Self(puts)
    }

    fn is_first(&self, line: &LogLine) -> bool {
        let first = line.about.and_then(|id| self.0.get(&id));
        first.is_some_and(|(first, _)| first.slot == line.slot)
    }

    pub(super) fn last(&self, id: Id) -> Option<&'a LogLine> {
        self.0.get(&id).map(|(_, last)| *last)
    }
}

/// Who wrote a line, and when by that clock.
pub(super) fn by(team: &TeamVault, line: &LogLine) -> (String, UnixTime) {
    let member = team.state().members().get(&line.member);
    let name = member.map_or_else(String::new, |member| member.name.clone());
    (name, time_of(line.wall_ms))
}

/// What people call an account, a member or the owner of a device.
fn label(team: &TeamVault, items: &BTreeMap<Id, Item>, id: Id) -> Option<String> {
    if let Some(account) = items.get(&id).and_then(|item| item.account(id).ok()) {
        let parts = [account.issuer.as_str(), account.name.as_str()];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        return Some(parts.collect::<Vec<_>>().join(" · "));
    }
    let device = team.state().devices().get(&id);
    let member = device.map_or(id, |device| device.member);
    let member = team.state().members().get(&member)?;
    Some(member.name.clone())
}
