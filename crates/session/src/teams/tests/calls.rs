//! Letting somebody in on a call, with a storage that is whoever it likes to be.

use super::bed::Bed;
use crate::error::{Code, UserError};
use crate::teams::answering::{Answered, Call, Compared};
use crate::teams::calling::Calling;
use crate::teams::inviting::LINK_LASTS;
use crate::teams::{self, Link, Role, StorageOptions, TeamVault, Verified};
use platform::objects::{Creation, FolderObjects, Name, Objects, ObjectsError};
use std::fs;
use std::path::{Path, PathBuf};
use team::nonce_commitment;

/// Ada's team vault with a link, and Bob, to whom she gave it.
fn invited() -> (Bed, TeamVault, Bed, Link) {
    let mut ada = Bed::with_accounts(1);
    let mut team = ada.team();
    let (link, _) = teams::invite(&mut ada.held(), &mut team, Role::Admin).unwrap();
    (ada, team, Bed::alone(2), Link::read(&link).unwrap())
}

fn calls<'a>(joiner: &mut Bed, link: &'a Link, place: StorageOptions) -> Calling<'a> {
    Calling::begin(&mut joiner.held(), link, (place, "Bob")).unwrap()
}

fn answers(ada: &mut Bed, team: &TeamVault) -> Option<Answered> {
    let call = Call::of(&mut ada.held(), team, "Bob").unwrap();
    call.answer(&mut ada.held(), team).unwrap()
}

fn compared(answered: &Answered, team: &TeamVault) -> Compared {
    answered.compare(team).unwrap().unwrap()
}

fn words(calling: &Calling<'_>) -> String {
    calling.look().unwrap().unwrap().join(" ")
}

fn code<T>(result: Result<T, UserError>) -> Option<Code> {
    result.err().map(|error| error.code())
}

/// What a call shows in this folder: the file of `what` of call `number`, of the only joiner there.
fn file(storage: &Path, link: &Link, (number, what): (u32, &str)) -> PathBuf {
    let inbox = storage.join(format!("inbox/{}", link.invitation));
    let names = fs::read_dir(&inbox).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let joiner = names.find(|name| name.len() == 32).unwrap();
    inbox.join(format!("{joiner}-call-{number}-{what}"))
}

fn write_over(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).ok();
    fs::write(path, bytes).unwrap();
}

#[test]
fn four_words_let_in_exactly_who_called_and_each_side_shows_its_nonce_when_it_may() {
    let (mut ada, mut team, mut bob, link) = invited();
    teams::join(&mut bob.held(), &link, (ada.place(), "Bob")).unwrap();
    assert!(answers(&mut ada, &team).is_none(), "nobody calls yet");
    let shown = |what| file(ada.storage.path(), &link, (1, what)).exists();
    assert!(!shown("inviter"), "no nonce before the commitment");

    let calling = calls(&mut bob, &link, ada.place());
    assert_eq!(calling.look().unwrap(), None);
    let shown = |what| file(ada.storage.path(), &link, (1, what)).exists();
    assert!(shown("hash") && !shown("joiner"));
    let answered = answers(&mut ada, &team).unwrap();
    assert!(answered.compare(&team).unwrap().is_none());
    let four = words(&calling);
    assert_eq!(four.split(' ').count(), 4);
    assert_eq!(words(&calling), four);

    // Others write during a call.
    ada.add("Bank");
    let compared = compared(&answered, &team);
    compared
        .admit(&mut ada.held(), &mut team, &four.to_uppercase())
        .unwrap();
    let members = teams::members(&team);
    let bob_is = members.iter().find(|member| member.name == "Bob").unwrap();
    assert_eq!(
        (bob_is.role, bob_is.verified),
        (Role::Admin, Verified::Live)
    );
    assert_eq!(bob.issuers(), ["Bank", "Site 0"]);
    let again = Call::of(&mut ada.held(), &team, "Bob");
    assert_eq!(code(again), Some(Code::TeamNoRequest));
}

#[test]
fn wrong_words_write_nothing_and_the_next_call_has_the_next_number_and_other_words() {
    let (mut ada, mut team, mut bob, link) = invited();
    let before = team.state().head();
    let mut earlier = String::new();
    for number in 1..=3 {
        let calling = calls(&mut bob, &link, ada.place());
        let answered = answers(&mut ada, &team).unwrap();
        let four = words(&calling);
        assert!(file(ada.storage.path(), &link, (number, "joiner")).exists());
        assert_ne!(four, earlier);
        let compared = compared(&answered, &team);
        if number == 3 {
            compared.admit(&mut ada.held(), &mut team, &four).unwrap();
            break;
        }
        let said = match number {
            1 => "abandon abandon abandon about",
            _ => &earlier,
        };
        let refused = compared.admit(&mut ada.held(), &mut team, said);
        assert_eq!(code(refused), Some(Code::TeamWordsWrong));
        assert_eq!(ada.team().state().head(), before);
        assert!(answers(&mut ada, &team).is_none(), "a nonce is shown once");
        earlier = four;
    }
    assert_eq!(team.state().members().len(), 2);
}

/// Mallory has the link and the storage: Bob sees another one than Ada, and Mallory calls Ada in his name.
#[test]
fn whoever_sits_in_between_with_the_link_and_the_storage_is_told_by_the_words() {
    let (mut ada, mut team, mut bob, link) = invited();
    let (theirs, mut mallory) = (Bed::alone(3), Bed::alone(4));
    let bobs_call = calls(&mut bob, &link, theirs.place());
    let mallorys_call = calls(&mut mallory, &link, ada.place());
    let answered = answers(&mut ada, &team).unwrap();
    // Ada's own nonce is handed on to Bob, as nobody's could fit better.
    let adas_nonce = fs::read(file(ada.storage.path(), &link, (1, "inviter"))).unwrap();
    write_over(
        &file(theirs.storage.path(), &link, (1, "inviter")),
        &adas_nonce,
    );
    let bobs_words = words(&bobs_call);
    let bobs_nonce = fs::read(file(theirs.storage.path(), &link, (1, "joiner"))).unwrap();

    // Bob's nonce does not fit what Mallory committed to before Ada showed hers.
    let place = file(ada.storage.path(), &link, (1, "joiner"));
    write_over(&place, &bobs_nonce);
    assert_eq!(code(answered.compare(&team)), Some(Code::TeamCallBroken));
    // Mallory's own does, and the words of it are not those that Bob reads out.
    fs::remove_file(&place).unwrap();
    let mallorys_words = words(&mallorys_call);
    assert_ne!(mallorys_words, bobs_words);
    let compared = compared(&answered, &team);
    let refused = compared.admit(&mut ada.held(), &mut team, &bobs_words);
    assert_eq!(code(refused), Some(Code::TeamWordsWrong));
    assert_eq!(team.state().members().len(), 1);
}

#[test]
fn a_commitment_that_is_exchanged_once_the_other_nonce_is_known_is_noticed() {
    let (mut ada, team, mut bob, link) = invited();
    calls(&mut bob, &link, ada.place());
    let answered = answers(&mut ada, &team).unwrap();
    // With Ada's nonce known somebody could search for one whose words fit.
    let fitting = [7; 32];
    let at = |what| file(ada.storage.path(), &link, (1, what));
    write_over(&at("hash"), &nonce_commitment(&fitting));
    write_over(&at("joiner"), &fitting);
    assert_eq!(code(answered.compare(&team)), Some(Code::TeamCallBroken));
}

#[test]
fn an_earlier_call_that_is_played_again_has_other_words() {
    let (mut ada, mut team, mut bob, link) = invited();
    let calling = calls(&mut bob, &link, ada.place());
    let answered = answers(&mut ada, &team).unwrap();
    let earlier = words(&calling);
    drop(compared(&answered, &team));
    for what in ["hash", "joiner"] {
        let [first, second] = [1, 2].map(|number| file(ada.storage.path(), &link, (number, what)));
        fs::copy(first, second).unwrap();
    }
    let answered = answers(&mut ada, &team).unwrap();
    let compared = compared(&answered, &team);
    let refused = compared.admit(&mut ada.held(), &mut team, &earlier);
    assert_eq!(code(refused), Some(Code::TeamWordsWrong));
}

#[test]
fn the_request_that_was_fixed_is_let_in_and_nothing_that_is_shown_later() {
    let (mut ada, mut team, mut bob, link) = invited();
    let calling = calls(&mut bob, &link, ada.place());
    let call = Call::of(&mut ada.held(), &team, "Bob").unwrap();
    // Mallory, who has the link, asks in the same name, and Bob's own request vanishes.
    let mut mallory = Bed::alone(4);
    let hash = file(ada.storage.path(), &link, (1, "hash"));
    let request = hash.to_str().unwrap().replace("-call-1-hash", "");
    calls(&mut mallory, &link, ada.place());
    fs::remove_file(request).unwrap();
    let answered = call.answer(&mut ada.held(), &team).unwrap().unwrap();
    let four = words(&calling);
    let compared = compared(&answered, &team);
    compared.admit(&mut ada.held(), &mut team, &four).unwrap();
    assert_eq!(bob.issuers(), ["Site 0"]);
}

#[test]
fn two_who_call_in_one_name_are_told_and_none_is_answered() {
    let (mut ada, team, mut bob, link) = invited();
    let mut mallory = Bed::alone(4);
    calls(&mut bob, &link, ada.place());
    calls(&mut mallory, &link, ada.place());
    let call = Call::of(&mut ada.held(), &team, "Bob").unwrap();
    let answered = call.answer(&mut ada.held(), &team);
    assert_eq!(code(answered), Some(Code::TeamRequestAmbiguous));
    assert!(!file(ada.storage.path(), &link, (1, "inviter")).exists());
}

/// A storage on which somebody is always a moment quicker, and which says that all went well if it is told to.
struct Overtaken {
    inner: FolderObjects,
    what: &'static str,
}

impl Objects for Overtaken {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        if name.as_str().ends_with(self.what) {
            self.inner.create(name, &[9; 32])?;
        }
        self.inner.create(name, bytes)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        self.inner.get(name, max_bytes)
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        self.inner.list(folder, most)
    }
}

#[test]
fn a_call_that_somebody_else_answered_is_given_up_and_the_next_one_is_answered() {
    let (mut ada, mut team, mut bob, link) = invited();
    calls(&mut bob, &link, ada.place());
    write_over(&file(ada.storage.path(), &link, (1, "inviter")), &[9; 32]);
    assert!(answers(&mut ada, &team).is_none());

    calls(&mut bob, &link, ada.place());
    let storage = team.storage.replace(Box::new(Overtaken {
        inner: ada.objects(),
        what: "-inviter",
    }));
    let call = Call::of(&mut ada.held(), &team, "Bob").unwrap();
    let answered = call.answer(&mut ada.held(), &team);
    assert_eq!(code(answered), Some(Code::TeamCallTaken));

    team.storage = storage;
    let calling = calls(&mut bob, &link, ada.place());
    let answered = answers(&mut ada, &team).unwrap();
    let four = words(&calling);
    let compared = compared(&answered, &team);
    compared.admit(&mut ada.held(), &mut team, &four).unwrap();
}

#[test]
fn a_joiner_goes_on_only_with_what_it_showed_itself() {
    let (ada, _, mut bob, link) = invited();
    let who = (ada.place(), "Bob");
    let mut asked = teams::joining::ask(&mut bob.held(), &link, who).unwrap();
    asked.objects = Box::new(Overtaken {
        inner: ada.objects(),
        what: "-joiner",
    });
    let calling = Calling::commit(&mut bob.held(), &link, asked).unwrap();
    write_over(&file(ada.storage.path(), &link, (1, "inviter")), &[9; 31]);
    assert_eq!(code(calling.look()), Some(Code::TeamCallBroken));
    write_over(&file(ada.storage.path(), &link, (1, "inviter")), &[9; 33]);
    assert_eq!(code(calling.look()), Some(Code::TeamCallBroken));
    assert!(!file(ada.storage.path(), &link, (1, "joiner")).exists());
    write_over(&file(ada.storage.path(), &link, (1, "inviter")), &[9; 32]);
    assert_eq!(
        code(calling.look()),
        Some(Code::TeamCallTaken),
        "no words are shown"
    );
}

#[test]
fn nobody_waits_for_ever_and_nothing_is_lost_by_it() {
    let (mut ada, mut team, mut bob, link) = invited();
    let alone = teams::join_on_call(&mut bob.held(), &link, (ada.place(), "Bob"));
    assert_eq!(code(alone), Some(Code::TeamCallNoAnswer));
    let alone = teams::answer_call(&mut ada.held(), &team, "Bob");
    assert_eq!(
        code(alone),
        Some(Code::TeamCallNoAnswer),
        "Bob's nonce is gone"
    );
    let calling = calls(&mut bob, &link, ada.place());
    let answered = answers(&mut ada, &team).unwrap();
    let four = words(&calling);
    let compared = compared(&answered, &team);
    compared.admit(&mut ada.held(), &mut team, &four).unwrap();
}

#[test]
fn a_link_that_was_used_or_has_expired_is_told_before_anybody_waits() {
    let (mut ada, mut team, mut bob, link) = invited();
    let none = Call::of(&mut ada.held(), &team, "Bob");
    assert_eq!(code(none), Some(Code::TeamNoRequest));
    let mut cara = Bed::alone(3);
    let joined = teams::join(&mut cara.held(), &link, (ada.place(), "Cara")).unwrap();
    calls(&mut bob, &link, ada.place());
    ada.wait(i64::try_from(LINK_LASTS).unwrap() + 1);
    let late = Call::of(&mut ada.held(), &team, "Bob");
    assert_eq!(code(late), Some(Code::TeamLinkExpired));
    ada.wait(0);
    let six = joined.words.join(" ");
    let approval = teams::Approval::Words(&six);
    teams::approve(&mut ada.held(), &mut team, ("Cara", &approval)).unwrap();
    let used = Call::of(&mut ada.held(), &team, "Bob");
    assert_eq!(code(used), Some(Code::TeamLinkUsed));
}

#[test]
fn an_invitation_for_a_card_is_not_compared_on_a_call() {
    let (mut ada, mut team, mut bob, _) = invited();
    let card = teams::contact_card(&mut bob.held(), Some("Bob")).unwrap();
    let invited = teams::invite_card(&mut ada.held(), &mut team, (&card, Role::Viewer));
    let link = Link::read(&invited.unwrap().0).unwrap();
    let calling = Calling::begin(&mut bob.held(), &link, (ada.place(), "Bob"));
    assert_eq!(code(calling), Some(Code::TeamCallCard));
    teams::join(&mut bob.held(), &link, (ada.place(), "Bob")).unwrap();
    let call = Call::of(&mut ada.held(), &team, "Bob");
    assert_eq!(code(call), Some(Code::TeamCallCard));
}

#[test]
fn a_link_is_good_for_99_calls() {
    let (ada, _, mut bob, link) = invited();
    calls(&mut bob, &link, ada.place());
    for number in 2..=99 {
        write_over(&file(ada.storage.path(), &link, (number, "hash")), &[1; 32]);
    }
    let once_more = Calling::begin(&mut bob.held(), &link, (ada.place(), "Bob"));
    assert_eq!(code(once_more), Some(Code::TeamCallTooOften));
}
