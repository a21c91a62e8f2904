//! The document: everything inside the seal (docs/vault-format.md, "Document").

use crate::account::Account;
use crate::cbor::{self, Reader, Writer};
use crate::companion::read_time;
use crate::dismissed::{self, Dismissed};
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::header::DOCUMENT_VERSION;
use crate::id::Id;
use crate::identity::{self, Identity};
use crate::keyring::KeyringSecret;
use crate::security_keys::{self, SecurityKeys};
use crate::teams::{self, Teams};
use crate::tombstone::{self, Tombstones};
use crate::worklist::{self, Worklist};
use otp::UnixTime;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Most accounts a vault has, trash included.
pub(crate) const MAX_ACCOUNTS: usize = 200_000;
/// Room for one account when a document is written; only a first guess.
const USUAL_ACCOUNT: usize = 192;

/// All accounts, and what belongs to the vault as a whole.
#[derive(Default)]
pub struct Document {
    pub(crate) accounts: BTreeMap<Id, Account>,
    pub(crate) slot_names: Vec<SlotName>,
    /// What the keyring slot opens with.
    pub(crate) keyring_secret: Option<KeyringSecret>,
    /// State roots of the data keys before this one, oldest first.
    pub(crate) state_roots: Vec<Zeroizing<Vec<u8>>>,
    pub(crate) created: UnixTime,
    /// The version that wrote it; a newer one is kept, with the fields it brought.
    pub(crate) version: u64,
    /// The highest Lamport counter that was ever given.
    pub(crate) lamport: u64,
    pub(crate) tombstones: Tombstones,
    pub(crate) teams: Teams,
    pub(crate) worklist: Worklist,
    pub(crate) dismissed: Dismissed,
    pub(crate) security_keys: SecurityKeys,
    pub(crate) identity: Identity,
    pub(crate) unknown: Unknown,
}

/// What the user calls a slot.
pub struct SlotName {
    pub(crate) slot: Id,
    pub(crate) name: String,
    pub(crate) created: UnixTime,
    /// When the recovery kit was last typed in full and fitted.
    pub(crate) tested: Option<UnixTime>,
    /// The model of the security key.
    pub(crate) model: Option<[u8; 16]>,
    unknown: Unknown,
}

impl Document {
    /// An empty document.
    pub fn new(now: UnixTime) -> Self {
        Self {
            created: now,
            version: DOCUMENT_VERSION,
            ..Self::default()
        }
    }

    /// All accounts in the order of their ids, those in the trash too.
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = &Account> + Clone {
        self.accounts.values()
    }

    /// The account of this id.
    pub fn account(&self, id: Id) -> Option<&Account> {
        self.accounts.get(&id)
    }

    /// The account of this id, to change it.
    pub fn account_mut(&mut self, id: Id) -> Option<&mut Account> {
        self.accounts.get_mut(&id)
    }

    /// Adds an account; gives back one that had the same id.
    pub fn insert(&mut self, account: Account) -> Option<Account> {
        self.accounts.insert(account.id(), account)
    }

    /// Takes an account out for ever.
    pub fn remove(&mut self, id: Id) -> Option<Account> {
        self.accounts.remove(&id)
    }

    /// The document as CBOR.
    pub(crate) fn write(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::with_capacity(4096 + self.accounts.len() * USUAL_ACCOUNT);
        let mut map = MapWriter::new(&mut writer, &self.unknown);
        map.field(0, |w| w.unsigned(self.version));
        if !self.accounts.is_empty() {
            map.field(1, |w| {
                w.array(self.accounts.len());
                self.accounts
                    .values()
                    .for_each(|account| Account::write(w, account));
            });
        }
        map.list(2, &self.slot_names, SlotName::write);
        map.unsigned(3, self.created.get());
        map.unsigned(4, self.lamport);
        if !self.tombstones.is_empty() {
            map.field(5, |w| tombstone::write(w, &self.tombstones));
        }
        if let Some(secret) = &self.keyring_secret {
            map.field(6, |w| w.bytes(secret.expose()));
        }
        if !self.security_keys.is_empty() {
            map.field(8, |w| security_keys::write(w, &self.security_keys));
        }
        if !self.teams.is_empty() {
            map.field(9, |w| teams::write(w, &self.teams));
        }
        map.list(10, &self.state_roots, |w, root| w.bytes(root));
        if !self.worklist.is_empty() {
            map.field(11, |w| worklist::write(w, &self.worklist));
        }
        if !self.dismissed.is_empty() {
            map.field(12, |w| dismissed::write(w, &self.dismissed));
        }
        if !self.identity.is_empty() {
            map.field(13, |w| identity::write(w, &self.identity));
        }
        map.end();
        writer.into_bytes()
    }

    /// Reads a document that is the whole of `bytes`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        cbor::check(bytes)?;
        let mut this = Self::default();
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.version = value.unsigned()?,
                1 => this.accounts = read_accounts(value)?,
                2 => this.slot_names = read_list(value, SlotName::read)?,
                3 => this.created = read_time(value)?,
                4 => this.lamport = value.unsigned()?,
                5 => this.tombstones = tombstone::read(value)?,
                6 => this.keyring_secret = Some(read_keyring_secret(value)?),
                8 => this.security_keys = security_keys::read(value)?,
                9 => this.teams = teams::read(value)?,
                10 => this.state_roots = read_list(value, read_root)?,
                11 => this.worklist = worklist::read(value)?,
                12 => this.dismissed = dismissed::read(value)?,
                13 => this.identity = identity::read(value.item()?)?,
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        match this.version {
            0 => Err(OpenError::Damaged),
            _ => Ok(this),
        }
    }
}

fn read_keyring_secret(mut value: Reader<'_>) -> Result<KeyringSecret, OpenError> {
    KeyringSecret::from_bytes(value.bytes()?).ok_or(OpenError::Damaged)
}

fn read_root(item: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    Ok(Zeroizing::new(Reader::new(item).bytes()?.to_vec()))
}

/// The number of a model of security keys (AAGUID).
pub(crate) fn read_model(mut value: Reader<'_>) -> Result<[u8; 16], OpenError> {
    value.bytes()?.try_into().map_err(|_| OpenError::Damaged)
}

fn read_accounts(mut reader: Reader<'_>) -> Result<BTreeMap<Id, Account>, OpenError> {
    let count = reader.array()?;
    if count > MAX_ACCOUNTS {
        return Err(OpenError::OverLimit(Limit::Accounts));
    }
    let mut accounts: Vec<(Id, Account)> = Vec::new();
    for _ in 0..count {
        let account = Account::read(reader.item()?)?;
        if accounts
            .last()
            .is_some_and(|(last, _)| *last >= account.id())
        {
            return Err(OpenError::Damaged);
        }
        accounts.push((account.id(), account));
    }
    Ok(accounts.into_iter().collect())
}

impl SlotName {
    pub(crate) fn new(slot: Id, name: String, created: UnixTime) -> Self {
        Self {
            slot,
            name,
            created,
            tested: None,
            model: None,
            unknown: Unknown::default(),
        }
    }

    fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| w.bytes(this.slot.as_bytes()));
        map.text(1, &this.name);
        map.unsigned(2, this.created.get());
        map.optional(3, this.tested.map(UnixTime::get));
        if let Some(model) = &this.model {
            map.field(4, |w| w.bytes(model));
        }
        map.end();
    }

    fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(Id::from_bytes([0; 16]), String::new(), UnixTime::EPOCH);
        let mut slot = None;
        read_map(bytes, |number, mut value| {
            match number {
                0 => slot = Some(Id::read(value)?),
                1 => this.name = value.text()?.to_owned(),
                2 => this.created = read_time(value)?,
                3 => this.tested = Some(read_time(value)?),
                4 => this.model = Some(read_model(value)?),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        this.slot = slot.ok_or(OpenError::Damaged)?;
        Ok(this)
    }
}
