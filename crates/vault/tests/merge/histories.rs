//! Any histories of three programs.

use crate::programs::*;
use otp::UnixTime;
use proptest::prelude::*;
use std::collections::BTreeSet;
use vault::{Account, Vault};

/// Something a person does to one of the three accounts.
#[derive(Clone, Debug)]
enum Step {
    Rename(u8, u8),
    Tag(u8, u8),
    Untag(u8, u8),
    Use(u8),
    Replace(u8, u8),
    TakeBack(u8),
    Choose(u8),
    Trash(u8),
    Remove(u8),
    Add(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 1..=3_u8;
    let what = 0..3_u8;
    prop_oneof![
        (which.clone(), what.clone()).prop_map(|(on, to)| Step::Rename(on, to)),
        (which.clone(), what.clone()).prop_map(|(on, tag)| Step::Tag(on, tag)),
        (which.clone(), what.clone()).prop_map(|(on, tag)| Step::Untag(on, tag)),
        which.clone().prop_map(Step::Use),
        (which.clone(), what).prop_map(|(on, to)| Step::Replace(on, to)),
        which.clone().prop_map(Step::TakeBack),
        which.clone().prop_map(Step::Choose),
        which.clone().prop_map(Step::Trash),
        which.prop_map(Step::Remove),
        (20..23_u8).prop_map(Step::Add),
    ]
}

fn take(vault: &mut Vault, step: &Step, at: UnixTime) {
    let (Step::Rename(on, _)
    | Step::Tag(on, _)
    | Step::Untag(on, _)
    | Step::Use(on)
    | Step::Replace(on, _)
    | Step::TakeBack(on)
    | Step::Choose(on)
    | Step::Trash(on)
    | Step::Remove(on)
    | Step::Add(on)) = step;
    if let Step::Add(number) = step {
        if vault.document().account(id(*number)).is_none() {
            vault.document_mut().insert(account(*number, totp(*number)));
        }
        return;
    }
    if let Step::Remove(number) = step {
        vault.document_mut().remove(id(*number));
        return;
    }
    let Some(account) = vault.document_mut().account_mut(id(*on)) else {
        return;
    };
    match step {
        Step::Rename(_, to) => account.issuer = format!("Name {to}"),
        Step::Tag(_, tag) => {
            let tag = format!("tag {tag}");
            if !account.tags.contains(&tag) {
                account.tags.push(tag);
            }
        }
        Step::Untag(_, tag) => account.tags.retain(|known| *known != format!("tag {tag}")),
        Step::Use(_) => {
            account.advance_counter().unwrap();
            account.use_count += 1;
            account.used = Some(at);
        }
        Step::Replace(_, to) => account.replace_otp(hotp(100 + to), at),
        Step::TakeBack(_) => drop(account.take_back_otp(|_| true, at)),
        Step::Choose(_) => account.keep_current_secret(at),
        Step::Trash(_) => account.trashed = Some(at),
        Step::Remove(_) | Step::Add(_) => {}
    }
}

/// All of an account that must not depend on the order of merging; lists without their order.
fn summary(vault: &Vault, removed: &BTreeSet<u8>) -> Vec<String> {
    let accounts = vault.document().accounts();
    let summary = |account: &Account| {
        let number = account.id().as_bytes()[0];
        if removed.contains(&number) {
            // What came back brings what its rescuer changed, and of the rest what the copy at hand had.
            return format!("{number} is there");
        }
        let sorted = |mut list: Vec<String>| {
            list.sort_unstable();
            list.join(",")
        };
        let history = account.history().iter();
        let history = history.map(|old| {
            format!(
                "{}@{:?}",
                old.otp().secret.expose()[0],
                old.otp().kind.counter()
            )
        });
        let conflicting = account.conflicting();
        let conflicting = conflicting.map(|old| old.otp().secret.expose()[0].to_string());
        [
            number.to_string(),
            account.issuer.clone(),
            sorted(account.tags.clone()),
            secret(account).to_string(),
            format!("{:?}", account.otp().kind.counter()),
            sorted(history.collect()),
            sorted(conflicting.collect()),
            format!(
                "{:?} {:?} {}",
                account.trashed, account.used, account.use_count
            ),
        ]
        .join(" | ")
    };
    accounts.map(summary).collect()
}

/// Three copies of one vault, each changed by its own program and saved after each step.
fn copies(steps: &[Vec<Step>], old: bool) -> Vec<Vault> {
    let base = if old { without_clocks() } else { vault() };
    let copy = |(program, steps): (u8, &Vec<Step>)| {
        let mut copy = opened_again(&base);
        for (second, step) in (1..).zip(steps) {
            take(&mut copy, step, time(second * 3 + i64::from(program)));
            save(&mut copy, program);
        }
        copy
    };
    (1..).zip(steps).map(copy).collect()
}

fn removed(steps: &[Vec<Step>]) -> BTreeSet<u8> {
    let all = steps.iter().flatten();
    all.filter_map(|step| {
        if let Step::Remove(number) = step {
            Some(*number)
        } else {
            None
        }
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_order_of_merging_does_not_matter(
        steps in prop::collection::vec(prop::collection::vec(step(), 0..7), 3),
        old: bool,
    ) {
        let [a, b, c] = <[Vault; 3]>::try_from(copies(&steps, old)).ok().unwrap();
        let (ab, ba) = (merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(ab.document_checksum(), ba.document_checksum(), "commutative");
        prop_assert_eq!(merged(&a, &a).document_checksum(), a.document_checksum(), "idempotent");
        prop_assert_eq!(merged(&ab, &b).document_checksum(), ab.document_checksum(), "absorbs");
        let left = merged(&ab, &c);
        let right = merged(&a, &merged(&b, &c));
        let removed = removed(&steps);
        prop_assert_eq!(summary(&left, &removed), summary(&right, &removed), "associative");
    }

    #[test]
    fn no_account_no_secret_and_no_used_code_is_lost(
        steps in prop::collection::vec(prop::collection::vec(step(), 0..7), 3),
        old: bool,
    ) {
        let copies = copies(&steps, old);
        let all = copies.iter().skip(1).fold(opened_again(&copies[0]), |all, copy| merged(&all, copy));
        let removed = removed(&steps);
        for copy in &copies {
            for account in copy.document().accounts() {
                let number = account.id().as_bytes()[0];
                if removed.contains(&number) {
                    continue;
                }
                let kept = get(&all, number);
                let mut secrets: BTreeSet<u8> =
                    kept.history().iter().map(|old| old.otp().secret.expose()[0]).collect();
                secrets.insert(secret(kept));
                prop_assert!(secrets.contains(&secret(account)));
                for old in account.history() {
                    prop_assert!(secrets.contains(&old.otp().secret.expose()[0]));
                }
                if secret(kept) == secret(account) {
                    prop_assert!(kept.otp().kind.counter() >= account.otp().kind.counter());
                }
                prop_assert!(kept.use_count >= account.use_count);
            }
        }
    }
}
