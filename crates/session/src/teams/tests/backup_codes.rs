//! Backup codes that somebody takes at the moment when another does, or when the storage goes away.

use super::bed::{Bed, Counted};
use crate::backup_codes::Older;
use crate::teams::backup_codes::{add, overview, take};
use crate::teams::{self, TeamVault, accounts};
use otp::SecretText;
use vault::Id;

/// With one account in the team vault, and so many backup codes of it.
fn bed(codes: usize) -> (Bed, Id) {
    let mut bed = Bed::with_accounts(1);
    let mut team = bed.team();
    let id = accounts::find(&team, &bed.open, "Site 0").unwrap();
    let codes = (0..codes).map(|number| SecretText::from(format!("code {number}")));
    let codes = (codes.collect(), "");
    add(&mut bed.held(), (&mut team, id), codes, Older::Kept).unwrap();
    (bed, id)
}

fn taken(bed: &mut Bed, team: &mut TeamVault, id: Id) -> String {
    let taken = take(&mut bed.held(), (team, id)).unwrap();
    taken.code.expose().to_owned()
}

#[test]
fn whoever_did_not_see_that_a_code_was_taken_gets_the_next_one() {
    let (mut bed, id) = bed(3);
    let (mut one, mut other) = (bed.team(), bed.team());
    assert_eq!(taken(&mut bed, &mut one, id), "code 0");
    assert_eq!(taken(&mut bed, &mut other, id), "code 1");
    assert_eq!(taken(&mut bed, &mut one, id), "code 2");
    assert!(take(&mut bed.held(), (&mut other, id)).is_err());
}

#[test]
fn a_storage_that_goes_away_meanwhile_gives_no_code_and_uses_none_but_what_it_took() {
    let (mut bed, id) = bed(10);
    let mut failed = 0;
    loop {
        let mut team = bed.team();
        let slots = |team: &TeamVault| team.state().next_slot();
        let left = |bed: &Bed, team: &TeamVault| overview(team, &bed.open, id).unwrap().left;
        let (slots_before, left_before) = (slots(&team), left(&bed, &team));
        let mut storage = Counted::new(bed.objects());
        storage.lets_in = failed;
        team.storage = Some(Box::new(storage));
        let taken = take(&mut bed.held(), (&mut team, id));
        assert_eq!(teams::list(&bed.open)[0].waiting, 0);
        if taken.is_ok() {
            break;
        }
        failed += 1;
        // The same program goes on when the storage is back, and so does another.
        team.storage = Some(Box::new(bed.objects()));
        team.sync(&mut bed.held()).unwrap();
        for team in [team, bed.team()] {
            let written = slots(&team) - slots_before;
            let used = left_before - left(&bed, &team);
            assert_eq!(u64::try_from(used), Ok(written));
        }
    }
    assert!(failed > 2, "it went away {failed} times only");
}
