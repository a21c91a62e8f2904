//! When the window makes and proves backups by itself.

use super::record::{Every, Record};
use crate::open_vault::OpenVault;
use otp::UnixTime;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// What is to be done now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// The vault changed, and the last backup is old enough; or none was made yet.
    Backup,
    /// A week ago all backups were proved the last time.
    Proof,
}

/// What is to be done now for the open vault. After a failure it is tried again every hour; a proof that failed also after
/// a backup that went well.
pub fn due(open: &OpenVault, now: UnixTime) -> Due {
    due_at(&super::record(open), open.vault().generation(), now)
}

fn due_at(record: &Record, generation: u64, now: UnixTime) -> Due {
    if record.folder.is_none() {
        return Due::Nothing;
    }
    // A time in the future is one of a clock that was wrong: it says nothing.
    let since = |then: UnixTime| now.get().checked_sub(then.get()).unwrap_or(u64::MAX);
    let waits = |failure: &Option<super::record::Failure>| {
        failure
            .as_ref()
            .is_some_and(|failure| since(failure.at) < HOUR)
    };
    let pause = match record.every {
        Every::Day => Some(DAY),
        Every::Week => Some(WEEK),
        Every::Never => None,
    };
    let is_old = match &record.made {
        None => true,
        Some(made) => {
            made.generation != generation && pause.is_some_and(|pause| since(made.at) >= pause)
        }
    };
    let failed_and_scheduled = record.not_made.is_some() && pause.is_some();
    if pause.is_some() && (is_old || failed_and_scheduled) && !waits(&record.not_made) {
        return Due::Backup;
    }
    // A backup that was made since says that the folder may be well again.
    let made_since = record
        .made
        .as_ref()
        .zip(record.not_proved.as_ref())
        .is_some_and(|(made, failure)| made.at > failure.at);
    let checked_long_ago = record.checked.is_none_or(|checked| since(checked) >= WEEK);
    if record.made.is_some()
        && (checked_long_ago || record.not_proved.is_some())
        && (made_since || !waits(&record.not_proved))
    {
        return Due::Proof;
    }
    Due::Nothing
}

#[cfg(test)]
mod tests {
    use super::super::record::{Failure, Made};
    use super::*;
    use crate::error::Code;
    use std::path::PathBuf;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(i64::try_from(seconds).unwrap()).unwrap()
    }

    /// Made and checked on day 100, at generation 7.
    fn record() -> Record {
        Record {
            folder: Some(PathBuf::from("/stick")),
            made: Some(Made {
                at: at(100 * DAY),
                generation: 7,
                name: String::new(),
            }),
            checked: Some(at(100 * DAY)),
            ..Record::default()
        }
    }

    #[test]
    fn a_backup_is_made_a_day_after_the_last_one_if_the_vault_changed() {
        let record = record();
        let later = |seconds| at(100 * DAY + seconds);
        assert_eq!(due_at(&record, 8, later(DAY - 1)), Due::Nothing);
        assert_eq!(due_at(&record, 8, later(DAY)), Due::Backup);
        assert_eq!(due_at(&record, 7, later(3 * DAY)), Due::Nothing);
        assert_eq!(due_at(&record, 7, later(WEEK)), Due::Proof);
        assert_eq!(due_at(&Record::default(), 8, later(WEEK)), Due::Nothing);
        let none_yet = Record {
            made: None,
            ..record
        };
        assert_eq!(due_at(&none_yet, 7, later(0)), Due::Backup);
    }

    #[test]
    fn by_hand_only_means_that_nothing_is_written_but_what_is_there_is_proved() {
        let record = Record {
            every: Every::Never,
            ..record()
        };
        assert_eq!(due_at(&record, 8, at(106 * DAY)), Due::Nothing);
        assert_eq!(due_at(&record, 8, at(107 * DAY)), Due::Proof);
    }

    #[test]
    fn after_a_failure_it_is_tried_again_every_hour() {
        let failed = |at| {
            let error = Code::BackupFolderMissing.into();
            Some(Failure { at, error })
        };
        let not_made = Record {
            not_made: failed(at(101 * DAY)),
            ..record()
        };
        assert_eq!(due_at(&not_made, 8, at(101 * DAY + HOUR - 1)), Due::Nothing);
        assert_eq!(due_at(&not_made, 7, at(101 * DAY + HOUR)), Due::Backup);
        let not_proved = Record {
            not_proved: failed(at(101 * DAY)),
            ..record()
        };
        assert_eq!(due_at(&not_proved, 7, at(101 * DAY + 60)), Due::Nothing);
        assert_eq!(due_at(&not_proved, 7, at(101 * DAY + HOUR)), Due::Proof);
        let made_since = Record {
            made: Some(Made {
                at: at(101 * DAY + 30),
                generation: 7,
                name: String::new(),
            }),
            ..not_proved
        };
        assert_eq!(due_at(&made_since, 7, at(101 * DAY + 60)), Due::Proof);
    }

    #[test]
    fn a_clock_that_was_in_the_future_once_does_not_stop_backups() {
        assert_eq!(due_at(&record(), 8, at(50 * DAY)), Due::Backup);
    }
}
