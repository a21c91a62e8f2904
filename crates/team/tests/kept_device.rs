//! A device stays with the installation, the member's vault and the team vault that it was made for.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod counting;

use counting::Counting;
use otp::UnixTime;
use team::{DeviceKey, KeptDevice};
use vault::{Credential, Id, Kdf, Password, StateRecordError, Vault};

const HERE: Id = Id::from_bytes([1; 16]);
const ELSEWHERE: Id = Id::from_bytes([2; 16]);
const TEAM: Id = Id::from_bytes([0xab; 16]);
const OTHER_TEAM: Id = Id::from_bytes([0xac; 16]);

fn password() -> Password {
    Password::new("correct horse").unwrap()
}

fn personal(rng: &mut Counting) -> Vault {
    let now = UnixTime::new(1_780_000_000).unwrap();
    let cost = Kdf::new(8, 1, 1).unwrap();
    Vault::create(&password(), cost, "Password".into(), now, rng).unwrap()
}

fn device() -> KeptDevice {
    KeptDevice {
        key: DeviceKey::from_seeds(&[3; 32], &[4; 32]),
        next_seq: 7,
    }
}

#[test]
fn a_device_opens_only_in_its_installation_its_vault_and_its_team() {
    let rng = &mut Counting(0);
    let (mine, other) = (personal(rng), personal(rng));
    let record = device().seal(&mine, TEAM, HERE, rng).unwrap();
    let (opened, is_old) = KeptDevice::open(&mine, TEAM, HERE, &record).unwrap();
    assert_eq!(opened.key.id(), device().key.id());
    assert_eq!((opened.next_seq, is_old), (7, false));
    for (vault, team, installation) in [
        (&mine, TEAM, ELSEWHERE),
        (&mine, OTHER_TEAM, HERE),
        (&other, TEAM, HERE),
    ] {
        let opened = KeptDevice::open(vault, team, installation, &record);
        assert_eq!(opened.err(), Some(StateRecordError::Foreign));
    }
}

#[test]
fn a_device_survives_the_renewal_of_the_vault_key_and_asks_to_be_sealed_again() {
    let rng = &mut Counting(0);
    let mut mine = personal(rng);
    let record = device().seal(&mine, TEAM, HERE, rng).unwrap();
    mine.renew_key(&[Credential::Password(password())], rng)
        .unwrap();
    let (opened, is_old) = KeptDevice::open(&mine, TEAM, HERE, &record).unwrap();
    assert!(is_old);
    let record = opened.seal(&mine, TEAM, HERE, rng).unwrap();
    let (opened, is_old) = KeptDevice::open(&mine, TEAM, HERE, &record).unwrap();
    assert_eq!(opened.key.id(), device().key.id());
    assert_eq!((opened.next_seq, is_old), (7, false));
}

/// The content is spelled out here by hand, from docs/team-log.md and RFC 8949.
#[test]
fn a_device_record_holds_what_the_page_says_and_no_other_shape_is_taken() {
    let rng = &mut Counting(0);
    let mine = personal(rng);
    let purpose = format!("team-device/{}", "ab".repeat(16));
    let content = |seq: &[u8]| [b"\x83\x58\x20", &[3; 32][..], b"\x58\x20", &[4; 32], seq].concat();
    let record = device().seal(&mine, TEAM, HERE, rng).unwrap();
    let opened = mine.open_state(&purpose, HERE, &record).unwrap();
    assert_eq!(*opened.content, content(&[7]));

    let over_2_to_the_53 = [0x1b, 0, 0x20, 0, 0, 0, 0, 0, 1];
    let mut four = content(&[7, 7]);
    *four.first_mut().unwrap() = 0x84;
    for wrong in [
        content(&[]),
        content(&[7, 0]),
        content(&[0x18, 7]),
        content(&over_2_to_the_53),
        four,
        Vec::new(),
    ] {
        let record = mine.seal_state(&purpose, HERE, &wrong, rng).unwrap();
        let opened = KeptDevice::open(&mine, TEAM, HERE, &record);
        assert_eq!(opened.err(), Some(StateRecordError::TooNew), "{wrong:02x?}");
    }
}
