//! Two states of one vault become one, and nothing that somebody keeps is lost.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod histories;
mod named;
mod programs;
