//! Two states of one vault become one, and nothing that somebody keeps is lost.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../counting/mod.rs"]
mod counting;
mod histories;
mod named;
mod programs;
