//! Credentials and what they make of a salt.

use platform::security_key::{KeyError, NewCredential, Pin, SecurityKey, Verification};

use super::bed::{Bed, in_bed};

const SITE: &str = "vault.example";

pub(crate) const fn new_credential(kept: bool) -> NewCredential<'static> {
    NewCredential {
        site: SITE,
        site_name: "A vault",
        user: b"vault-1",
        user_name: "Ann's vault",
        kept,
        secrets: true,
        not_beside: &[],
    }
}

fn pin(text: &str) -> Pin {
    Pin::new(text).unwrap()
}

/// What the credential makes of 32 times this byte, and whether the key knew who it was.
fn secret(
    bed: &Bed,
    id: &[u8],
    salt: u8,
    with: Verification,
) -> Result<([u8; 32], bool), KeyError> {
    let ids = [id.to_vec()];
    bed.with(move |key| {
        let secret = key.secret(SITE, &ids, &[salt; 32], &with)?;
        Ok((*secret.secret, secret.verified))
    })
}

#[test]
fn a_credential_has_one_secret_for_a_touch_and_another_for_the_pin_and_keeps_both() {
    let test = "credentials::a_credential_has_one_secret_for_a_touch_and_another_for_the_pin_and_keeps_both";
    in_bed(test, |bed| {
        let state = bed.folder.path().join("key");
        let options = ["--state", state.to_str().unwrap()];
        let key = bed.plug(&options);
        let made = bed.with(|key| key.make_credential(&new_credential(false), &Verification::None));
        let id = made.unwrap().id;
        let touched = secret(bed, &id, 7, Verification::None).unwrap();
        assert!(!touched.1);
        assert_ne!(
            secret(bed, &id, 8, Verification::None).unwrap().0,
            touched.0
        );
        bed.with(|key| key.set_pin(&pin("12345678"))).unwrap();
        assert_eq!(secret(bed, &id, 7, Verification::None).unwrap(), touched);
        let verified = secret(bed, &id, 7, Verification::Pin(pin("12345678"))).unwrap();
        assert!(verified.1);
        assert_ne!(verified.0, touched.0);
        key.pull();
        let _key = bed.plug(&options);
        assert_eq!(secret(bed, &id, 7, Verification::None).unwrap(), touched);
        let again = secret(bed, &id, 7, Verification::Pin(pin("12345678")));
        assert_eq!(again.unwrap(), verified);
    });
}

#[test]
fn each_wrong_pin_costs_one_try_and_the_third_wants_the_key_plugged_in_again() {
    let test =
        "credentials::each_wrong_pin_costs_one_try_and_the_third_wants_the_key_plugged_in_again";
    in_bed(test, |bed| {
        let _key = bed.plug(&["--stray"]);
        bed.with(|key| key.set_pin(&pin("12345678"))).unwrap();
        let tries = || bed.with(SecurityKey::retries).unwrap().pin;
        let full = tries();
        let wrong = |bed: &Bed| bed.with(|key| key.space(&pin("87654321")));
        let left = Some(full - 1);
        assert_eq!(wrong(bed), Err(KeyError::WrongPin { left }));
        assert_eq!(tries(), full - 1);
        let changed = bed.with(|key| key.change_pin(&pin("0000"), &pin("abcdef")));
        let left = Some(full - 2);
        assert_eq!(changed, Err(KeyError::WrongPin { left }));
        assert_eq!(wrong(bed), Err(KeyError::PlugInAgain));
        assert_eq!(tries(), full - 3);
        // Not even the right one now; and it costs nothing.
        let right = bed.with(|key| key.space(&pin("12345678")));
        assert_eq!(right, Err(KeyError::PlugInAgain));
        assert_eq!(tries(), full - 3);
    });
}

#[test]
fn a_key_is_not_registered_twice_and_does_not_know_what_another_made() {
    let test = "credentials::a_key_is_not_registered_twice_and_does_not_know_what_another_made";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let made = bed.with(|key| key.make_credential(&new_credential(false), &Verification::None));
        let id = made.unwrap().id;
        let beside = vec![vec![1; 64], id.clone()];
        let again = bed.with(move |key| {
            let new = NewCredential {
                not_beside: &beside,
                ..new_credential(false)
            };
            key.make_credential(&new, &Verification::None)
        });
        assert_eq!(again, Err(KeyError::AlreadyRegistered));
        let foreign = secret(bed, &[5; 64], 7, Verification::None);
        assert_eq!(foreign, Err(KeyError::NoCredential));
        // Among more than it takes at once, as a vault with many keys has them.
        let mut many = vec![vec![9; 64]; 25];
        many.push(id.clone());
        let found = bed.with(move |key| {
            let found = key.secret(SITE, &many, &[7; 32], &Verification::None)?;
            Ok(found.id)
        });
        assert_eq!(found, Ok(id));
    });
}

#[test]
fn a_key_that_verifies_each_time_does_not_give_the_secret_for_a_touch_until_it_stops() {
    let test = "credentials::a_key_that_verifies_each_time_does_not_give_the_secret_for_a_touch_until_it_stops";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let made = bed.with(|key| key.make_credential(&new_credential(false), &Verification::None));
        let id = made.unwrap().id;
        let before = secret(bed, &id, 7, Verification::None).unwrap();
        bed.with(|key| key.set_pin(&pin("12345678"))).unwrap();
        let set = |on| bed.with(move |key| key.set_always_verifies(&pin("12345678"), on));
        set(true).unwrap();
        // To set what is set turns nothing over.
        set(true).unwrap();
        let info = bed.with(SecurityKey::info).unwrap();
        assert_eq!(info.always_verifies, Some(true));
        let touched = secret(bed, &id, 7, Verification::None);
        assert_eq!(touched, Err(KeyError::PinNeeded));
        set(false).unwrap();
        assert_eq!(secret(bed, &id, 7, Verification::None), Ok(before));
    });
}
