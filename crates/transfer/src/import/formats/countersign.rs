//! This program's own exports: a vault under a password (docs/vault-format.md), and JSON (docs/import-export.md).

mod json;

use otp::SecretText;
use otp::uri::Labelled;
use vault::{Account, BackupCodeSet, Credential, Kdf, LockedVault, MAGIC, OpenError, Password};

use crate::import::derive::{Argon2id, check_argon2id_of_all};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::registry::Reader;
use crate::import::{Access, Cost};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Countersign,
    recognises: |file| file.bytes().starts_with(MAGIC) || json::recognises(file),
    read,
};

/// What reading costs that tries no password.
const FREE: Cost = Cost {
    memory: 0,
    seconds: 0,
};

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(object) = file.object() {
        return json::read(object);
    }
    let locked = LockedVault::read(file.bytes().to_vec()).map_err(|error| reason(error, FREE))?;
    let cost = |kdf: Kdf| Argon2id {
        memory_kib: kdf.memory_kib(),
        passes: kdf.passes(),
        lanes: kdf.lanes(),
    };
    let costs: Vec<_> = locked.kdfs().map(cost).collect();
    if costs.is_empty() {
        return Err(ReadError::NoPassword);
    }
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let cost = check_argon2id_of_all(&costs, access)?;
    let password = Password::new(password.expose()).ok_or(ReadError::WrongPassword)?;
    let mut vault = locked
        .unlock(&Credential::Password(password))
        .map_err(|error| reason(error, cost))?;
    let document = vault.document_mut();
    let ids: Vec<_> = document.accounts().map(Account::id).collect();
    let mut found = Found::default();
    for account in ids.into_iter().filter_map(|id| document.remove(id)) {
        found.push(entry(account))?;
    }
    Ok(found)
}

fn reason(error: OpenError, cost: Cost) -> ReadError {
    match error {
        OpenError::NotAVault | OpenError::Damaged => ReadError::Damaged,
        OpenError::TooNew { .. } => ReadError::UnknownVersion,
        OpenError::OverLimit(_) => ReadError::TooLarge,
        OpenError::WrongCredential => ReadError::WrongPassword,
        OpenError::OutOfMemory => ReadError::TooCostly(cost),
    }
}

fn entry(mut account: Account) -> Result<Entry, Skipped> {
    if account.trashed.is_some() {
        return Err(Skipped::new(
            &account.issuer,
            &account.name,
            SkipReason::Deleted,
        ));
    }
    let whole = Account::from_cbor(&account.to_cbor()).ok().map(Box::new);
    let extras = Extras {
        whole,
        ..extras(&mut account)
    };
    Ok(Entry {
        labelled: Labelled {
            issuer: Some(std::mem::take(&mut account.issuer)).filter(|issuer| !issuer.is_empty()),
            account: std::mem::take(&mut account.name),
            otp: account.into_otp(),
        },
        extras,
    })
}

/// Backup codes that can still be used come along.
fn extras(account: &mut Account) -> Extras {
    let nothing = SecretText::new(String::new());
    let sets = std::mem::take(&mut account.backup_code_sets);
    let in_force = sets.into_iter().filter(BackupCodeSet::is_valid);
    let unused = in_force
        .flat_map(|set| set.codes)
        .filter(|code| code.used.is_none());
    Extras {
        favorite: account.favorite,
        tags: std::mem::take(&mut account.tags),
        notes: std::mem::replace(&mut account.notes, nothing),
        icon: account.icon.take(),
        backup_codes: unused.map(|code| code.code).collect(),
        use_count: account.use_count,
        ..Extras::default()
    }
}
