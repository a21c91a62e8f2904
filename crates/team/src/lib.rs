//! Team vaults: operations, the signed log, epochs, members and leases, folded to a state.
//!
//! This room is pure: no clock, no file, no socket, no global randomness. It may use `otp` and
//! `vault` only. It has its walls and no furniture yet.
#![forbid(unsafe_code)]
