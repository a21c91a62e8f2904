//! Every effect of the program: files, clipboard, clock, randomness, the machine itself.
//!
//! The other rooms are pure or go through this one, so what the program does to the world can be read here
//! from beginning to end. This room knows nothing of vaults or codes; it is given bytes and text.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room in which effects are allowed"
)]

pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod folders;
pub mod hardening;
pub mod hid;
pub mod keyring;
pub mod machine;
pub mod memory;
pub mod objects;
pub mod patience;
#[cfg(feature = "desktop")]
pub mod presence;
pub mod random;
#[cfg(feature = "desktop")]
pub mod screen;
pub mod security_key;
pub mod store;
