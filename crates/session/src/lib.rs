//! One public function per user action.
//!
//! This room joins the pure ones (`otp`, `vault`, `transfer`) with the effects of `platform`, and
//! turns every error into a [`UserError`]: a stable code with arguments, whose words are in the
//! message catalogue (`locales/`). The command line and the window use this room only.
//!
//! A function that changes a vault returns `Ok` only when the change is durable. After an error the
//! vault in memory still holds the change ([`OpenVault::has_unsaved_changes`]).

pub mod backup;
pub mod backup_codes;
pub mod checkup;
pub mod codes;
pub mod csv;
pub mod keys;
pub mod scan;
pub mod settings;
pub mod teams;
pub mod transfer;
pub mod unlock;

mod clipboard;
mod copies_beside;
mod effects;
mod error;
mod key_memory;
mod names;
mod open_vault;
mod paper;
#[cfg(feature = "desktop")]
mod portal;
mod rollback;
mod time;

pub use ::transfer::qr::Qr;
pub use ::transfer::symbol::SymbolKind;
pub use clipboard::{Released, Wish, clipboard_reachable, hold_clipboard};
pub use copies_beside::{MergedCopy, copies, merge_copy};
pub use effects::Effects;
pub use error::{Class, Code, UserError};
pub use open_vault::{OpenVault, Refreshed};
pub use otp::display::escape;
pub use otp::uri::Labelled;
pub use otp::{Kind, SecretText, UnixTime};
pub use paper::Paper;
pub use platform::hardening::harden;
#[cfg(feature = "desktop")]
pub use platform::presence::watch as watch_presence;
#[cfg(feature = "desktop")]
pub use portal::answer_for_portal;
pub use rollback::{check_newest, remember};
pub use time::{show_date, show_time};
pub use vault::{
    Api, Date, Id, Kdf, Method, NotADate, Password, Place, Rank, RecoverySecret, SlotInfo, SlotKind,
};
