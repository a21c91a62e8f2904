//! The lockout drill: who is locked out when things are lost (docs/checkup.md, "The drill").
//!
//! Every account has ways in, and each way is open as long as what it needs is not lost. No way opens because
//! something is lost, so that losing more never gives more access.

mod plan;

pub use plan::{Change, Step};

use crate::account::Account;
use crate::backup_codes::BackupCodeSet;
use crate::companion::Method;
use crate::id::Id;
use crate::kept::Place;
use crate::slot::{SlotInfo, SlotKind};
use otp::UnixTime;
use std::collections::BTreeSet;

/// What is lost.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lost {
    /// This computer, with the vault file, its older copies and the keyring.
    pub laptop: bool,
    /// The phone, with its number and whatever is on it.
    pub phone: bool,
    /// The password manager, with the passwords of all accounts.
    pub password_manager: bool,
    /// The person who would reset the second factor.
    pub colleague: bool,
    /// Security keys.
    pub keys: BTreeSet<Id>,
}

/// What lies around the accounts: how the vault is opened, and whether there is another one of it.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The vault's ways to unlock.
    pub slots: Vec<SlotInfo>,
    /// When the newest proved backup was made that is not on this computer.
    pub backup: Option<UnixTime>,
}

/// What becomes of an account.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// Nobody knows a way in.
    Locked,
    /// In, once somebody else has helped or the password was set anew: hours or days.
    Effort,
    /// In, at once.
    In,
}

/// A way into an account, best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum By {
    /// Codes from the vault on this computer.
    Codes,
    /// This security key.
    Key(Id),
    /// A security key that the vault does not know more of.
    AnyKey,
    /// A passkey, nobody knows where.
    Passkey,
    /// The same secret, in another place.
    Copy(Place),
    /// A backup code from the vault on this computer.
    BackupCode,
    /// A backup code that is kept in another place.
    KeptCode(Place),
    /// Codes from a backup of the vault.
    Backup,
    /// A backup code from a backup of the vault.
    BackupCodeOfBackup,
    /// A question on the phone.
    Push,
    /// A text message.
    Sms,
    /// A telephone call.
    Call,
    /// A code by e-mail.
    Email,
    /// The site's recovery page.
    RecoveryPage,
    /// The person who helps.
    Contact,
}

/// What the drill says about one account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// Which account.
    pub account: Id,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The ways by which that is so, best first; none where it is locked.
    pub by: Vec<By>,
    /// What to do, in order.
    pub plan: Vec<Step>,
    /// Each of these, done today, would make it [`Outcome::In`]; but [`Change::PasswordCopy`] is needed beside another
    /// where both are there. None where it is.
    pub today: Vec<Change>,
}

/// The drill for these accounts: those that are locked first, then those with effort, else in their order.
pub fn drill<'a>(
    accounts: impl Iterator<Item = &'a Account>,
    around: &Surroundings,
    lost: &Lost,
) -> Vec<Answer> {
    let mut answers: Vec<Answer> = accounts
        .map(|account| answer(account, around, lost))
        .collect();
    answers.sort_by_key(|answer| answer.outcome);
    answers
}

fn answer(account: &Account, around: &Surroundings, lost: &Lost) -> Answer {
    let open = open_ways(account, around, lost);
    let outcome = open.iter().map(|(outcome, _)| *outcome).max();
    let outcome = outcome.unwrap_or(Outcome::Locked);
    let best = open.into_iter().filter(|(way, _)| *way == outcome);
    let by: Vec<By> = best.map(|(_, by)| by).collect();
    Answer {
        account: account.id(),
        outcome,
        plan: plan::plan(account, lost, by.first().copied()),
        today: plan::today(account, around, lost, outcome),
        by,
    }
}

/// The ways that are left, best first, and how far each leads.
fn open_ways(account: &Account, around: &Surroundings, lost: &Lost) -> Vec<(Outcome, By)> {
    let mut ways = ways(account);
    ways.sort_unstable();
    ways.dedup();
    let open = ways
        .into_iter()
        .filter(|by| is_open(*by, account, around, lost));
    open.map(|by| (leads_to(by, account, lost), by)).collect()
}

/// All ways that anything is known of.
fn ways(account: &Account) -> Vec<By> {
    // The secret is here, so the site asks for its codes.
    let mut ways = vec![By::Codes, By::Backup];
    ways.extend(account.copies.iter().map(|copy| By::Copy(copy.place)));
    ways.extend(account.registrations.iter().map(|on| By::Key(on.key)));
    for set in sets(account) {
        match &set.kept {
            Some(kept) => ways.push(By::KeptCode(kept.place)),
            None => ways.extend([By::BackupCode, By::BackupCodeOfBackup]),
        }
    }
    for on in &account.methods {
        ways.extend(match on.method {
            Method::Sms => Some(By::Sms),
            Method::Call => Some(By::Call),
            Method::Email => Some(By::Email),
            Method::Push => Some(By::Push),
            Method::Passkey => Some(By::Passkey),
            Method::SecurityKey if account.registrations.is_empty() => Some(By::AnyKey),
            Method::SecurityKey | Method::App | Method::BackupCodes | Method::Other(_) => None,
        });
    }
    ways.extend((!account.recovery.link.is_empty()).then_some(By::RecoveryPage));
    ways.extend((!account.recovery.contact.is_empty()).then_some(By::Contact));
    ways
}

/// Whether nothing that the way needs is lost. Every mention of `lost` is a `!`: that is the law.
fn is_open(by: By, account: &Account, around: &Surroundings, lost: &Lost) -> bool {
    match by {
        By::Codes => !lost.laptop && around.opens(lost),
        By::BackupCode => !lost.laptop && around.opens(lost) && sets(account).any(has_code),
        By::Backup => around.opens(lost) && around.has_since(secret_since(account)),
        By::BackupCodeOfBackup => {
            let mut sets = sets(account).filter(|set| has_code(set));
            around.opens(lost) && sets.any(|set| around.has_since(set.issued))
        }
        By::Key(key) => !lost.keys.contains(&key),
        By::AnyKey => lost.keys.is_empty(),
        // It may lie in any of these.
        By::Passkey => {
            !lost.laptop && !lost.phone && !lost.password_manager && lost.keys.is_empty()
        }
        By::Copy(place) | By::KeptCode(place) => lost.spares(place),
        By::Push | By::Sms | By::Call => !lost.phone,
        By::Email => !(lost.laptop && lost.phone),
        By::RecoveryPage => true,
        By::Contact => !lost.colleague,
    }
}

/// A second factor alone does not help whoever has no password; a passkey needs none.
fn leads_to(by: By, account: &Account, lost: &Lost) -> Outcome {
    let is_passkey = match by {
        By::RecoveryPage | By::Contact => return Outcome::Effort,
        By::Passkey => true,
        By::Key(key) => {
            let mut keys = account.registrations.iter();
            keys.any(|on| on.key == key && on.discoverable)
        }
        By::Codes
        | By::AnyKey
        | By::Copy(_)
        | By::BackupCode
        | By::KeptCode(_)
        | By::Backup
        | By::BackupCodeOfBackup
        | By::Push
        | By::Sms
        | By::Call
        | By::Email => false,
    };
    if lost.password_manager && !is_passkey {
        Outcome::Effort
    } else {
        Outcome::In
    }
}

impl Lost {
    fn spares(&self, place: Place) -> bool {
        match place {
            Place::Elsewhere => true,
            Place::Phone => !self.phone,
            Place::PasswordManager => !self.password_manager,
            // It may be any of those.
            Place::Other(_) => !self.phone && !self.password_manager && !self.laptop,
        }
    }
}

impl Surroundings {
    /// Whether a slot is left that opens the vault, on this computer or another. A password is in somebody's head; a kit
    /// on paper counts once it was typed; a keyring is nothing to rely on.
    fn opens(&self, lost: &Lost) -> bool {
        self.slots.iter().any(|slot| match slot.kind {
            SlotKind::Password => true,
            SlotKind::Recovery => slot.tested.is_some(),
            SlotKind::Fido2 => lost.keys.is_empty(),
            SlotKind::Keyring | SlotKind::Other(_) => false,
        })
    }

    /// Whether the backup has what is there since this time.
    fn has_since(&self, since: UnixTime) -> bool {
        self.backup.is_some_and(|backup| since <= backup)
    }
}

/// When the secret in place came into the vault.
pub(crate) fn secret_since(account: &Account) -> UnixTime {
    let replaced = account.history().iter().map(|old| old.at).max();
    replaced.map_or(account.created, |replaced| replaced.max(account.created))
}

fn sets(account: &Account) -> impl Iterator<Item = &BackupCodeSet> {
    let sets = account.backup_code_sets.iter();
    sets.filter(|set| set.is_valid())
}

fn has_code(set: &BackupCodeSet) -> bool {
    set.unused().next().is_some()
}

#[cfg(test)]
mod tests;
