//! What no command line can show: what is kept beside a log, and storage that misbehaves at a moment of the test's choice.
#![expect(
    clippy::disallowed_methods,
    reason = "a test damages files to see what happens"
)]

mod backup_codes;
mod bad_storage;
mod bed;
mod calls;
mod cards;
mod glancing;
mod kept;
mod other_key;
mod requests;
