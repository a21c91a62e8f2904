//! Every vector in tests/vectors/cards: contact cards, invitations for them, and a call, written by an independent program that
//! computed the words, too. Each has one outcome.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "reads vector files, and fails by panicking"
)]

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use std::collections::BTreeMap;
use std::fs;
use team::{
    CardInvitation, ContactCard, DeviceKey, Introduction, MAX_CARD, MemberKey, NotACard, Request,
    Token, Words, nonce_commitment, words,
};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/cards");

struct Vector {
    name: String,
    fields: BTreeMap<String, String>,
    text: String,
}

impl Vector {
    fn all() -> Vec<Self> {
        let files = fs::read_dir(VECTORS).unwrap();
        let vectors = files.map(|file| {
            let path = file.unwrap().path();
            let all = fs::read_to_string(&path).unwrap();
            let (head, text) = all.split_once("\n\n").unwrap();
            let fields = head.lines().filter(|line| !line.starts_with('#'));
            let fields = fields.map(|line| line.split_once(": ").unwrap());
            Self {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                fields: fields
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .collect(),
                text: text.strip_suffix('\n').unwrap().to_owned(),
            }
        });
        let vectors: Vec<Self> = vectors.collect();
        assert_eq!(vectors.len(), 20, "every vector was read");
        vectors
    }

    fn called(name: &str) -> Self {
        let mut vectors = Self::all().into_iter();
        vectors.find(|vector| vector.name == name).unwrap()
    }

    fn bytes<const N: usize>(&self, field: &str) -> [u8; N] {
        let bytes = HEXLOWER.decode(self.fields[field].as_bytes()).unwrap();
        bytes.try_into().unwrap()
    }

    /// The member key and the device.
    fn keys(&self) -> (MemberKey, DeviceKey) {
        let seeds: [u8; 96] = self.bytes("seeds");
        let seed = |at: usize| seeds[at..at + 32].try_into().unwrap();
        let device = DeviceKey::from_seeds(&seed(32), &seed(64));
        (MemberKey::from_seed(&seed(0)), device)
    }

    fn request(&self) -> Vec<u8> {
        BASE64.decode(self.fields["request"].as_bytes()).unwrap()
    }
}

#[test]
fn each_card_is_read_or_refused_as_the_program_that_made_it_says() {
    for vector in Vector::all() {
        if !vector.name.starts_with("card") {
            continue;
        }
        let read = ContactCard::read(&vector.text);
        let said = match &read {
            Ok(_) => "reads",
            Err(NotACard::Malformed) => "malformed",
            Err(NotACard::NotSigned) => "not-signed",
        };
        assert_eq!(said, vector.fields["expect"], "{}", vector.name);
        if let Ok(card) = read {
            let (member, device) = vector.keys();
            let ours = ContactCard::sign(&member, &device, vector.fields["name"].clone()).unwrap();
            assert_eq!(card, ours);
            let whole: String = vector.text.split_whitespace().collect();
            assert_eq!(ours.to_text(), whole);
            assert!(whole.len() <= 2331, "it fits into a QR code");
            assert_eq!(card.device().to_string(), vector.fields["device"]);
            assert_eq!(*card.member_key(), member.public());
        }
    }
}

#[test]
fn a_card_that_was_changed_or_cut_anywhere_is_refused() {
    let whole = Vector::called("card").text;
    let start = "countersign-card:1:".len();
    for at in start..whole.len() {
        let mut changed = whole.clone();
        let other = if &whole[at..=at] == "A" { "B" } else { "A" };
        changed.replace_range(at..=at, other);
        assert!(ContactCard::read(&changed).is_err(), "letter {at}");
        assert!(ContactCard::read(&whole[..at]).is_err(), "cut at {at}");
    }
    let padded = format!("{whole:>MAX_CARD$}");
    assert!(ContactCard::read(&padded).is_ok());
    assert!(ContactCard::read(&format!(" {padded}")).is_err());
}

#[test]
fn a_card_has_a_name_of_1_to_256_bytes() {
    let (member, device) = Vector::called("card").keys();
    let is_made = |name: String| ContactCard::sign(&member, &device, name).is_some();
    assert!(is_made("a".repeat(256)) && !is_made("a".repeat(257)) && !is_made(String::new()));
}

#[test]
fn each_invitation_has_the_words_and_the_request_of_another_program() {
    let mut count = 0;
    for vector in Vector::all() {
        let Some(encoded) = vector.text.strip_prefix("countersign-team-card:1:") else {
            continue;
        };
        count += 1;
        let bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).unwrap();
        let Some(read) = CardInvitation::read(&bytes) else {
            assert_eq!(vector.fields["expect"], "malformed", "{}", vector.name);
            continue;
        };
        assert_eq!(vector.fields["expect"], "reads", "{}", vector.name);
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(read.inviter, vector.bytes("inviter"));
        let (member, device) = vector.keys();
        assert_eq!(read.card, member.public());
        let request = Request {
            vault: read.vault,
            invitation: read.invitation,
            member_key: member.public(),
            device: member.certify(read.vault, &device, "computer".into()),
            name: "Grace".into(),
            token_key: read.card,
        };
        let posted = request.sign(Some(&Token::of_card(&member)), &device);
        assert_eq!(posted, vector.request());
        let received = Request::read(&posted).unwrap();
        assert!(received.answers(read.vault, read.invitation, &read.card));
        let introduction = Introduction {
            genesis: read.genesis,
            token_key: read.card,
            inviter: read.inviter,
            joiner: member.public(),
            device: &request.device,
        };
        let twelve = words(&introduction, &Words::Pasted).join(" ");
        assert_eq!(twelve, vector.fields["words"]);
    }
    assert_eq!(count, 4);
}

#[test]
fn a_call_has_the_words_of_another_program() {
    let vector = Vector::called("call");
    let encoded = vector.text.strip_prefix("countersign-team:1:").unwrap();
    let link = BASE64URL_NOPAD.decode(encoded.as_bytes()).unwrap();
    let token = Token::new(link[96..][..16].try_into().unwrap(), &link[112..]);
    let posted = vector.request();
    let request = Request::read(&posted).unwrap();
    let (_, device) = vector.keys();
    assert_eq!(request.sign(Some(&token), &device), posted);
    assert!(request.answers(request.vault, request.invitation, &token.public()));
    let introduction = Introduction {
        genesis: link[16..48].try_into().unwrap(),
        token_key: token.public(),
        inviter: link[48..80].try_into().unwrap(),
        joiner: request.member_key,
        device: &request.device,
    };
    let (joiner, inviter) = (
        vector.bytes("nonce-of-joiner"),
        vector.bytes("nonce-of-inviter"),
    );
    assert_eq!(nonce_commitment(&joiner), vector.bytes("hash"));
    let four = words(&introduction, &Words::Live { joiner, inviter }).join(" ");
    assert_eq!(four, vector.fields["words"]);
    let six = words(&introduction, &Words::Link).join(" ");
    assert_eq!(six, vector.fields["words-without-a-call"]);
}
