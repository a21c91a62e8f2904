//! This program reads what it wrote.

use otp::{Algorithm, Kind, SecretText};
use proptest::prelude::*;
use transfer::export::{self, Encryption, Format, Loss, Part, Protection};
use transfer::import::{self, Access, Entry};
use vault::Account;

use crate::accounts::{Plan, Repeatable, accounts, now, one_of_each, plan, totp};

const PASSWORD: &str = "correct horse, Zürich";

/// Writes and reads, and compares every account with what it was made of, but for what was said to be lost.
fn check(format: Format, plans: &[Plan], password: Option<&str>) {
    let made = accounts(plans);
    let made: Vec<&Account> = made.iter().collect();
    let losses = export::losses(format, &made);
    let password = password.map(|text| SecretText::new(text.to_owned()));
    let protection = password
        .as_ref()
        .map_or(Protection::Plain, Protection::Password);
    let file = export::write(format, &made, protection, now(), &mut Repeatable(7)).unwrap();
    let access = Access {
        password: password.as_ref(),
        allow_cost: false,
    };
    let import = import::read(&file, None, access);
    let lost = |number: u8, part| {
        let account = vault::Id::from_bytes([number; 16]);
        losses.contains(&Loss { account, part })
    };
    let kept: Vec<_> = (1..)
        .zip(plans)
        .filter(|(number, _)| !lost(*number, Part::Codes))
        .collect();
    // A list of nothing is of no format.
    let items = import.map_or_else(
        |error| {
            assert!(kept.is_empty(), "{format:?}: {error}");
            Vec::new()
        },
        |import| import.items,
    );
    assert_eq!(items.len(), kept.len(), "{format:?}");
    for ((number, plan), item) in kept.into_iter().zip(items) {
        let entry = item.unwrap_or_else(|skipped| panic!("{format:?}: {skipped:?}"));
        assert_same(format, plan, &entry, |part| lost(number, part));
    }
}

fn assert_same(format: Format, plan: &Plan, entry: &Entry, lost: impl Fn(Part) -> bool) {
    let (labelled, extras) = (&entry.labelled, &entry.extras);
    let kind = |kind| {
        if kind == Kind::BattleNet {
            totp(Algorithm::Sha1, 8, 30)
        } else {
            kind
        }
    };
    assert_eq!(kind(labelled.otp.kind), kind(plan.kind), "{format:?}");
    assert_eq!(labelled.otp.secret.expose(), plan.secret, "{format:?}");
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    let is_named_anew = plan.issuer.is_empty() || plan.kind == Kind::Steam;
    if is_named_anew {
        assert!(issuer == plan.name || labelled.account == plan.name || issuer == "Steam");
    } else {
        assert_eq!(issuer, plan.issuer, "{format:?}");
        let is_title = plan.name.is_empty() && labelled.account == plan.issuer;
        assert!(labelled.account == plan.name || is_title, "{format:?}");
    }
    let pin = labelled.otp.pin.as_ref().map(|pin| pin.expose().to_owned());
    assert_eq!(pin, plan.pin.clone().filter(|_| !lost(Part::Pin)));
    if !lost(Part::Tags) {
        let sorted = |tags: &[String]| {
            let mut tags = tags.to_vec();
            tags.sort();
            tags
        };
        assert_eq!(sorted(&extras.tags), sorted(&plan.tags), "{format:?}");
    }
    if !lost(Part::Notes) {
        assert_eq!(extras.notes.expose(), plan.notes, "{format:?}");
    }
    if !lost(Part::Icon) {
        let icon = extras.icon.as_ref();
        let icon = icon.map(|icon| (icon.media_type.clone(), icon.bytes.clone()));
        assert_eq!(icon, plan.icon, "{format:?}");
    }
    if !lost(Part::BackupCodes) {
        let codes: Vec<_> = extras.backup_codes.iter().map(SecretText::expose).collect();
        assert_eq!(codes, plan.backup_codes, "{format:?}");
    }
    assert_eq!(extras.favorite, plan.favorite && !lost(Part::Favorite));
    if !lost(Part::UseCount) {
        assert_eq!(extras.use_count, plan.use_count, "{format:?}");
    }
}

#[test]
fn what_is_encrypted_is_read_with_its_password_and_without_a_question_about_the_cost() {
    for format in Format::ALL {
        if format.encryption() != Encryption::Never {
            check(*format, &one_of_each(), Some(PASSWORD));
        }
    }
}

#[test]
fn notes_of_nothing_but_blanks_stay_as_they_are() {
    let mut plans = one_of_each();
    for plan in &mut plans {
        plan.notes = "\t\r".to_owned();
    }
    for format in Format::ALL {
        let password = (format.encryption() == Encryption::Always).then_some(PASSWORD);
        check(*format, &plans, password);
    }
}

#[test]
fn a_file_without_accounts_is_a_file() {
    for format in Format::ALL {
        let password = (format.encryption() == Encryption::Always).then_some(PASSWORD);
        check(*format, &[], password);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_accounts_are_read_back_but_for_what_was_said_to_be_lost(
        plans in proptest::collection::vec(plan(), 1..6),
    ) {
        for format in Format::ALL {
            if format.encryption() != Encryption::Always {
                check(*format, &plans, None);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn so_are_those_in_files_that_are_always_encrypted(
        plans in proptest::collection::vec(plan(), 20..40),
        password in "[ -~é日]{1,20}",
    ) {
        for format in Format::ALL {
            if format.encryption() == Encryption::Always {
                check(*format, &plans, Some(&password));
            }
        }
    }
}
