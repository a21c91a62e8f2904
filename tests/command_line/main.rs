//! The program `countersign` from the outside: what people and scripts rely on.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "starts the program and looks at the files it leaves"
)]

mod backup;
mod backup_codes;
mod bad_input;
#[cfg(all(target_os = "linux", feature = "desktop"))]
mod browser;
mod bucket;
mod camera;
#[cfg(target_os = "linux")]
mod checkup;
mod clipboard;
mod codes;
mod damage;
mod everyday;
#[cfg(target_os = "linux")]
#[path = "../reliability/faketime.rs"]
mod faketime;
mod help;
mod json;
#[cfg(target_os = "linux")]
mod keyring;
mod keys_registry;
mod merging;
#[cfg(all(target_os = "linux", feature = "desktop"))]
mod portal;
mod program;
mod rclone;
#[path = "../../crates/platform/tests/objects/running.rs"]
mod running;
mod scan;
#[cfg(all(target_os = "linux", feature = "desktop"))]
mod screen;
mod secrets;
#[cfg(target_os = "linux")]
mod security_keys;
#[path = "../../crates/platform/tests/objects/services.rs"]
mod services;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[path = "../camera/shim.rs"]
mod shim;
#[cfg(all(target_os = "linux", feature = "desktop"))]
mod site;
mod slots;
mod team;
mod teams;
mod teams_accounts;
mod teams_branching;
mod teams_inviting;
mod teams_moving;
mod teams_people;
mod teams_returning;
mod teams_services;
mod teams_sheet;
mod teams_storage;
mod teams_together;
#[cfg(target_os = "linux")]
mod terminal;
mod transfer;
