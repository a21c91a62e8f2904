//! What a joiner is shown of a long log before it was verified, and what it may do with that.

use super::bed::Bed;
use crate::error::Code;
use crate::teams::kept::STEP;
use crate::teams::{self, Approval, Link, Role, TeamVault};
use std::fs;
use std::path::PathBuf;

/// A long log, and Bob, whom Ada has let in.
fn let_in() -> (Bed, Bed, TeamVault) {
    let mut ada = Bed::with_accounts(1);
    ada.fill_next(STEP, b"junk");
    let mut team = ada.add("Bank");
    let mut bob = Bed::alone(2);
    let_in_another(&mut ada, &mut team, &mut bob);
    (ada, bob, team)
}

fn let_in_another(ada: &mut Bed, team: &mut TeamVault, bob: &mut Bed) {
    let (link, _) = teams::invite(&mut ada.held(), team, Role::Editor).unwrap();
    let link = Link::read(&link).unwrap();
    let joined = teams::join(&mut bob.held(), &link, (ada.place(), "Bob")).unwrap();
    let words = joined.words.join(" ");
    let approval = Approval::Words(&words);
    teams::approve(&mut ada.held(), team, ("Bob", &approval)).unwrap();
}

fn snapshots(ada: &Bed) -> Vec<PathBuf> {
    let files = fs::read_dir(ada.storage.path().join("snap"));
    let files = files.into_iter().flatten();
    files.map(|file| file.unwrap().path()).collect()
}

fn glanced(bob: &mut Bed) -> Option<Vec<String>> {
    let glance = teams::glance(&mut bob.held(), "Ops").unwrap()?;
    assert_eq!(glance.notice().code(), Code::TeamNotVerified);
    let issuers = glance.list("").into_iter();
    Some(issuers.map(|view| view.issuer.clone()).collect())
}

#[test]
fn a_joiner_sees_the_accounts_at_once_and_is_in_only_after_the_log_was_verified() {
    let (ada, mut bob, _) = let_in();
    assert_eq!(glanced(&mut bob).unwrap(), ["Bank", "Site 0"]);
    let glance = teams::glance(&mut bob.held(), "Ops").unwrap().unwrap();
    let code = glance.code(&mut bob.held(), "Bank", (None, false), None);
    assert_eq!(code.unwrap().1.code.expose().len(), 6);
    let id = bob.id();
    let has_key = |bob: &Bed| {
        let team = bob.open.document().team(id).unwrap();
        team.epoch_keys().next().is_some()
    };
    assert!(!has_key(&bob), "nothing was taken over");

    // One byte of it changed, or none of it: there is nothing to see, and the log is verified as before.
    let snapshot = snapshots(&ada).pop().unwrap();
    let whole = fs::read(&snapshot).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    fs::write(&snapshot, changed).unwrap();
    assert_eq!(glanced(&mut bob), None);
    fs::write(&snapshot, whole).unwrap();
    assert!(glanced(&mut bob).is_some());
    assert_eq!(bob.issuers(), ["Bank", "Site 0"]);
    assert!(has_key(&bob));
    assert_eq!(glanced(&mut bob), None, "whoever is in reads the log");
}

#[test]
fn of_a_short_log_there_is_no_snapshot_and_nothing_to_see_before_it_was_verified() {
    let mut ada = Bed::with_accounts(1);
    let mut team = ada.team();
    let mut bob = Bed::alone(2);
    let_in_another(&mut ada, &mut team, &mut bob);
    assert_eq!(snapshots(&ada), Vec::<PathBuf>::new());
    assert_eq!(glanced(&mut bob), None);
    assert_eq!(bob.issuers(), ["Site 0"]);
}
