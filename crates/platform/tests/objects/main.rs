//! What every storage of a team promises, seen from outside; and which storages are refused.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests look at files and start programs, and fail where they stand"
)]

mod azure;
mod copied_folders;
mod dav;
mod folder;
mod gcs;
mod hostile;
mod memory;
mod probing;
mod running;
mod s3;
mod server;
mod services;
mod suite;
mod tls;

use platform::objects::Name;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}
