//! Files of other programs: as what they are recognised as, and as one format more. That is the one that
//! `COUNTERSIGN_FUZZ_FORMAT` names, or any.
#![no_main]

use std::env;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use transfer::import::{Access, Format, Import, read};

static FORMAT: LazyLock<Option<Format>> = LazyLock::new(|| {
    let name = env::var("COUNTERSIGN_FUZZ_FORMAT").ok()?;
    Some(Format::from_name(&name).expect("the variable names a format"))
});

fuzz_target!(|bytes: &[u8]| {
    let any = Format::ALL.get(bytes.len() % Format::ALL.len()).copied();
    for format in [None, FORMAT.or(any)] {
        let Ok(import) = read(bytes, format, Access::default()) else {
            continue;
        };
        assert_what_was_read_can_be_kept(&import);
    }
});

/// A vault takes notes, labels and codes of at most 64 KiB each.
fn assert_what_was_read_can_be_kept(import: &Import) {
    for entry in import.items.iter().flatten() {
        let extras = &entry.extras;
        let codes = extras.backup_codes.iter().map(|code| code.expose().len());
        let texts = extras.tags.iter().map(String::len).chain(codes);
        let longest = texts.max().unwrap_or(0).max(extras.notes.expose().len());
        assert!(longest <= 65_536);
        fuzz::assert_written_uri_is_read_back(&entry.labelled);
    }
}
