//! A list of URIs, one a line, which most programs read (docs/otp.md says in which form).

use otp::{SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;
use zeroize::Zeroizing;

use crate::export::losses::Part;
use crate::export::parts::uri;
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Never,
    extension: "txt",
    keeps: |_account, part| matches!(part, Part::Codes | Part::Pin),
    tells_by_secret: false,
    write,
};

fn write(
    accounts: &[&Account],
    _password: Option<&SecretText>,
    _now: UnixTime,
    _rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let uris = accounts.iter().map(|account| uri(account));
    Ok(lines(&uris.collect::<Vec<_>>()))
}

/// Texts as lines.
pub(super) fn lines(texts: &[SecretText]) -> File {
    let lengths = texts
        .iter()
        .map(|text| text.expose().len().saturating_add(1));
    let mut lines = Zeroizing::new(Vec::with_capacity(lengths.sum()));
    for text in texts {
        lines.extend_from_slice(text.expose().as_bytes());
        lines.push(b'\n');
    }
    lines
}
