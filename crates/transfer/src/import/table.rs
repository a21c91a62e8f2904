//! Tables of comma-separated values (RFC 4180) whose first line names the columns. Fields are read into memory that is
//! wiped.

use csv_core::{ReadRecordResult, Reader};
use zeroize::Zeroizing;

use super::entry::{Entry, Found, Skipped};
use super::error::{ReadError, SkipReason};
use super::file::File;

/// Longest row in bytes, and most fields of one; of a longer row nothing is kept.
const MOST_BYTES: usize = 1 << 20;
const MOST_FIELDS: usize = 1_000;
/// How much of a text is looked at for the names of its columns.
const MOST_HEADER: usize = 16 << 10;

/// A table, row by row.
struct Table<'a> {
    reader: Reader,
    rest: &'a [u8],
    columns: Vec<String>,
    fields: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
}

/// One row.
pub(super) struct Row<'t> {
    columns: &'t [String],
    fields: &'t [u8],
    ends: &'t [usize],
}

/// The names of the columns in lower case, if the text is a table; else anything.
pub(super) fn columns(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let head = bytes.get(..MOST_HEADER).unwrap_or(bytes);
    Table::with_room(head, MOST_HEADER).columns
}

/// Reads a table of logins: each row with a text in one of the columns `otp` is an account.
///
/// # Errors
/// `Damaged` where the file is no text, or no column is one of `otp`; `TooMany`.
pub(super) fn read(
    file: &File<'_>,
    otp: &[&str],
    read_row: fn(&Row<'_>) -> Result<Entry, Skipped>,
) -> Result<Found, ReadError> {
    read_text(file.text().ok_or(ReadError::Damaged)?, otp, read_row)
}

/// The same of a text that begins with the names of the columns.
///
/// # Errors
/// `Damaged` where no column is one of `otp`; `TooMany`.
pub(super) fn read_text(
    text: &str,
    otp: &[&str],
    read_row: fn(&Row<'_>) -> Result<Entry, Skipped>,
) -> Result<Found, ReadError> {
    let mut found = Found::default();
    let mut table = Table::new(text);
    if !otp.iter().any(|name| table.has(name)) {
        return Err(ReadError::Damaged);
    }
    while let Some(row) = table.next() {
        match row {
            Err(reason) => found.push(Err(Skipped::new("", "", reason)))?,
            // JavaScript's word for nothing gets into files of some programs.
            Ok(row) if matches!(row.get(otp).trim(), "" | "null") => found.without_otp += 1,
            Ok(row) => found.push(read_row(&row))?,
        }
    }
    Ok(found)
}

impl<'a> Table<'a> {
    fn new(text: &'a str) -> Self {
        Self::with_room(text.as_bytes(), MOST_BYTES.min(text.len()))
    }

    fn with_room(rest: &'a [u8], room: usize) -> Self {
        let mut table = Self {
            reader: Reader::new(),
            rest,
            columns: Vec::new(),
            fields: Zeroizing::new(vec![0; room]),
            ends: vec![0; MOST_FIELDS],
        };
        if let Some(Ok(row)) = table.next() {
            table.columns = row.names();
        }
        table
    }

    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name)
    }

    /// The next row; `Damaged` for one that is too long.
    fn next(&mut self) -> Option<Result<Row<'_>, SkipReason>> {
        let (mut length, mut count, mut is_whole) = (0, 0, true);
        loop {
            let room = self.fields.get_mut(length..).unwrap_or_default();
            let places = self.ends.get_mut(count..).unwrap_or_default();
            let (result, read, written, ended) = self.reader.read_record(self.rest, room, places);
            self.rest = self.rest.get(read..).unwrap_or_default();
            length += written;
            count += ended;
            match result {
                // With nothing left, the reader ends the row at the next call.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (length, count, is_whole) = (0, 0, false);
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        if !is_whole {
            return Some(Err(SkipReason::Damaged));
        }
        Some(Ok(Row {
            columns: &self.columns,
            fields: self.fields.get(..length).unwrap_or_default(),
            ends: self.ends.get(..count).unwrap_or_default(),
        }))
    }
}

impl Row<'_> {
    /// The text of the first of these columns that has any; empty where none has.
    pub(super) fn get(&self, columns: &[&str]) -> &str {
        columns
            .iter()
            .map(|name| self.of(name))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    fn of(&self, name: &str) -> &str {
        let place = self.columns.iter().position(|column| column == name);
        place.and_then(|place| self.at(place)).unwrap_or_default()
    }

    fn at(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        std::str::from_utf8(self.fields.get(start..end)?).ok()
    }

    fn names(&self) -> Vec<String> {
        let texts = (0..self.ends.len()).map(|place| self.at(place).unwrap_or_default());
        texts.map(|text| text.trim().to_lowercase()).collect()
    }
}
