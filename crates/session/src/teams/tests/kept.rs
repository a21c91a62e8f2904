//! What was kept of a log changes nothing of what is shown but how soon.

use super::bed::Bed;
use crate::teams;
use crate::teams::kept::{STEP, Start};
use crate::unlock;
use std::fs;

/// A team vault whose state was kept when it had three accounts, and which has five now.
fn kept_in_the_middle() -> Bed {
    kept_in_the_middle_of(1)
}

fn kept_in_the_middle_of(seed: u64) -> Bed {
    let mut bed = Bed::with_accounts_of(seed, 3);
    keep(&mut bed);
    bed.add("Bank");
    bed.add("Mail");
    bed
}

fn keep(bed: &mut Bed) {
    let mut team = bed.team();
    team.keep_state(&mut bed.effects, &bed.open, 1);
    assert!(bed.kept_file().exists());
}

/// The slot up to which what was kept is used; 0: it is not.
fn used_to(bed: &mut Bed) -> u64 {
    bed.loaded(Start::Kept).kept_to
}

#[test]
fn what_was_kept_and_the_rest_of_the_log_show_what_the_whole_log_shows() {
    let mut bed = kept_in_the_middle();
    assert_eq!(used_to(&mut bed), 4);
    let team = bed.team();
    let shown = bed.shown(&team);
    assert_eq!(shown, bed.shown_from_the_first());
    assert_eq!(bed.issuers().len(), 5);
    // This is no proof that it was used; the entries before it are not even read.
    let first = bed.local_folder().join("log/log/000000000");
    let mut copies: Vec<_> = fs::read_dir(first).unwrap().collect();
    copies.sort_by_key(|copy| copy.as_ref().unwrap().file_name());
    fs::write(copies[1].as_ref().unwrap().path(), b"junk").unwrap();
    let team = bed.team();
    assert_eq!(bed.shown(&team), shown);
    let verified = teams::verify(&mut bed.held(), "Ops").unwrap();
    assert!(
        verified.alarm().is_some(),
        "all of it is verified when asked"
    );
}

#[test]
fn a_kept_state_with_any_byte_changed_or_cut_anywhere_is_as_if_there_were_none() {
    let mut bed = kept_in_the_middle();
    let file = bed.kept_file();
    let kept = fs::read(&file).unwrap();
    let shown = bed.shown_from_the_first();
    for at in 0..kept.len() {
        let mut changed = kept.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&file, &changed).unwrap();
        assert_eq!(used_to(&mut bed), 0, "byte {at}");
        if at % 400 == 0 {
            fs::write(&file, &kept[..at]).unwrap();
            assert_eq!(used_to(&mut bed), 0, "cut at {at}");
            let team = bed.team();
            assert_eq!(bed.shown(&team), shown);
        }
    }
    fs::write(&file, &kept).unwrap();
    assert_eq!(used_to(&mut bed), 4);
}

#[test]
fn a_kept_state_of_another_vault_or_computer_is_not_used() {
    let (mut bed, mut other) = (kept_in_the_middle(), kept_in_the_middle_of(2));
    fs::copy(other.kept_file(), bed.kept_file()).unwrap();
    assert_eq!(used_to(&mut bed), 0);
    assert_eq!(used_to(&mut other), 4);
    assert_eq!(bed.issuers().len(), 5);
}

#[test]
fn an_older_copy_of_the_vault_goes_on_from_a_newer_state_and_a_newer_vault_from_an_older_one() {
    let mut bed = Bed::with_accounts(3);
    let older = fs::read(bed.vault_file()).unwrap();
    bed.add("Bank");
    keep(&mut bed);
    let shown = bed.shown_from_the_first();
    let kept = bed.kept_file();
    fs::write(bed.vault_file(), older).unwrap();
    bed.reopen();
    assert_eq!(used_to(&mut bed), 5);
    let team = bed.team();
    assert_eq!((team.alarm(), bed.shown(&team)), (None, shown));

    let old_state = fs::read(&kept).unwrap();
    bed.add("Mail");
    fs::write(&kept, old_state).unwrap();
    assert_eq!(bed.issuers().len(), 5);
}

#[test]
fn a_log_that_was_changed_before_a_pin_is_not_shown_from_what_was_kept_of_another() {
    let mut bed = Bed::with_accounts(2);
    keep(&mut bed);
    let kept = fs::read(bed.kept_file()).unwrap();
    bed.add("Bank");
    let team = bed.team();
    // The pin is of an entry that what was kept does not know yet: the rest of the log has to lead there.
    let pin = team.state().head();
    assert_eq!(team.client.log().pin(), Some(pin));
    fs::write(bed.kept_file(), kept).unwrap();
    let last = bed.file_of(pin.slot);
    let copy = bed.local_folder().join("log");
    let copy = copy.join(last.strip_prefix(bed.storage.path()).unwrap());
    fs::write(&copy, b"junk").unwrap();
    let team = bed.team();
    let alarm = team.alarm().map(|alarm| alarm.code());
    assert_eq!(alarm, Some(crate::error::Code::TeamFork));
}

#[test]
fn after_the_key_of_the_vault_was_renewed_the_state_is_kept_anew_under_the_new_one() {
    let mut bed = kept_in_the_middle();
    let before = fs::read(bed.kept_file()).unwrap();
    let presented = bed.credentials();
    unlock::renew(&mut bed.effects, &mut bed.open, &presented).unwrap();
    let team = bed.team();
    assert_eq!(
        team.kept_to, 0,
        "it is used once more, and is to be kept anew"
    );
    keep(&mut bed);
    assert_ne!(fs::read(bed.kept_file()).unwrap(), before);
    assert_eq!(used_to(&mut bed), 6);
    assert_eq!(bed.issuers().len(), 5);
}

#[test]
fn a_long_log_is_kept_by_itself_and_a_short_one_is_not() {
    let mut bed = Bed::with_accounts(1);
    assert!(!bed.kept_file().exists());
    bed.fill_next(STEP, b"junk");
    bed.add("Bank");
    assert_eq!(used_to(&mut bed), STEP + 2);
    let team = bed.team();
    assert_eq!(bed.shown(&team), bed.shown_from_the_first());
}
