//! Rows of one table of an SQLite database, read straight from the file ("Database File Format", sqlite.org/fileformat2).
//!
//! No SQL runs: views, triggers, indexes and expressions of a stranger's schema are bytes that nobody looks at. Each page
//! is visited once at most, and all rows together have no more bytes than the file, so that a file that points at itself
//! ends in `Damaged`.

use super::MAX_ENTRIES;
use super::error::ReadError;
use super::json::Text;

mod pages;
mod record;
mod schema;

use pages::{INTERIOR, LEAF, Walk};
use record::{record, u16_at, u32_at};

const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the header on the first page.
const HEADER: usize = 100;
const SCHEMA_PAGE: u32 = 1;
const MOST_COLUMNS: usize = 500;
/// Where the schema keeps kind, name, first page and SQL.
const SCHEMA: &[Option<usize>] = &[Some(0), Some(1), Some(3), Some(4)];

/// A value of a row.
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(Text),
    /// Numbers with a fraction, and bytes.
    Other,
}

/// Rows of a table, with the columns that were asked for.
pub(super) struct Table<'a> {
    columns: &'a [&'a str],
    rows: Vec<Vec<Value>>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    columns: &'a [&'a str],
    values: &'a [Value],
}

impl Table<'_> {
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row {
            columns: self.columns,
            values,
        })
    }
}

impl Row<'_> {
    fn value(&self, column: &str) -> Option<&Value> {
        let place = self.columns.iter().position(|name| *name == column)?;
        self.values.get(place)
    }

    /// The text of a column; empty where it is missing, null or of another type.
    pub(super) fn text(&self, column: &str) -> &str {
        match self.value(column) {
            Some(Value::Text(text)) => text,
            Some(Value::Null | Value::Integer(_) | Value::Other) | None => "",
        }
    }

    /// The whole number of a column, also where it was kept as text.
    pub(super) fn integer(&self, column: &str) -> Option<i64> {
        match self.value(column)? {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Null | Value::Other => None,
        }
    }
}

/// A database in memory.
pub(super) struct Database<'a> {
    bytes: &'a [u8],
    page_size: usize,
    /// Bytes of a page without what extensions keep at its end.
    usable: usize,
    encoding: Encoding,
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl<'a> Database<'a> {
    /// `None` for what is no such database.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let header = bytes.get(..HEADER)?;
        let page_size = match u16_at(header, 16)? {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = page_size.checked_sub(usize::from(*header.get(20)?))?;
        let encoding = match u32_at(header, 56)? {
            2 => Encoding::Utf16Le,
            3 => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
        let is_known = header.starts_with(MAGIC)
            && page_size.is_power_of_two()
            && page_size >= 512
            && usable >= 480;
        is_known.then_some(Self {
            bytes,
            page_size,
            usable,
            encoding,
        })
    }

    /// Whether there is a real table of that name with all these columns.
    pub(super) fn has_table(&self, name: &str, columns: &[&str]) -> bool {
        let has = |known: &[String], column: &str| known.iter().any(|name| name == column);
        self.find(name)
            .is_ok_and(|(_root, known)| columns.iter().all(|column| has(&known, column)))
    }

    /// All rows of a table, in the order of their numbers. A column that the table has not is null.
    ///
    /// # Errors
    /// `Damaged`, also where there is no such table; `TooMany`.
    pub(super) fn table<'c>(
        &self,
        name: &str,
        columns: &'c [&'c str],
    ) -> Result<Table<'c>, ReadError> {
        let (root, known) = self.find(name)?;
        let place = |column: &&str| known.iter().position(|name| name == column);
        let places: Vec<_> = columns.iter().map(place).collect();
        let rows = self.rows(root, &places)?;
        Ok(Table { columns, rows })
    }

    /// First page and columns of a table, from the schema.
    fn find(&self, name: &str) -> Result<(u32, Vec<String>), ReadError> {
        for row in self.rows(SCHEMA_PAGE, SCHEMA)? {
            if let [
                Value::Text(kind),
                Value::Text(known),
                Value::Integer(root),
                Value::Text(sql),
            ] = row.as_slice()
                && kind.as_str() == "table"
                && known.as_str() == name
            {
                let root = u32::try_from(*root).map_err(|_range| ReadError::Damaged)?;
                let columns = schema::columns(sql).filter(|names| names.len() <= MOST_COLUMNS);
                return Ok((root, columns.ok_or(ReadError::Damaged)?));
            }
        }
        Err(ReadError::Damaged)
    }

    fn rows(&self, root: u32, places: &[Option<usize>]) -> Result<Vec<Vec<Value>>, ReadError> {
        let mut walk = Walk::new(self);
        let mut rows = Vec::new();
        let mut pages = vec![root];
        while let Some(number) = pages.pop() {
            let page = walk.visit(number)?;
            let (kind, cells) = page.cells().ok_or(ReadError::Damaged)?;
            match kind {
                // Pushed backwards, so that the leftmost comes next.
                INTERIOR => {
                    pages.push(page.rightmost()?);
                    for cell in cells.iter().rev() {
                        pages.push(page.child(*cell)?);
                    }
                }
                LEAF => {
                    for cell in cells {
                        if rows.len() == MAX_ENTRIES {
                            return Err(ReadError::TooMany);
                        }
                        let payload = walk.payload(&page, cell)?;
                        let row = record(&payload, places, self.encoding);
                        rows.push(row.ok_or(ReadError::Damaged)?);
                    }
                }
                _ => return Err(ReadError::Damaged),
            }
        }
        Ok(rows)
    }
}
