//! What a format does not hold.

use std::collections::BTreeSet;

use vault::{Account, Id};

use super::parts;
use super::registry::Writer;

/// Something that is not in a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Loss {
    /// Whose.
    pub account: Id,
    /// What.
    pub part: Part,
}

/// What an account is made of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// The one-time password itself, and with it the whole account: the other program would make wrong codes, or none.
    Codes,
    /// The PIN that is kept with a Mobile-OTP or Yandex password; the other program asks for it.
    Pin,
    /// Some or all of the labels.
    Tags,
    /// The notes.
    Notes,
    /// The picture.
    Icon,
    /// That it is shown first.
    Favorite,
    /// How often it was used.
    UseCount,
    /// Unused backup codes.
    BackupCodes,
    /// What is known about the site: methods, deadline, trusted device, recovery, other places of the secret, and who
    /// else signs in there.
    Site,
    /// Registrations of security keys.
    Keys,
    /// One-time passwords from before.
    History,
}

impl Part {
    /// All, in the order they are named in.
    pub const ALL: &[Self] = &[
        Self::Codes,
        Self::Pin,
        Self::Tags,
        Self::Notes,
        Self::Icon,
        Self::Favorite,
        Self::UseCount,
        Self::BackupCodes,
        Self::Site,
        Self::Keys,
        Self::History,
    ];

    /// A word for it: the messages that name parts are called `part-` and this.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Pin => "pin",
            Self::Tags => "tags",
            Self::Notes => "notes",
            Self::Icon => "icon",
            Self::Favorite => "favorite",
            Self::UseCount => "use-count",
            Self::BackupCodes => "backup-codes",
            Self::Site => "site",
            Self::Keys => "keys",
            Self::History => "history",
        }
    }

    fn is_in(self, account: &Account) -> bool {
        match self {
            Self::Codes => true,
            Self::Pin => account.otp().kind.needs_pin() && account.otp().pin.is_some(),
            Self::Tags => !account.tags.is_empty(),
            Self::Notes => !account.notes.expose().is_empty(),
            Self::Icon => account.icon.is_some(),
            Self::Favorite => account.favorite,
            Self::UseCount => account.use_count > 0,
            Self::BackupCodes => parts::backup_codes(account).next().is_some(),
            Self::Site => {
                !account.methods.is_empty()
                    || account.deadline.is_some()
                    || account.trusted_device.is_some()
                    || !account.recovery.is_empty()
                    || !account.copies.is_empty()
                    || !account.site.is_empty()
                    || !account.roster.is_empty()
            }
            Self::Keys => !account.registrations.is_empty(),
            Self::History => !account.history().is_empty(),
        }
    }
}

/// The accounts whose codes a format keeps.
pub(super) fn kept<'a>(writer: &Writer, accounts: &[&'a Account]) -> Vec<&'a Account> {
    let mut secrets = BTreeSet::new();
    let accounts = accounts.iter().copied();
    let mut kept: Vec<&'a Account> = accounts
        .filter(|account| (writer.keeps)(account, Part::Codes))
        .collect();
    if writer.tells_by_secret {
        kept.retain(|account: &&'a Account| secrets.insert(account.otp().secret.expose()));
    }
    kept
}

pub(super) fn of(writer: &Writer, accounts: &[&Account]) -> Vec<Loss> {
    let kept: BTreeSet<Id> = kept(writer, accounts)
        .into_iter()
        .map(Account::id)
        .collect();
    let mut losses = Vec::new();
    for account in accounts {
        if kept.contains(&account.id()) {
            losses.extend(of_one(account, |part| (writer.keeps)(account, part)));
        } else {
            losses.push(Loss {
                account: account.id(),
                part: Part::Codes,
            });
        }
    }
    losses
}

/// What an account has and is not kept.
pub(super) fn of_one(
    account: &Account,
    keeps: impl Fn(Part) -> bool,
) -> impl Iterator<Item = Loss> {
    let parts = Part::ALL.iter().copied();
    let lost = parts.filter(move |part| part.is_in(account) && !keeps(*part));
    lost.map(|part| Loss {
        account: account.id(),
        part,
    })
}
