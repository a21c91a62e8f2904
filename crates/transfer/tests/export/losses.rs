//! What a format does not hold is said before it is written.

use otp::{Algorithm, Kind};
use transfer::export::{self, Format, Loss, Part, sheet};
use vault::{Account, Id};

use crate::accounts::{Plan, Repeatable, accounts, hotp, now, one_of_each, totp};

fn losses(format: Format, plans: &[Plan]) -> Vec<(u8, Part)> {
    let made = accounts(plans);
    let made: Vec<&Account> = made.iter().collect();
    let number = |id: Id| id.as_bytes()[0];
    let losses = export::losses(format, &made).into_iter();
    losses
        .map(|Loss { account, part }| (number(account), part))
        .collect()
}

/// Accounts of `one_of_each` that a format does not take, by their numbers.
fn not_taken(format: Format) -> Vec<u8> {
    let losses = losses(format, &one_of_each()).into_iter();
    losses
        .filter(|(_, part)| *part == Part::Codes)
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn a_program_that_would_make_wrong_codes_does_not_get_the_account() {
    const SEVEN_DIGITS: u8 = 3;
    const DOOR: u8 = 4;
    const GATE: u8 = 5;
    const STEAM: u8 = 6;
    const MOTP: u8 = 8;
    const YANDEX: u8 = 9;
    const SIXTY_SECONDS: u8 = 2;
    for (format, expected) in [
        (Format::TwoFas, vec![GATE, MOTP, YANDEX]),
        (Format::Aegis, vec![]),
        (Format::Bitwarden, vec![DOOR, GATE, MOTP, YANDEX]),
        (Format::Countersign, vec![]),
        (Format::Ente, vec![MOTP, YANDEX]),
        (
            Format::Google,
            vec![SIXTY_SECONDS, SEVEN_DIGITS, STEAM, MOTP, YANDEX],
        ),
        (Format::Json, vec![]),
        (Format::KeePass, vec![GATE, MOTP, YANDEX]),
        (Format::Otpauth, vec![]),
        (Format::ProtonAuthenticator, vec![DOOR, GATE, MOTP, YANDEX]),
        (Format::Stratum, vec![]),
    ] {
        assert_eq!(not_taken(format), expected, "{format:?}");
    }
}

#[test]
fn what_is_beside_the_codes_is_named_part_by_part() {
    let full = &one_of_each()[..1];
    let all = [
        Part::Tags,
        Part::Notes,
        Part::Icon,
        Part::Favorite,
        Part::UseCount,
        Part::BackupCodes,
    ];
    for (format, kept) in [
        (Format::TwoFas, vec![]),
        (
            Format::Aegis,
            vec![Part::Tags, Part::Notes, Part::Icon, Part::Favorite],
        ),
        (
            Format::Bitwarden,
            vec![Part::Notes, Part::Favorite, Part::BackupCodes],
        ),
        (Format::Countersign, all.to_vec()),
        (
            Format::Ente,
            vec![Part::Tags, Part::Notes, Part::Favorite, Part::UseCount],
        ),
        (Format::Google, vec![]),
        (Format::Json, all.to_vec()),
        (
            Format::KeePass,
            vec![
                Part::Tags,
                Part::Notes,
                Part::Icon,
                Part::UseCount,
                Part::BackupCodes,
            ],
        ),
        (Format::Otpauth, vec![]),
        (Format::ProtonAuthenticator, vec![Part::Notes]),
        (
            Format::Stratum,
            vec![Part::Tags, Part::Icon, Part::UseCount],
        ),
    ] {
        let expected = all.iter().filter(|part| !kept.contains(part));
        let expected: Vec<_> = expected.map(|part| (1, *part)).collect();
        assert_eq!(losses(format, full), expected, "{format:?}");
    }
}

#[test]
fn an_account_with_nothing_beside_its_codes_loses_nothing() {
    let plain = [Plan::new("Example", "alice", totp(Algorithm::Sha1, 6, 30))];
    for format in Format::ALL {
        assert_eq!(losses(*format, &plain), [], "{format:?}");
    }
}

#[test]
fn of_two_accounts_with_one_secret_stratum_gets_the_first() {
    let one = Plan::new("Example", "alice", totp(Algorithm::Sha1, 6, 30));
    let other = Plan::new("Example", "bob", totp(Algorithm::Sha256, 8, 60));
    let both = [one, other];
    assert_eq!(losses(Format::Stratum, &both), [(2, Part::Codes)]);
    assert_eq!(losses(Format::Aegis, &both), []);
}

#[test]
fn a_counter_larger_than_a_program_counts_is_not_given_to_it() {
    let end = [Plan::new("Door", "", hotp(Algorithm::Sha1, 6, u64::MAX))];
    for format in [
        Format::TwoFas,
        Format::Aegis,
        Format::Ente,
        Format::Google,
        Format::KeePass,
        Format::Stratum,
    ] {
        assert_eq!(losses(format, &end), [(1, Part::Codes)], "{format:?}");
    }
    for format in [Format::Countersign, Format::Json, Format::Otpauth] {
        assert_eq!(losses(format, &end), [], "{format:?}");
    }
}

#[test]
fn a_pin_that_aegis_and_stratum_would_not_ask_for_has_to_be_there() {
    let mut plan = Plan::new("Modem", "admin", Kind::Motp);
    plan.pin = None;
    let plans = [plan];
    for format in [Format::Aegis, Format::Stratum] {
        assert_eq!(losses(format, &plans), [(1, Part::Codes)], "{format:?}");
    }
}

#[test]
fn a_page_to_print_has_codes_and_where_wanted_backup_codes_and_the_rest_is_named() {
    let made = accounts(&one_of_each()[..1]);
    let made: Vec<&Account> = made.iter().collect();
    let parts = |with_backup_codes| {
        let losses = sheet::losses(&made, with_backup_codes).into_iter();
        losses.map(|loss| loss.part).collect::<Vec<_>>()
    };
    let rest = [
        Part::Tags,
        Part::Notes,
        Part::Icon,
        Part::Favorite,
        Part::UseCount,
    ];
    assert_eq!(parts(true), rest);
    assert_eq!(parts(false), [&rest[..], &[Part::BackupCodes]].concat());
}

#[test]
fn accounts_with_long_names_are_fewer_in_a_code_and_one_that_fits_into_none_is_named() {
    let long = |length| {
        let name = "n".repeat(length);
        Plan::new(&name, &name, totp(Algorithm::Sha1, 6, 30))
    };
    let made = accounts(&[long(200), long(200), long(200), long(1000), long(200)]);
    let made: Vec<&Account> = made.iter().collect();
    let named = export::losses(Format::Google, &made);
    let ids: Vec<_> = named.iter().map(|loss| loss.account).collect();
    assert_eq!(ids, [made[3].id()]);
    let codes = export::google_codes(&made, &mut Repeatable(1));
    let mut batches = transfer::migration::Batches::default();
    for code in &codes {
        assert!(transfer::qr::Qr::of(code).is_ok());
        batches.add(transfer::migration::parse(code.expose()).unwrap());
    }
    assert!(codes.len() > 1);
    assert_eq!(batches.missing(), []);
    assert_eq!(batches.into_entries().len(), 4);
}

#[test]
fn keys_history_and_what_is_known_about_the_site_go_into_our_own_vault_only() {
    let plan = Plan::new("Example", "alice", totp(Algorithm::Sha1, 6, 30));
    let mut account = plan.account(1);
    account.recovery.contact = "help@example.com".to_owned();
    let newer = plan.account(2).into_otp();
    account.replace_otp(newer, now());
    for format in Format::ALL {
        let expected = if *format == Format::Countersign {
            vec![]
        } else {
            vec![Part::Site, Part::History]
        };
        let losses = export::losses(*format, &[&account]).into_iter();
        let parts: Vec<_> = losses.map(|loss| loss.part).collect();
        assert_eq!(parts, expected, "{format:?}");
    }
}

#[test]
fn google_gets_ten_accounts_in_a_code() {
    let plan = Plan::new("Example", "alice", totp(Algorithm::Sha1, 6, 30));
    let plans = vec![plan; 21];
    let made = accounts(&plans);
    let made: Vec<&Account> = made.iter().collect();
    let codes = export::google_codes(&made, &mut Repeatable(1));
    let mut batches = transfer::migration::Batches::default();
    let sizes = codes.iter().map(|code| {
        let part = transfer::migration::parse(code.expose()).unwrap();
        let size = part.entries.len();
        batches.add(part);
        size
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [10, 10, 1]);
    assert_eq!(batches.missing(), []);
    assert_eq!(batches.into_entries().len(), 21);
}
