//! What is weak about one account.

use super::{FEW_CODES, Facts, Finding, Secrets};
use crate::account::Account;
use crate::backup_codes::BackupCodeSet;
use crate::companion::{Method, Rank};
use otp::UnixTime;

/// RFC 4226 section 4 asks for 128 bits; many sites give 80, and less can be searched through.
const LEAST_SECRET: usize = 10;
const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;
const LONG_TRUST: u64 = 30 * DAY;
/// Days before a deadline.
const NEAR: i64 = 14;

pub(super) fn findings(account: &Account, facts: &Facts, secrets: &Secrets) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(methods(account));
    findings.extend(backup_codes(account));
    findings.extend(is_alone(account).then_some(Finding::OneFactor));
    findings.extend(keys(account, facts));
    let is_short = account.otp().secret.expose().len() < LEAST_SECRET;
    findings.extend(is_short.then_some(Finding::ShortSecret));
    let is_twice = secrets.has_twice(account);
    findings.extend(is_twice.then_some(Finding::DuplicateSecret));
    findings.extend(deadline(account, facts.now));
    let trusted = account.trusted_device.as_ref();
    let seconds = trusted.and_then(|trusted| trusted.seconds);
    let is_long = seconds.is_some_and(|seconds| seconds >= LONG_TRUST);
    findings.extend(is_long.then_some(Finding::TrustedDeviceLong));
    findings
}

fn has(account: &Account, wanted: &[Method]) -> bool {
    let mut methods = account.methods.iter();
    methods.any(|on| wanted.contains(&on.method))
}

/// A method that is a backup has another one before it, be that noted or not.
fn methods(account: &Account) -> Option<Finding> {
    const PHONE: [Method; 2] = [Method::Sms, Method::Call];
    const BETTER: [Method; 4] = [
        Method::App,
        Method::SecurityKey,
        Method::Passkey,
        Method::Push,
    ];
    let is_better = has(account, &BETTER) || !account.registrations.is_empty();
    let is_first = |wanted: &[Method]| {
        let mut methods = account.methods.iter();
        !is_better && methods.any(|on| wanted.contains(&on.method) && on.rank == Rank::Primary)
    };
    if is_first(&PHONE) {
        Some(Finding::SmsOnly)
    } else if has(account, &PHONE) {
        Some(Finding::SmsFallback)
    } else if is_first(&[Method::Email]) {
        Some(Finding::EmailOnly)
    } else {
        None
    }
}

fn valid(account: &Account) -> impl Iterator<Item = &BackupCodeSet> {
    let sets = account.backup_code_sets.iter();
    sets.filter(|set| set.is_valid())
}

fn backup_codes(account: &Account) -> Vec<Finding> {
    let Some(newest) = valid(account).map(|set| set.issued).max() else {
        return vec![Finding::NoBackupCodes];
    };
    let mut findings = Vec::new();
    let replaced = account.history().iter().map(|old| old.at).max();
    let is_older = replaced.is_some_and(|replaced| newest < replaced);
    findings.extend(is_older.then_some(Finding::CodesOlderThanSecret));
    // How many are left elsewhere only the user knows.
    if valid(account).any(|set| set.kept.is_some()) {
        return findings;
    }
    match valid(account).flat_map(BackupCodeSet::unused).count() {
        0 => findings.push(Finding::NoCodesLeft),
        1..=FEW_CODES => findings.push(Finding::FewBackupCodes),
        _ => {}
    }
    findings
}

/// Whether nothing else than the codes of this vault gets in.
fn is_alone(account: &Account) -> bool {
    let mut methods = account.methods.iter();
    let is_other = |method| !matches!(method, Method::App | Method::BackupCodes);
    let has_codes = valid(account).any(|set| set.kept.is_some() || set.unused().next().is_some());
    !has_codes
        && account.copies.is_empty()
        && account.registrations.is_empty()
        && !methods.any(|on| is_other(on.method))
}

fn keys(account: &Account, facts: &Facts) -> Vec<Finding> {
    let registered = &account.registrations;
    let knows = has(account, &[Method::SecurityKey, Method::Passkey]);
    if registered.is_empty() {
        let is_possible = facts.takes_keys.contains(&account.id()) && !knows;
        return is_possible
            .then_some(Finding::HardwareKeyPossible)
            .into_iter()
            .collect();
    }
    let mut findings = Vec::new();
    let first = registered.first().map(|on| on.key);
    let is_one = registered.iter().all(|on| Some(on.key) == first);
    findings.extend(is_one.then_some(Finding::OneKey));
    let states = registered.iter().filter_map(|on| facts.keys.get(&on.key));
    let is_old = |seen: UnixTime| facts.now.get().saturating_sub(seen.get()) > YEAR;
    let (mut lost, mut unseen) = (false, false);
    for state in states {
        lost |= state.lost;
        unseen |= !state.lost && state.seen.is_some_and(is_old);
    }
    findings.extend(lost.then_some(Finding::KeyLost));
    findings.extend(unseen.then_some(Finding::KeyNotSeen));
    findings
}

fn deadline(account: &Account, now: UnixTime) -> Option<Finding> {
    let days = account.deadline?.days_after(now)?;
    match days {
        ..0 => Some(Finding::DeadlinePassed),
        0..=NEAR => Some(Finding::DeadlineNear),
        _ => None,
    }
}
