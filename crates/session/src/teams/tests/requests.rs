//! What is asked of a storage.

use super::bed::{Bed, Counted};
use crate::teams::TeamVault;
use crate::teams::budget::Budget;
use crate::teams::kept::Start;

fn asked(bed: &mut Bed, team: &mut TeamVault) -> usize {
    let storage = Counted::new(bed.objects());
    let synced = team.sync_with(&storage, &mut bed.held(), &mut Budget::default());
    assert!(synced.is_ok());
    storage.count()
}

#[test]
fn a_sync_that_finds_nothing_new_is_one_request_however_long_the_log_is() {
    let mut bed = Bed::with_accounts(0);
    for accounts in 0..3 {
        let mut team = bed.loaded(Start::Kept);
        assert_eq!(asked(&mut bed, &mut team), 1, "{accounts} accounts");
        assert_eq!(asked(&mut bed, &mut team), 1, "and again");
        bed.add("Another");
    }
}

#[test]
fn each_entry_by_somebody_else_is_one_request_more_and_a_look_back_is_one_more() {
    let mut bed = Bed::with_accounts(0);
    let mut away = bed.loaded(Start::Kept);
    bed.add("Bank");
    bed.add("Mail");
    assert_eq!(asked(&mut bed, &mut away), 3);
    away.looks_back = true;
    assert_eq!(asked(&mut bed, &mut away), 2);
}
