//! Team vaults: a signed, encrypted log that several people write, folded to a state
//! (`docs/team-log.md` is its byte-exact definition).
//!
//! This room is pure: no clock, no file, no socket, no global randomness; time and randomness are
//! arguments. It may use `otp` and `vault` only.
//!
//! - [`Op`]: what is done; [`create`] and [`seal`] make entries of it.
//! - [`Log`]: reads the entries slot by slot. [`VerifiedEntry`] is the only way to what is in one.
//! - [`State`]: members, devices, items, what is to be replaced, alarms.
//! - [`Client`] and [`plan`]: what to ask of the storage next, and what was not yet written.
//! - [`Snapshot`]: what somebody says that the log says, to be shown until it was read.
//! - [`KeptDevice`], [`KeptState`]: what an installation keeps of its device, and of a log that it verified.
//! - [`ContactCard`], [`CardInvitation`]: who somebody is, and an invitation for nobody else.
//! - [`Request`], [`Welcome`], [`words`]: how somebody joins.
//! - [`SheetSecret`]: an owner on paper.
//! - [`Grant`] and [`LeaseSlice`]: codes for somebody who never gets the secret (`docs/code-leases.md`).
#![forbid(unsafe_code)]

mod author;
mod card;
mod card_invitation;
mod client;
mod draft;
mod entry;
mod envelope;
mod invite;
mod item;
mod kept_change;
mod kept_device;
mod kept_state;
mod keys;
mod lease;
mod log;
mod ops;
mod preview;
mod rules;
mod sheet;
mod snapshot;
mod state;
mod verify;

pub use author::{Change, NotSealed, create, seal, seal_branch};
pub use card::{ContactCard, MAX_CARD, NotACard};
pub use card_invitation::{CardInvitation, is_for_card, new_card_invitation};
pub use client::{Action, Client, Listing, Outbox, Returned, plan};
pub use entry::MAX_ENTRY;
pub use invite::{Introduction, Request, Token, Welcome, Words, nonce_commitment, words};
pub use item::{Flag, Item, Secret};
pub use kept_device::KeptDevice;
pub use kept_state::{Deed, KeptState, MAX_KEPT_STATE};
pub use keys::{DeviceKey, DeviceRecord, EpochKeys, MemberKey, member_id};
pub use lease::{Grant, LeaseRefused, LeaseSlice, LeaseTerms, MAX_SLICE, NotLent, slice_count};
pub use log::{Log, Step};
pub use ops::{
    AddMember, Genesis, Invite, MAX_OPS, NewVersion, NoteKind, Op, OpenLease, Progress, PutItem,
    Role, UsedCode, Verified, shared_fields,
};
pub use sheet::SheetSecret;
pub use snapshot::{Colleague, MAX_SNAPSHOT, SealedSnapshot, Snapshot};
pub use state::{Alarm, Device, Halt, Invitation, Lease, Line, LineKey, Member, Pin, State};
pub use verify::{Invalid, VerifiedEntry};

/// SHA-256.
pub type Hash = vault::primitives::Checksum;

#[cfg(test)]
mod tests;
