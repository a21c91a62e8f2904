//! Invitations, requests and welcomes.

use super::world::{ADMIN, EDITOR, OWNER, World, copy};
use crate::{
    AddMember, DeviceKey, Introduction, Invalid, Invite, MemberKey, NotSealed, Op, Request, Role,
    Token, Verified, Welcome, Words, nonce_commitment, words,
};
use vault::Id;
use zeroize::Zeroizing;

const INVITATION: Id = Id::from_bytes([9; 16]);

fn invite(token: &Token) -> Op {
    Op::Invite(Invite {
        invitation: INVITATION,
        token_key: token.public(),
        role: Role::Viewer,
        expires: 86_400,
    })
}

fn request(world: &mut World, token: &Token) -> (MemberKey, DeviceKey, Request) {
    let member = MemberKey::generate(&mut world.rng);
    let device = DeviceKey::generate(&mut world.rng);
    let request = Request {
        vault: world.vault(),
        invitation: INVITATION,
        member_key: member.public(),
        device: member.certify(world.vault(), &device, "phone".into()),
        name: "Grace".into(),
        token_key: token.public(),
    };
    (member, device, request)
}

#[test]
fn a_link_leads_to_a_member_who_finds_its_own_role_in_the_log() {
    let mut world = World::new();
    let token = Token::new(&[4; 16], b"bucket");
    world.write(ADMIN, vec![invite(&token)]).unwrap();
    let (member, device, request) = request(&mut world, &token);
    let posted = request.sign(Some(&token), &device);
    let received = Request::read(&posted).unwrap();
    let add = Op::AddMember(AddMember {
        member_key: received.member_key,
        role: Role::Viewer,
        name: received.name.clone(),
        verified: Verified::SixWords,
        invitation: Some(received.invitation),
        device: received.device.clone(),
    });
    world.write(ADMIN, vec![add.clone()]).unwrap();
    let again = world.write(ADMIN, vec![add]);
    let impossible = NotSealed::Invalid(Invalid::NotPossible);
    assert_eq!(again, Err(impossible), "an invitation is used once");
    let welcome = Welcome {
        vault: world.vault(),
        genesis: world.state().hash_at(0).unwrap(),
        invitation: INVITATION,
        head: world.state().head(),
        epoch: 0,
        epoch_key: copy(world.people[OWNER].log.keys().get(0).unwrap()),
        storage: Zeroizing::new(b"bucket".to_vec()),
    };
    let admin = &world.people[ADMIN].device;
    let sealed = welcome.seal(&received, admin, &mut world.rng).unwrap();
    let admins = |id| {
        world
            .state()
            .devices()
            .get(&id)
            .map(|device| device.record.signing)
    };
    let bound = (world.vault(), &token.public());
    let opened = Welcome::open(&sealed, bound, &device, admins).unwrap();
    assert_eq!(opened.head, world.state().head());
    assert_eq!(*opened.storage, b"bucket");
    assert!(
        Welcome::open(&sealed, bound, admin, admins).is_none(),
        "it is for one device"
    );
    assert!(
        Welcome::open(&sealed, bound, &device, |_| None).is_none(),
        "and by a known admin"
    );
    let other = (world.vault(), &[7; 32]);
    assert!(
        Welcome::open(&sealed, other, &device, admins).is_none(),
        "and for one link"
    );
    let joiner = request.member();
    let place = world.arrive(member, device);
    let role = world.people[place].log.state().members()[&joiner].role;
    assert_eq!(role, Role::Viewer);
}

#[test]
fn a_cancelled_invitation_lets_nobody_in() {
    let mut world = World::new();
    let token = Token::new(&[4; 16], b"bucket");
    world.write(ADMIN, vec![invite(&token)]).unwrap();
    world
        .write(
            ADMIN,
            vec![Op::CancelInvite {
                invitation: INVITATION,
            }],
        )
        .unwrap();
    let (_, _, request) = request(&mut world, &token);
    let add = Op::AddMember(AddMember {
        member_key: request.member_key,
        role: Role::Viewer,
        name: request.name,
        verified: Verified::No,
        invitation: Some(INVITATION),
        device: request.device,
    });
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(world.write(ADMIN, vec![add]), impossible);
}

#[test]
fn a_request_that_was_changed_or_lacks_a_signature_is_none() {
    let mut world = World::new();
    let token = Token::new(&[4; 16], b"bucket");
    let (_, device, request) = request(&mut world, &token);
    let posted = request.sign(Some(&token), &device);
    for bit in (0..posted.len() * 8).step_by(97) {
        let mut changed = posted.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(Request::read(&changed).is_none(), "bit {bit}");
    }
    let other = Token::new(&[5; 16], b"bucket");
    assert!(Request::read(&request.sign(Some(&other), &device)).is_none());
    assert!(Request::read(&request.sign(None, &device)).is_none());
    let stranger = &world.people[EDITOR].device;
    assert!(Request::read(&request.sign(Some(&token), stranger)).is_none());
}

#[test]
fn both_sides_see_the_same_words_only_if_every_key_is_the_same() {
    let mut world = World::new();
    let token = Token::new(&[4; 16], b"bucket");
    let (_, _, request) = request(&mut world, &token);
    let introduction = |inviter| Introduction {
        genesis: [1; 32],
        token_key: token.public(),
        inviter,
        joiner: request.member_key,
        device: &request.device,
    };
    let (ours, other) = (introduction([2; 32]), introduction([3; 32]));
    let live = |joiner| Words::Live {
        joiner,
        inviter: [8; 32],
    };
    for (way, count) in [(Words::Link, 6), (Words::Pasted, 12), (live([7; 32]), 4)] {
        assert_eq!(words(&ours, &way).len(), count);
        assert_eq!(words(&ours, &way), words(&introduction([2; 32]), &way));
        assert_ne!(words(&ours, &way), words(&other, &way));
    }
    assert_ne!(words(&ours, &live([7; 32])), words(&ours, &live([6; 32])));
    assert_ne!(nonce_commitment(&[7; 32]), nonce_commitment(&[6; 32]));
}
