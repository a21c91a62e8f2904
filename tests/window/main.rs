//! Tests in the real window: the program itself, on a display and a session bus of its own, driven through WebKit's
//! own driver. Codes are compared with those of oathtool.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests start programs, look at files, wait, index what they know, and say what they skip"
)]

mod accessible;
mod backup;
mod bad_input;
#[path = "../virtual-key/bed.rs"]
mod bed;
mod camera;
mod closing;
mod companion;
mod desktop;
mod dialog;
mod dropped_files;
mod dropping;
mod everyday;
mod keyring;
mod keys;
mod many;
mod memory;
mod outside;
mod pictures;
mod scenes;
mod screen;
#[path = "../memory/mod.rs"]
mod searched;
mod secrets;
#[path = "../camera/shim.rs"]
mod shim;
mod teams;
mod transfer;
mod vault;
mod window;
mod x11;
