//! One account as another program kept it.

use otp::SecretText;
use otp::uri::{Labelled, MAX_LABEL};
use vault::primitives::MAX_STRING;
use vault::{Account, Icon};

use super::error::{ReadError, SkipReason};
use super::format::Format;
use super::{Import, MAX_ENTRIES, MAX_FILE};

/// Most labels of one account; each has at most [`MAX_LABEL`] bytes.
pub(super) const MOST_TAGS: usize = 100;
/// Most recovery codes of one account; each has at most [`MAX_LABEL`] bytes.
const MOST_CODES: usize = 1_000;
/// Most bytes that all accounts carry beside their one-time passwords: an item with several gives its notes to each.
const MOST_BYTES: usize = 2 * MAX_FILE;
/// What keeping a text takes beside its bytes.
const TEXT: usize = 64;

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
    /// Free text, at most 64 KiB.
    pub notes: SecretText,
    /// The notes were longer; the end is left out.
    pub notes_cut: bool,
    /// A picture of at most 64 KiB.
    pub icon: Option<Icon>,
    /// Recovery codes of the site, in the file's order.
    pub backup_codes: Vec<SecretText>,
    /// How often its code was asked for.
    pub use_count: u64,
    /// Put away, not deleted: a person is asked whether it comes along.
    pub archived: bool,
    /// All of the account, where it is one of a vault of this program.
    pub whole: Option<Box<Account>>,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            favorite: false,
            tags: Vec::new(),
            notes: SecretText::new(String::new()),
            notes_cut: false,
            icon: None,
            backup_codes: Vec::new(),
            use_count: 0,
            archived: false,
            whole: None,
        }
    }
}

impl Extras {
    /// Adds a label, unless it is empty, longer than a name, or there already.
    pub(super) fn add_tag(&mut self, tag: &str) {
        let tag = tag.trim();
        let has_room = self.tags.len() < MOST_TAGS && tag.len() <= MAX_LABEL;
        if has_room && !tag.is_empty() && self.tags.iter().all(|known| known != tag) {
            self.tags.push(tag.to_owned());
        }
    }

    /// Adds the codes of a text that has several, between line ends, commas and semicolons.
    pub(super) fn add_backup_codes(&mut self, text: &str) {
        let (text, _rest) = text.split_at(text.floor_char_boundary(MOST_CODES * MAX_LABEL));
        let codes = text
            .split(['\n', ',', ';'])
            .map(str::trim)
            .filter(|code| !code.is_empty() && code.len() <= MAX_LABEL);
        let room = MOST_CODES.saturating_sub(self.backup_codes.len());
        let codes = codes.map(|code| SecretText::new(code.to_owned()));
        self.backup_codes.extend(codes.take(room));
    }

    /// The same once more, for another one-time password of one entry.
    pub(super) fn copy(&self) -> Self {
        let codes = self.backup_codes.iter();
        Self {
            favorite: self.favorite,
            tags: self.tags.clone(),
            notes: SecretText::new(self.notes.expose().to_owned()),
            notes_cut: self.notes_cut,
            icon: self
                .icon
                .as_ref()
                .map(|icon| Icon::new(icon.media_type.clone(), icon.bytes.clone())),
            backup_codes: codes
                .map(|code| SecretText::new(code.expose().to_owned()))
                .collect(),
            use_count: self.use_count,
            archived: self.archived,
            whole: None,
        }
    }

    pub(super) fn cut_notes(&mut self) {
        let notes = self.notes.expose();
        if notes.len() > MAX_STRING {
            let (kept, _rest) = notes.split_at(notes.floor_char_boundary(MAX_STRING));
            self.notes = SecretText::new(kept.to_owned());
            self.notes_cut = true;
        }
    }

    /// About how many bytes it takes to keep them.
    fn size(&self) -> usize {
        let tags = self.tags.iter().map(String::len);
        let codes = self.backup_codes.iter().map(|code| code.expose().len());
        let texts = tags.chain(codes).map(|length| length + TEXT);
        let icon = self.icon.as_ref().map_or(0, |icon| icon.bytes.len());
        self.notes.expose().len() + icon + texts.sum::<usize>()
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
    pub(super) items: Vec<Result<Entry, Skipped>>,
    pub(super) without_otp: usize,
    /// What the items carry beside one-time passwords.
    bytes: usize,
}

impl Found {
    /// Each of `items`, as `read` reads it.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub(super) fn of<T>(
        items: impl IntoIterator<Item = T>,
        mut read: impl FnMut(T) -> Result<Entry, Skipped>,
    ) -> Result<Self, ReadError> {
        let mut found = Self::default();
        for item in items {
            found.push(read(item))?;
        }
        Ok(found)
    }

    pub(super) fn import(self, format: Format) -> Import {
        Import {
            format,
            items: self.items,
            without_otp: self.without_otp,
        }
    }

    /// # Errors
    /// `TooMany` after [`MAX_ENTRIES`]; `TooLarge` where notes, labels, codes and pictures take more than 128 MiB.
    pub(super) fn push(&mut self, mut item: Result<Entry, Skipped>) -> Result<(), ReadError> {
        if self.items.len() == MAX_ENTRIES {
            return Err(ReadError::TooMany);
        }
        self.bytes += match &mut item {
            Ok(entry) => {
                entry.extras.cut_notes();
                entry.extras.size()
            }
            Err(skipped) => skipped.name.len(),
        };
        if self.bytes > MOST_BYTES {
            return Err(ReadError::TooLarge);
        }
        self.items.push(item);
        Ok(())
    }
}
