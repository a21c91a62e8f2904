//! Which reader reads which file.

use super::Access;
use super::entry::Found;
use super::error::ReadError;
use super::file::File;
use super::format::Format;
use super::formats::{
    aegis, bitwarden, dashlane, enpass, ente, keepassxc_csv, lastpass, lastpass_authenticator,
    one_password, otpauth, proton_authenticator, proton_pass, two_fas,
};

/// One format's reader.
pub(super) struct Reader {
    pub(super) format: Format,
    /// Whether the file is of this format, going by its outer shape alone; must be cheap, and true for one format only.
    pub(super) recognises: fn(&File<'_>) -> bool,
    pub(super) read: fn(&File<'_>, Access<'_>) -> Result<Found, ReadError>,
}

/// Sorted by name.
const READERS: &[Reader] = &[
    one_password::READER,
    two_fas::READER,
    aegis::READER,
    bitwarden::READER,
    dashlane::READER,
    enpass::READER,
    ente::READER,
    keepassxc_csv::READER,
    lastpass::READER,
    lastpass_authenticator::READER,
    otpauth::READER,
    proton_authenticator::READER,
    proton_pass::READER,
];

/// The reader that recognises the file.
pub(super) fn find(file: &File<'_>) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.recognises)(file))
}

/// The reader of that format.
pub(super) fn of(format: Format) -> Option<&'static Reader> {
    READERS.iter().find(|reader| reader.format == format)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "samples are files")]
    fn a_sample_is_recognised_by_its_own_reader_and_no_other() {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/import");
        let mut count = 0;
        for format in Format::ALL {
            for path in fs::read_dir(root.join(format.name())).unwrap() {
                let path = path.unwrap().path();
                if path
                    .extension()
                    .is_some_and(|extension| extension == "expected")
                {
                    continue;
                }
                let bytes = fs::read(&path).unwrap();
                let file = File::new(&bytes).unwrap();
                let readers = READERS.iter().filter(|reader| (reader.recognises)(&file));
                let formats: Vec<_> = readers.map(|reader| reader.format).collect();
                assert_eq!(formats, [*format], "{}", path.display());
                count += 1;
            }
        }
        assert!(count > 0);
    }

    #[test]
    fn every_format_has_one_reader_in_the_order_of_their_names() {
        let formats: Vec<_> = READERS.iter().map(|reader| reader.format).collect();
        assert_eq!(formats, Format::ALL);
        assert!(formats.iter().map(|format| format.name()).is_sorted());
    }
}
