//! Google Authenticator's export: `otpauth-migration://offline?data=…`, a protobuf message in Base64 in a QR code.
//!
//! Google does not document it. The fields and their numbers are those that Aegis, Stratum and the extractors in use
//! agree on (`MigrationPayload`); an export has no period, every account of it has 30 seconds. Large exports are spread
//! over several codes, the parts of a batch: see [`Batches`].

mod batches;
mod entry;
mod write;

use data_encoding::BASE64_NOPAD;
use otp::uri::Labelled;
use percent_encoding::percent_decode_str;
use prost::Message;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub use batches::{Batches, Missing};
pub use entry::EntryError;
pub(crate) use write::{Account, write};

const SCHEME: &str = "otpauth-migration://";

/// Longest text that is looked at, in bytes. The largest QR code holds less than 8 KiB.
const MOST_BYTES: usize = 64 << 10;

/// What one code of an export holds.
pub struct Part {
    /// Which export it belongs to; a number Google draws at random.
    pub batch_id: i32,
    /// Which part of it this is, counted from 0.
    pub index: u32,
    /// How many parts the export has, 1 or more.
    pub size: u32,
    /// Its accounts in order. One that is unusable is named in its place.
    pub entries: Vec<Result<Labelled, EntryError>>,
}

/// Why a text is no part of an export. Never carries any of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MigrationError {
    /// Another scheme or host.
    #[error("not a Google Authenticator export")]
    NotAnExport,
    /// More than 64 KiB.
    #[error("the export is longer than 64 KiB")]
    TooLong,
    /// There is no `data`, or more than one.
    #[error("the export does not have exactly one `data`")]
    NotOneData,
    /// The data is not Base64, or not the message it should be.
    #[error("the data of the export is damaged")]
    Damaged,
}

/// Whether `text` has the scheme of an export, in any case.
#[must_use]
pub fn is_migration_uri(text: &str) -> bool {
    strip_scheme(text.trim()).is_some()
}

/// Reads one part of an export.
///
/// # Errors
/// When the text as a whole is unusable. A single unusable account is an error among [`Part::entries`] instead.
pub fn parse(text: &str) -> Result<Part, MigrationError> {
    if text.len() > MOST_BYTES {
        return Err(MigrationError::TooLong);
    }
    let bytes = decode_data(find_data(text.trim())?)?;
    let message = Payload::decode(bytes.as_slice()).map_err(|_protobuf| MigrationError::Damaged)?;
    let number = |number: i32| u32::try_from(number).map_err(|_negative| MigrationError::Damaged);
    Ok(Part {
        batch_id: message.batch_id,
        index: number(message.batch_index)?,
        size: number(message.batch_size)?.max(1),
        entries: message
            .entries
            .iter()
            .map(|bytes| entry::read(bytes))
            .collect(),
    })
}

/// The message of one part. Its accounts stay bytes here, so that a damaged one does not take the others with it.
#[derive(Message, Zeroize, ZeroizeOnDrop)]
#[prost(skip_debug)]
struct Payload {
    #[prost(bytes = "vec", repeated, tag = "1")]
    entries: Vec<Vec<u8>>,
    #[prost(int32, tag = "2")]
    version: i32,
    #[prost(int32, tag = "3")]
    batch_size: i32,
    #[prost(int32, tag = "4")]
    batch_index: i32,
    #[prost(int32, tag = "5")]
    batch_id: i32,
}

fn strip_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

fn find_data(text: &str) -> Result<&str, MigrationError> {
    let rest = strip_scheme(text).ok_or(MigrationError::NotAnExport)?;
    let (host, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !host.trim_end_matches('/').eq_ignore_ascii_case("offline") {
        return Err(MigrationError::NotAnExport);
    }
    let query = query.split('#').next().unwrap_or(query);
    let mut found = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("data="));
    match (found.next(), found.next()) {
        (Some(data), None) => Ok(data),
        _ => Err(MigrationError::NotOneData),
    }
}

/// Base64 the way it is found in the wild: percent-escaped or not, of the ordinary or the URL alphabet, padded or not,
/// and with spaces where a program took `+` for one.
fn decode_data(data: &str) -> Result<Zeroizing<Vec<u8>>, MigrationError> {
    let mut digits = Zeroizing::new(Vec::with_capacity(data.len()));
    digits.extend(percent_decode_str(data).map(|byte| match byte {
        b'-' | b' ' => b'+',
        b'_' => b'/',
        other => other,
    }));
    while digits.pop_if(|byte| *byte == b'=').is_some() {}
    let bytes = BASE64_NOPAD.decode(&digits);
    bytes
        .map(Zeroizing::new)
        .map_err(|_base64| MigrationError::Damaged)
}
