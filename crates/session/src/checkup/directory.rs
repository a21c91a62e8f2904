//! A list of 2fa.directory, from a file.

use super::drill::in_order;
use crate::error::{Code, UserError};
use crate::names::read_error;
use crate::open_vault::OpenVault;
use platform::store;
use std::collections::BTreeMap;
use std::path::Path;
use transfer::directory::{self, Directory, MAX_FILE, Service};
use vault::Id;

/// Reads the list.
///
/// # Errors
/// `directory-damaged`, and the codes of reading files.
pub fn read_directory(path: &Path) -> Result<Directory, UserError> {
    let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
    let bytes = store::read(path, most).map_err(|error| read_error(error, path))?;
    let read = directory::read(&bytes);
    read.map_err(|_| UserError::new(Code::DirectoryDamaged).with_path(path))
}

/// The services of the accounts outside the trash, where the list has them.
pub fn services<'a>(open: &OpenVault, directory: &'a Directory) -> BTreeMap<Id, &'a Service> {
    let found = in_order(open).filter_map(|account| {
        let service = directory.find(&account.issuer, &account.recovery.link)?;
        Some((account.id(), service))
    });
    found.collect()
}
