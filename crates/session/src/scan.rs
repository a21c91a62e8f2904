//! From pictures to accounts.

use crate::error::{Code, UserError};
use crate::names::{entry_error, picture_error, read_error};
use otp::SecretText;
use otp::uri::{self, Labelled};
use platform::store;
use std::path::Path;
use transfer::migration::{self, Batches};
use transfer::symbol::{self, Symbol, SymbolKind};

/// Larger picture files are refused, in bytes.
const MAX_PICTURE: u64 = 64 << 20;

/// A symbol in a picture.
pub struct Found {
    /// The picture's name.
    pub source: String,
    /// What the symbol says; a secret for the kinds `otpauth` and `otpauth-migration`.
    pub text: SecretText,
    /// What kind of text it is.
    pub kind: SymbolKind,
    /// Pixel coordinates, clockwise from the symbol's own top left.
    pub corners: [(i32, i32); 4],
}

/// What symbols held.
#[derive(Default)]
pub struct Readable {
    /// Accounts that can be added.
    pub accounts: Vec<Labelled>,
    /// What could not be read, each with where it was.
    pub problems: Vec<Problem>,
    /// Exports of which not every symbol was seen.
    pub incomplete: Vec<Incomplete>,
}

/// Something that could not be read.
pub struct Problem {
    /// The picture's name; for an account of an export the names of all its pictures.
    pub source: String,
    /// Why.
    pub error: UserError,
}

/// An export of Google Authenticator that spreads over several symbols.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Incomplete {
    /// How many were seen.
    pub scanned: u32,
    /// How many there are.
    pub size: u32,
}

/// All symbols in a picture file.
///
/// # Errors
/// `no-symbol`, or the file is no picture that can be read.
pub fn scan_file(path: &Path) -> Result<Vec<Found>, UserError> {
    let bytes = store::read(path, MAX_PICTURE).map_err(|error| read_error(error, path))?;
    let symbols = symbol::find(&bytes).map_err(|error| picture_error(error, path))?;
    if symbols.is_empty() {
        return Err(UserError::new(Code::NoSymbol).with_path(path));
    }
    let source = path.display().to_string();
    let found = |symbol: Symbol| Found {
        source: source.clone(),
        kind: symbol.kind(),
        text: symbol.text,
        corners: symbol.corners,
    };
    Ok(symbols.into_iter().map(found).collect())
}

/// What the symbols of all pictures hold together: a large export spreads over several.
pub fn read_found(found: &[Found]) -> Readable {
    let mut readable = Readable::default();
    let mut batches = Batches::default();
    let mut exports: Vec<&str> = Vec::new();
    for symbol in found {
        match symbol.kind {
            SymbolKind::Otpauth => match uri::parse(symbol.text.expose()) {
                Ok(labelled) => readable.accounts.push(labelled),
                Err(error) => readable.problem(symbol, error.into()),
            },
            SymbolKind::Migration => match migration::parse(symbol.text.expose()) {
                Ok(part) => {
                    batches.add(part);
                    exports.push(&symbol.source);
                }
                Err(_) => readable.problem(symbol, Code::ExportDamaged.into()),
            },
            SymbolKind::Other => readable.problem(symbol, Code::SymbolNotOtp.into()),
        }
    }
    for missing in batches.missing() {
        let (scanned, size) = (missing.scanned, missing.size);
        readable.incomplete.push(Incomplete { scanned, size });
    }
    exports.dedup();
    for entry in batches.into_entries() {
        match entry {
            Ok(labelled) => readable.accounts.push(labelled),
            Err(error) => readable.problems.push(Problem {
                source: exports.join(", "),
                error: entry_error(error),
            }),
        }
    }
    readable
}

impl Readable {
    fn problem(&mut self, symbol: &Found, error: UserError) {
        let source = symbol.source.clone();
        self.problems.push(Problem { source, error });
    }
}
