//! Accounts and the sealed vault file (`docs/vault-format.md` is its byte-exact definition).
//!
//! This room is pure: no clock, no file, no socket, no global randomness; time and randomness are
//! arguments. It may use `otp` only.
//!
//! - [`Account`] and [`Document`]: what a person keeps.
//! - [`LockedVault`] and [`Vault`]: a sealed file, and the same file opened.
//! - [`checkup`]: what is weak about accounts and the vault.
//! - [`drill`]: who is locked out when things are lost.
//! - [`paper`]: secrets as words that can be printed and typed.
//! - [`Credential`]: what opens a slot; [`Password`], [`RecoverySecret`], [`KeyringSecret`],
//!   [`KeySecret`].
#![forbid(unsafe_code)]

mod account;
mod backup_codes;
mod buffer;
mod cbor;
pub mod checkup;
mod clock;
mod companion;
mod compare;
mod credential;
mod crypto;
mod dismissed;
mod document;
pub mod drill;
mod error;
mod fields;
mod format;
mod header;
mod id;
mod identity;
mod kdf;
mod kept;
mod key_page;
mod key_slot;
mod keyring;
mod keys;
mod kit;
mod merge;
mod otp_fields;
mod padding;
pub mod paper;
mod password;
mod renew;
mod security_keys;
mod site;
mod slot;
mod slots;
mod stamping;
mod state_record;
mod teams;
mod tombstone;
mod vault;
mod versions;
mod worklist;

pub use account::{Account, Icon, Replaced};
pub use backup_codes::{BackupCode, BackupCodeSet};
pub use companion::{Date, Method, MethodUse, NotADate, Rank, Recovery, TrustedDevice};
pub use compare::Comparison;
pub use credential::Credential;
pub use document::{Document, SlotName};
pub use error::{Limit, MergeError, OpenError, SealError, SlotError};
pub use format::{MAGIC, MAX_FILE, checksum};
pub use id::{Id, NotAnId};
pub use identity::Identity;
pub use kdf::{Kdf, calibrate, try_kdf};
pub use kept::{Kept, Place};
pub use key_slot::{KeySecret, KeySlot};
pub use keyring::KeyringSecret;
pub use keys::{Protocol, Registration};
pub use kit::{RecoverySecret, fingerprint};
pub use password::Password;
pub use renew::Renewal;
pub use security_keys::{MAX_SECURITY_KEYS, OwnKey};
pub use site::{Api, Person, Progress, SiteFacts};
pub use slot::{SlotInfo, SlotKind};
pub use state_record::{MAX_STATE_RECORD, StateRecord, StateRecordError};
pub use teams::{MAX_TEAMS, Team};
pub use vault::{LockedVault, SealedVault, Vault};
pub use worklist::{MAX_TASKS, Task};

/// The building blocks of the vault file. Team logs are made of the same ones, so that there is one
/// reader of hostile CBOR and one place with raw ciphers.
pub mod primitives {
    pub use crate::cbor::{MAX_STRING, Malformed, Reader, Writer, check};
    pub use crate::crypto::{
        Checksum, Key, NotAuthentic, TAG_LEN, decrypt, encrypt, hkdf, hmac, same, sha256,
    };
    pub use crate::padding::padme;
}
