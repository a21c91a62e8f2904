//! Accounts out of other programs' files: read, shown first, and then added in one save; and into such files ([`export`]).

pub mod export;

mod file;
mod reasons;
pub mod worklist;

use crate::codes::{AccountView, knows_more, learn, restarted};
use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::uri::Labelled;
use otp::{Kind, Otp, SecretText, UnixTime};
use rand_core::CryptoRng;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use transfer::import::Entry;
use vault::{Account, BackupCode, BackupCodeSet, Id};

pub use file::{Contents, ReadFile, Reading, delete, is_known, read};
pub use transfer::import::{Cost, Format};

/// What an import would do. Nothing is changed yet.
pub struct Plan {
    /// Whose file it is.
    pub format: Format,
    /// The accounts that can be taken over, in the file's order.
    pub entries: Vec<Planned>,
    /// Those that cannot be.
    pub left_out: Vec<LeftOut>,
    /// How many items of the file have no one-time password at all.
    pub without_otp: usize,
    /// It was read without a password: whoever has the file has its secrets.
    pub is_plain: bool,
    /// The file, to be deleted by [`delete`]; `None` for a folder.
    pub file: Option<ReadFile>,
    /// The file's name, for where backup codes came from.
    source: String,
}

/// An account of the file.
pub struct Planned {
    /// What would become of it.
    pub fate: Fate,
    /// Names the account once it is in the vault.
    id: Id,
    entry: Entry,
}

/// What would become of an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It is added.
    New,
    /// It is added if it is asked for: the other program had put it away.
    Archived,
    /// An account of the vault, or an earlier one of the file, makes the same codes, and learns a higher counter, a PIN,
    /// backup codes or notes.
    Updates,
    /// An account of the vault, or an earlier one of the file, makes the same codes.
    Duplicate,
}

/// An account that cannot be taken over.
pub struct LeftOut {
    /// Its place in the file, counted from 0.
    pub index: usize,
    /// What the file calls it; may be empty.
    pub name: String,
    /// Why.
    pub reason: UserError,
}

impl Planned {
    /// The account as a list shows it. Nothing here is secret.
    pub fn view(&self) -> AccountView {
        AccountView::of_entry(self.id, &self.entry)
    }

    /// Whether its notes are longer than a vault keeps: what follows is left out.
    pub fn notes_cut(&self) -> bool {
        self.entry.extras.notes_cut
    }
}

/// Reads a file and compares it with the vault.
///
/// # Errors
/// The file as a whole cannot be read; `import-password-needed`, `import-costly` and `import-wrong-password` can be
/// answered.
pub fn plan(
    effects: &mut Effects,
    open: &OpenVault,
    path: &Path,
    reading: Reading<'_>,
) -> Result<Plan, UserError> {
    Ok(compare(effects, open, read(path, reading)?))
}

/// Compares what a file held with the vault.
pub fn compare(effects: &mut Effects, open: &OpenVault, contents: Contents) -> Plan {
    let Contents {
        import,
        source,
        is_plain,
        file,
    } = contents;
    let random = effects.random();
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    for (index, item) in import.items.into_iter().enumerate() {
        match item {
            Ok(entry) => entries.push(Planned {
                fate: Fate::New,
                id: Id::generate(random),
                entry,
            }),
            Err(skipped) => left_out.push(LeftOut {
                index,
                name: skipped.name,
                reason: reasons::account(skipped.reason),
            }),
        }
    }
    let fates = fates(open, &entries);
    for (planned, fate) in entries.iter_mut().zip(fates) {
        (planned.fate, planned.id) = fate;
    }
    Plan {
        format: import.format,
        entries,
        left_out,
        without_otp: import.without_otp,
        is_plain,
        file,
        source,
    }
}

/// The key that codes are made from, and how.
type Maker<'a> = (Kind, &'a [u8]);

/// What is known of an account of the vault, or of an earlier one of the file.
struct Known<'a> {
    id: Id,
    otp: &'a Otp,
    has_notes: bool,
    backup_codes: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of_account(account: &'a Account) -> Self {
        let sets = account.backup_code_sets.iter();
        let codes = sets.flat_map(|set| &set.codes);
        Self {
            id: account.id(),
            otp: account.otp(),
            has_notes: !account.notes.expose().is_empty(),
            backup_codes: codes.map(|code| code.code.expose()).collect(),
        }
    }

    fn of_entry(id: Id, entry: &'a Entry) -> Self {
        let codes = entry.extras.backup_codes.iter();
        Self {
            id,
            otp: &entry.labelled.otp,
            has_notes: !entry.extras.notes.expose().is_empty(),
            backup_codes: codes.map(SecretText::expose).collect(),
        }
    }

    /// Takes over what `other` knows and this does not. Whether there was any.
    fn learns(&mut self, other: Self) -> bool {
        let before = (self.has_notes, self.backup_codes.len());
        self.has_notes |= other.has_notes;
        self.backup_codes.extend(other.backup_codes);
        let is_more = knows_more(other.otp, self.otp);
        if is_more {
            self.otp = other.otp;
        }
        is_more || before != (self.has_notes, self.backup_codes.len())
    }
}

/// What becomes of each, and which account it is about: itself, or the one that makes the same codes. Those that are put
/// away come last, so that none of them stands in the way of one that is in use.
fn fates(open: &OpenVault, entries: &[Planned]) -> Vec<(Fate, Id)> {
    let in_use = open.document().accounts();
    let in_use = in_use.filter(|account| account.trashed.is_none());
    let mut known: HashMap<Maker<'_>, Known<'_>> = in_use
        .map(|account| (maker(account.otp()), Known::of_account(account)))
        .collect();
    let is_archived = |planned: &Planned| planned.entry.extras.archived;
    let places = entries.iter().enumerate();
    let (put_away, others): (Vec<_>, Vec<_>) =
        places.partition(|(_, planned)| is_archived(planned));
    let mut fates = BTreeMap::new();
    for (place, planned) in others.into_iter().chain(put_away) {
        let maker = maker(&planned.entry.labelled.otp);
        let new = Known::of_entry(planned.id, &planned.entry);
        let fate = match known.get_mut(&maker) {
            Some(known) => {
                let fate = if known.learns(new) {
                    Fate::Updates
                } else {
                    Fate::Duplicate
                };
                (fate, known.id)
            }
            None => {
                known.insert(maker, new);
                let fate = if is_archived(planned) {
                    Fate::Archived
                } else {
                    Fate::New
                };
                (fate, planned.id)
            }
        };
        fates.insert(place, fate);
    }
    fates.into_values().collect()
}

/// An HOTP counter moves on with every use, so it does not count.
fn maker(otp: &Otp) -> Maker<'_> {
    (restarted(otp.kind), otp.secret.expose())
}

/// Adds the accounts of `plan` that `is_chosen`, and updates those that it would update, all in one save. Whoever are
/// there already are left as they are, chosen or not, also those that another program added or took away since the plan
/// was made.
///
/// # Errors
/// Not saved: none of them is in the file.
pub fn import(
    effects: &mut Effects,
    open: &mut OpenVault,
    plan: Plan,
    is_chosen: impl Fn(&Planned) -> bool,
) -> Result<(), UserError> {
    let now = effects.now()?;
    let chosen: Vec<Planned> = plan.entries.into_iter().filter(is_chosen).collect();
    let fates = fates(open, &chosen);
    let (mut new, mut updates) = (Vec::new(), Vec::new());
    for (planned, (fate, about)) in chosen.into_iter().zip(fates) {
        match (planned.fate, fate) {
            (Fate::New | Fate::Archived, Fate::New | Fate::Archived) => {
                new.push(account(planned, &plan.source, effects.random(), now));
            }
            (Fate::New | Fate::Archived | Fate::Updates, Fate::Updates) => {
                updates.push((about, planned.entry));
            }
            _ => {}
        }
    }
    if !new.is_empty() || !updates.is_empty() {
        open.change(effects, |vault, effects| {
            let document = vault.document_mut();
            for account in new {
                document.insert(account);
            }
            for (id, entry) in updates {
                if let Some(known) = document.account_mut(id) {
                    update(known, entry, &plan.source, effects.random(), now);
                }
            }
            Ok(())
        })?;
    }
    open.settle(effects)
}

/// Takes over what [`Known::learns`] finds.
fn update(
    known: &mut Account,
    entry: Entry,
    source: &str,
    random: &mut dyn CryptoRng,
    now: UnixTime,
) {
    learn(known, &entry.labelled.otp, now);
    let extras = entry.extras;
    if known.notes.expose().is_empty() {
        known.notes = extras.notes;
    }
    let sets = known.backup_code_sets.iter();
    let there: HashSet<&str> = sets
        .flat_map(|set| &set.codes)
        .map(|code| code.code.expose())
        .collect();
    let is_new = |code: &SecretText| !there.contains(code.expose());
    let codes: Vec<SecretText> = extras.backup_codes.into_iter().filter(is_new).collect();
    keep_codes(known, codes, source, random, now);
    known.changed = now;
}

fn account(planned: Planned, source: &str, random: &mut dyn CryptoRng, now: UnixTime) -> Account {
    let Planned { id, entry, .. } = planned;
    let extras = entry.extras;
    if let Some(whole) = extras.whole {
        return whole.into_another(id);
    }
    let Labelled {
        issuer,
        account,
        otp,
    } = entry.labelled;
    let mut account = Account::new(id, issuer.unwrap_or_default(), account, otp, now);
    account.favorite = extras.favorite;
    account.tags = extras.tags;
    account.notes = extras.notes;
    account.icon = extras.icon;
    account.use_count = extras.use_count;
    keep_codes(&mut account, extras.backup_codes, source, random, now);
    account
}

/// Backup codes as a set of their own.
fn keep_codes(
    account: &mut Account,
    codes: Vec<SecretText>,
    source: &str,
    random: &mut dyn CryptoRng,
    now: UnixTime,
) {
    if codes.is_empty() {
        return;
    }
    let codes = codes.into_iter().map(BackupCode::new).collect();
    let mut set = BackupCodeSet::new(Id::generate(random), now, codes);
    set.source = source.to_owned();
    account.backup_code_sets.push(set);
}
