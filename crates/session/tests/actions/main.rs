//! Each user action from its function to the file on the disk, on a machine whose clock, randomness
//! and memory the test chooses.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test fails by panicking, and damages files to see what happens"
)]

mod another_program;
mod backup_codes;
mod codes;
mod conflicted_copy;
mod copies;
mod desk;
mod first_run;
mod older;
mod reading;
mod rollback;
mod saving;
mod scan;
mod teams;
mod transfer;
mod worklist;
