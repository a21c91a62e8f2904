//! Security keys, against the application that is inside real ones (tests/virtual-key) and programs of others.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests start programs and measure time, and fail where they stand"
)]

mod bed;
mod credentials;
mod independent;
mod managing;
mod transport;
mod u2f;
