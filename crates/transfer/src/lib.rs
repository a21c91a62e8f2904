//! Pictures and payloads to accounts and back.
//!
//! Pure: bytes in, values out; no file, no clock, no randomness. Everything read here comes from strangers, so sizes
//! are checked before memory is asked for, and no input ends in a panic.

#![forbid(unsafe_code)]

pub mod backup_codes;
pub mod directory;
pub mod export;
pub mod import;
mod kdbx;
pub mod migration;
pub mod preview;
pub mod qr;
pub mod symbol;
