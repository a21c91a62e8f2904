//! Passkeys, settings and reset.

use platform::security_key::{KeyError, NewCredential, Pin, SecurityKey, Verification};

use super::bed::in_bed;
use super::credentials::new_credential;

fn pin() -> Pin {
    Pin::new("12345678").unwrap()
}

#[test]
fn passkeys_are_listed_renamed_and_deleted() {
    let test = "managing::passkeys_are_listed_renamed_and_deleted";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        bed.with(|key| key.set_pin(&pin())).unwrap();
        let before = bed.with(|key| key.space(&pin())).unwrap();
        assert!(bed.with(|key| key.passkeys(&pin())).unwrap().is_empty());
        for (site, user) in [
            ("b.example", "bob"),
            ("a.example", "ann"),
            ("a.example", "bob"),
        ] {
            let made = bed.with(move |key| {
                let new = NewCredential {
                    site,
                    user: user.as_bytes(),
                    user_name: user,
                    ..new_credential(true)
                };
                key.make_credential(&new, &Verification::Pin(pin()))
            });
            assert!(made.unwrap().verified);
        }
        let mut sites = bed.with(|key| key.passkeys(&pin())).unwrap();
        sites.sort_by(|one, other| one.id.cmp(&other.id));
        let names = |site: &platform::security_key::Site| -> Vec<_> {
            let names = site.passkeys.iter();
            let mut names: Vec<_> = names.map(|passkey| passkey.user_name.clone()).collect();
            names.sort();
            names
        };
        assert_eq!(sites[0].id, "a.example");
        assert_eq!(names(&sites[0]), ["ann", "bob"]);
        assert_eq!(names(&sites[1]), ["bob"]);
        let mut renamed = sites[1].passkeys[0].clone();
        renamed.shown_name = "Robert".to_owned();
        let gone = sites[0].passkeys[0].id.clone();
        bed.with(move |key| key.rename_passkey(&pin(), &renamed))
            .unwrap();
        let again = gone.clone();
        bed.with(move |key| key.delete_passkey(&pin(), &gone))
            .unwrap();
        let twice = bed.with(move |key| key.delete_passkey(&pin(), &again));
        assert_eq!(twice, Err(KeyError::NoCredential));
        let after = bed.with(|key| key.passkeys(&pin())).unwrap();
        let all: Vec<_> = after.iter().flat_map(|site| &site.passkeys).collect();
        assert_eq!(all.len(), 2);
        assert!(all.iter().any(|passkey| passkey.shown_name == "Robert"));
        let space = bed.with(|key| key.space(&pin())).unwrap();
        assert_eq!(space.kept, before.kept + 2);
    });
}

#[test]
fn a_pin_is_set_once_changed_and_made_longer_and_never_shorter_again() {
    let test = "managing::a_pin_is_set_once_changed_and_made_longer_and_never_shorter_again";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let unset = bed.with(|key| key.space(&pin()));
        assert_eq!(unset, Err(KeyError::PinNotSet));
        bed.with(|key| key.set_pin(&pin())).unwrap();
        let twice = bed.with(|key| key.set_pin(&pin()));
        assert_eq!(twice, Err(KeyError::NotAllowed));
        let new = || Pin::new("äöüß ☃").unwrap();
        bed.with(move |key| key.change_pin(&pin(), &new())).unwrap();
        assert!(bed.with(move |key| key.space(&new())).is_ok());
        bed.with(move |key| key.set_shortest_pin(&new(), 6))
            .unwrap();
        assert_eq!(bed.with(SecurityKey::info).unwrap().shortest_pin, 6);
        let shorter = bed.with(move |key| key.set_shortest_pin(&new(), 4));
        assert_eq!(shorter, Err(KeyError::PinPolicy));
        let short = bed.with(move |key| key.change_pin(&new(), &Pin::new("12345").unwrap()));
        assert_eq!(short, Err(KeyError::PinPolicy));
        bed.with(move |key| key.force_pin_change(&new())).unwrap();
        assert!(bed.with(SecurityKey::info).unwrap().must_change_pin);
    });
}

#[test]
fn a_reset_forgets_the_pin_and_what_opened_the_vault() {
    let test = "managing::a_reset_forgets_the_pin_and_what_opened_the_vault";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let made = bed.with(|key| key.make_credential(&new_credential(false), &Verification::None));
        let ids = [made.unwrap().id];
        bed.with(|key| key.set_pin(&pin())).unwrap();
        bed.with(SecurityKey::reset).unwrap();
        assert_eq!(bed.with(SecurityKey::info).unwrap().pin, Some(false));
        let lost = bed.with(move |key| {
            let secret = key.secret("vault.example", &ids, &[7; 32], &Verification::None)?;
            Ok(secret.verified)
        });
        assert_eq!(lost, Err(KeyError::NoCredential));
        bed.with(SecurityKey::wink).unwrap();
    });
}
