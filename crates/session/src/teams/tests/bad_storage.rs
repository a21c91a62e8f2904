//! Storage that is full of junk, or stops in the middle: what is here stays, and goes on when it can.

use super::bed::{Bed, Counted, size_of};
use crate::codes::Changes;
use crate::error::Code;
use crate::teams;
use crate::teams::budget::Budget;
use crate::teams::kept::Start;
use crate::teams::sync::Stop;
use crate::teams::{Outcome, TeamVault, accounts};
use platform::objects::{Creation, FolderObjects, Name, Objects, ObjectsError};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use team::MAX_ENTRY;

/// What a sync that may read so much comes to.
fn synced(bed: &mut Bed, team: &mut TeamVault, mut budget: Budget) -> Result<(), Stop> {
    let storage = bed.objects();
    team.sync_with(&storage, &mut bed.held(), &mut budget)
}

fn junk_at_once(passed_over: usize) -> Budget {
    Budget {
        passed_over,
        ..Budget::default()
    }
}

fn code_of(team: &TeamVault) -> Option<Code> {
    team.offline().map(|error| error.code())
}

#[test]
fn slots_full_of_junk_are_passed_over_a_part_at_a_time_and_the_change_is_written_behind_them() {
    let in_full = std::env::var_os("COUNTERSIGN_TORTURE").is_some_and(|value| value == "1");
    // In full it is a million, and as much is passed over at once as in the program.
    let (count, at_once) = match in_full {
        true => (1_000_000, Budget::default().passed_over),
        false => (25, 10),
    };
    let mut bed = Bed::with_accounts(1);
    bed.fill_next(count, b"junk");
    let (mut runs, each) = (0, u64::try_from(at_once).unwrap() + 1);
    // Each time as another command does: from what this computer has.
    while let Err(stop) = {
        let mut team = bed.loaded(Start::Kept);
        synced(&mut bed, &mut team, junk_at_once(at_once))
    } {
        assert!(matches!(stop, Stop::Unfinished));
        runs += 1;
        assert_eq!(bed.loaded(Start::Kept).state().next_slot(), 2 + each * runs);
    }
    assert_eq!(runs, count / each);
    let team = bed.add("Bank");
    assert_eq!(team.state().head().slot, 2 + count);
    assert_eq!(bed.issuers().len(), 2);
    let team = bed.team();
    assert_eq!(bed.shown(&team), bed.shown_from_the_first());
}

#[test]
fn what_is_more_than_is_read_at_once_is_said_with_how_far_it_came_and_a_change_waits() {
    let mut bed = Bed::with_accounts(1);
    let mut away = bed.loaded(Start::Kept);
    bed.add("Bank");
    bed.add("Mail");
    let first = bed.file_of(2);
    let size = usize::try_from(fs::metadata(first).unwrap().len()).unwrap();
    let bytes = Budget {
        bytes: size + 1,
        ..Budget::default()
    };
    assert!(matches!(
        synced(&mut bed, &mut away, bytes),
        Err(Stop::Unfinished)
    ));
    assert_eq!(away.state().next_slot(), 3);
    let objects = Budget {
        objects: 0,
        ..Budget::default()
    };
    assert!(matches!(
        synced(&mut bed, &mut away, objects),
        Err(Stop::Unfinished)
    ));
    assert!(synced(&mut bed, &mut away, Budget::default()).is_ok());
    assert_eq!(bed.shown(&away), bed.shown_from_the_first());
}

/// A storage that gives this in the place of an object's bytes, so many times.
struct Damaging {
    inner: FolderObjects,
    answer: Vec<u8>,
    times: AtomicUsize,
}

impl Objects for Damaging {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        self.inner.create(name, bytes)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let there = self.inner.get(name, max_bytes)?;
        let left = self
            .times
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        match left {
            Ok(_) if self.answer.len() > max_bytes => Err(ObjectsError::TooLarge),
            Ok(_) => Ok(self.answer.clone()),
            Err(_) => Ok(there),
        }
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        self.inner.list(folder, most)
    }
}

#[test]
fn a_storage_that_gives_a_wrong_answer_keeps_nobody_out_when_it_gives_the_right_one_again() {
    let junk = [b"junk".to_vec(), Vec::new(), vec![7; MAX_ENTRY + 1]];
    for (number, answer) in (1..).zip(junk) {
        for (times, reads) in [(1, 2), (2, 1)] {
            let mut bed = Bed::with_accounts_of(number, 1);
            let mut away = bed.loaded(Start::Kept);
            bed.add("Bank");
            bed.add("Mail");
            let storage = Damaging {
                inner: bed.objects(),
                answer: answer.clone(),
                times: times.into(),
            };
            away.storage = Some(Box::new(storage));
            for _ in 0..reads {
                away.sync(&mut bed.held()).unwrap();
            }
            assert_eq!((away.alarm(), away.offline()), (None, None));
            bed.add_to(&mut away, "Cloud");
            assert_eq!((away.alarm(), away.state().head().slot), (None, 4));
            assert_eq!(bed.shown(&away), bed.shown_from_the_first());
            assert_eq!(bed.issuers().len(), 4);
        }
    }
}

#[test]
fn what_was_passed_over_is_read_again_when_the_storage_has_something_else_there() {
    let mut bed = Bed::with_accounts(1);
    let before = fs::read(bed.vault_file()).unwrap();
    bed.add("Bank");
    bed.add("Mail");
    let files = [2, 3].map(|slot| bed.file_of(slot));
    let entries = files.clone().map(|file| fs::read(file).unwrap());
    // Another computer with the same vault, which saw nothing of these yet, while the storage has something else for them.
    fs::write(bed.vault_file(), before).unwrap();
    fs::remove_dir_all(bed.local_folder()).unwrap();
    bed.reopen();
    for file in &files {
        fs::write(file, b"junk").unwrap();
    }
    let mut away = bed.loaded(Start::Kept);
    let mut storage = Counted::new(bed.objects());
    // The two entries, and twice each that is none; then nobody is let in who would write.
    storage.lets_in = 6;
    let stopped = away.sync_with(&storage, &mut bed.held(), &mut Budget::default());
    assert!(matches!(stopped, Err(Stop::Storage(..))));
    assert_eq!(away.state().next_slot(), 4);
    for (file, entry) in files.iter().zip(&entries) {
        fs::write(file, entry).unwrap();
    }
    let team = bed.add("Cloud");
    assert_eq!(team.alarm(), None);
    assert_eq!(bed.issuers().len(), 4);
    let team = bed.team();
    assert_eq!(bed.shown(&team), bed.shown_from_the_first());
}

#[test]
fn another_first_entry_is_not_kept_and_the_right_one_is_read_when_it_is_there_again() {
    let mut bed = Bed::with_accounts(1);
    let first = bed.file_of(0);
    let entry = fs::read(&first).unwrap();
    fs::remove_dir_all(bed.local_folder().join("log")).unwrap();
    fs::write(&first, b"junk").unwrap();
    let opened = teams::open(&mut bed.held(), "Ops");
    assert_eq!(opened.err().map(|error| error.code()), Some(Code::TeamFork));
    fs::write(&first, entry).unwrap();
    assert_eq!(bed.issuers(), ["Site 0"]);
}

#[test]
fn an_object_larger_than_an_entry_is_neither_kept_nor_in_the_way_and_can_be_put_back() {
    let mut bed = Bed::with_accounts(1);
    bed.fill_next(3, &vec![7; MAX_ENTRY + 1]);
    let large = bed.file_of(2);
    let team = bed.add("Bank");
    assert_eq!((team.state().head().slot, team.alarm()), (5, None));
    assert!(size_of(&bed.local_folder()) < 100_000);
    assert_eq!(bed.issuers().len(), 2);
    let shown = bed.shown_from_the_first();

    fs::remove_file(&large).unwrap();
    assert_eq!(teams::repair(&mut bed.held(), "Ops"), Ok(1));
    assert_eq!(teams::repair(&mut bed.held(), "Ops"), Ok(0));
    // Whoever reads it for the first time sees the same.
    fs::remove_dir_all(bed.local_folder().join("log")).unwrap();
    assert_eq!(bed.shown_from_the_first(), shown);
    // In its place lies what could be an entry.
    fs::write(&large, b"junk").unwrap();
    let repaired = teams::repair(&mut bed.held(), "Ops");
    assert_eq!(repaired.map_err(|error| error.code()), Err(Code::TeamFork));
}

#[test]
fn an_entry_that_became_larger_than_an_entry_is_noticed() {
    let mut bed = Bed::with_accounts(1);
    let last = bed.file_of(1);
    fs::write(last, vec![7; MAX_ENTRY + 1]).unwrap();
    let team = teams::look_again(&mut bed.held(), "Ops").unwrap();
    let alarm = team.alarm().map(|alarm| alarm.code());
    assert_eq!(alarm, Some(Code::TeamFork));
    assert_eq!(bed.issuers(), ["Site 0"]);
}

#[test]
fn something_that_is_no_object_in_the_next_slot_is_said_and_what_waits_is_written_when_it_is_gone()
{
    let mut bed = Bed::with_accounts(1);
    let next = bed.file_of(2);
    fs::create_dir(&next).unwrap();
    let team = bed.add("Bank");
    let told = team.offline().unwrap();
    assert_eq!(told.code(), Code::TeamSlotBlocked);
    assert_eq!(told.args(), [("slot", "2".to_owned())]);
    assert_eq!(bed.issuers().len(), 2, "what waits is shown");
    fs::remove_dir(&next).unwrap();
    let team = bed.team();
    assert_eq!((code_of(&team), team.state().head().slot), (None, 2));
}

#[test]
fn a_key_that_is_taken_back_at_any_moment_leaves_everything_that_was_read_and_what_waits() {
    let mut bed = Bed::with_accounts(1);
    let mut away = bed.loaded(Start::Kept);
    bed.add("Bank");
    bed.add("Mail");
    for lets_in in 0..2 {
        let mut storage = Counted::new(bed.objects());
        storage.lets_in = lets_in;
        let before = away.state().next_slot();
        let stopped = away.sync_with(&storage, &mut bed.held(), &mut Budget::default());
        assert!(matches!(stopped, Err(Stop::Storage(..))));
        let read = u64::try_from(lets_in).unwrap();
        assert_eq!(away.state().next_slot(), before + read);
    }
    let mut storage = Counted::new(bed.objects());
    storage.lets_in = 0;
    away.storage = Some(Box::new(storage));
    bed.add_to(&mut away, "Cloud");
    assert_eq!(code_of(&away), Some(Code::TeamStorageDenied));
    assert_eq!(
        bed.open.document().team(bed.id()).unwrap().waiting().len(),
        1
    );
    let team = bed.team();
    assert_eq!(
        team.state().head().slot,
        4,
        "with another key it is written"
    );
    assert_eq!(bed.issuers().len(), 4);
}

#[test]
fn a_storage_that_was_emptied_or_cut_short_is_noticed_and_what_is_here_stays_whole() {
    let mut bed = Bed::with_accounts(2);
    let shown = bed.shown_from_the_first();
    let last = bed.file_of(2);
    let whole = fs::read(&last).unwrap();
    for (bytes, code) in [
        (Some(&whole[..whole.len() / 2]), Code::TeamFork),
        (Some(&whole[..0]), Code::TeamFork),
        (None, Code::TeamRollback),
    ] {
        match bytes {
            Some(bytes) => fs::write(&last, bytes).unwrap(),
            None => fs::remove_dir_all(bed.storage.path().join("log")).unwrap(),
        }
        let team = teams::look_again(&mut bed.held(), "Ops").unwrap();
        assert_eq!(team.alarm().map(|alarm| alarm.code()), Some(code));
        assert_eq!(bed.shown(&team), shown);
    }
    assert_eq!(teams::repair(&mut bed.held(), "Ops"), Ok(3));
    let team = bed.add("Bank");
    assert_eq!((team.alarm(), team.state().head().slot), (None, 3));
}

/// Gives the team's account another issuer.
fn renamed(bed: &mut Bed, team: &mut TeamVault, issuer: &str) -> Outcome {
    let id = accounts::list(team, &bed.open, "")[0].id;
    let changes = Changes {
        issuer: Some(issuer.to_owned()),
        ..Changes::default()
    };
    accounts::edit(&mut bed.held(), (team, id), changes).unwrap()
}

#[test]
fn what_waited_longer_is_written_first_and_a_deletion_waits_for_it() {
    let mut bed = Bed::with_accounts(1);
    let away = bed.storage.path().with_extension("away");
    // Two programs, one of which is there all the time.
    let [mut team, mut other] = [bed.team(), bed.team()];
    fs::rename(bed.storage.path(), &away).unwrap();
    assert_eq!(renamed(&mut bed, &mut other, "Older"), Outcome::Waiting);
    let id = accounts::list(&team, &bed.open, "")[0].id;
    let removed = accounts::remove(&mut bed.held(), &mut team, id);
    assert_eq!(removed.unwrap_err().code(), Code::TeamAccountWaits);
    fs::rename(&away, bed.storage.path()).unwrap();
    assert_eq!(renamed(&mut bed, &mut team, "Newer"), Outcome::Written);
    assert_eq!(bed.issuers(), ["Newer"]);
    let mut team = bed.team();
    accounts::remove(&mut bed.held(), &mut team, id).unwrap();
    assert!(bed.issuers().is_empty());
}
