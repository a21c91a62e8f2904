//! How safe the accounts are, and what would happen if something were lost (docs/checkup.md).

mod check;
mod directory;
mod drill;
mod roster;
mod words;

pub use check::{
    Checked, CheckedAccount, Judged, Known, check, check_account, count_findings, dismiss,
};
pub use directory::{read_directory, services};
pub use drill::{Drill, drill, keys_named};
pub use roster::{PersonView, note_person, remove_person, roster};
pub use transfer::directory::{Directory, Offer, Service};
pub use vault::Progress;
pub use vault::checkup::{Finding, Severity, TeamFacts};
pub use vault::drill::{Answer, By, Change, Lost, Outcome, Step};
pub use words::{by_word, change_word, step_word};
