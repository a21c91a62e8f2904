//! An admin changed the key and gave one member another one: a log that an independent program wrote
//! (`tests/vectors/team/halted_by_key.txt`), because this one does not.

use super::bed::Bed;
use crate::error::Code;
use crate::teams::local::Local;
use crate::teams::{Approval, TeamVault, approve, ask_back, pending};
use data_encoding::{BASE64, HEXLOWER};
use otp::UnixTime;
use std::collections::BTreeMap;
use std::fs;
use team::{DeviceKey, KeptDevice};
use vault::primitives::sha256;
use vault::{Id, Team};
use zeroize::Zeroizing;

const VECTOR: &str = include_str!("../../../../../tests/vectors/team/halted_by_key.txt");

/// The cheated editor, and the owner, each at a computer of their own.
fn people() -> (Bed, Bed) {
    let (fields, objects) = VECTOR.split_once("\n\n").unwrap();
    let fields: BTreeMap<&str, &str> = fields
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let bytes = |field: &str| HEXLOWER.decode(fields[field].as_bytes()).unwrap();
    let (mut editor, mut owner) = (Bed::alone(1), Bed::alone(2));
    let mut vault = None;
    for object in objects.lines() {
        let (name, object) = object.split_once(' ').unwrap();
        let object = BASE64.decode(object.as_bytes()).unwrap();
        vault = vault.or_else(|| Some(Id::from_bytes(*sha256(&object).first_chunk().unwrap())));
        let path = editor.storage.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, object).unwrap();
    }
    let storage = editor.place().read("Ops").unwrap().to_bytes();
    for (bed, member, device) in [
        (&mut editor, "member", "device"),
        (&mut owner, "owner", "owner-device"),
    ] {
        let mut team = Team::new("Ops".to_owned());
        team.add_seed(Zeroizing::new(bytes(member).try_into().unwrap()));
        team.add_epoch_key(0, Zeroizing::new(bytes("epoch-0").try_into().unwrap()));
        team.set_storage(storage.clone());
        sit_down(bed, vault.unwrap(), (team, &bytes(device)));
    }
    (editor, owner)
}

fn sit_down(bed: &mut Bed, vault: Id, (team, device): (Team, &[u8])) {
    let (signing, opening) = device.split_at(32);
    let device = DeviceKey::from_seeds(signing.try_into().unwrap(), opening.try_into().unwrap());
    let local = Local::of(&mut bed.effects, bed.open.id(), vault).unwrap();
    let device = KeptDevice::of(&device, 1);
    local.keep(&mut bed.effects, &bed.open, &device).unwrap();
    let added = bed.open.change(&mut bed.effects, |kept, _| {
        assert!(kept.document_mut().add_team(vault, team));
        Ok(())
    });
    added.unwrap();
}

fn asking(team: &TeamVault) -> usize {
    pending(team, UnixTime::new(1_780_000_000).unwrap())
        .unwrap()
        .len()
}

#[test]
fn whoever_got_another_key_gets_the_right_one_from_the_owner_who_typed_its_words() {
    let (mut editor, mut owner) = people();
    let halted = editor.team();
    assert_eq!(
        halted.alarm().map(|alarm| alarm.code()),
        Some(Code::TeamKeysDiffer)
    );
    let mut team = owner.team();
    assert!(team.alarm().is_none());
    assert_eq!(asking(&team), 0);

    let words = ask_back(&mut editor.held(), "Ops").unwrap().words.join(" ");
    assert_eq!(asking(&team), 1);
    // The storage shows the request for another epoch as well.
    let inbox = editor.storage.path().join("inbox").join("f".repeat(32));
    let request = fs::read_dir(&inbox)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let (device, _) = request.to_str().unwrap().rsplit_once('-').unwrap();
    for epoch in [0, 999] {
        fs::copy(&request, format!("{device}-{epoch}")).unwrap();
    }
    assert_eq!(asking(&team), 1);
    let wrong = words.replacen(' ', " x", 1);
    for (approval, code) in [
        (Approval::Words(&wrong), Code::TeamWordsWrong),
        (Approval::Unverified, Code::TeamWordsNeeded),
    ] {
        let refused = approve(&mut owner.held(), &mut team, ("Grace", &approval));
        assert_eq!(refused.unwrap_err().code(), code);
    }
    assert!(editor.team().alarm().is_some());
    approve(
        &mut owner.held(),
        &mut team,
        ("Grace", &Approval::Words(&words)),
    )
    .unwrap();

    let mut back = editor.team();
    assert!(back.alarm().is_none() && back.offline().is_none());
    editor.add_to(&mut back, "Bank");
    team.sync(&mut owner.held()).unwrap();
    assert_eq!(owner.shown(&team), editor.shown(&back));
    let again = ask_back(&mut editor.held(), "Ops");
    assert_eq!(again.map(drop).unwrap_err().code(), Code::TeamAlreadyIn);
}

#[test]
fn an_answer_that_is_none_is_in_nobodys_way() {
    let (mut editor, mut owner) = people();
    let words = ask_back(&mut editor.held(), "Ops").unwrap().words.join(" ");
    let mut team = owner.team();
    approve(
        &mut owner.held(),
        &mut team,
        ("Grace", &Approval::Words(&words)),
    )
    .unwrap();
    let inbox = editor.storage.path().join("inbox").join("f".repeat(32));
    let files = fs::read_dir(inbox)
        .unwrap()
        .map(|file| file.unwrap().path());
    let answer = files
        .into_iter()
        .find(|file| file.to_str().unwrap().ends_with("-welcome"));
    let answers = answer.unwrap();
    let mut given = fs::read_dir(&answers).unwrap();
    let answer = given.next().unwrap().unwrap().path();
    let right = fs::read(&answer).unwrap();
    let mut changed = right.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&answer, &changed).unwrap();
    let halted = editor.team();
    assert_eq!(
        halted.alarm().map(|alarm| alarm.code()),
        Some(Code::TeamKeysDiffer)
    );
    fs::write(answers.join("0".repeat(32)), &changed).unwrap();
    fs::write(&answer, &right).unwrap();
    assert!(editor.team().alarm().is_none());
}
