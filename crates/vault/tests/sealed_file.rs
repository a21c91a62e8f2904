//! What happens to a sealed file that is kept, damaged, swapped or opened with other credentials.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod counting;

use counting::Counting;
use otp::{Kind, Otp, Secret, UnixTime};
use sha2::{Digest as _, Sha256};
use vault::{
    Account, Credential, Id, Kdf, LockedVault, OpenError, Password, RecoverySecret, SlotError,
    SlotKind, Vault,
};
use zeroize::Zeroizing;

const NOW: i64 = 1_780_000_000;

fn now() -> UnixTime {
    UnixTime::new(NOW).unwrap()
}

fn password(text: &str) -> Password {
    Password::new(text).unwrap()
}

fn cheap() -> Kdf {
    Kdf::new(8, 1, 1).unwrap()
}

fn steam(byte: u8) -> Otp {
    let secret = Secret::new(Zeroizing::new(vec![byte; 20])).unwrap();
    Otp::new(secret, Kind::Steam, None).unwrap()
}

/// A vault with one account, a password and a recovery kit.
fn sample(rng: &mut Counting) -> (Vault, RecoverySecret) {
    let mut vault = Vault::create(
        &password("correct horse"),
        cheap(),
        "Password".into(),
        now(),
        rng,
    )
    .unwrap();
    let kit = RecoverySecret::generate(rng);
    vault
        .add_recovery_slot(&kit, "Kit".into(), now(), rng)
        .unwrap();
    let account = Account::new(
        Id::generate(rng),
        "Steam".into(),
        "gordon".into(),
        steam(7),
        now(),
    );
    vault.document_mut().insert(account);
    (vault, kit)
}

fn saved(vault: &mut Vault, rng: &mut Counting) -> Vec<u8> {
    let sealed = vault.seal(rng).unwrap();
    assert!(vault.opens_as_sealed(sealed.bytes(), &sealed));
    vault.saved(&sealed);
    sealed.bytes().to_vec()
}

fn open(bytes: &[u8], credential: &Credential) -> Result<Vault, OpenError> {
    let locked = LockedVault::read(bytes.to_vec())?;
    locked.unlock(credential)
}

fn by_password(text: &str) -> Credential {
    Credential::Password(password(text))
}

#[test]
fn an_account_comes_back_by_password_and_by_recovery_kit() {
    let mut rng = Counting(0);
    let (mut vault, kit) = sample(&mut rng);
    let bytes = saved(&mut vault, &mut rng);
    for credential in [by_password("correct horse"), Credential::Recovery(kit)] {
        let vault = open(&bytes, &credential).unwrap();
        let account = vault.document().accounts().next().unwrap();
        assert_eq!(
            (account.issuer.as_str(), account.name.as_str()),
            ("Steam", "gordon")
        );
        assert_eq!(account.otp().secret.expose(), [7; 20]);
    }
}

#[test]
fn a_wrong_credential_is_told_from_damage() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let bytes = saved(&mut vault, &mut rng);
    assert_eq!(
        open(&bytes, &by_password("wrong")).err(),
        Some(OpenError::WrongCredential)
    );
    let other_kit = Credential::Recovery(RecoverySecret::generate(&mut rng));
    assert_eq!(
        open(&bytes, &other_kit).err(),
        Some(OpenError::WrongCredential)
    );
}

#[test]
fn every_truncation_and_every_appended_byte_is_noticed() {
    let mut rng = Counting(0);
    let (mut vault, kit) = sample(&mut rng);
    let bytes = saved(&mut vault, &mut rng);
    let credential = Credential::Recovery(kit);
    for at in 0..bytes.len() {
        assert!(
            open(&bytes[..at], &credential).is_err(),
            "cut after {at} bytes"
        );
    }
    for appended in 0..=255 {
        let longer = [bytes.as_slice(), &[appended]].concat();
        assert_eq!(open(&longer, &credential).err(), Some(OpenError::Damaged));
    }
}

/// Every bit before the body and of the tag; within the body, which one tag covers, a bit of every
/// 16th byte, and every bit in `cargo xtask torture reliability`.
#[test]
fn a_flipped_bit_is_noticed_also_by_whom_the_checksum_does_not_stop() {
    let mut rng = Counting(0);
    let (mut vault, kit) = sample(&mut rng);
    let bytes = saved(&mut vault, &mut rng);
    let credential = Credential::Recovery(kit);
    let content = bytes.len() - 32;
    let body = content - 16 - 16_384..content - 16;
    let in_full = std::env::var_os("COUNTERSIGN_TORTURE").is_some_and(|value| value == "1");
    let step = if in_full { 1 } else { 128 };
    let bits = (0..content * 8).filter(|bit| !body.contains(&(bit / 8)) || bit % step == 0);
    for bit in bits {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(open(&flipped, &credential).is_err(), "bit {bit}");
        let forged = Sha256::digest(&flipped[..content]);
        flipped[content..].copy_from_slice(&forged);
        assert!(
            open(&flipped, &credential).is_err(),
            "bit {bit}, with its checksum"
        );
    }
}

#[test]
fn two_saves_of_the_same_content_share_no_key_material() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let (first, second) = (saved(&mut vault, &mut rng), saved(&mut vault, &mut rng));
    assert_eq!(first.len(), second.len());
    let body = |bytes: &[u8]| bytes[bytes.len() - 16_000..].to_vec();
    let same = body(&first)
        .iter()
        .zip(&body(&second))
        .filter(|(a, b)| a == b)
        .count();
    assert!(
        same < 160,
        "{same} of 16000 bytes are the same; chance gives 62"
    );
}

#[test]
fn a_save_that_was_not_confirmed_leaves_the_generation() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    assert_eq!(vault.seal(&mut rng).unwrap().generation(), 1);
    assert_eq!(vault.generation(), 0);
    saved(&mut vault, &mut rng);
    assert_eq!(
        (
            vault.generation(),
            vault.seal(&mut rng).unwrap().generation()
        ),
        (1, 2)
    );
}

#[test]
fn what_was_read_back_must_be_what_was_sealed() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let older = saved(&mut vault, &mut rng);
    let sealed = vault.seal(&mut rng).unwrap();
    assert!(!vault.opens_as_sealed(&older, &sealed));
}

#[test]
fn an_open_vault_reads_what_another_program_saved_without_asking_for_the_password() {
    let mut rng = Counting(0);
    let (mut vault, kit) = sample(&mut rng);
    let older = saved(&mut vault, &mut rng);
    let mut other = open(&older, &Credential::Recovery(kit)).unwrap();
    other.document_mut().insert(Account::new(
        Id::generate(&mut rng),
        "Battle.net".into(),
        "gordon".into(),
        steam(8),
        now(),
    ));
    let newer = saved(&mut other, &mut rng);
    for (bytes, generation, accounts) in [(newer, 2, 2), (older, 1, 1)] {
        let vault = vault.reopen(bytes).unwrap();
        assert_eq!(vault.generation(), generation);
        assert_eq!(vault.document().accounts().count(), accounts);
    }
}

#[test]
fn an_open_vault_takes_no_file_that_its_key_did_not_make() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let own = saved(&mut vault, &mut rng);
    let reopened = |bytes: &[u8]| vault.reopen(bytes.to_vec()).err();

    let (mut other, _) = sample(&mut rng);
    let foreign = saved(&mut other, &mut rng);
    assert_eq!(reopened(&foreign), Some(OpenError::WrongCredential));
    assert_eq!(reopened(&own[..own.len() - 1]), Some(OpenError::Damaged));
    // In the header's MAC and in the body, by somebody who makes the checksum fit.
    let header_len = usize::from(u16::from_be_bytes([own[12], own[13]]));
    for (at, expected) in [
        (14 + header_len, OpenError::WrongCredential),
        (own.len() - 100, OpenError::Damaged),
    ] {
        let mut forged = own.clone();
        forged[at] ^= 1;
        let content = forged.len() - 32;
        let checksum = Sha256::digest(&forged[..content]);
        forged[content..].copy_from_slice(&checksum);
        assert_eq!(reopened(&forged), Some(expected), "byte {at}");
    }
}

#[test]
fn an_open_vault_accepts_its_own_password_and_kit_and_no_other() {
    let mut rng = Counting(0);
    let (vault, kit) = sample(&mut rng);
    let other_kit = RecoverySecret::generate(&mut rng);
    for (credential, expected) in [
        (by_password("correct horse"), true),
        (by_password("battery staple"), false),
        (Credential::Recovery(kit), true),
        (Credential::Recovery(other_kit), false),
    ] {
        assert_eq!(vault.accepts(&credential), Ok(expected));
    }
}

#[test]
fn the_old_password_opens_nothing_after_a_change_and_the_kit_still_does() {
    let mut rng = Counting(0);
    let (mut vault, kit) = sample(&mut rng);
    let slot = vault.opened_by();
    vault
        .change_password(slot, &password("battery staple"), cheap(), &mut rng)
        .unwrap();
    let bytes = saved(&mut vault, &mut rng);
    assert_eq!(
        open(&bytes, &by_password("correct horse")).err(),
        Some(OpenError::WrongCredential)
    );
    assert!(open(&bytes, &by_password("battery staple")).is_ok());
    assert!(open(&bytes, &Credential::Recovery(kit)).is_ok());
}

#[test]
fn the_last_password_stays_unless_two_other_ways_remain() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let first = vault.opened_by();
    assert_eq!(vault.remove_slot(first), Err(SlotError::WouldLockOut));
    let kit = RecoverySecret::generate(&mut rng);
    vault
        .add_recovery_slot(&kit, "Second kit".into(), now(), &mut rng)
        .unwrap();
    assert_eq!(vault.remove_slot(first), Ok(()));
    let kinds: Vec<SlotKind> = vault.slots().iter().map(|slot| slot.kind).collect();
    assert_eq!(kinds, [SlotKind::Recovery, SlotKind::Recovery]);
    let bytes = saved(&mut vault, &mut rng);
    assert!(open(&bytes, &Credential::Recovery(kit)).is_ok());
}

#[test]
fn a_vault_takes_sixteen_slots_and_no_two_of_one_name() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let kit = RecoverySecret::generate(&mut rng);
    let mut add = |name: String| {
        vault
            .add_recovery_slot(&kit, name, now(), &mut rng)
            .map(drop)
    };
    assert_eq!(add("KIT".into()), Err(SlotError::NameTaken));
    for number in 3..=16 {
        assert_eq!(add(number.to_string()), Ok(()));
    }
    assert_eq!(add("17".into()), Err(SlotError::Full));
}

#[test]
fn a_password_gets_the_floor_at_least_and_what_another_password_has() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    assert_eq!(vault.slots()[0].kdf, Some(Kdf::FLOOR));
    let dear = Kdf::new(128 * 1024, 3, 1).unwrap();
    vault
        .add_password_slot(&password("second"), dear, "Second".into(), now(), &mut rng)
        .unwrap();
    vault
        .change_password(vault.opened_by(), &password("third"), cheap(), &mut rng)
        .unwrap();
    assert_eq!(vault.slots()[0].kdf, Some(dear));
}

#[test]
fn a_text_that_could_not_be_read_back_is_not_sealed() {
    let mut rng = Counting(0);
    let (mut vault, _) = sample(&mut rng);
    let id = vault.document().accounts().next().unwrap().id();
    vault.document_mut().account_mut(id).unwrap().issuer = "x".repeat(65_537);
    assert_eq!(
        vault.seal(&mut rng).err(),
        Some(vault::SealError::TextTooLong)
    );
}

#[test]
fn a_replaced_secret_stays_in_the_history() {
    let mut account = Account::new(
        Id::from_bytes([1; 16]),
        "A".into(),
        "b".into(),
        steam(1),
        now(),
    );
    let later = UnixTime::new(NOW + 60).unwrap();
    account.replace_otp(steam(2), later);
    assert_eq!(account.otp().secret.expose(), [2; 20]);
    let replaced = &account.history()[0];
    assert_eq!(
        (replaced.otp().secret.expose(), replaced.at),
        ([1; 20].as_slice(), later)
    );
}
