//! Why a vault did not open, was not sealed, or refused a change to its slots.

use crate::cbor::Malformed;

/// Why a vault did not open.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// The bytes do not begin like a vault.
    #[error("not a vault")]
    NotAVault,
    /// The bytes were changed after they were written.
    #[error("vault is damaged")]
    Damaged,
    /// A newer program wrote it; this one must not write it.
    #[error("vault needs format or document version {needed}")]
    TooNew {
        /// The version it asks for; 0 where it does not say.
        needed: u64,
    },
    /// It asks for more than a vault may take; refused before taking it.
    #[error("vault is over the limit of {0:?}")]
    OverLimit(Limit),
    /// No slot accepts the credential. The user can try again.
    #[error("no slot accepts the credential")]
    WrongCredential,
    /// The memory that the password's cost asks for is not there now.
    #[error("not enough memory to check the password")]
    OutOfMemory,
}

/// What a hostile vault asked too much of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Limit {
    /// File size: 256 MiB.
    File,
    /// Header size: 64 KiB.
    Header,
    /// Cost of checking a password: memory, passes or lanes.
    Kdf,
    /// 200,000 accounts.
    Accounts,
    /// 10,000 tasks of the worklist.
    Tasks,
    /// 1,000 team vaults, or what waits to be written to one.
    Teams,
}

impl From<Malformed> for OpenError {
    fn from(_: Malformed) -> Self {
        Self::Damaged
    }
}

/// Why a vault was not sealed. Nothing was written; the vault in memory is as it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SealError {
    /// A text or an icon is longer than 65,536 bytes.
    #[error("a text is longer than 65536 bytes")]
    TextTooLong,
    /// More accounts, or a larger file, than a vault may have.
    #[error("vault is over the limit of {0:?}")]
    OverLimit(Limit),
}

/// Why a change to the slots was refused. Nothing was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SlotError {
    /// There are 16 already, or trying a password on all of them would take too long.
    #[error("no room for another slot")]
    Full,
    /// No slot has this id.
    #[error("no such slot")]
    NotFound,
    /// The vault would be left with too few ways to unlock.
    #[error("too few slots would remain")]
    WouldLockOut,
    /// Another slot has this name.
    #[error("the name is taken")]
    NameTaken,
    /// This one of the credentials that were presented, from 0, opens no slot.
    #[error("credential {presented} opens no slot")]
    WrongCredential {
        /// Which one.
        presented: usize,
    },
    /// The slot has no password that could be changed.
    #[error("not a password slot")]
    NotAPassword,
    /// The memory that the password's cost asks for is not there now.
    #[error("not enough memory to protect the password")]
    OutOfMemory,
}

/// Why two states of a vault were not merged. Both are as they were.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MergeError {
    /// The ways to unlock were changed in both, and each answer would undo one of the changes.
    #[error("slots were changed on both sides")]
    Slots,
    /// The other file is not of this vault.
    #[error("a file of another vault")]
    Foreign,
    /// What came out could not be read back.
    #[error("cannot be merged: {0}")]
    Unreadable(#[from] OpenError),
}
