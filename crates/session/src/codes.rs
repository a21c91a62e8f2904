//! Accounts and their codes.

mod add;
mod code;
mod conflicts;
mod edit;
mod find;
mod show;
mod trash;
mod typed;
mod undo;

pub use add::{Added, Candidate, add, is_known, is_replaceable};
pub(crate) use add::{knows_more, learn, restarted};
pub use code::{CodeView, code, peek};
pub(crate) use code::{code_of, code_view, count_use, peek_of, uses_counter};
pub use conflicts::{conflicts, keep_secret, peek_other, swap_secret};
pub use edit::{Changes, Trusted, edit};
pub(crate) use edit::{apply, check};
pub use find::{AccountView, find, list, place_in_list, view};
pub(crate) use find::{is_id_prefix, matching, no_account, one_of};
pub(crate) use show::page_of;
pub use show::{AccountPage, AccountSecrets, show};
pub use trash::{Trashed, empty_trash, find_trashed, remove, restore, trash};
pub(crate) use typed::check_label;
pub use typed::{TypedAccount, read_typed, read_uri};
pub(crate) use undo::Adds;
pub use undo::undo_add;

use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::OpenVault;

use otp::SecretText;
use platform::store;
use std::path::Path;
use transfer::qr::{QUIET_ZONE, Qr};
use vault::{Account, Id};

/// Pixels of a module in a QR picture.
const QR_SCALE: u32 = 8;

/// The address of an account, for another program to take over. It holds the secret.
///
/// # Errors
/// `account-not-found`.
pub fn uri(open: &OpenVault, id: Id) -> Result<SecretText, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    Ok(uri_of(account))
}

/// [`uri`] of this account.
pub(crate) fn uri_of(account: &Account) -> SecretText {
    let issuer = Some(account.issuer.as_str()).filter(|issuer| !issuer.is_empty());
    otp::uri::write(issuer, &account.name, account.otp())
}

/// The QR code of an account's [`uri`], for another device to scan. It holds the secret.
///
/// # Errors
/// `account-not-found`; `qr-too-long`: labels and secret do not fit in the largest QR code.
pub fn qr(open: &OpenVault, id: Id) -> Result<Qr, UserError> {
    Qr::of(&uri(open, id)?).map_err(|_| Code::QrTooLong.into())
}

/// Writes a QR code as a PNG picture that only this user may read. Overwrites nothing.
///
/// # Errors
/// `save-already-exists` and the other codes of saving.
pub fn write_qr(qr: &Qr, path: &Path) -> Result<(), UserError> {
    let png = qr
        .to_png(QR_SCALE, QUIET_ZONE)
        .map_err(|_| Code::QrTooLong)?;
    store::write_new(path, &png).map_err(|error| save_error(error, path))
}
