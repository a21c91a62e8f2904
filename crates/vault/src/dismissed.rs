//! Findings about the vault that are not for the user (docs/vault-format.md, "Document").
//!
//! Each has a count of how often the user changed their mind, odd while it is dismissed, so that two states of it become
//! one without clocks: the greater count is the later one.

use crate::cbor::{Reader, Writer};
use crate::document::Document;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use std::collections::BTreeMap;

/// How often each finding was dismissed and taken back, by its name.
pub(crate) type Dismissed = BTreeMap<String, Count>;

#[derive(Default)]
pub(crate) struct Count {
    changes: u64,
    unknown: Unknown,
}

impl Document {
    /// Whether the vault's finding of this name is not for the user.
    pub fn is_dismissed(&self, finding: &str) -> bool {
        self.dismissed
            .get(finding)
            .is_some_and(|count| count.changes % 2 == 1)
    }

    /// Says that the vault's finding of this name is not for the user, or is again.
    pub fn set_dismissed(&mut self, finding: &str, dismissed: bool) {
        if self.is_dismissed(finding) != dismissed {
            let count = self.dismissed.entry(finding.to_owned()).or_default();
            count.changes = count.changes.saturating_add(1);
        }
    }
}

pub(crate) fn write(writer: &mut Writer, dismissed: &Dismissed) {
    writer.array(dismissed.len());
    for (finding, count) in dismissed {
        let mut map = MapWriter::new(writer, &count.unknown);
        map.text(0, finding);
        map.unsigned(1, count.changes);
        map.end();
    }
}

pub(crate) fn read(value: Reader<'_>) -> Result<Dismissed, OpenError> {
    let list = read_list(value, read_one)?;
    if !list.is_sorted_by(|(one, _), (next, _)| one < next) {
        return Err(OpenError::Damaged);
    }
    Ok(list.into_iter().collect())
}

fn read_one(bytes: &[u8]) -> Result<(String, Count), OpenError> {
    let (mut finding, mut count) = (String::new(), Count::default());
    read_map(bytes, |number, mut value| {
        match number {
            0 => finding = value.text()?.to_owned(),
            1 => count.changes = value.unsigned()?,
            _ => count.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    Ok((finding, count))
}

/// Both as one: of each the greater count.
pub(crate) fn merge(mut ours: Dismissed, theirs: Dismissed) -> Dismissed {
    for (finding, count) in theirs {
        let known = ours.entry(finding).or_default();
        known.changes = known.changes.max(count.changes);
        let unknown = std::mem::take(&mut known.unknown);
        known.unknown = unknown.joined(count.unknown);
    }
    ours
}

#[cfg(test)]
mod tests {
    use super::*;
    use otp::UnixTime;

    #[test]
    fn what_was_dismissed_and_taken_back_last_is_so_in_both_orders_and_after_a_save() {
        let mut ours = Document::new(UnixTime::EPOCH);
        ours.set_dismissed("backup_old", true);
        ours.set_dismissed("backup_old", true);
        let mut theirs = Document::read(&ours.write()).unwrap();
        theirs.set_dismissed("backup_old", false);
        theirs.set_dismissed("clock_off", true);
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut merged = Document::new(UnixTime::EPOCH);
            let copy = |document: &Document| Document::read(&document.write()).unwrap();
            merged.dismissed = merge(copy(one).dismissed, copy(other).dismissed);
            let merged = Document::read(&merged.write()).unwrap();
            assert!(!merged.is_dismissed("backup_old") && merged.is_dismissed("clock_off"));
        }
    }

    #[test]
    fn dismissals_out_of_order_are_damage() {
        let mut writer = Writer::with_capacity(64);
        writer.array(2);
        for finding in ["b", "a"] {
            let none = Unknown::default();
            let mut map = MapWriter::new(&mut writer, &none);
            map.text(0, finding);
            map.unsigned(1, 1);
            map.end();
        }
        assert!(read(Reader::new(&writer.into_bytes())).is_err());
    }
}
