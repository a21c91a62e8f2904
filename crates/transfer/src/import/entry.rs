//! One account as another program kept it.

use otp::SecretText;
use otp::uri::Labelled;
use vault::Icon;

use super::error::{ReadError, SkipReason};
use super::format::Format;
use super::{Import, MAX_ENTRIES, MAX_FILE};

/// Most labels of an account, and most bytes of one.
pub(super) const MOST_TAGS: usize = 100;
const MOST_TAG: usize = 1_024;

/// An account that can be taken over.
pub struct Entry {
    /// Issuer, account and one-time password.
    pub labelled: Labelled,
    /// What else the other program knew.
    pub extras: Extras,
}

/// What programs keep beside a one-time password. Everything is empty where they do not.
pub struct Extras {
    /// Marked as one of the most used.
    pub favorite: bool,
    /// Labels, groups and folders, each once, in the file's order.
    pub tags: Vec<String>,
    /// Free text.
    pub notes: SecretText,
    /// A picture of at most 64 KiB.
    pub icon: Option<Icon>,
    /// Recovery codes of the site, in the file's order.
    pub backup_codes: Vec<SecretText>,
    /// How often its code was asked for.
    pub use_count: u64,
    /// Put away, not deleted: a person is asked whether it comes along.
    pub archived: bool,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            favorite: false,
            tags: Vec::new(),
            notes: SecretText::new(String::new()),
            icon: None,
            backup_codes: Vec::new(),
            use_count: 0,
            archived: false,
        }
    }
}

impl Extras {
    /// Adds a label, unless it is empty, there already, or more than anybody has.
    pub(super) fn add_tag(&mut self, tag: &str) {
        let tag = tag.trim();
        let fits = (1..=MOST_TAG).contains(&tag.len()) && self.tags.len() < MOST_TAGS;
        if fits && self.tags.iter().all(|known| known != tag) {
            self.tags.push(tag.to_owned());
        }
    }

    /// Bytes of all that is kept.
    fn size(&self) -> usize {
        let icon = self.icon.iter().map(|icon| icon.bytes.len());
        let codes = self.backup_codes.iter().map(|code| code.expose().len());
        let texts = self.tags.iter().map(String::len).chain(codes).chain(icon);
        texts.fold(self.notes.expose().len(), usize::saturating_add)
    }
}

/// An account that cannot be taken over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    /// What the file calls it: issuer and account, or what there is of them. May be empty. Show it through
    /// [`otp::display::escape`].
    pub name: String,
    /// Why.
    pub reason: SkipReason,
}

impl Skipped {
    pub(super) fn new(issuer: &str, account: &str, reason: SkipReason) -> Self {
        let name = match (issuer.trim(), account.trim()) {
            ("", name) | (name, "") => name.to_owned(),
            (issuer, account) => format!("{issuer}: {account}"),
        };
        Self { name, reason }
    }
}

/// What a reader found, in the file's order.
#[derive(Default)]
pub(super) struct Found {
    /// Bytes of what is kept beside the one-time passwords.
    size: usize,
    pub(super) items: Vec<Result<Entry, Skipped>>,
    pub(super) without_otp: usize,
}

impl Found {
    pub(super) fn import(self, format: Format) -> Import {
        Import {
            format,
            items: self.items,
            without_otp: self.without_otp,
        }
    }

    /// # Errors
    /// `TooMany` after [`MAX_ENTRIES`]; `TooLarge` where small things that many accounts point at, such as pictures, are
    /// more than [`MAX_FILE`] bytes together.
    pub(super) fn push(&mut self, item: Result<Entry, Skipped>) -> Result<(), ReadError> {
        if self.items.len() == MAX_ENTRIES {
            return Err(ReadError::TooMany);
        }
        let size = item.as_ref().map_or(0, |entry| entry.extras.size());
        self.size = self.size.saturating_add(size);
        if self.size > MAX_FILE {
            return Err(ReadError::TooLarge);
        }
        self.items.push(item);
        Ok(())
    }
}
