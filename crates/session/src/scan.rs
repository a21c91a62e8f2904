//! From pictures to accounts.

mod camera;
mod clipboard;
#[cfg(feature = "desktop")]
mod screen;

use crate::error::{Code, UserError};
use crate::names::{entry_error, picture_error, read_error};
use otp::uri::{self, Labelled};
use otp::{SecretText, UnixTime};
use platform::store;
use std::path::{Path, PathBuf};
use transfer::migration::{self, Batches};
use transfer::symbol::{self, Symbol, SymbolKind};

pub use camera::{CameraInfo, CameraScan, Progress, Seen, Step, cameras, scan_camera};
pub use clipboard::scan_clipboard;
#[cfg(feature = "desktop")]
pub use screen::{
    Corners, Region, ScannedMonitor, ScreenScan, Shot, WindowPlace, preview, region_of,
    scan_region, scan_screen,
};

/// Larger picture files are refused, in bytes.
const MAX_PICTURE: u64 = 64 << 20;
/// Picture files that are read in one go.
const MAX_PICTURES: usize = 500;

/// A symbol in a picture, or an address as text.
pub struct Found {
    /// The name of the picture, the camera, the video or the monitor; empty for the clipboard.
    pub source: String,
    /// What the symbol says; a secret for the kinds `otpauth` and `otpauth-migration`.
    pub text: SecretText,
    /// What kind of text it is.
    pub kind: SymbolKind,
    /// Pixel coordinates, clockwise from the symbol's own top left; all zero for text.
    pub corners: [(i32, i32); 4],
}

/// What several pictures held.
#[derive(Default)]
pub struct Scanned {
    /// The symbols of all pictures, in their order.
    pub found: Vec<Found>,
    /// Pictures that could not be read or show no symbol.
    pub problems: Vec<Problem>,
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
#[derive(Clone)]
pub struct Problem {
    /// The picture's name; for an account of an export the names of all its pictures; empty for the clipboard and for
    /// pictures that were left out.
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
    Ok(found_in(symbols, &source))
}

/// All symbols in several picture files, at most 500 of them (the rest is the problem `too-many-files`). What cannot
/// be read is a problem of its own and keeps no other from being read.
pub fn scan_files(paths: &[PathBuf]) -> Scanned {
    let mut scanned = Scanned::default();
    for path in paths.iter().take(MAX_PICTURES) {
        match scan_file(path) {
            Ok(found) => scanned.found.extend(found),
            Err(error) => {
                let source = path.display().to_string();
                scanned.problems.push(Problem { source, error });
            }
        }
    }
    if paths.len() > MAX_PICTURES {
        scanned.problems.push(Problem {
            source: String::new(),
            error: UserError::new(Code::TooManyFiles).with("most", MAX_PICTURES),
        });
    }
    scanned
}

fn found_in(symbols: Vec<Symbol>, source: &str) -> Vec<Found> {
    let found = |symbol: Symbol| Found {
        source: source.to_owned(),
        kind: symbol.kind(),
        text: symbol.text,
        corners: symbol.corners,
    };
    symbols.into_iter().map(found).collect()
}

/// What the symbols of all pictures hold together: a large export spreads over several.
pub fn read_found<'a>(found: impl IntoIterator<Item = &'a Found>) -> Readable {
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

/// The code of an account that is not added yet, to compare with what the site expects. None of a counter, which would
/// be used up, and none where a PIN is missing.
pub fn first_code(labelled: &Labelled, now: UnixTime) -> Option<SecretText> {
    labelled.otp.kind.period()?;
    let code = labelled.otp.code(now, None).ok()?;
    Some(SecretText::from(code.text().to_owned()))
}

impl Readable {
    fn problem(&mut self, symbol: &Found, error: UserError) {
        let source = symbol.source.clone();
        self.problems.push(Problem { source, error });
    }
}
