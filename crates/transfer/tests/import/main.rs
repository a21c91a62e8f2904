//! Files of other programs: every sample in tests/vectors/transfer/import is of one format, gives exactly the accounts
//! it should, and breaks nothing when it is damaged.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "samples are files, and a test fails by panicking"
)]

mod damaged;
mod folders;
mod hostile;
mod keepass;
mod managers;
mod peers;
mod samples;
