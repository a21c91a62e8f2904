//! Everything about one account.

use super::edit::Trusted;
use super::find::{AccountView, no_account};
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::{SecretText, UnixTime};
use vault::{Account, Api, Date, Id, Method, Place, Rank};

/// An account's page. Only [`Self::secrets`] is secret.
pub struct AccountPage {
    /// As in a list.
    pub view: AccountView,
    /// When it was added.
    pub created: UnixTime,
    /// When it was last changed.
    pub changed: UnixTime,
    /// When its code was last asked for.
    pub used: Option<UnixTime>,
    /// How often its code was asked for.
    pub use_count: u64,
    /// Methods that are on at the site.
    pub methods: Vec<(Method, Rank)>,
    /// From this day on the site demands a second factor.
    pub deadline: Option<Date>,
    /// How long the site leaves this device alone.
    pub trusted_for: Trusted,
    /// Who to write to; may be empty.
    pub recovery_contact: String,
    /// The site's recovery page; may be empty.
    pub recovery_link: String,
    /// What the site never asks for; may be empty.
    pub never_asks: String,
    /// Where to report a message that does; may be empty.
    pub report_to: String,
    /// Whether programs need a second factor, too.
    pub api: Api,
    /// Where the secret is beside this vault, with the user's notes.
    pub copies: Vec<(Place, String)>,
    /// How many secrets the account had before.
    pub replaced: usize,
    /// Whether there are notes to be asked for.
    pub has_notes: bool,
    /// Only where they were asked for.
    pub secrets: Option<AccountSecrets>,
}

/// What a page shows only when it is asked for.
pub struct AccountSecrets {
    /// Upper-case Base32 without padding.
    pub secret: SecretText,
    /// The stored PIN.
    pub pin: Option<SecretText>,
    /// May hold anything, so it is treated as secret.
    pub notes: SecretText,
}

/// The page of an account, in the trash or not; with its secrets only if `secrets` says so.
///
/// # Errors
/// `account-not-found`.
pub fn show(open: &OpenVault, id: Id, secrets: bool) -> Result<AccountPage, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    Ok(page_of(account, secrets))
}

/// [`show`] of this account.
pub(crate) fn page_of(account: &Account, secrets: bool) -> AccountPage {
    let methods = account.methods.iter().map(|on| (on.method, on.rank));
    let copies = account.copies.iter();
    let copies = copies.map(|copy| (copy.place, copy.note.clone()));
    AccountPage {
        view: AccountView::of(account),
        created: account.created,
        changed: account.changed,
        used: account.used,
        use_count: account.use_count,
        methods: methods.collect(),
        deadline: account.deadline,
        trusted_for: trusted_for(account),
        recovery_contact: account.recovery.contact.clone(),
        recovery_link: account.recovery.link.clone(),
        never_asks: account.site.never_asks.clone(),
        report_to: account.site.report_to.clone(),
        api: account.site.api,
        copies: copies.collect(),
        replaced: account.history().len(),
        has_notes: !account.notes.expose().is_empty(),
        secrets: secrets.then(|| secrets_of(account)),
    }
}

fn trusted_for(account: &Account) -> Trusted {
    match account
        .trusted_device
        .as_ref()
        .map(|trusted| trusted.seconds)
    {
        None => Trusted::Never,
        Some(None) => Trusted::Once,
        Some(Some(seconds)) => Trusted::Seconds(seconds),
    }
}

fn secrets_of(account: &Account) -> AccountSecrets {
    let copy = |text: &SecretText| SecretText::from(text.expose().to_owned());
    AccountSecrets {
        secret: account.otp().secret.to_base32(),
        pin: account.otp().pin.as_ref().map(copy),
        notes: copy(&account.notes),
    }
}
