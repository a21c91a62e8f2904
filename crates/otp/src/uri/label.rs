//! Issuer and account from the label and the `issuer` parameter.

use super::UriError;
use super::percent::{Plus, decode};

/// Most bytes an issuer or account may have.
pub const MAX_LABEL: usize = 1024;

/// Issuer and account. The parameter goes before the label's prefix, and the prefix is taken off the account only
/// when it names the same issuer: `Microsoft:me` of issuer `Contoso` stays as it is, nothing is lost.
pub(super) fn parse(
    label: &str,
    issuer: Option<&str>,
) -> Result<(Option<String>, String), UriError> {
    let (issuer, account) = match issuer {
        Some(issuer) if !decode(issuer, Plus::Space)?.trim().is_empty() => {
            with_issuer(label, issuer)?
        }
        _ => without_issuer(label)?,
    };
    if issuer.len().max(account.len()) > MAX_LABEL {
        return Err(UriError::LabelTooLong);
    }
    Ok((Some(issuer).filter(|issuer| !issuer.is_empty()), account))
}

/// `+` in the parameter is a space (form encoding), unless the label begins with the same issuer and a true `+`.
fn with_issuer(label: &str, issuer: &str) -> Result<(String, String), UriError> {
    let label = decode(label, Plus::Kept)?;
    for plus in [Plus::Kept, Plus::Space] {
        let issuer = decode(issuer, plus)?;
        if let Some(account) = strip_issuer(&label, &issuer) {
            return Ok((issuer.to_string(), account.to_owned()));
        }
    }
    Ok((decode(issuer, Plus::Space)?.to_string(), label.to_string()))
}

/// The issuer is what stands before the first colon, or before the first escaped colon if there is no other.
fn without_issuer(label: &str) -> Result<(String, String), UriError> {
    if let Some((issuer, account)) = label.split_once(':') {
        let (issuer, account) = (decode(issuer, Plus::Kept)?, decode(account, Plus::Kept)?);
        return Ok((issuer.trim().to_owned(), account.trim_start().to_owned()));
    }
    let label = decode(label, Plus::Kept)?;
    let (issuer, account) = split_label(&label);
    Ok((issuer.to_owned(), account.to_owned()))
}

/// Issuer and account of `Issuer:Account` without escapes and without the spaces some programs put there. The
/// issuer is what stands before the first colon; it is empty when there is none.
#[must_use]
pub fn split_label(label: &str) -> (&str, &str) {
    match label.split_once(':') {
        Some((issuer, account)) => (issuer.trim(), account.trim_start()),
        None => ("", label),
    }
}

/// The account after `issuer:`, whatever the case of that prefix, as [`split_label`] would give it; `None` when the
/// label begins otherwise.
#[must_use]
pub fn strip_issuer<'a>(label: &'a str, issuer: &str) -> Option<&'a str> {
    let (prefix, rest) = label.split_at_checked(issuer.len())?;
    let account = rest.strip_prefix(':')?;
    prefix
        .eq_ignore_ascii_case(issuer)
        .then(|| account.trim_start())
}
