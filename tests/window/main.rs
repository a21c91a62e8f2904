//! Tests in the real window: the program itself, on a display and a session bus of its own, driven through WebKit's
//! own driver. Codes are compared with those of oathtool.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test starts programs, looks at files and waits for a moment"
)]

mod accessible;
mod bad_input;
mod closing;
mod desktop;
mod dropped_files;
mod dropping;
mod everyday;
mod many;
mod outside;
mod pictures;
mod scenes;
mod secrets;
mod vault;
mod window;
mod x11;
