//! Changing an account.

use super::add::restarted;
use super::find::no_account;
use super::typed::{check_label, not_for_type, read_secret};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::{Otp, SecretText, UnixTime};
use vault::{
    Account, Api, Date, Id, Kept, Method, MethodUse, Place, Rank, SiteFacts, TrustedDevice,
};

/// What to change; `None` and empty lists leave things as they are.
#[derive(Default)]
pub struct Changes {
    /// Who the account is with.
    pub issuer: Option<String>,
    /// The account name.
    pub account: Option<String>,
    /// Free text; empty: none.
    pub notes: Option<SecretText>,
    /// Labels to add.
    pub add_tags: Vec<String>,
    /// Labels to take away.
    pub remove_tags: Vec<String>,
    /// Shown first or not.
    pub favorite: Option<bool>,
    /// Methods to switch on at a rank, or off (`None`).
    pub methods: Vec<(Method, Option<Rank>)>,
    /// A day, or none.
    pub deadline: Option<Option<Date>>,
    /// How long the site leaves this device alone.
    pub trusted_for: Option<Trusted>,
    /// Who to write to; empty: nobody.
    pub recovery_contact: Option<String>,
    /// The site's recovery page; empty: none.
    pub recovery_link: Option<String>,
    /// What the site never asks for; empty: nothing is known.
    pub never_asks: Option<String>,
    /// Where to report a message that does; empty: nowhere.
    pub report_to: Option<String>,
    /// Whether programs need a second factor, too.
    pub api: Option<Api>,
    /// Places where the secret is, too, with a note; `None`: it is there no longer.
    pub copies: Vec<(Place, Option<String>)>,
    /// Another secret in the encoding of the account's type; the old one goes to the history.
    pub secret: Option<SecretText>,
    /// The stored PIN; empty: none is stored.
    pub pin: Option<SecretText>,
    /// The next counter of an HOTP account. A new secret without it starts at 0.
    pub counter: Option<u64>,
}

/// How long a site leaves this device alone after a sign-in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trusted {
    /// Not at all.
    Never,
    /// For one sign-on.
    Once,
    /// For so many seconds from now on.
    Seconds(u64),
}

impl Changes {
    /// A text that is too long is refused before anything is changed.
    fn check_lengths(&self) -> Result<(), UserError> {
        let labels = [
            &self.issuer,
            &self.account,
            &self.recovery_contact,
            &self.recovery_link,
            &self.never_asks,
            &self.report_to,
        ];
        let notes = self.copies.iter().filter_map(|(_, note)| note.as_ref());
        let mut labels = labels
            .into_iter()
            .flatten()
            .chain(&self.add_tags)
            .chain(notes);
        labels.try_for_each(|label| check_label(label))?;
        if self
            .notes
            .as_ref()
            .is_some_and(|notes| notes.expose().len() > MAX_NOTES)
        {
            return Err(Code::TextTooLong.into());
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        let Self {
            issuer: None,
            account: None,
            notes: None,
            add_tags,
            remove_tags,
            favorite: None,
            methods,
            deadline: None,
            trusted_for: None,
            recovery_contact: None,
            recovery_link: None,
            never_asks: None,
            report_to: None,
            api: None,
            copies,
            secret: None,
            pin: None,
            counter: None,
        } = self
        else {
            return false;
        };
        add_tags.is_empty() && remove_tags.is_empty() && methods.is_empty() && copies.is_empty()
    }
}

/// Longest notes, in bytes: the longest text a vault holds.
const MAX_NOTES: usize = 65_536;

/// Changes an account and saves.
///
/// # Errors
/// `nothing-to-change`, a value out of its range, or not saved. On a bad value nothing was changed.
pub fn edit(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    changes: Changes,
) -> Result<(), UserError> {
    check(&changes)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let account = vault
            .document_mut()
            .account_mut(id)
            .ok_or_else(|| no_account(id))?;
        apply(account, changes, now)
    })
}

/// Refuses what changes nothing or is too long.
pub(crate) fn check(changes: &Changes) -> Result<(), UserError> {
    if changes.is_empty() {
        return Err(Code::NothingToChange.into());
    }
    changes.check_lengths()
}

/// Changes this account. After an error it is as it was.
pub(crate) fn apply(
    account: &mut Account,
    changes: Changes,
    now: UnixTime,
) -> Result<(), UserError> {
    match otp_change(account, &changes)? {
        OtpChange::Nothing => {}
        OtpChange::Replaced(otp) => account.replace_otp(otp, now),
        OtpChange::Pin(pin) => account.set_pin(pin, now),
    }
    if let Some(counter) = changes.counter {
        account.set_counter(counter);
    }
    apply_labels(account, &changes);
    apply_companion(account, changes, now);
    account.changed = now;
    Ok(())
}

/// What happens to the one-time password.
enum OtpChange {
    Nothing,
    /// Another secret: the old one goes to the history.
    Replaced(Otp),
    /// Another stored PIN, or none: the secret stays, so there is nothing to keep.
    Pin(Option<SecretText>),
}

/// All that can be refused about a new secret or PIN is refused here.
fn otp_change(account: &Account, changes: &Changes) -> Result<OtpChange, UserError> {
    let old = account.otp();
    if changes.pin.is_some() && !old.kind.needs_pin() {
        return Err(Code::PinNotUsed.into());
    }
    if changes.counter.is_some() && old.kind.counter().is_none() {
        return Err(not_for_type("counter", old.kind));
    }
    let pin = changes
        .pin
        .as_ref()
        .or(old.pin.as_ref())
        .map(SecretText::expose);
    let pin = pin
        .filter(|pin| !pin.is_empty())
        .map(|pin| SecretText::from(pin.to_owned()));
    if let Some(secret) = &changes.secret {
        // A site that gives another secret counts its uses from 0.
        let otp = Otp::new(read_secret(old.kind, secret)?, restarted(old.kind), pin)?;
        let same = otp.secret.same_as(&old.secret);
        return Ok(if same {
            OtpChange::Pin(otp.pin)
        } else {
            OtpChange::Replaced(otp)
        });
    }
    if pin
        .as_ref()
        .is_some_and(|pin| !old.kind.accepts_pin(pin.expose()))
    {
        return Err(Code::PinMalformed.into());
    }
    Ok(if changes.pin.is_some() {
        OtpChange::Pin(pin)
    } else {
        OtpChange::Nothing
    })
}

fn apply_labels(account: &mut Account, changes: &Changes) {
    if let Some(issuer) = &changes.issuer {
        account.issuer.clone_from(issuer);
    }
    if let Some(name) = &changes.account {
        account.name.clone_from(name);
    }
    account
        .tags
        .retain(|tag| !changes.remove_tags.contains(tag));
    for tag in &changes.add_tags {
        if !account.tags.contains(tag) {
            account.tags.push(tag.clone());
        }
    }
    account.favorite = changes.favorite.unwrap_or(account.favorite);
}

fn apply_companion(account: &mut Account, changes: Changes, now: UnixTime) {
    if let Some(notes) = changes.notes {
        account.notes = notes;
    }
    for (method, rank) in changes.methods {
        account.methods.retain(|known| known.method != method);
        account
            .methods
            .extend(rank.map(|rank| MethodUse::new(method, rank)));
    }
    if let Some(deadline) = changes.deadline {
        account.deadline = deadline;
    }
    if let Some(trusted) = changes.trusted_for {
        account.trusted_device = match trusted {
            Trusted::Never => None,
            Trusted::Once => Some(TrustedDevice::new(None, Some(now))),
            Trusted::Seconds(seconds) => Some(TrustedDevice::new(Some(seconds), Some(now))),
        };
    }
    if let Some(contact) = changes.recovery_contact {
        account.recovery.contact = contact;
    }
    if let Some(link) = changes.recovery_link {
        account.recovery.link = link;
    }
    apply_site(
        &mut account.site,
        changes.never_asks,
        changes.report_to,
        changes.api,
    );
    for (place, note) in changes.copies {
        account.copies.retain(|known| known.place != place);
        account
            .copies
            .extend(note.map(|note| Kept::new(place, note)));
    }
}

fn apply_site(
    site: &mut SiteFacts,
    never_asks: Option<String>,
    report_to: Option<String>,
    api: Option<Api>,
) {
    if let Some(never_asks) = never_asks {
        site.never_asks = never_asks;
    }
    if let Some(report_to) = report_to {
        site.report_to = report_to;
    }
    site.api = api.unwrap_or(site.api);
}
