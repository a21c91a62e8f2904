//! Inviting by a contact card.

use super::bed::Bed;
use crate::error::Code;
use crate::teams::approving::{Asking, requests, words_of};
use crate::teams::identity::seed_of;
use crate::teams::inviting::LINK_LASTS;
use crate::teams::{self, Approval, ContactCard, Link, Role, TeamVault, Verified};
use std::fs;
use team::{DeviceKey, MemberKey, Request, Token, Words, member_id};
use vault::Id;

/// Ada's team vault, and Bob, who has a contact card.
fn ada_and_bob() -> (Bed, TeamVault, Bed, ContactCard) {
    let mut ada = Bed::with_accounts(1);
    let team = ada.team();
    let mut bob = Bed::alone(2);
    let card = teams::contact_card(&mut bob.held(), Some("Bob")).unwrap();
    (ada, team, bob, card)
}

fn invite(ada: &mut Bed, team: &mut TeamVault, card: &ContactCard) -> Link {
    let invited = teams::invite_card(&mut ada.held(), team, (card, Role::Editor));
    Link::read(&invited.unwrap().0).unwrap()
}

fn join(ada: &Bed, joiner: &mut Bed, link: &Link) -> String {
    let joined = teams::join(&mut joiner.held(), link, (ada.place(), "Bob"));
    joined.unwrap().words.join(" ")
}

fn approve(ada: &mut Bed, team: &mut TeamVault, words: &str) -> Result<(), Code> {
    let approval = Approval::Words(words);
    let approved = teams::approve(&mut ada.held(), team, ("Bob", &approval));
    approved.map_err(|error| error.code())
}

fn asking(team: &TeamVault) -> Vec<Asking> {
    requests(team, |_| true).unwrap()
}

/// A request that somebody else than this program made.
fn post(ada: &Bed, link: &Link, (member, token): (&MemberKey, &Token)) -> Id {
    let device = DeviceKey::from_seeds(&[31; 32], &[32; 32]);
    let request = Request {
        vault: link.vault,
        invitation: link.invitation,
        member_key: member.public(),
        device: member.certify(link.vault, &device, "computer".to_owned()),
        name: "Bob".to_owned(),
        token_key: token.public(),
    };
    let inbox = ada
        .storage
        .path()
        .join(format!("inbox/{}", link.invitation));
    fs::create_dir_all(&inbox).unwrap();
    fs::write(
        inbox.join(device.id().to_string()),
        request.sign(Some(token), &device),
    )
    .unwrap();
    device.id()
}

#[test]
fn whoever_has_the_card_joins_with_its_key_by_twelve_words_and_never_by_six() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let link = invite(&mut ada, &mut team, &card);
    let words = join(&ada, &mut bob, &link);
    assert_eq!(words.split(' ').count(), 12);
    assert_eq!(
        join(&ada, &mut bob, &link),
        words,
        "asking again asks the same"
    );
    let again = teams::joining_words(&mut bob.effects, &bob.open, link.vault);
    assert_eq!(again.unwrap().join(" "), words);

    let one = asking(&team).pop().unwrap();
    let invitation = one.invitation.unwrap();
    let six = words_of(team.state(), (&one.request, &invitation), &Words::Link);
    for wrong in [
        six.unwrap().join(" "),
        words.replace(' ', ""),
        String::new(),
    ] {
        let refused = approve(&mut ada, &mut team, &wrong);
        assert_eq!(refused, Err(Code::TeamWordsWrong), "{wrong}");
    }
    let first_six: Vec<&str> = words.split(' ').take(6).collect();
    let refused = approve(&mut ada, &mut team, &first_six.join(" "));
    assert_eq!(refused, Err(Code::TeamWordsWrong));
    assert_eq!(team.state().members().len(), 1);

    approve(&mut ada, &mut team, &words.to_uppercase()).unwrap();
    let member = &team.state().members()[&member_id(card.member_key())];
    assert_eq!(
        (member.role, member.verified),
        (Role::Editor, Verified::TwelveWords)
    );
    assert_eq!(bob.issuers(), ["Site 0"]);
}

#[test]
fn an_invitation_for_a_card_is_of_use_to_nobody_else_and_tells_a_storage_nothing() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let link = invite(&mut ada, &mut team, &card);
    let mut mallory = Bed::alone(3);
    for has_card in [false, true] {
        if has_card {
            teams::contact_card(&mut mallory.held(), Some("Bob")).unwrap();
        }
        let joined = teams::join(&mut mallory.held(), &link, (ada.place(), "Bob"));
        assert_eq!(
            joined.err().map(|error| error.code()),
            Some(Code::TeamCardOther)
        );
    }
    assert!(!ada.storage.path().join("inbox").exists());
    assert!(teams::list(&mallory.open).is_empty(), "nothing was kept");

    // The card's owner cannot become another member by it, and get by with six words.
    let seed = seed_of(&bob.open, card.member_key()).unwrap();
    let token = Token::of_card(&MemberKey::from_seed(&seed));
    post(&ada, &link, (&MemberKey::from_seed(&[9; 32]), &token));
    assert!(asking(&team).is_empty());
    join(&ada, &mut bob, &link);
    assert_eq!(asking(&team).len(), 1);
}

#[test]
fn a_link_does_not_become_an_invitation_for_a_card_by_joining_with_its_token() {
    let mut ada = Bed::with_accounts(0);
    let mut team = ada.team();
    let (text, _) = teams::invite(&mut ada.held(), &mut team, Role::Editor).unwrap();
    let link = Link::read(&text).unwrap();
    assert!(!link.is_for_card());
    // The seed of the token, as whoever has the link computes it.
    let address = link.address.to_bytes();
    let teams::link::GoodFor::Holder(seed) = &link.good_for else {
        panic!("a link is good for whoever has it");
    };
    let context = b"countersign/v1/team/token".as_slice();
    let seed = vault::primitives::sha256(&[context, seed.as_slice(), &address].concat());
    let member = MemberKey::from_seed(&seed);
    let token = Token::of_card(&member);
    assert_eq!(token.public(), link.token_key());
    post(&ada, &link, (&member, &token));
    assert!(asking(&team).is_empty());
    post(&ada, &link, (&MemberKey::from_seed(&[9; 32]), &token));
    assert_eq!(asking(&team).len(), 1);
}

#[test]
fn a_request_is_looked_for_at_the_name_of_its_own_device() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let link = invite(&mut ada, &mut team, &card);
    let words = join(&ada, &mut bob, &link);
    let inbox = ada
        .storage
        .path()
        .join(format!("inbox/{}", link.invitation));
    let request = fs::read_dir(&inbox).unwrap().next().unwrap().unwrap();
    // Two of one kind would be told apart by nothing.
    fs::copy(request.path(), inbox.join("0".repeat(32))).unwrap();
    fs::copy(request.path(), inbox.join("copy")).unwrap();
    assert_eq!(approve(&mut ada, &mut team, &words), Ok(()));
}

#[test]
fn a_key_that_was_a_members_once_is_not_invited_again_by_its_card() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let link = invite(&mut ada, &mut team, &card);
    let words = join(&ada, &mut bob, &link);
    approve(&mut ada, &mut team, &words).unwrap();
    for is_removed in [false, true] {
        if is_removed {
            teams::remove(&mut ada.held(), &mut team, "Bob").unwrap();
        }
        let before = team.state().head();
        let again = teams::invite_card(&mut ada.held(), &mut team, (&card, Role::Viewer));
        assert_eq!(
            again.err().map(|error| error.code()),
            Some(Code::TeamCardMember)
        );
        assert_eq!(team.state().head(), before);
    }
}

#[test]
fn an_invitation_for_a_card_is_good_once_and_for_a_day() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let late = invite(&mut ada, &mut team, &card);
    let words = join(&ada, &mut bob, &late);
    let day = i64::try_from(LINK_LASTS).unwrap();
    ada.wait(day + 1);
    let refused = approve(&mut ada, &mut team, &words);
    assert_eq!(refused, Err(Code::TeamLinkExpired));
    let link = invite(&mut ada, &mut team, &card);
    let again = join(&ada, &mut bob, &link);
    assert_eq!(
        approve(&mut ada, &mut team, &words),
        Err(Code::TeamLinkExpired)
    );
    approve(&mut ada, &mut team, &again).unwrap();
    // A copy of the vault on another computer is another device: the invitation was used.
    let mut copy = Bed::alone(4);
    let seed = seed_of(&bob.open, card.member_key()).unwrap();
    let added = copy.open.change(&mut copy.effects, |vault, _| {
        vault.document_mut().identity_mut().add_seed(seed);
        Ok(())
    });
    added.unwrap();
    let words = join(&ada, &mut copy, &link);
    assert_eq!(
        approve(&mut ada, &mut team, &words),
        Err(Code::TeamLinkUsed)
    );
}

#[test]
fn whoever_is_asked_by_another_link_answers_with_other_keys_and_the_same_ones_for_the_same_link() {
    let (mut ada, mut team, mut bob, _) = ada_and_bob();
    let mut link = || {
        let invited = teams::invite(&mut ada.held(), &mut team, Role::Viewer);
        Link::read(&invited.unwrap().0).unwrap()
    };
    let (first, second) = (link(), link());
    for link in [&first, &first, &second] {
        join(&ada, &mut bob, link);
    }
    let asking = asking(&team);
    let mut devices: Vec<Id> = asking.iter().map(|one| one.request.device.id()).collect();
    devices.sort_unstable();
    devices.dedup();
    assert_eq!((asking.len(), devices.len()), (2, 2));
}

#[test]
fn a_card_stays_good_after_another_copy_of_the_vault_made_one_too() {
    let (mut ada, mut team, mut bob, card) = ada_and_bob();
    let added = bob.open.change(&mut bob.effects, |vault, _| {
        let identity = vault.document_mut().identity_mut();
        identity.add_seed(zeroize::Zeroizing::new([0; 32]));
        Ok(())
    });
    added.unwrap();
    let other = teams::contact_card(&mut bob.held(), None).unwrap();
    assert_ne!(other.member(), card.member());
    assert_eq!((other.name(), other.device()), ("Bob", card.device()));
    let link = invite(&mut ada, &mut team, &card);
    let words = join(&ada, &mut bob, &link);
    approve(&mut ada, &mut team, &words).unwrap();
    assert!(team.state().members().contains_key(&card.member()));
}

#[test]
fn a_card_says_the_name_that_was_said_last_and_none_is_made_without_one() {
    let mut bob = Bed::alone(2);
    let mut card = |user| {
        let card = teams::contact_card(&mut bob.held(), user);
        card.map_err(|error| error.code())
    };
    assert_eq!(card(None), Err(Code::IdentityNameMissing));
    assert_eq!(card(Some(" ")), Err(Code::TeamNameMalformed));
    let first = card(Some("Bob")).unwrap();
    assert_eq!(card(None), Ok(first.clone()));
    let renamed = card(Some("Robert")).unwrap();
    assert_eq!(renamed.name(), "Robert");
    assert_eq!(
        (renamed.member(), renamed.device()),
        (first.member(), first.device())
    );
    bob.reopen();
    let kept = teams::contact_card(&mut bob.held(), None).unwrap();
    assert_eq!(kept, renamed);
}
