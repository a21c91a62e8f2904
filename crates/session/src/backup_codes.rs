//! Backup codes: the single-use codes that a site hands out for the day when the authenticator is not at hand.

use crate::codes::no_account;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::read_error;
use crate::open_vault::{OpenVault, TRIES};
use ::transfer::backup_codes::{self, MAX_TEXT, NotRead};
use otp::{SecretText, UnixTime};
use platform::store;
use std::path::Path;
use vault::{Account, BackupCode, BackupCodeSet, Id};
use zeroize::Zeroizing;

/// With so many codes left, or fewer, it is time for new ones.
pub const FEW: usize = 3;

/// The backup codes of an account without the codes. Nothing here is secret.
pub struct Overview {
    /// Codes that can still be used.
    pub left: usize,
    /// Codes of the sets that are valid.
    pub total: usize,
    /// All sets: the valid ones first, then those that were replaced, the newest of each first.
    pub sets: Vec<SetView>,
}

/// One set.
pub struct SetView {
    /// Names the set for ever.
    pub id: Id,
    /// When it was added.
    pub issued: UnixTime,
    /// Since when none of its codes is valid any more.
    pub invalid_since: Option<UnixTime>,
    /// The file it was read from; may be empty.
    pub source: String,
    /// When each code was used, in the site's order.
    pub used: Vec<Option<UnixTime>>,
}

/// A code that was taken to be used.
pub struct Taken {
    /// The code as the site wrote it.
    pub code: SecretText,
    /// How many are left after it.
    pub left: usize,
}

/// The codes in a text that was typed or pasted.
///
/// # Errors
/// `backup-codes-not-text`, `backup-codes-none-found`, `backup-codes-too-many`, `text-too-long`.
pub fn read_text(text: &SecretText) -> Result<Vec<SecretText>, UserError> {
    backup_codes::read(text.expose().as_bytes()).map_err(not_read)
}

/// The codes in a downloaded file.
///
/// # Errors
/// As [`read_text`], and the codes of reading files.
pub fn read_file(path: &Path) -> Result<Vec<SecretText>, UserError> {
    let most = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX);
    let bytes = store::read(path, most).map_err(|error| read_error(error, path))?;
    backup_codes::read(&Zeroizing::new(bytes)).map_err(not_read)
}

fn not_read(error: NotRead) -> UserError {
    UserError::new(match error {
        NotRead::TooLong => Code::TextTooLong,
        NotRead::NotText => Code::BackupCodesNotText,
        NotRead::NoCode => Code::BackupCodesNoneFound,
        NotRead::TooMany => Code::BackupCodesTooMany,
    })
}

/// What becomes of the sets that are there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Older {
    /// They stay valid.
    Kept,
    /// The site made them invalid when it issued the new ones.
    Invalid,
}

/// Adds codes as a new set, and with [`Older::Invalid`] makes all others invalid in the same save. `Ok` means durable;
/// the number is how many were added.
///
/// With [`Older::Kept`], codes that are in a valid set already are not added again.
///
/// # Errors
/// `account-not-found`; `backup-codes-known`: all of them are there already, so nothing was changed; or not saved.
pub fn add(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    codes: Vec<SecretText>,
    source: &str,
    older: Older,
) -> Result<usize, UserError> {
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let set_id = Id::generate(effects.random());
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        let is_new = |code: &SecretText| !is_valid_there(account, code);
        if !codes.iter().any(is_new) {
            return Err(Code::BackupCodesKnown.into());
        }
        let added: Vec<BackupCode> = codes
            .into_iter()
            .filter(|code| older == Older::Invalid || is_new(code))
            .map(BackupCode::new)
            .collect();
        let count = added.len();
        if older == Older::Invalid {
            for set in &mut account.backup_code_sets {
                set.invalid_since.get_or_insert(now);
            }
        }
        let mut set = BackupCodeSet::new(set_id, now, added);
        source.clone_into(&mut set.source);
        account.backup_code_sets.push(set);
        account.changed = now;
        Ok(count)
    })
}

fn is_valid_there(account: &Account, code: &SecretText) -> bool {
    let mut known = valid_sets(account).flat_map(|set| &set.codes);
    known.any(|known| known.code.expose() == code.expose())
}

/// The backup codes of an account, without the codes.
///
/// # Errors
/// `account-not-found`.
pub fn overview(open: &OpenVault, id: Id) -> Result<Overview, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let view = |set: &BackupCodeSet| SetView {
        id: set.id,
        issued: set.issued,
        invalid_since: set.invalid_since,
        source: set.source.clone(),
        used: set.codes.iter().map(|code| code.used).collect(),
    };
    Ok(Overview {
        left: left(account),
        total: valid_sets(account).map(|set| set.codes.len()).sum(),
        sets: newest_first(account).into_iter().map(view).collect(),
    })
}

/// All codes of an account, set by set and in the order of [`overview`].
///
/// # Errors
/// `account-not-found`.
pub fn reveal(open: &OpenVault, id: Id) -> Result<Vec<Vec<SecretText>>, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let codes = |set: &BackupCodeSet| set.codes.iter().map(copied).collect();
    Ok(newest_first(account).into_iter().map(codes).collect())
}

/// Marks the next code of the newest valid set as used, and gives it once that is durable. Two programs never get the
/// same code: it is only given if nobody took it meanwhile.
///
/// # Errors
/// `account-not-found`, `backup-codes-none-left`, or not saved: then no code is used.
pub fn take(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<Taken, UserError> {
    let mut tries = 0..TRIES;
    loop {
        match take_newest(effects, open, id) {
            Err(error) if error.code() == Code::SaveChangedByAnother && tries.next().is_some() => {
                open.merge_file()?;
            }
            taken => return taken,
        }
    }
}

fn take_newest(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<Taken, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let (set_id, index) = next_code(account).ok_or(Code::BackupCodesNoneLeft)?;
    let before = account.changed;
    let taken = open.change_newest(effects, |vault, effects| {
        let now = effects.now()?;
        let account = vault
            .document_mut()
            .account_mut(id)
            .ok_or_else(|| no_account(id))?;
        let code = code_at(account, set_id, index).ok_or(Code::BackupCodesNoneLeft)?;
        code.used = Some(now);
        let code = copied(code);
        account.changed = now;
        Ok(Taken {
            code,
            left: left(account),
        })
    });
    taken.inspect_err(|error| {
        // A code that nobody saw is not used: another try gives the same.
        open.withdraw(error, |vault| {
            if let Some(account) = vault.document_mut().account_mut(id) {
                account.changed = before;
                if let Some(code) = code_at(account, set_id, index) {
                    code.used = None;
                }
            }
        });
    })
}

fn next_code(account: &Account) -> Option<(Id, usize)> {
    let sets = newest_first(account).into_iter();
    sets.filter(|set| is_valid(set)).find_map(|set| {
        let index = set.codes.iter().position(|code| code.used.is_none())?;
        Some((set.id, index))
    })
}

fn code_at(account: &mut Account, set: Id, index: usize) -> Option<&mut BackupCode> {
    let mut sets = account.backup_code_sets.iter_mut();
    sets.find(|known| known.id == set)?.codes.get_mut(index)
}

fn left(account: &Account) -> usize {
    let codes = valid_sets(account).flat_map(|set| &set.codes);
    codes.filter(|code| code.used.is_none()).count()
}

fn is_valid(set: &BackupCodeSet) -> bool {
    set.invalid_since.is_none()
}

fn valid_sets(account: &Account) -> impl Iterator<Item = &BackupCodeSet> {
    account.backup_code_sets.iter().filter(|set| is_valid(set))
}

/// Of two of the same second the one added later is the newer.
fn newest_first(account: &Account) -> Vec<&BackupCodeSet> {
    let mut sets: Vec<&BackupCodeSet> = account.backup_code_sets.iter().rev().collect();
    sets.sort_by_key(|set| (!is_valid(set), std::cmp::Reverse(set.issued)));
    sets
}

fn copied(code: &BackupCode) -> SecretText {
    SecretText::from(code.code.expose().to_owned())
}
