//! Items of password managers: a one-time password is one field of many, and often has no names of its own.

use otp::uri::{self, Labelled, MAX_LABEL};

use super::entry::{Entry, Extras, Skipped};
use super::error::SkipReason;
use super::parts::{self, Parts};

/// Joins an item's one-time password, a URI or a bare secret in Base32, with the names it does not have itself: the
/// item's title for the issuer, its user name, or else the title, for the account.
///
/// # Errors
/// When the one-time password is unusable.
pub(super) fn entry(
    title: &str,
    username: &str,
    otp: &str,
    extras: Extras,
) -> Result<Entry, Skipped> {
    match one_time_password(otp) {
        Ok(mut labelled) => {
            fill_names(&mut labelled, title, username);
            Ok(Entry { labelled, extras })
        }
        Err(reason) => Err(Skipped::new(title, username, reason)),
    }
}

fn one_time_password(text: &str) -> Result<Labelled, SkipReason> {
    if uri::is_otp_uri(text) {
        return uri::parse(text).map_err(SkipReason::Uri);
    }
    let secret = parts::base32(text.trim())?;
    parts::labelled("", "", secret, Parts::default().totp()?, None)
}

/// A title or user name that is too long for a name is left out.
pub(super) fn fill_names(labelled: &mut Labelled, title: &str, username: &str) {
    let usable = |name: &&str| !name.is_empty() && name.len() <= MAX_LABEL;
    let title = Some(title.trim()).filter(usable);
    let username = Some(username.trim()).filter(usable);
    if labelled.issuer.is_none() {
        labelled.issuer = title.map(str::to_owned);
    }
    if labelled.account.is_empty() {
        let is_news = |title: &&str| {
            let issuer = labelled.issuer.as_deref().unwrap_or_default();
            !issuer.eq_ignore_ascii_case(title)
        };
        let account = username.or(title.filter(is_news));
        labelled.account = account.unwrap_or_default().to_owned();
    }
}

impl Extras {
    /// Takes over a field that has recovery codes, going by its name.
    pub(super) fn add_field(&mut self, name: &str, value: &str) {
        let name = name.to_lowercase();
        let is_recovery = ["backup", "recovery", "rescue", "revocation", "scratch"]
            .iter()
            .any(|word| name.contains(word));
        if is_recovery && name.contains("code") {
            self.add_backup_codes(value);
        }
    }
}
