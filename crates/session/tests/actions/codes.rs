//! Accounts: adding, finding, editing, removing, scanning, and their codes.

use crate::desk::{Desk, GITHUB, NOW};
use session::codes::{self, Added, Candidate, Changes, Trusted, TypedAccount};
use session::{Code, Method, Rank, SecretText, unlock};

#[test]
fn an_added_account_gives_the_code_of_rfc_6238_after_the_vault_was_opened_again() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    desk.open = desk.reopened();
    assert_eq!(desk.code(id, 1_111_111_109).unwrap(), "081804");
    assert_eq!(codes::find(&desk.open, "github:ALICE").unwrap(), id);
}

#[test]
fn a_counter_is_on_the_disk_before_its_code_is_shown() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    // RFC 4226 appendix D.
    for (counter, expected) in (1..).zip(["755224", "287082", "359152"]) {
        assert_eq!(desk.code(id, NOW).unwrap(), expected);
        let on_disk = codes::view(&desk.reopened(), id).unwrap().kind.counter();
        assert_eq!(on_disk, Some(counter));
    }
}

#[test]
fn the_last_counter_is_refused_because_no_next_one_could_be_saved() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=18446744073709551615");
    assert_eq!(
        desk.code(id, NOW).unwrap_err().code(),
        Code::CounterExhausted
    );
}

#[test]
fn an_edit_is_whole_or_not_at_all() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let bad = Changes {
        issuer: Some("Changed".into()),
        secret: Some(SecretText::from("not base32!".to_owned())),
        ..Changes::default()
    };
    let error = codes::edit(&mut desk.effects, &mut desk.open, id, bad).unwrap_err();
    assert_eq!(error.code(), Code::SecretBadCharacter);
    assert_eq!(codes::view(&desk.open, id).unwrap().issuer, "GitHub");

    let good = Changes {
        issuer: Some("GitHub Inc".into()),
        add_tags: vec!["work".into()],
        favorite: Some(true),
        methods: vec![
            (Method::App, Some(Rank::Primary)),
            (Method::Sms, Some(Rank::Backup)),
        ],
        deadline: Some(Some("2026-12-31".parse().unwrap())),
        trusted_for: Some(Trusted::Seconds(30 * 86_400)),
        recovery_contact: Some("support@example.com".into()),
        secret: Some(SecretText::from("MFRGGZDF".to_owned())),
        ..Changes::default()
    };
    codes::edit(&mut desk.effects, &mut desk.open, id, good).unwrap();
    let page = codes::show(&desk.reopened(), id, true).unwrap();
    assert_eq!(
        (page.view.issuer.as_str(), page.view.tags),
        ("GitHub Inc", vec!["work".to_owned()])
    );
    let methods = [(Method::App, Rank::Primary), (Method::Sms, Rank::Backup)];
    assert_eq!(page.methods, methods);
    assert_eq!(page.deadline.unwrap().to_string(), "2026-12-31");
    assert_eq!(page.trusted_for, Trusted::Seconds(2_592_000));
    assert_eq!(page.recovery_contact, "support@example.com");
    assert_eq!(page.secrets.unwrap().secret.expose(), "MFRGGZDF");
    assert_eq!(page.replaced, 1);
}

#[test]
fn the_trash_gives_an_account_back_until_it_is_emptied() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    codes::remove(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(
        codes::find(&desk.open, "github").unwrap_err().code(),
        Code::AccountNotFound
    );
    let id = codes::find_trashed(&desk.open, "github").unwrap();
    codes::restore(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(codes::find(&desk.reopened(), "github").unwrap(), id);

    codes::remove(&mut desk.effects, &mut desk.open, id).unwrap();
    assert_eq!(
        codes::empty_trash(&mut desk.effects, &mut desk.open).unwrap(),
        1
    );
    assert!(codes::view(&desk.reopened(), id).is_none());
}

#[test]
fn the_very_same_account_is_not_added_twice_and_another_with_its_secret_is() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let again = vec![codes::read_uri(GITHUB).unwrap()];
    let added = codes::add(&mut desk.effects, &mut desk.open, again).unwrap();
    assert_eq!(added, [Added::AlreadyThere(id)]);
    desk.add(&GITHUB.replace("alice", "bob"));
    assert_eq!(codes::list(&desk.reopened(), "").len(), 2);
}

#[test]
fn a_new_secret_takes_the_place_of_the_old_one_and_both_can_be_had_again() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let anew = || codes::read_uri(&GITHUB.replace("secret=", "secret=MFRGG2LT")).unwrap();
    assert!(codes::is_replaceable(&desk.open, &anew(), &[]));
    let same = codes::read_uri(GITHUB).unwrap();
    assert!(!codes::is_replaceable(&desk.open, &same, &[]));
    assert!(!codes::is_replaceable(&desk.open, &anew(), &[same]));
    let secret = |desk: &Desk| {
        let page = codes::show(&desk.reopened(), id, true).unwrap();
        page.secrets.unwrap().secret.expose().to_owned()
    };
    let old = secret(&desk);
    let twice = [
        anew(),
        codes::read_uri(&GITHUB.replace("secret=", "secret=ONSWG")).unwrap(),
    ];
    let twice = twice.map(|labelled| Candidate {
        labelled,
        replaces: true,
    });
    let added = codes::add(&mut desk.effects, &mut desk.open, twice).unwrap();
    assert_eq!(added[0], Added::Replaced(id));
    assert!(
        matches!(added[1], Added::New(_)),
        "only one can take its place"
    );
    assert_ne!(secret(&desk), old);
    assert_eq!(codes::list(&desk.reopened(), "").len(), 2);
    codes::undo_add(&mut desk.effects, &mut desk.open, &added).unwrap();
    assert_eq!(secret(&desk), old);
    assert_eq!(codes::list(&desk.reopened(), "").len(), 1);
    let page = codes::show(&desk.reopened(), id, false).unwrap();
    assert_eq!(page.replaced, 1, "what was taken back is kept");
    // Once more is not back and forth.
    let again = codes::undo_add(&mut desk.effects, &mut desk.open, &added[..1]);
    assert_eq!(again.unwrap_err().code(), Code::ReplacedSince);
    assert_eq!(secret(&desk), old);
}

/// Whoever scans both wants both.
#[test]
fn a_secret_that_is_scanned_beside_the_one_that_is_there_does_not_take_its_place() {
    for replacing_first in [true, false] {
        let mut desk = Desk::new();
        let id = desk.add(GITHUB);
        let other = GITHUB.replace("secret=", "secret=MFRGG2LT");
        let mut both = [(other.as_str(), true), (GITHUB, false)];
        if !replacing_first {
            both.reverse();
        }
        let candidates = both.map(|(uri, replaces)| Candidate {
            labelled: codes::read_uri(uri).unwrap(),
            replaces,
        });
        let mut added = codes::add(&mut desk.effects, &mut desk.open, candidates).unwrap();
        if !replacing_first {
            added.reverse();
        }
        assert!(matches!(added[0], Added::New(_)), "{added:?}");
        assert_eq!(added[1], Added::AlreadyThere(id));
        let open = desk.reopened();
        assert_eq!(codes::list(&open, "").len(), 2);
        assert_eq!(codes::show(&open, id, false).unwrap().replaced, 0);
    }
}

#[test]
fn names_find_one_account_or_list_the_candidates() {
    let mut desk = Desk::new();
    let alice = desk.add(GITHUB);
    desk.add(&GITHUB.replace("alice", "bob"));
    let error = codes::find(&desk.open, "GitHub").unwrap_err();
    assert_eq!(error.code(), Code::AccountAmbiguous);
    let candidates = &error.args()[1].1;
    assert!(candidates.contains("GitHub:alice") && candidates.contains("GitHub:bob"));
    assert_eq!(codes::find(&desk.open, "Alice").unwrap(), alice);
    let id = alice.to_string();
    assert_eq!(codes::find(&desk.open, &id[..8]).unwrap(), alice);
    assert_eq!(
        codes::find(&desk.open, &id[..3]).unwrap_err().code(),
        Code::AccountNotFound
    );
}

#[test]
fn what_a_type_does_not_use_is_refused_instead_of_ignored() {
    let typed = |type_name: &str, period| TypedAccount {
        issuer: "I".into(),
        account: "a".into(),
        type_name: type_name.into(),
        algorithm: None,
        digits: None,
        period,
        counter: None,
        secret: SecretText::from("GEZDGNBV".to_owned()),
        pin: None,
    };
    let code = |type_name, period| {
        codes::read_typed(typed(type_name, period))
            .err()
            .map(|e| e.code())
    };
    assert_eq!(code("totp", Some(60)), None);
    assert_eq!(code("hotp", Some(60)), Some(Code::OptionNotForType));
    assert_eq!(code("totp", Some(0)), Some(Code::PeriodOutOfRange));
    assert_eq!(code("sms", None), Some(Code::UriUnknownType));
}

#[test]
fn an_account_goes_from_a_qr_picture_of_ours_into_the_vault() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let picture = desk.path.with_file_name("qr.png");
    codes::write_qr(&codes::qr(&desk.open, id).unwrap(), &picture).unwrap();
    let found = session::scan::scan_file(&picture).unwrap();
    let readable = session::scan::read_found(&found);
    let [account] = readable.accounts.as_slice() else {
        panic!("one account")
    };
    assert_eq!(
        (account.issuer.as_deref(), account.account.as_str()),
        (Some("GitHub"), "alice")
    );
    let again = codes::write_qr(&codes::qr(&desk.open, id).unwrap(), &picture).unwrap_err();
    assert_eq!(
        again.code(),
        Code::SaveAlreadyExists,
        "a picture is never overwritten"
    );
}

#[test]
fn a_use_is_counted_and_reaches_the_disk_with_the_next_change() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    desk.code(id, NOW).unwrap();
    assert_eq!(
        codes::show(&desk.reopened(), id, false).unwrap().use_count,
        0
    );
    desk.add("otpauth://totp/Other?secret=GEZDGNBV");
    assert_eq!(
        codes::show(&desk.reopened(), id, false).unwrap().use_count,
        1
    );
}

#[test]
fn a_new_secret_of_a_counting_account_starts_at_zero_unless_said_otherwise() {
    let mut desk = Desk::new();
    let id = desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=7");
    let secret = || Some(SecretText::from("MFRGGZDF".to_owned()));
    let mut edit = |changes| codes::edit(&mut desk.effects, &mut desk.open, id, changes).unwrap();
    edit(Changes {
        secret: secret(),
        counter: Some(3),
        ..Changes::default()
    });
    edit(Changes {
        issuer: Some("B".into()),
        ..Changes::default()
    });
    assert_eq!(codes::view(&desk.open, id).unwrap().kind.counter(), Some(3));
    let other = Some(SecretText::from("GEZDGNBVGY".to_owned()));
    codes::edit(
        &mut desk.effects,
        &mut desk.open,
        id,
        Changes {
            secret: other,
            ..Changes::default()
        },
    )
    .unwrap();
    assert_eq!(
        codes::view(&desk.reopened(), id).unwrap().kind.counter(),
        Some(0)
    );
}

#[test]
fn adding_a_known_account_takes_over_a_higher_counter_and_a_missing_pin() {
    let mut desk = Desk::new();
    let counting = desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=5");
    let with_pin = desk.add("motp://B:b?secret=e3152afee62599c8");
    let again = [
        "otpauth://hotp/A?secret=GEZDGNBV&counter=50",
        "motp://B:b?secret=e3152afee62599c8&pin=1234",
    ];
    let again = again.map(|uri| codes::read_uri(uri).unwrap());
    let added = codes::add(&mut desk.effects, &mut desk.open, again).unwrap();
    assert_eq!(added, [Added::Updated(counting), Added::Updated(with_pin)]);
    let reopened = desk.reopened();
    assert_eq!(
        codes::view(&reopened, counting).unwrap().kind.counter(),
        Some(50)
    );
    assert!(
        codes::show(&reopened, with_pin, true)
            .unwrap()
            .secrets
            .unwrap()
            .pin
            .is_some()
    );
}

#[test]
fn a_text_that_is_too_long_changes_nothing_and_later_saves_work() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let long = |len| "x".repeat(len);
    for changes in [
        Changes {
            notes: Some(SecretText::from(long(65_537))),
            ..Changes::default()
        },
        Changes {
            add_tags: vec![long(1025)],
            ..Changes::default()
        },
        Changes {
            recovery_contact: Some(long(1025)),
            ..Changes::default()
        },
    ] {
        let error = codes::edit(&mut desk.effects, &mut desk.open, id, changes).unwrap_err();
        assert_eq!(error.code(), Code::TextTooLong);
    }
    let slot = unlock::slots(&desk.open)[0].id;
    let renamed = unlock::rename_slot(&mut desk.effects, &mut desk.open, slot, long(1025));
    assert_eq!(renamed.unwrap_err().code(), Code::TextTooLong);
    assert!(!desk.open.has_unsaved_changes());
    desk.add("otpauth://totp/Later?secret=GEZDGNBV");
}
