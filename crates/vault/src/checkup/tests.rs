use super::*;
use crate::backup_codes::{BackupCode, BackupCodeSet};
use crate::companion::{Method, MethodUse, Rank, TrustedDevice};
use crate::kdf::Kdf;
use crate::kept::{Kept, Place};
use crate::keys::Registration;
use crate::slot::SlotKind;
use otp::SecretText;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

fn time(seconds: i64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

fn otp(secret: &str) -> otp::Otp {
    let uri = format!("otpauth://totp/me?secret={secret}");
    otp::uri::parse(&uri).unwrap().otp
}

/// An account with its own secret of 128 bits, of which nothing else is known.
fn account(number: u8) -> Account {
    let otp = otp(&format!(
        "{}EZDGNBVGY3TQOJQGEZDGNBVGY",
        char::from(b'A' + number)
    ));
    let names = ["Site", "me"].map(str::to_owned);
    let [issuer, name] = names;
    Account::new(id(number), issuer, name, otp, time(NOW - 400 * DAY))
}

/// An account that nothing can be said against.
fn good(number: u8) -> Account {
    let mut account = account(number);
    account.methods = vec![MethodUse::new(Method::App, Rank::Primary)];
    account.backup_code_sets = vec![codes(10, 0)];
    account
}

fn codes(count: usize, used: usize) -> BackupCodeSet {
    let code = |number: usize| {
        let mut code = BackupCode::new(SecretText::from(format!("{number:04}")));
        code.used = (number < used).then(|| time(NOW));
        code
    };
    BackupCodeSet::new(
        id(200),
        time(NOW - 100 * DAY),
        (0..count).map(code).collect(),
    )
}

fn slot(kind: SlotKind) -> SlotInfo {
    SlotInfo {
        id: id(9),
        kind,
        name: String::new(),
        created: None,
        tested: (kind == SlotKind::Recovery).then(|| time(NOW)),
        kdf: (kind == SlotKind::Password).then_some(Kdf::FLOOR),
        key: None,
        model: None,
    }
}

/// A vault that nothing can be said against.
fn facts() -> Facts {
    Facts {
        now: time(NOW),
        slots: vec![slot(SlotKind::Password), slot(SlotKind::Recovery)],
        password_score: Some(4),
        backup_made: Some(time(NOW - DAY)),
        backup_proved: true,
        ..Facts::default()
    }
}

fn document(accounts: impl IntoIterator<Item = Account>) -> Document {
    let mut document = Document::new(time(NOW));
    for account in accounts {
        document.insert(account);
    }
    document
}

fn of_one(account: Account, facts: &Facts) -> Vec<&'static str> {
    let found = check(&document([account]), facts).found.into_iter();
    found.map(|found| found.finding.name()).collect()
}

fn changed(change: impl FnOnce(&mut Account)) -> Vec<&'static str> {
    let mut account = good(1);
    change(&mut account);
    of_one(account, &facts())
}

fn vault(change: impl FnOnce(&mut Facts)) -> Vec<&'static str> {
    let mut facts = facts();
    change(&mut facts);
    of_one(good(1), &facts)
}

fn method(method: Method, rank: Rank) -> MethodUse {
    MethodUse::new(method, rank)
}

#[test]
fn a_good_account_in_a_good_vault_has_no_finding_and_the_full_score() {
    let checkup = check(&document([good(1), good(2)]), &facts());
    assert_eq!(checkup.found, []);
    assert_eq!((checkup.vault, checkup.overall), (100, 100));
}

#[test]
fn an_account_of_which_nothing_is_known_is_called_what_it_is() {
    let found = of_one(account(1), &facts());
    assert_eq!(found, ["no_backup_codes", "one_factor"]);
}

#[test]
fn each_way_to_sign_in_is_judged_by_its_rank_and_company() {
    for (methods, expected) in [
        (vec![method(Method::Sms, Rank::Primary)], vec!["sms_only"]),
        (vec![method(Method::Call, Rank::Primary)], vec!["sms_only"]),
        (
            vec![method(Method::Email, Rank::Primary)],
            vec!["email_only"],
        ),
        (
            vec![method(Method::Sms, Rank::Backup)],
            vec!["sms_fallback"],
        ),
        (
            vec![
                method(Method::App, Rank::Primary),
                method(Method::Sms, Rank::Primary),
            ],
            vec!["sms_fallback"],
        ),
        (vec![method(Method::Push, Rank::Primary)], vec![]),
    ] {
        assert_eq!(changed(|account| account.methods = methods), expected);
    }
}

#[test]
fn backup_codes_run_low_run_out_and_grow_too_old() {
    let with = |set| changed(|account| account.backup_code_sets = vec![set]);
    assert_eq!(with(codes(10, 6)), Vec::<&str>::new());
    assert_eq!(with(codes(10, 7)), ["few_backup_codes"]);
    assert_eq!(with(codes(10, 10)), ["no_codes_left", "one_factor"]);
    let mut invalid = codes(10, 0);
    invalid.invalid_since = Some(time(NOW));
    assert_eq!(with(invalid), ["no_backup_codes", "one_factor"]);
    let mut kept = codes(0, 0);
    kept.kept = Some(Kept::new(Place::Elsewhere, "safe".to_owned()));
    assert_eq!(with(kept), Vec::<&str>::new());
    let replaced = changed(|account| account.replace_otp(otp("MFRGGZDFMZTWQ2LK"), time(NOW)));
    assert_eq!(replaced, ["codes_older_than_secret"]);
}

#[test]
fn keys_are_possible_alone_lost_or_forgotten() {
    let mut facts = facts();
    facts.takes_keys = [id(1)].into();
    assert_eq!(of_one(good(1), &facts), ["hardware_key_possible"]);
    let with = |keys: &[u8], facts: &Facts| {
        let mut account = good(1);
        let on = |key: &u8| Registration::new(id(*key), time(1));
        account.registrations = keys.iter().map(on).collect();
        of_one(account, facts)
    };
    assert_eq!(with(&[50], &facts), ["one_key"]);
    assert_eq!(with(&[50, 51], &facts), Vec::<&str>::new());
    let seen = |days: i64| KeyState {
        lost: false,
        seen: Some(time(NOW - days * DAY)),
    };
    facts.keys = [(id(50), seen(364)), (id(51), seen(366))].into();
    assert_eq!(with(&[50, 51], &facts), ["key_not_seen"]);
    let lost = KeyState {
        lost: true,
        seen: None,
    };
    facts.keys = [(id(50), lost)].into();
    assert_eq!(with(&[50, 51], &facts), ["key_lost"]);
    assert_eq!(with(&[51, 52], &facts), Vec::<&str>::new());
}

#[test]
fn short_and_shared_secrets_deadlines_and_long_trust_are_found() {
    let short = changed(|account| *account = replaced_by(good(1), "GEZDGNBVGY3TQOI"));
    assert_eq!(short, ["short_secret"]);
    let twice = [good(1), replaced_by(good(2), "BEZDGNBVGY3TQOJQGEZDGNBVGY")];
    let found = check(&document(twice), &facts()).found;
    let names: Vec<&str> = found.iter().map(|found| found.finding.name()).collect();
    assert_eq!(names, ["duplicate_secret", "duplicate_secret"]);
    let due = |day: &str| changed(|account| account.deadline = Some(day.parse().unwrap()));
    // 1,800,000,000 is 2027-01-15.
    assert_eq!(due("2027-01-14"), ["deadline_passed"]);
    assert_eq!(due("2027-01-15"), ["deadline_near"]);
    assert_eq!(due("2027-01-29"), ["deadline_near"]);
    assert_eq!(due("2027-01-30"), Vec::<&str>::new());
    let trusted = |seconds: i64| {
        let seconds = u64::try_from(seconds).unwrap();
        changed(|account| {
            account.trusted_device = Some(TrustedDevice::new(Some(seconds), None));
        })
    };
    assert_eq!(trusted(30 * DAY), ["trusted_device_long"]);
    assert_eq!(trusted(7 * DAY), Vec::<&str>::new());
}

/// The same account as if it had had this secret from the first day on.
fn replaced_by(old: Account, secret: &str) -> Account {
    let mut new = Account::new(old.id(), old.issuer, old.name, otp(secret), old.created);
    new.methods = old.methods;
    new.backup_code_sets = old.backup_code_sets;
    new
}

#[test]
fn the_vault_itself_is_judged() {
    assert_eq!(
        vault(|facts| facts.password_score = Some(2)),
        ["weak_password"]
    );
    assert_eq!(
        vault(|facts| facts.password_score = None),
        Vec::<&str>::new()
    );
    let cheap = |facts: &mut Facts| facts.slots[0].kdf = Kdf::new(65_536, 2, 1);
    assert_eq!(vault(cheap), ["weak_kdf"]);
    let without_kit = |facts: &mut Facts| drop(facts.slots.pop());
    assert_eq!(vault(without_kit), ["no_recovery_kit"]);
    let keyring = |facts: &mut Facts| facts.slots[1] = slot(SlotKind::Keyring);
    assert_eq!(vault(keyring), ["keyring_only_risk"]);
    let untested = |facts: &mut Facts| facts.slots[1].tested = None;
    assert_eq!(vault(untested), ["recovery_kit_untested"]);
    let two = |facts: &mut Facts| facts.slots[1] = slot(SlotKind::Fido2);
    assert_eq!(vault(two), Vec::<&str>::new());
    let old = |facts: &mut Facts| facts.backup_made = Some(time(NOW - 31 * DAY));
    assert_eq!(vault(old), ["backup_old"]);
    assert_eq!(
        vault(|facts| facts.backup_proved = false),
        ["backup_unproved"]
    );
    assert_eq!(vault(|facts| facts.backup_made = None), ["backup_unproved"]);
    for (ahead, expected) in [
        (15, vec![]),
        (16, vec!["clock_off"]),
        (-16, vec!["clock_off"]),
    ] {
        assert_eq!(vault(|facts| facts.clock_ahead = Some(ahead)), expected);
    }
}

#[test]
fn the_score_of_the_vault_bounds_the_overall_score() {
    let mut facts = facts();
    facts.backup_made = None;
    let checkup = check(&document([good(1)]), &facts);
    assert_eq!(
        (checkup.scores[&id(1)], checkup.vault, checkup.overall),
        (100, 60, 60)
    );
    let checkup = check(&document([good(1), account(2)]), &self::facts());
    // Nothing noted 40, no codes 20, one factor 20.
    assert_eq!((checkup.scores[&id(2)], checkup.overall), (20, 60));
}

fn any_method() -> impl Strategy<Value = (Method, Rank)> {
    let all = [
        Method::App,
        Method::Sms,
        Method::Call,
        Method::Email,
        Method::SecurityKey,
        Method::Passkey,
        Method::Push,
        Method::BackupCodes,
    ];
    (0..all.len(), any::<bool>()).prop_map(move |(at, first)| {
        let rank = if first { Rank::Primary } else { Rank::Backup };
        (all[at], rank)
    })
}

prop_compose! {
    fn any_account(number: u8)(
        methods in vec(any_method(), 0..4),
        sets in vec((0..6_usize, 0..6_usize, any::<bool>()), 0..3),
        keys in vec(50..53_u8, 0..3),
        trusted in proptest::option::of(0..4_000_000_u64),
        due in proptest::option::of(1..29_u8),
        short in any::<bool>(),
        replaced in any::<bool>(),
        trashed in any::<bool>(),
    ) -> Account {
        let mut account = account(number);
        if short {
            account = replaced_by(account, "GEZDGNBVGY3TQOI");
        }
        let method = |(on, rank)| MethodUse::new(on, rank);
        account.methods = methods.into_iter().map(method).collect();
        account.backup_code_sets = sets.into_iter().map(|(count, used, kept)| {
            let mut set = codes(count, used);
            set.kept = kept.then(|| Kept::new(Place::Elsewhere, String::new()));
            set
        }).collect();
        let on = |key: u8| Registration::new(id(key), time(1));
        account.registrations = keys.into_iter().map(on).collect();
        account.trusted_device = trusted.map(|seconds| TrustedDevice::new(Some(seconds), None));
        account.deadline = due.map(|day| format!("2027-01-{day:02}").parse().unwrap());
        if replaced {
            account.replace_otp(otp("MFRGGZDFMZTWQ2LK"), time(NOW));
        }
        account.trashed = trashed.then(|| time(NOW));
        account
    }
}

prop_compose! {
    fn any_facts()(
        kit in any::<bool>(),
        password_score in proptest::option::of(0..5_u8),
        backup in proptest::option::of(0..60_i64),
        backup_proved in any::<bool>(),
        clock_ahead in proptest::option::of(-40..40_i64),
        lost in btree_set(50..53_u8, 0..3),
    ) -> Facts {
        let state = |key| (id(key), KeyState { lost: true, seen: None });
        Facts {
            slots: [slot(SlotKind::Password)].into_iter().chain(kit.then(|| slot(SlotKind::Recovery))).collect(),
            password_score,
            backup_made: backup.map(|days| time(NOW - days * DAY)),
            backup_proved,
            clock_ahead,
            keys: lost.into_iter().map(state).collect(),
            ..facts()
        }
    }
}

fn scores(checkup: &Checkup) -> (BTreeMap<Id, u8>, u8, u8) {
    (checkup.scores.clone(), checkup.vault, checkup.overall)
}

proptest! {
    #[test]
    fn hiding_changes_no_score(
        accounts in (any_account(1), any_account(2), any_account(3)),
        facts in any_facts(),
    ) {
        let mut document = document([accounts.0, accounts.1, accounts.2]);
        let before = check(&document, &facts);
        // Every finding is not for me, and every account goes to the trash.
        for found in &before.found {
            let name = found.finding.name();
            match found.account.and_then(|id| document.account_mut(id)) {
                Some(account) => account.dismissed.push(name.to_owned()),
                None => document.set_dismissed(name, true),
            }
        }
        let dismissed = check(&document, &facts);
        prop_assert!(dismissed.found.iter().all(|found| found.dismissed));
        prop_assert_eq!(scores(&dismissed), scores(&before));
        for number in 1..=3 {
            document.account_mut(id(number)).unwrap().trashed = Some(time(NOW));
        }
        let hidden = check(&document, &facts);
        prop_assert!(hidden.found.iter().all(|found| found.account.is_none()));
        prop_assert_eq!(scores(&hidden), scores(&before));
    }

    #[test]
    fn to_leave_methods_and_backup_codes_out_never_gives_a_better_score(
        account in any_account(1),
        facts in any_facts(),
    ) {
        let bytes = account.to_cbor();
        let known = check(&document([account]), &facts);
        for leave_out in [
            |account: &mut Account| account.methods.clear(),
            |account: &mut Account| account.backup_code_sets.clear(),
        ] {
            let mut silent = Account::from_cbor(&bytes).unwrap();
            leave_out(&mut silent);
            let silent = check(&document([silent]), &facts);
            prop_assert!(silent.overall <= known.overall, "{silent:?} {known:?}");
        }
    }

    #[test]
    fn the_worst_findings_of_an_account_come_first(
        accounts in (any_account(1), any_account(2)),
        facts in any_facts(),
    ) {
        let checkup = check(&document([accounts.0, accounts.1]), &facts);
        let order = checkup.found.iter().map(|found| (found.account, found.finding.severity()));
        prop_assert!(order.collect::<Vec<_>>().is_sorted());
    }
}
