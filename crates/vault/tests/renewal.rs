//! The keyring's slot, the cost of a password, and what a renewed data key leaves of the ways to unlock.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod counting;

use counting::Counting;
use otp::UnixTime;
use vault::{
    Credential, Kdf, KeySecret, KeySlot, KeyringSecret, LockedVault, OpenError, Password,
    RecoverySecret, SlotError, SlotKind, Vault,
};
use zeroize::Zeroizing;

fn now() -> UnixTime {
    UnixTime::new(1_780_000_000).unwrap()
}

fn password(text: &str) -> Password {
    Password::new(text).unwrap()
}

fn by_password(text: &str) -> Credential {
    Credential::Password(password(text))
}

/// The kit and the keyring's secret once more: a credential is used up by value.
fn by_kit(kit: &RecoverySecret) -> Credential {
    Credential::Recovery(RecoverySecret::parse(kit.words().expose()).unwrap())
}

fn by_keyring(secret: &KeyringSecret) -> Credential {
    Credential::Keyring(KeyringSecret::from_bytes(secret.expose()).unwrap())
}

/// A vault with a password, a kit and the keyring.
fn sample(rng: &mut Counting) -> (Vault, RecoverySecret, KeyringSecret) {
    let cost = Kdf::new(8, 1, 1).unwrap();
    let first = password("correct horse");
    let mut vault = Vault::create(&first, cost, "Password".into(), now(), rng).unwrap();
    let kit = RecoverySecret::generate(rng);
    vault
        .add_recovery_slot(&kit, "Kit".into(), now(), rng)
        .unwrap();
    vault
        .add_keyring_slot(&KeyringSecret::generate(rng), "Keyring".into(), now(), rng)
        .unwrap();
    let secret = vault.keyring_secret().unwrap();
    (vault, kit, secret)
}

fn saved(vault: &mut Vault, rng: &mut Counting) -> Vec<u8> {
    let sealed = vault.seal(rng).unwrap();
    assert!(vault.opens_as_sealed(sealed.bytes(), &sealed));
    vault.saved(&sealed);
    sealed.bytes().to_vec()
}

fn open(bytes: &[u8], credential: &Credential) -> Result<Vault, OpenError> {
    LockedVault::read(bytes.to_vec())?.unlock(credential)
}

fn refused(bytes: &[u8], credential: &Credential) -> bool {
    open(bytes, credential).err() == Some(OpenError::WrongCredential)
}

fn names(slots: &[vault::SlotInfo]) -> Vec<&str> {
    slots.iter().map(|slot| slot.name.as_str()).collect()
}

#[test]
fn the_keyring_opens_the_vault_and_the_vault_can_give_it_the_secret_again() {
    let rng = &mut Counting(0);
    let (mut vault, _, secret) = sample(rng);
    let bytes = saved(&mut vault, rng);
    let opened = open(&bytes, &by_keyring(&secret)).unwrap();
    assert_eq!(opened.keyring_secret().unwrap().expose(), secret.expose());
    let mut other = *secret.expose();
    other[31] ^= 1;
    let other = Credential::Keyring(KeyringSecret::from_bytes(&other).unwrap());
    assert!(refused(&bytes, &other));
    assert!(KeyringSecret::from_bytes(&[0; 31]).is_none());
}

#[test]
fn the_keyring_is_never_the_only_way_nor_one_of_the_two_that_replace_a_password() {
    let rng = &mut Counting(0);
    let (mut vault, _, _) = sample(rng);
    let id = |vault: &Vault, kind| {
        let mut slots = vault.slots().into_iter();
        slots.find(|slot| slot.kind == kind).unwrap().id
    };
    let first = vault.opened_by();
    assert_eq!(vault.remove_slot(first), Err(SlotError::WouldLockOut));
    let keyring = id(&vault, SlotKind::Keyring);
    let other = KeyringSecret::generate(rng);
    let again = vault.add_keyring_slot(&other, "Again".into(), now(), rng);
    assert_eq!(again, Ok(keyring), "one for all computers");
    vault.remove_slot(keyring).unwrap();
    assert!(vault.keyring_secret().is_none());
    let kit = id(&vault, SlotKind::Recovery);
    vault.remove_slot(kit).unwrap();
    assert_eq!(names(&vault.slots()), ["Password"]);
}

#[test]
fn a_renewed_key_is_for_the_presented_slots_only_and_lists_the_others() {
    let rng = &mut Counting(0);
    let (mut vault, kit, secret) = sample(rng);
    let second = password("second password");
    let cost = Kdf::FLOOR;
    vault
        .add_password_slot(&second, cost, "Second".into(), now(), rng)
        .unwrap();
    let before = saved(&mut vault, rng);
    let presented = [by_kit(&kit), by_password("correct horse")];
    let renewal = vault.renew_key(&presented, rng).unwrap();
    assert_eq!(names(&renewal.kept), ["Password", "Kit"]);
    assert_eq!(names(&renewal.dropped), ["Keyring", "Second"]);
    assert_eq!(names(&vault.slots()), ["Password", "Kit"]);
    let after = saved(&mut vault, rng);
    for credential in [by_password("correct horse"), by_kit(&kit)] {
        assert!(open(&after, &credential).is_ok());
    }
    for credential in [by_password("second password"), by_keyring(&secret)] {
        assert!(refused(&after, &credential));
        assert!(open(&before, &credential).is_ok(), "an older copy");
    }
    // Whoever holds the old key cannot follow, nor does the new one take what the old one made.
    let old = open(&before, &by_keyring(&secret)).unwrap();
    assert_eq!(old.reopen(after).err(), Some(OpenError::WrongCredential));
    assert_eq!(vault.reopen(before).err(), Some(OpenError::WrongCredential));
    assert!(vault.keyring_secret().is_none());
}

#[test]
fn the_keyrings_secret_is_made_anew_with_the_key() {
    let rng = &mut Counting(0);
    let (mut vault, kit, secret) = sample(rng);
    let presented = [by_password("correct horse"), by_keyring(&secret)];
    vault.renew_key(&presented, rng).unwrap();
    let bytes = saved(&mut vault, rng);
    let anew = vault.keyring_secret().unwrap();
    assert!(open(&bytes, &by_keyring(&anew)).is_ok());
    assert!(refused(&bytes, &by_keyring(&secret)));
    assert!(refused(&bytes, &by_kit(&kit)));
}

#[test]
fn no_salt_and_no_wrapped_key_outlives_a_renewal() {
    let rng = &mut Counting(0);
    let (mut vault, kit, secret) = sample(rng);
    let before = saved(&mut vault, rng);
    let all = [
        by_password("correct horse"),
        by_kit(&kit),
        by_keyring(&secret),
    ];
    let renewal = vault.renew_key(&all, rng).unwrap();
    assert_eq!((renewal.kept.len(), renewal.dropped.len()), (3, 0));
    let after = saved(&mut vault, rng);
    // Ids stay, with their 16 bytes and the few between fields; a salt or wrapping is longer.
    let header = |bytes: &[u8]| bytes.get(14..1200).unwrap().to_vec();
    let (before, after) = (header(&before), header(&after));
    let is_in_both = |part: &&[u8]| after.windows(40).any(|other| other == *part);
    assert_eq!(before.windows(40).find(is_in_both), None);
}

#[test]
fn a_renewal_that_would_lock_out_or_has_a_wrong_credential_changes_nothing() {
    let rng = &mut Counting(0);
    let (mut vault, kit, secret) = sample(rng);
    let document = vault.document_checksum();
    for (presented, expected) in [
        (vec![by_keyring(&secret)], SlotError::WouldLockOut),
        (
            vec![by_keyring(&secret), by_kit(&kit)],
            SlotError::WouldLockOut,
        ),
        (vec![], SlotError::WouldLockOut),
        (
            vec![by_kit(&kit), by_password("wrong")],
            SlotError::WrongCredential { presented: 1 },
        ),
    ] {
        let refused = vault.renew_key(&presented, rng);
        assert_eq!(refused.err(), Some(expected));
    }
    assert_eq!(vault.document_checksum(), document);
    assert_eq!(names(&vault.slots()), ["Password", "Kit", "Keyring"]);
    let bytes = saved(&mut vault, rng);
    assert!(open(&bytes, &by_keyring(&secret)).is_ok());
}

#[test]
fn a_password_that_became_cheap_to_guess_is_made_dearer_and_never_cheaper() {
    let rng = &mut Counting(0);
    let (mut vault, _, _) = sample(rng);
    let first = password("correct horse");
    let dear = Kdf::new(128 * 1024, 3, 1).unwrap();
    assert_eq!(vault.raise_cost(&first, dear, rng), Ok(true));
    let cost = |vault: &Vault| vault.slots().first().unwrap().kdf;
    assert_eq!(cost(&vault), Some(dear));
    for cheaper in [dear, Kdf::FLOOR] {
        assert_eq!(vault.raise_cost(&first, cheaper, rng), Ok(false));
    }
    assert_eq!(cost(&vault), Some(dear));
    let bytes = saved(&mut vault, rng);
    assert!(open(&bytes, &by_password("correct horse")).is_ok());
}

#[test]
fn a_password_that_was_changed_is_not_put_back_when_it_is_made_dearer() {
    let rng = &mut Counting(0);
    let (mut vault, _, _) = sample(rng);
    let (id, new) = (vault.opened_by(), password("another one"));
    vault.change_password(id, &new, Kdf::FLOOR, rng).unwrap();
    let dear = Kdf::new(128 * 1024, 3, 1).unwrap();
    assert_eq!(
        vault.raise_cost(&password("correct horse"), dear, rng),
        Ok(false)
    );
    let bytes = saved(&mut vault, rng);
    assert!(open(&bytes, &by_password("another one")).is_ok());
    assert!(open(&bytes, &by_password("correct horse")).is_err());
}

#[test]
fn a_kit_that_was_typed_says_since_when_it_is_proved() {
    let rng = &mut Counting(0);
    let (mut vault, kit, _) = sample(rng);
    let bytes = saved(&mut vault, rng);
    let mut vault = open(&bytes, &by_kit(&kit)).unwrap();
    let tested = |vault: &Vault| {
        vault
            .slots()
            .iter()
            .map(|slot| slot.tested)
            .collect::<Vec<_>>()
    };
    assert_eq!(tested(&vault), [None, None, None]);
    vault.note_tested(vault.opened_by(), now());
    let bytes = saved(&mut vault, rng);
    let vault = open(&bytes, &by_kit(&kit)).unwrap();
    assert_eq!(tested(&vault), [None, Some(now()), None]);
}

/// What two keys answered: `number` tells them apart.
fn key(number: u8, verified: bool) -> (KeySlot, KeySecret) {
    let credential = vec![number; 64];
    let slot = KeySlot::new(credential, "vault.example".into(), verified, [3; 32]).unwrap();
    (slot, answered(number, verified))
}

fn answered(number: u8, verified: bool) -> KeySecret {
    let secret = [number, u8::from(verified)].repeat(16);
    let secret = Zeroizing::new(secret.try_into().unwrap());
    KeySecret::new(vec![number; 64], secret)
}

fn by_key(number: u8, verified: bool) -> Credential {
    Credential::SecurityKey(answered(number, verified))
}

#[test]
fn each_of_two_keys_opens_the_vault_and_together_they_replace_the_password() {
    let rng = &mut Counting(0);
    let cost = Kdf::new(8, 1, 1).unwrap();
    let mut vault = Vault::create(
        &password("correct horse"),
        cost,
        "Password".into(),
        now(),
        rng,
    )
    .unwrap();
    let only = vault.slots()[0].id;
    for (number, name) in [(1, "Blue"), (2, "Green")] {
        assert_eq!(vault.remove_slot(only), Err(SlotError::WouldLockOut));
        let (slot, secret) = key(number, false);
        vault
            .add_key_slot((slot, &secret), [number; 16], name.into(), now(), rng)
            .unwrap();
    }
    vault.remove_slot(only).unwrap();
    let bytes = saved(&mut vault, rng);
    let locked = LockedVault::read(bytes.clone()).unwrap();
    let asked: Vec<_> = locked.key_slots().map(KeySlot::credential).collect();
    assert_eq!(asked, [vec![1; 64], vec![2; 64]]);
    assert!(refused(&bytes, &by_password("correct horse")));
    // With the PIN, a key gives another secret.
    assert!(refused(&bytes, &by_key(1, true)));
    for (number, name) in [(1, "Blue"), (2, "Green")] {
        let opened = open(&bytes, &by_key(number, false)).unwrap();
        let slots = opened.slots();
        let slot = slots.iter().find(|slot| slot.id == opened.opened_by());
        let slot = slot.unwrap();
        assert_eq!((slot.name.as_str(), slot.model), (name, Some([number; 16])));
    }
}

#[test]
fn a_renewal_keeps_the_key_that_answered_with_the_salt_it_had() {
    let rng = &mut Counting(0);
    let (mut vault, kit, _) = sample(rng);
    let (slot, secret) = key(1, true);
    let id = vault
        .add_key_slot((slot.clone(), &secret), [1; 16], "Key".into(), now(), rng)
        .unwrap();
    let before = saved(&mut vault, rng);
    let answers = [by_key(1, true), by_kit(&kit)];
    let renewal = vault.renew_key(&answers, rng).unwrap();
    assert_eq!(names(&renewal.kept), ["Kit", "Key"]);
    let bytes = saved(&mut vault, rng);
    let again = open(&bytes, &by_key(1, true)).unwrap();
    let slots = again.slots();
    let kept = slots.iter().find(|slot| slot.id == id).unwrap();
    assert_eq!(kept.key.as_ref(), Some(&slot));
    // A copy from before opens by the key, too, and has another data key.
    open(&before, &by_key(1, true)).unwrap();
    assert_eq!(again.reopen(before).err(), Some(OpenError::WrongCredential));
}
