use super::*;
use crate::backup_codes::BackupCode;
use crate::companion::{MethodUse, Rank, TrustedDevice};
use crate::kept::Kept;
use crate::keys::Registration;
use otp::SecretText;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

fn time(seconds: u8) -> UnixTime {
    UnixTime::new(i64::from(seconds)).unwrap()
}

fn account() -> Account {
    let otp = otp::uri::parse("otpauth://totp/me?secret=GEZDGNBVGY3TQOJQ")
        .unwrap()
        .otp;
    Account::new(id(1), "Site".to_owned(), "me".to_owned(), otp, time(10))
}

fn slot(kind: SlotKind, tested: Option<UnixTime>) -> SlotInfo {
    SlotInfo {
        id: id(9),
        kind,
        name: String::new(),
        created: None,
        tested,
        kdf: None,
        key: None,
        model: None,
    }
}

fn with_password(backup: Option<UnixTime>) -> Surroundings {
    Surroundings {
        slots: vec![slot(SlotKind::Password, None)],
        backup,
    }
}

fn codes(issued: UnixTime) -> BackupCodeSet {
    let code = BackupCode::new(SecretText::from("1234".to_owned()));
    BackupCodeSet::new(id(3), issued, vec![code])
}

fn kept(place: Place) -> BackupCodeSet {
    let mut set = BackupCodeSet::new(id(4), time(10), Vec::new());
    set.kept = Some(Kept::new(place, String::new()));
    set
}

fn laptop() -> Lost {
    Lost {
        laptop: true,
        ..Lost::default()
    }
}

fn outcome(account: &Account, around: &Surroundings, lost: &Lost) -> Answer {
    drill(std::iter::once(account), around, lost).remove(0)
}

#[test]
fn a_lost_laptop_takes_its_codes_unless_a_proved_backup_has_the_secret_and_opens() {
    let mut account = account();
    account.backup_code_sets.push(codes(time(30)));
    let after = |around: &Surroundings| outcome(&account, around, &laptop());
    assert_eq!(after(&with_password(None)).outcome, Outcome::Locked);
    // A backup from before the account.
    assert_eq!(
        after(&with_password(Some(time(9)))).outcome,
        Outcome::Locked
    );
    let early = after(&with_password(Some(time(20))));
    assert_eq!((early.outcome, early.by), (Outcome::In, vec![By::Backup]));
    assert_eq!(early.plan, [Step::RestoreBackup, Step::UseCodes]);
    let late = after(&with_password(Some(time(30))));
    assert_eq!(late.by, [By::Backup, By::BackupCodeOfBackup]);
    // What opens only here, or was never tried, opens no backup.
    for closed in [
        slot(SlotKind::Keyring, None),
        slot(SlotKind::Recovery, None),
    ] {
        let around = Surroundings {
            slots: vec![closed],
            backup: Some(time(40)),
        };
        assert_eq!(after(&around).outcome, Outcome::Locked);
        assert_eq!(
            after(&around).today,
            [Change::KitAndBackup, Change::BackupCodes]
        );
    }
    let kit = slot(SlotKind::Recovery, Some(time(5)));
    let around = Surroundings {
        slots: vec![kit],
        backup: Some(time(40)),
    };
    assert_eq!(after(&around).outcome, Outcome::In);
}

#[test]
fn a_replaced_secret_is_not_in_the_backup_from_before() {
    let mut account = account();
    let other = otp::uri::parse("otpauth://totp/me?secret=MFRGGZDFMZTWQ2LK");
    account.replace_otp(other.unwrap().otp, time(50));
    let after = |at| outcome(&account, &with_password(Some(time(at))), &laptop()).outcome;
    assert_eq!((after(49), after(50)), (Outcome::Locked, Outcome::In));
}

#[test]
fn help_is_an_effort_and_a_lost_colleague_takes_it_away() {
    let mut account = account();
    account.recovery.contact = "Bob, who administers it".to_owned();
    let around = with_password(None);
    let answer = outcome(&account, &around, &laptop());
    assert_eq!(answer.outcome, Outcome::Effort);
    assert_eq!(answer.plan, [Step::AskContact, Step::EnrolAgain]);
    let both = Lost {
        colleague: true,
        ..laptop()
    };
    let answer = outcome(&account, &around, &both);
    assert_eq!(answer.outcome, Outcome::Locked);
    assert_eq!(answer.plan.first(), Some(&Step::AskSite));
}

#[test]
fn what_lay_on_the_lost_thing_is_to_be_replaced() {
    let mut account = account();
    account.copies = vec![Kept::new(Place::Phone, String::new())];
    account.methods = vec![MethodUse::new(Method::Sms, Rank::Backup)];
    account.backup_code_sets = vec![kept(Place::PasswordManager)];
    account.registrations = vec![Registration::new(id(7), time(1))];
    account.trusted_device = Some(TrustedDevice::new(None, None));
    let lost = Lost {
        phone: true,
        keys: [id(7)].into(),
        ..Lost::default()
    };
    let around = with_password(None);
    let answer = outcome(&account, &around, &lost);
    assert_eq!(
        (answer.outcome, &*answer.by),
        (
            Outcome::In,
            &[By::Codes, By::KeptCode(Place::PasswordManager)][..]
        )
    );
    assert_eq!(
        answer.plan,
        [
            Step::UseCodes,
            Step::RemoveKey,
            Step::ReplaceSecret,
            Step::ChangePhone
        ]
    );
    let lost = Lost {
        password_manager: true,
        ..laptop()
    };
    let answer = outcome(&account, &around, &lost);
    assert_eq!(
        (answer.outcome, answer.by.first()),
        (Outcome::Effort, Some(&By::Key(id(7))))
    );
    assert_eq!(answer.today, [Change::PasswordCopy]);
    assert_eq!(
        answer.plan,
        [
            Step::UseKey,
            Step::ResetPassword,
            Step::EnrolAgain,
            Step::EndTrust,
            Step::ReplaceBackupCodes
        ]
    );
}

#[test]
fn the_locked_come_first() {
    let mut helped = account();
    helped.recovery.link = "https://example.com/recover".to_owned();
    let accounts = [helped, account()];
    let answers = drill(accounts.iter(), &with_password(None), &laptop());
    let outcomes: Vec<Outcome> = answers.iter().map(|answer| answer.outcome).collect();
    assert_eq!(outcomes, [Outcome::Locked, Outcome::Effort]);
}

fn place() -> impl Strategy<Value = Place> {
    (0..4_u64).prop_map(|number| match number {
        0 => Place::Elsewhere,
        1 => Place::Phone,
        2 => Place::PasswordManager,
        other => Place::Other(other),
    })
}

fn any_account() -> impl Strategy<Value = Account> {
    let methods = vec(0..9_usize, 0..4);
    let keys = vec((0..3_u8, any::<bool>()), 0..3);
    let sets = vec(
        (
            any::<bool>(),
            any::<bool>(),
            0..60_u8,
            proptest::option::of(place()),
        ),
        0..3,
    );
    (
        methods,
        keys,
        sets,
        vec(place(), 0..2),
        any::<(bool, bool)>(),
    )
        .prop_map(|(methods, keys, sets, copies, (link, contact))| {
            let mut account = account();
            let all = [
                Method::App,
                Method::Sms,
                Method::Call,
                Method::Email,
                Method::SecurityKey,
                Method::Passkey,
                Method::Push,
                Method::BackupCodes,
                Method::Other(77),
            ];
            let used = methods.into_iter().map(|at| all[at]);
            account.methods = used.map(|on| MethodUse::new(on, Rank::Primary)).collect();
            for (key, discoverable) in keys {
                let mut on = Registration::new(id(key), time(1));
                on.discoverable = discoverable;
                account.registrations.push(on);
            }
            for (is_invalid, is_used, issued, place) in sets {
                let mut set = place.map_or_else(|| codes(time(issued)), kept);
                set.invalid_since = is_invalid.then(|| time(50));
                for code in &mut set.codes {
                    code.used = is_used.then(|| time(50));
                }
                account.backup_code_sets.push(set);
            }
            let copy = |place| Kept::new(place, String::new());
            account.copies = copies.into_iter().map(copy).collect();
            if link {
                account.recovery.link = "https://example.com".to_owned();
            }
            if contact {
                account.recovery.contact = "help@example.com".to_owned();
            }
            account
        })
}

fn any_surroundings() -> impl Strategy<Value = Surroundings> {
    let kinds = [
        SlotKind::Password,
        SlotKind::Keyring,
        SlotKind::Fido2,
        SlotKind::Recovery,
    ];
    let slots = vec((0..kinds.len(), any::<bool>()), 0..4);
    (slots, proptest::option::of(0..60_u8)).prop_map(move |(slots, backup)| Surroundings {
        slots: slots
            .into_iter()
            .map(|(kind, tested)| slot(kinds[kind], tested.then(|| time(1))))
            .collect(),
        backup: backup.map(time),
    })
}

fn any_lost() -> impl Strategy<Value = Lost> {
    let keys = btree_set((0..3_u8).prop_map(id), 0..3);
    (any::<[bool; 4]>(), keys).prop_map(|([laptop, phone, manager, colleague], keys)| Lost {
        laptop,
        phone,
        password_manager: manager,
        colleague,
        keys,
    })
}

fn both(one: &Lost, other: &Lost) -> Lost {
    Lost {
        laptop: one.laptop || other.laptop,
        phone: one.phone || other.phone,
        password_manager: one.password_manager || other.password_manager,
        colleague: one.colleague || other.colleague,
        keys: one.keys.union(&other.keys).copied().collect(),
    }
}

/// The account and its surroundings as they would be had somebody made this change today.
fn changed(account: &mut Account, around: &Surroundings, change: Change) -> Surroundings {
    let mut around = around.clone();
    match change {
        Change::PasswordCopy => {}
        Change::Backup => around.backup = Some(time(200)),
        Change::KitAndBackup => {
            around.slots.push(slot(SlotKind::Recovery, Some(time(200))));
            around.backup = Some(time(200));
        }
        Change::SecondKey => account
            .registrations
            .push(Registration::new(id(99), time(200))),
        Change::BackupCodes => account.backup_code_sets.push(kept(Place::Elsewhere)),
    }
    around
}

proptest! {
    #[test]
    fn losing_more_never_gives_more_access(
        account in any_account(),
        around in any_surroundings(),
        one in any_lost(),
        other in any_lost(),
    ) {
        let less = outcome(&account, &around, &one);
        let more = outcome(&account, &around, &both(&one, &other));
        prop_assert!(more.outcome <= less.outcome, "{more:?} {less:?}");
    }

    #[test]
    fn codes_are_left_only_with_the_laptop_or_a_proved_backup_that_still_opens(
        account in any_account(),
        around in any_surroundings(),
        lost in any_lost(),
    ) {
        let by = outcome(&account, &around, &lost).by;
        let mut slots = around.slots.iter();
        let opens = slots.any(|slot| match slot.kind {
            SlotKind::Password => true,
            SlotKind::Recovery => slot.tested.is_some(),
            SlotKind::Fido2 => lost.keys.is_empty(),
            SlotKind::Keyring | SlotKind::Other(_) => false,
        });
        if by.contains(&By::Codes) || by.contains(&By::BackupCode) {
            prop_assert!(!lost.laptop && opens);
        }
        if by.contains(&By::Backup) || by.contains(&By::BackupCodeOfBackup) {
            prop_assert!(around.backup.is_some() && opens);
        }
    }

    #[test]
    fn what_is_to_be_changed_today_makes_the_answer_still_in(
        account in any_account(),
        around in any_surroundings(),
        lost in any_lost(),
    ) {
        let bytes = account.to_cbor();
        let before = outcome(&account, &around, &lost);
        prop_assert_eq!(before.today.is_empty(), before.outcome == Outcome::In);
        let needs_copy = before.today.contains(&Change::PasswordCopy);
        let others = before.today.iter().filter(|change| **change != Change::PasswordCopy);
        let mut tried: Vec<Change> = others.copied().collect();
        if tried.is_empty() {
            tried.extend(needs_copy.then_some(Change::PasswordCopy));
        }
        for change in tried {
            let mut account = Account::from_cbor(&bytes).unwrap();
            let around = changed(&mut account, &around, change);
            let ways = open_ways(&account, &around, &lost);
            // A copy of the passwords makes every second factor that is left good again.
            let is_in = ways.iter().any(|(outcome, by)| {
                let is_factor = !matches!(by, By::RecoveryPage | By::Contact);
                *outcome == Outcome::In || (needs_copy && is_factor)
            });
            prop_assert!(is_in, "{change:?}");
        }
    }

    #[test]
    fn every_answer_that_is_not_locked_says_by_what_and_every_plan_begins_with_a_way_in(
        account in any_account(),
        around in any_surroundings(),
        lost in any_lost(),
    ) {
        let answer = outcome(&account, &around, &lost);
        prop_assert_eq!(answer.by.is_empty(), answer.outcome == Outcome::Locked);
        let first = answer.plan.first().copied();
        prop_assert_eq!(first == Some(Step::AskSite), answer.outcome == Outcome::Locked);
    }
}
