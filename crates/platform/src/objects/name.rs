//! Names of objects.

use std::fmt;

/// A name that every storage can keep as it is: 1 to 8 parts of 1 to 64 characters, with `/` between them, of
/// the letters `a` to `z`, digits, `-`, `_` and `.`. A part begins with a letter or digit, does not end with a dot, and is
/// not a device of Windows (`con`, `nul.txt`). So no name leads out of a folder, is hidden, or becomes another one where
/// case does not count. At most [`Self::MAX_BYTES`] characters.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Name(String);

const MAX_PARTS: usize = 8;
const MAX_PART_BYTES: usize = 64;
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

impl Name {
    /// The length of the longest name.
    pub const MAX_BYTES: usize = 200;

    /// `None` unless `text` is such a name.
    pub fn new(text: &str) -> Option<Self> {
        let is_short = text.len() <= Self::MAX_BYTES && text.split('/').count() <= MAX_PARTS;
        (is_short && text.split('/').all(is_part)).then(|| Self(text.to_owned()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts, at least one.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// `<self>/<below>`; `None` if that is too long.
    pub fn join(&self, below: &str) -> Option<Self> {
        Self::new(&format!("{}/{below}", self.0))
    }

    /// Whether it is below `folder`.
    pub fn is_below(&self, folder: &Self) -> bool {
        self.below(folder).is_some()
    }

    /// What comes after `<folder>/`.
    pub(super) fn below(&self, folder: &Self) -> Option<&str> {
        self.0.strip_prefix(&folder.0)?.strip_prefix('/')
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn is_part(part: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    part.len() <= MAX_PART_BYTES
        && part.bytes().next().is_some_and(is_plain)
        && part
            .bytes()
            .all(|byte| is_plain(byte) || b"-_.".contains(&byte))
        && !part.ends_with('.')
        && !is_device(part)
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part);
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_names_of_a_log_are_names() {
        for name in [
            "vault.json",
            "log/000000000/000000000000-0123456789abcdef",
            "log-12/000000001/000000001999-0123456789abcdef",
            "inbox/00112233445566778899aabbccddeeff/00112233445566778899aabbccddeeff-welcome",
            "a/b/c/d/e/f/g/h",
        ] {
            assert_eq!(Name::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_that_lead_elsewhere_or_change_on_some_storage_are_refused() {
        let long_part = "x".repeat(65);
        let long = ["x".repeat(60).as_str(); 4].join("/");
        for name in [
            "",
            "/",
            "/log",
            "log/",
            "log//1",
            ".",
            "..",
            "../log",
            "log/../vault",
            "log/.",
            ".tmp/1",
            "log/.x",
            "log\\1",
            "c:",
            "log:1",
            "Log",
            "log/A",
            "log 1",
            "log/1 ",
            "log.",
            "log./1",
            "con",
            "log/nul.txt",
            "com1",
            "lpt9.x",
            "log\0",
            "log\n",
            "l\u{f6}g",
            "%2e%2e",
            "log?",
            "log*",
            "-x",
            "_x",
            "a/b/c/d/e/f/g/h/i",
            &long_part,
            &long,
        ] {
            assert_eq!(Name::new(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_name_is_below_its_folder_and_not_below_one_that_only_begins_like_it() {
        let [name, folder, other] = ["log/12", "log", "lo"].map(|name| Name::new(name).unwrap());
        assert!(name.is_below(&folder));
        assert!(!name.is_below(&other) && !folder.is_below(&folder));
        assert_eq!(folder.join("12"), Some(name));
        assert_eq!(folder.join("../12"), None);
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_its_folder(text in "[a-z0-9./\\\\-]{0,40}|.{0,40}") {
            if let Some(name) = Name::new(&text) {
                let path = std::path::Path::new(name.as_str());
                let all_plain = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                prop_assert!(all_plain && path.components().count() == name.parts().count());
            }
        }
    }
}
