//! What an installation keeps beside the vault file: it opens there, with that vault, as what it was written for.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod counting;

use counting::Counting;
use otp::UnixTime;
use vault::{
    Credential, Id, Kdf, LockedVault, MAX_STATE_RECORD, Password, StateRecordError, Vault,
};

const HERE: Id = Id::from_bytes([1; 16]);
const ELSEWHERE: Id = Id::from_bytes([2; 16]);

fn password() -> Password {
    Password::new("correct horse").unwrap()
}

fn sample(rng: &mut Counting) -> Vault {
    let now = UnixTime::new(1_780_000_000).unwrap();
    let cost = Kdf::new(8, 1, 1).unwrap();
    Vault::create(&password(), cost, "Password".into(), now, rng).unwrap()
}

fn refusal(vault: &Vault, purpose: &str, installation: Id, record: &[u8]) -> StateRecordError {
    let opened = vault.open_state(purpose, installation, record);
    opened.err().expect("this record must not open")
}

#[test]
fn a_record_opens_only_for_its_vault_its_installation_and_its_purpose() {
    let rng = &mut Counting(0);
    let (vault, other) = (sample(rng), sample(rng));
    let record = vault.seal_state("device", HERE, b"seeds", rng).unwrap();
    let opened = vault.open_state("device", HERE, &record).unwrap();
    assert_eq!(opened.content.as_slice(), b"seeds");
    assert!(!opened.is_under_old_key);
    for (vault, purpose, installation) in [
        (&other, "device", HERE),
        (&vault, "device", ELSEWHERE),
        (&vault, "pins", HERE),
    ] {
        let refusal = refusal(vault, purpose, installation, &record);
        assert_eq!(refusal, StateRecordError::Foreign);
    }
}

#[test]
fn a_record_of_before_a_renewal_opens_after_it_and_says_that_it_is_old() {
    let rng = &mut Counting(0);
    let mut vault = sample(rng);
    let record = vault.seal_state("device", HERE, b"seeds", rng).unwrap();
    for _ in 0..2 {
        let presented = [Credential::Password(password())];
        vault.renew_key(&presented, rng).unwrap();
        let opened = vault.open_state("device", HERE, &record).unwrap();
        assert_eq!(opened.content.as_slice(), b"seeds");
        assert!(opened.is_under_old_key);
    }
    let again = vault.seal_state("device", HERE, b"seeds", rng).unwrap();
    let opened = vault.open_state("device", HERE, &again).unwrap();
    assert!(!opened.is_under_old_key);
}

#[test]
fn no_changed_cut_or_extended_record_opens() {
    let rng = &mut Counting(0);
    let vault = sample(rng);
    let record = vault.seal_state("device", HERE, b"seeds", rng).unwrap();
    for at in 0..record.len() {
        let mut changed = record.clone();
        *changed.get_mut(at).unwrap() ^= 0x40;
        let expected = match at {
            0 => StateRecordError::TooNew,
            _ => StateRecordError::Foreign,
        };
        assert_eq!(refusal(&vault, "device", HERE, &changed), expected, "{at}");
        let cut = record.get(..at).unwrap();
        let refusal = refusal(&vault, "device", HERE, cut);
        assert_eq!(refusal, StateRecordError::Foreign, "{at} bytes");
    }
    let extended = [record.as_slice(), &[0]].concat();
    let foreign = StateRecordError::Foreign;
    assert_eq!(refusal(&vault, "device", HERE, &extended), foreign);
    let zero = [&[0], record.get(1..).unwrap()].concat();
    assert_eq!(refusal(&vault, "device", HERE, &zero), foreign);
}

#[test]
fn a_record_is_bounded_when_it_is_written_and_when_it_is_read() {
    let rng = &mut Counting(0);
    let vault = sample(rng);
    let longest = vec![7; MAX_STATE_RECORD];
    let record = vault.seal_state("device", HERE, &longest, rng).unwrap();
    let opened = vault.open_state("device", HERE, &record).unwrap();
    assert_eq!(opened.content.len(), MAX_STATE_RECORD);
    let too_long = Some(StateRecordError::TooLong);
    let longer = vec![7; MAX_STATE_RECORD + 1];
    assert_eq!(
        vault.seal_state("device", HERE, &longer, rng).err(),
        too_long
    );
    let longer = [record.as_slice(), &[0]].concat();
    assert_eq!(vault.open_state("device", HERE, &longer).err(), too_long);
}

/// Written by `tests/fixtures/make/vault.py`, under the key in force and under the root that the document keeps.
#[test]
fn records_of_an_independent_program_open() {
    let file = include_str!("../../../tests/vectors/vault/opens_every_field.txt");
    let (head, base64) = file.split_once("\n\n").unwrap();
    let words = head
        .lines()
        .find_map(|line| line.strip_prefix("password: "));
    let base64: String = base64.split_whitespace().collect();
    let bytes = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let credential = Credential::Password(Password::new(words.unwrap()).unwrap());
    let vault = LockedVault::read(bytes).unwrap().unlock(&credential);
    let vault = vault.unwrap();
    let installation = Id::from_bytes(std::array::from_fn(|at| 16 + u8::try_from(at).unwrap()));
    let records = include_str!("../../../tests/vectors/vault-state-records.txt");
    let mut opened = Vec::new();
    for (name, hex) in records.lines().map(|line| line.split_once(": ").unwrap()) {
        let record = data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
        let state = vault.open_state("test", installation, &record).unwrap();
        assert_eq!(state.content.as_slice(), name.as_bytes());
        opened.push((name, state.is_under_old_key));
    }
    assert_eq!(opened, [("in-force", false), ("renewed", true)]);
}
