//! Which reader reads which file.

use super::Access;
use super::entry::Found;
use super::error::ReadError;
use super::file::File;
use super::format::Format;
use super::formats::{
    aegis, andotp, authy, battlenet, bitwarden, countersign, dashlane, duo, enpass, ente, freeotp,
    freeotp_plus, google, keepass, keepassxc_csv, keepassxc_xml, lastpass, lastpass_authenticator,
    microsoft, one_password, otpauth, otpclient, proton_authenticator, proton_pass, raivo, steam,
    stratum, totp_authenticator, two_fas, winauth,
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
    andotp::READER,
    authy::READER,
    battlenet::READER,
    bitwarden::READER,
    countersign::READER,
    dashlane::READER,
    duo::READER,
    enpass::READER,
    ente::READER,
    freeotp::READER,
    freeotp_plus::READER,
    google::READER,
    keepass::READER,
    keepassxc_csv::READER,
    keepassxc_xml::READER,
    lastpass::READER,
    lastpass_authenticator::READER,
    microsoft::READER,
    otpauth::READER,
    otpclient::READER,
    proton_authenticator::READER,
    proton_pass::READER,
    raivo::READER,
    steam::READER,
    stratum::READER,
    totp_authenticator::READER,
    winauth::READER,
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
    use super::*;

    #[test]
    fn every_format_has_one_reader_in_the_order_of_their_names() {
        let formats: Vec<_> = READERS.iter().map(|reader| reader.format).collect();
        assert_eq!(formats, Format::ALL);
        assert!(formats.iter().map(|format| format.name()).is_sorted());
    }
}
