//! Files for other programs: each is read back by this program's own reader and by one that somebody else could have
//! written, and what a file does not hold is said before.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "gives files to other programs and starts them, and a test fails by panicking"
)]

mod accounts;
mod independent;
mod keepassxc;
mod losses;
mod protection;
mod read_back;
mod sheet;
