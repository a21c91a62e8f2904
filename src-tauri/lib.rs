//! The desktop program: commands, events, tray and windows over `session`. No domain rule lives here.
//!
//! It has its walls and no window yet; until then the package carries the tests that look at the
//! workspace as a whole (`tests/architecture.rs`).
