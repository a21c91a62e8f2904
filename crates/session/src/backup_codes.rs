//! Backup codes: the single-use codes that a site hands out for the day when the authenticator is not at hand.

mod one;

use crate::codes::{check_label, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::read_error;
use crate::names::save_error;
use crate::open_vault::{OpenVault, TRIES};
use crate::transfer::ReadFile;
use ::transfer::backup_codes::{self, MAX_CODES, MAX_TEXT, NotRead};
use ::transfer::export::codes_sheet;
pub use ::transfer::export::codes_sheet::Words as SheetWords;
pub use one::{mark, one};
use otp::{SecretText, UnixTime};
use platform::store;
use std::path::Path;
pub use vault::checkup::FEW_CODES as FEW;
use vault::{Account, BackupCode, BackupCodeSet, Id, Kept, Place};
use zeroize::Zeroizing;

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
    /// Where they are kept if not here, with the user's note.
    pub kept: Option<(Place, String)>,
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

/// The codes in a downloaded file, and the file as it was, to be deleted once they are stored.
///
/// # Errors
/// As [`read_text`], and the codes of reading files.
pub fn read_file(path: &Path) -> Result<(Vec<SecretText>, ReadFile), UserError> {
    let most = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX);
    let read = store::read_and_look(path, most);
    let (bytes, look) = read.map_err(|error| read_error(error, path))?;
    let codes = backup_codes::read(&Zeroizing::new(bytes)).map_err(not_read)?;
    Ok((codes, ReadFile::new(path, look)))
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
/// `account-not-found`; `backup-codes-known`: all of them are there already, so nothing was changed;
/// `backup-codes-too-many`, `text-too-long`; or not saved.
pub fn add(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    codes: Vec<SecretText>,
    source: &str,
    older: Older,
) -> Result<usize, UserError> {
    check(&codes)?;
    open.change(effects, |vault, effects| {
        let new = (Id::generate(effects.random()), effects.now()?);
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        add_to(account, new, (codes, source), older)
    })
}

/// Whether so many codes of this length can be kept.
pub(crate) fn check(codes: &[SecretText]) -> Result<(), UserError> {
    if codes.len() > MAX_CODES {
        return Err(Code::BackupCodesTooMany.into());
    }
    codes.iter().try_for_each(|code| check_label(code.expose()))
}

/// [`add`] to this account, as the set of this id.
pub(crate) fn add_to(
    account: &mut Account,
    (set_id, now): (Id, UnixTime),
    (codes, source): (Vec<SecretText>, &str),
    older: Older,
) -> Result<usize, UserError> {
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
}

/// Notes that the codes are kept in another place than the vault, or not any more, and saves. What is in the vault stays.
///
/// # Errors
/// `account-not-found`, `text-too-long`, or not saved.
pub fn keep(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    kept: Option<(Place, String)>,
) -> Result<(), UserError> {
    if let Some((_, note)) = &kept {
        check_label(note)?;
    }
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let set_id = Id::generate(effects.random());
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        account.backup_code_sets.retain(|set| set.kept.is_none());
        account.backup_code_sets.extend(kept.map(|(place, note)| {
            let mut set = BackupCodeSet::new(set_id, now, Vec::new());
            set.kept = Some(Kept::new(place, note));
            set
        }));
        account.changed = now;
        Ok(())
    })
}

/// Writes the codes that can still be used as a page to print, which only this user may read; gives how many. Overwrites
/// nothing.
///
/// # Errors
/// `account-not-found`, `backup-codes-none-left`, `save-already-exists` and the other codes of saving.
pub fn write_sheet(
    open: &OpenVault,
    id: Id,
    path: &Path,
    words: &SheetWords<'_>,
) -> Result<usize, UserError> {
    write_sheet_of(open.account(id).ok_or_else(|| no_account(id))?, path, words)
}

/// [`write_sheet`] of this account.
pub(crate) fn write_sheet_of(
    account: &Account,
    path: &Path,
    words: &SheetWords<'_>,
) -> Result<usize, UserError> {
    let count = left(account);
    if count == 0 {
        return Err(Code::BackupCodesNoneLeft.into());
    }
    let page = codes_sheet::write(account, words);
    let written = store::write_new(path, page.expose().as_bytes());
    written.map_err(|error| save_error(error, path))?;
    Ok(count)
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
    open.account(id)
        .map(overview_of)
        .ok_or_else(|| no_account(id))
}

/// [`overview`] of this account.
pub(crate) fn overview_of(account: &Account) -> Overview {
    let view = |set: &BackupCodeSet| SetView {
        id: set.id,
        issued: set.issued,
        invalid_since: set.invalid_since,
        source: set.source.clone(),
        kept: set
            .kept
            .as_ref()
            .map(|kept| (kept.place, kept.note.clone())),
        used: set.codes.iter().map(|code| code.used).collect(),
    };
    Overview {
        left: left(account),
        total: valid_sets(account).map(|set| set.codes.len()).sum(),
        sets: newest_first(account).into_iter().map(view).collect(),
    }
}

/// All codes of an account, set by set and in the order of [`overview`].
///
/// # Errors
/// `account-not-found`.
pub fn reveal(open: &OpenVault, id: Id) -> Result<Vec<Vec<SecretText>>, UserError> {
    open.account(id)
        .map(reveal_of)
        .ok_or_else(|| no_account(id))
}

/// [`reveal`] of this account.
pub(crate) fn reveal_of(account: &Account) -> Vec<Vec<SecretText>> {
    let codes = |set: &BackupCodeSet| set.codes.iter().map(copied).collect();
    newest_first(account).into_iter().map(codes).collect()
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

/// The next code of the newest valid set: the set, and its place in it.
pub(crate) fn next_code(account: &Account) -> Option<(Id, usize)> {
    let sets = newest_first(account).into_iter();
    sets.filter(|set| set.is_valid()).find_map(|set| {
        let index = set.codes.iter().position(|code| code.used.is_none())?;
        Some((set.id, index))
    })
}

pub(crate) fn code_at(account: &mut Account, set: Id, index: usize) -> Option<&mut BackupCode> {
    let mut sets = account.backup_code_sets.iter_mut();
    sets.find(|known| known.id == set)?.codes.get_mut(index)
}

pub(crate) fn left(account: &Account) -> usize {
    valid_sets(account).flat_map(BackupCodeSet::unused).count()
}

fn valid_sets(account: &Account) -> impl Iterator<Item = &BackupCodeSet> {
    account.backup_code_sets.iter().filter(|set| set.is_valid())
}

/// Of two of the same second the one added later is the newer.
fn newest_first(account: &Account) -> Vec<&BackupCodeSet> {
    let mut sets: Vec<&BackupCodeSet> = account.backup_code_sets.iter().rev().collect();
    sets.sort_by_key(|set| (!set.is_valid(), std::cmp::Reverse(set.issued)));
    sets
}

pub(crate) fn copied(code: &BackupCode) -> SecretText {
    SecretText::from(code.code.expose().to_owned())
}
