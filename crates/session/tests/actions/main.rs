//! Each user action from its function to the file on the disk, on a machine whose clock, randomness
//! and memory the test chooses.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and damages files to see what happens"
)]

mod codes;
mod desk;
mod saving;
