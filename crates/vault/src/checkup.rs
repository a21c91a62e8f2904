//! The checkup: what is weak about accounts and about the vault (docs/checkup.md, "The checkup").
//!
//! A finding that is "not for me" is not shown any more, but it counts in every score all the same: hiding makes nothing
//! safer.

mod finding;
mod of_account;
mod of_vault;

pub use finding::{Finding, Severity};

use crate::account::Account;
use crate::document::Document;
use crate::id::Id;
use crate::slot::SlotInfo;
use otp::UnixTime;
use std::collections::{BTreeMap, BTreeSet};

/// With so many backup codes left, or fewer, it is time for new ones.
pub const FEW_CODES: usize = 3;

/// What the rules need to know beside the document.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The time now.
    pub now: UnixTime,
    /// The ways to unlock.
    pub slots: Vec<SlotInfo>,
    /// How hard the vault's password is to guess, 0 to 4, where it is known.
    pub password_score: Option<u8>,
    /// When the last backup was made.
    pub backup_made: Option<UnixTime>,
    /// Whether it was read back and compared.
    pub backup_proved: bool,
    /// Accounts whose service is known to take security keys.
    pub takes_keys: BTreeSet<Id>,
    /// What is known of the security keys that accounts are registered with.
    pub keys: BTreeMap<Id, KeyState>,
    /// How many seconds this computer's clock is ahead, where it was compared.
    pub clock_ahead: Option<i64>,
    /// How the user's team vaults stand.
    pub teams: TeamFacts,
}

/// What is known of the user's team vaults.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct TeamFacts {
    /// The user is the only owner of one, and there is no owner sheet.
    pub is_sole_owner: bool,
    /// A secret that a removed member knew is in place, and the user may replace it.
    pub owes_rotation: bool,
}

impl TeamFacts {
    /// What is so in one or the other.
    pub fn and(self, other: Self) -> Self {
        Self {
            is_sole_owner: self.is_sole_owner || other.is_sole_owner,
            owes_rotation: self.owes_rotation || other.owes_rotation,
        }
    }
}

/// What is known of a security key.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct KeyState {
    /// Whether the user said that it is lost.
    pub lost: bool,
    /// When it was last plugged in.
    pub seen: Option<UnixTime>,
}

/// Something that was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Found {
    /// Whose; `None`: the vault's.
    pub account: Option<Id>,
    /// What.
    pub finding: Finding,
    /// Whether the user said that it is not for them.
    pub dismissed: bool,
}

/// What a checkup found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkup {
    /// The vault's findings, then those of each account, the most severe first. Accounts in the trash have none.
    pub found: Vec<Found>,
    /// The score of each account, 0 to 100, those in the trash too.
    pub scores: BTreeMap<Id, u8>,
    /// The vault's score, 0 to 100.
    pub vault: u8,
    /// The lower of the vault's score and the mean of all accounts, 0 to 100.
    pub overall: u8,
}

/// Looks at everything.
pub fn check(document: &Document, facts: &Facts) -> Checkup {
    let secrets = Secrets::of(document);
    let mut found = Vec::new();
    let of_vault = of_vault::findings(facts);
    let vault = score(
        of_vault
            .iter()
            .map(|finding| (finding.group(), finding.weight())),
    );
    found.extend(of_vault.into_iter().map(|finding| Found {
        account: None,
        finding,
        dismissed: document.is_dismissed(finding.name()),
    }));
    let mut scores = BTreeMap::new();
    for account in document.accounts() {
        let findings = of_account::findings(account, facts, &secrets);
        scores.insert(account.id(), score_of(account, &findings));
        if account.trashed.is_none() {
            found.extend(findings.into_iter().map(|finding| Found {
                account: Some(account.id()),
                finding,
                dismissed: is_dismissed(account, finding),
            }));
        }
    }
    found.sort_by_key(|found| (found.account, found.finding.severity()));
    let overall = mean(&scores).map_or(vault, |mean| mean.min(vault));
    Checkup {
        found,
        scores,
        vault,
        overall,
    }
}

fn is_dismissed(account: &Account, finding: Finding) -> bool {
    account.dismissed.iter().any(|name| name == finding.name())
}

/// An account of which no methods are noted counts like one with the worst of them: leaving them out must not pay.
fn score_of(account: &Account, findings: &[Finding]) -> u8 {
    let worst = Finding::SmsOnly;
    let unknown = account.methods.is_empty();
    let unknown = unknown.then(|| (worst.group(), worst.weight()));
    let findings = findings.iter();
    score(
        findings
            .map(|finding| (finding.group(), finding.weight()))
            .chain(unknown),
    )
}

/// 100 without what the worst finding of each group weighs, and never below 0.
fn score(weights: impl Iterator<Item = (u8, u8)>) -> u8 {
    let mut groups: BTreeMap<u8, u8> = BTreeMap::new();
    for (group, weight) in weights {
        let known = groups.entry(group).or_default();
        *known = weight.max(*known);
    }
    let weights = groups.into_values();
    weights.fold(100, u8::saturating_sub)
}

fn mean(scores: &BTreeMap<Id, u8>) -> Option<u8> {
    let sum: u64 = scores.values().map(|score| u64::from(*score)).sum();
    let count = u64::try_from(scores.len()).ok()?;
    u8::try_from(sum.checked_div(count)?).ok()
}

/// Which secrets are in the vault more than once, by their hash.
struct Secrets(BTreeMap<[u8; 32], usize>);

impl Secrets {
    fn of(document: &Document) -> Self {
        let mut counts = BTreeMap::new();
        for account in document.accounts() {
            *counts.entry(hash(account)).or_insert(0) += 1;
        }
        Self(counts)
    }

    fn has_twice(&self, account: &Account) -> bool {
        self.0.get(&hash(account)).is_some_and(|count| *count > 1)
    }
}

fn hash(account: &Account) -> [u8; 32] {
    crate::crypto::sha256(account.otp().secret.expose())
}

#[cfg(test)]
mod tests;
