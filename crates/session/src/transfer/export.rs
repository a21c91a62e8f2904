//! Accounts into files of other programs. What a file cannot hold is told before it is written.

use crate::codes::{self, AccountView, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::OpenVault;
use ::transfer::export::{self, Loss, WriteError, google_codes, sheet};
use ::transfer::qr::Qr;
use platform::store;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use vault::{Account, Id};

pub use ::transfer::export::sheet::Words as SheetWords;
pub use ::transfer::export::{Encryption, Format, Part, Protection};

/// An account of which something would not be in the file.
pub struct Incomplete {
    /// As a list shows it.
    pub account: AccountView,
    /// What would not be there; [`Part::Codes`] alone: nothing of it would.
    pub parts: Vec<Part>,
}

impl Incomplete {
    /// Whether the file would not have the account at all.
    pub fn is_missing(&self) -> bool {
        self.parts.contains(&Part::Codes)
    }
}

/// Accounts that were copied to be written: the vault can be used, and locked, meanwhile. Wiped on drop.
pub struct Chosen {
    accounts: Vec<Account>,
    /// What their vault is called, where it is not the user's own.
    team: Option<String>,
}

impl Chosen {
    /// # Errors
    /// `account-not-found`.
    pub fn of(open: &OpenVault, ids: &[Id]) -> Result<Self, UserError> {
        let copy = |id: &Id| {
            let account = open.account(*id).ok_or_else(|| no_account(*id))?;
            Account::from_cbor(&account.to_cbor()).map_err(|_too_long| Code::ExportTooLarge.into())
        };
        let accounts = ids.iter().map(copy).collect::<Result<_, UserError>>()?;
        Ok(Self {
            accounts,
            team: None,
        })
    }

    /// Accounts of a team vault, which are copies of what it has.
    pub(crate) fn of_team(accounts: Vec<Account>, team: &str) -> Self {
        Self {
            accounts,
            team: Some(team.to_owned()),
        }
    }

    /// How many accounts.
    pub fn count(&self) -> usize {
        self.accounts.len()
    }

    /// What would not be in a file of that format, account by account.
    pub fn losses(&self, format: Format) -> Vec<Incomplete> {
        self.by_account(export::losses(format, &self.accounts()))
    }

    /// What would not be on a page to print.
    pub fn sheet_losses(&self, with_backup_codes: bool) -> Vec<Incomplete> {
        self.by_account(sheet::losses(&self.accounts(), with_backup_codes))
    }

    fn by_account(&self, losses: Vec<Loss>) -> Vec<Incomplete> {
        let mut parts: BTreeMap<Id, Vec<Part>> = BTreeMap::new();
        for loss in losses {
            parts.entry(loss.account).or_default().push(loss.part);
        }
        let incomplete = self.accounts.iter().filter_map(|account| {
            let parts = parts.remove(&account.id())?;
            let mut account = AccountView::of(account);
            if let Some(team) = &self.team {
                account.vault = Cow::Owned(team.clone());
            }
            Some(Incomplete { account, parts })
        });
        incomplete.collect()
    }

    fn accounts(&self) -> Vec<&Account> {
        self.accounts.iter().collect()
    }
}

/// The accounts that an export of everything has: all but the trash, in the order of lists.
pub fn all(open: &OpenVault) -> Vec<Id> {
    let views = codes::list(open, "").into_iter();
    views.map(|view| view.id).collect()
}

/// Writes a file that only this user may read; takes up to a few seconds for its password. Overwrites nothing. What
/// [`Chosen::losses`] names is not in it.
///
/// # Errors
/// `export-no-password`, `export-needs-password`: the format cannot be protected like that;
/// `password-empty`, `password-too-long`; `export-too-large`; `save-already-exists` and the other codes of saving.
pub fn write(
    effects: &mut Effects,
    chosen: &Chosen,
    path: &Path,
    format: Format,
    protection: Protection<'_>,
) -> Result<(), UserError> {
    let now = effects.now()?;
    let file = export::write(
        format,
        &chosen.accounts(),
        protection,
        now,
        effects.random(),
    )
    .map_err(|error| refused(error, protection))?;
    store::write_new(path, &file).map_err(|error| save_error(error, path))
}

/// Writes the accounts as a page to print: QR codes and keys, for a drawer. Not encrypted; overwrites nothing.
///
/// # Errors
/// `save-already-exists` and the other codes of saving.
pub fn write_sheet(
    chosen: &Chosen,
    path: &Path,
    words: &SheetWords<'_>,
    with_backup_codes: bool,
) -> Result<(), UserError> {
    let page = sheet::write(&chosen.accounts(), words, with_backup_codes);
    store::write_new(path, page.expose().as_bytes()).map_err(|error| save_error(error, path))
}

/// The QR codes of Google Authenticator's export, at most ten accounts in each, for a phone to scan one after the other.
/// They hold the secrets.
///
/// # Errors
/// `qr-too-long`: the labels of ten accounts do not fit into one code.
pub fn google_series(effects: &mut Effects, chosen: &Chosen) -> Result<Vec<Qr>, UserError> {
    let texts = google_codes(&chosen.accounts(), effects.random());
    let codes = texts.iter().map(Qr::of);
    codes
        .collect::<Result<_, _>>()
        .map_err(|_| Code::QrTooLong.into())
}

/// Writes [`google_series`] as PNG pictures that only this user may read: `path` itself, or for several a number before
/// its ending. Overwrites nothing; where one cannot be written, none is left. Gives their paths.
///
/// # Errors
/// As [`google_series`]; `save-already-exists` and the other codes of saving.
pub fn write_google_series(
    effects: &mut Effects,
    chosen: &Chosen,
    path: &Path,
) -> Result<Vec<PathBuf>, UserError> {
    let codes = google_series(effects, chosen)?;
    let mut written: Vec<PathBuf> = Vec::with_capacity(codes.len());
    for (index, code) in codes.iter().enumerate() {
        let path = numbered(path, index, codes.len());
        if let Err(error) = codes::write_qr(code, &path) {
            for path in &written {
                store::remove_new(path);
            }
            return Err(error);
        }
        written.push(path);
    }
    Ok(written)
}

fn numbered(path: &Path, index: usize, count: usize) -> PathBuf {
    if count == 1 {
        return path.to_owned();
    }
    let mut name = OsString::from(path.file_stem().unwrap_or_default());
    name.push(format!("-{}", index.saturating_add(1)));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

fn refused(error: WriteError, protection: Protection<'_>) -> UserError {
    let code = match error {
        WriteError::NeverEncrypted => Code::ExportNoPassword,
        WriteError::AlwaysEncrypted => Code::ExportNeedsPassword,
        WriteError::BadPassword => match protection {
            Protection::Password(password) if !password.expose().is_empty() => {
                Code::PasswordTooLong
            }
            Protection::Password(_) | Protection::Plain => Code::PasswordEmpty,
        },
        WriteError::OutOfMemory => Code::OutOfMemory,
        WriteError::TooLarge => Code::ExportTooLarge,
    };
    code.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_picture_stands_before_its_ending() {
        let path = Path::new("/home/a/codes.png");
        assert_eq!(numbered(path, 0, 1), path);
        assert_eq!(numbered(path, 2, 3), Path::new("/home/a/codes-3.png"));
        assert_eq!(numbered(Path::new("codes"), 0, 2), Path::new("codes-1"));
    }
}
