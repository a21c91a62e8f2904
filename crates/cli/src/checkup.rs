//! How safe the accounts are, and what would happen if something were lost.

pub(crate) mod check;
pub(crate) mod clock;
pub(crate) mod drill;
pub(crate) mod roster;
