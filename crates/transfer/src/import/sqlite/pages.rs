//! Pages of a table, and the bytes of its rows on them (section 1.6, "B-tree Pages").

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::record::{u16_at, u32_at, varint};
use super::{Database, HEADER, SCHEMA_PAGE};
use crate::import::error::ReadError;

/// First bytes of the two kinds of pages that hold rows.
pub(super) const INTERIOR: u8 = 0x05;
pub(super) const LEAF: u8 = 0x0d;

/// One way through the pages of a table.
pub(super) struct Walk<'d, 'a> {
    database: &'d Database<'a>,
    visited: BTreeSet<u32>,
    /// Bytes that rows may still have.
    left: usize,
}

pub(super) struct Page<'a> {
    bytes: &'a [u8],
    /// Where the header of the page begins: behind that of the file on the first.
    start: usize,
}

impl<'d, 'a> Walk<'d, 'a> {
    pub(super) fn new(database: &'d Database<'a>) -> Self {
        Self {
            database,
            visited: BTreeSet::new(),
            left: database.bytes.len(),
        }
    }

    /// # Errors
    /// `Damaged` where there is no such page, or it was visited before.
    pub(super) fn visit(&mut self, number: u32) -> Result<Page<'a>, ReadError> {
        let database = self.database;
        let bytes = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|before| before.checked_mul(database.page_size))
            .and_then(|from| database.bytes.get(from..)?.get(..database.usable))
            .filter(|_| self.visited.insert(number))
            .ok_or(ReadError::Damaged)?;
        let start = if number == SCHEMA_PAGE { HEADER } else { 0 };
        Ok(Page { bytes, start })
    }

    /// The bytes of a row: those on the page, and those on the pages that follow.
    ///
    /// # Errors
    /// `Damaged`.
    pub(super) fn payload(
        &mut self,
        page: &Page<'a>,
        cell: usize,
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let cell = page.bytes.get(cell..).ok_or(ReadError::Damaged)?;
        let (length, cell) = varint(cell).ok_or(ReadError::Damaged)?;
        let (_rowid, cell) = varint(cell).ok_or(ReadError::Damaged)?;
        let length = usize::try_from(length).map_err(|_range| ReadError::Damaged)?;
        self.left = self.left.checked_sub(length).ok_or(ReadError::Damaged)?;
        let local = self.on_page(length);
        let (here, cell) = cell.split_at_checked(local).ok_or(ReadError::Damaged)?;
        let mut payload = Zeroizing::new(Vec::with_capacity(length));
        payload.extend_from_slice(here);
        let mut next = if local < length {
            u32_at(cell, 0)
        } else {
            None
        };
        while payload.len() < length {
            let overflow = self.visit(next.ok_or(ReadError::Damaged)?)?;
            next = u32_at(overflow.bytes, 0);
            let more = overflow.bytes.get(4..).unwrap_or_default();
            let missing = length.saturating_sub(payload.len()).min(more.len());
            payload.extend_from_slice(more.get(..missing).unwrap_or_default());
        }
        Ok(payload)
    }

    /// How many bytes of a row stay on its page (section 1.6, "B-tree Pages").
    fn on_page(&self, length: usize) -> usize {
        let usable = self.database.usable;
        let most = usable.saturating_sub(35);
        if length <= most {
            return length;
        }
        let least = usable.saturating_sub(12).saturating_mul(32) / 255;
        let least = least.saturating_sub(23);
        let over = length.saturating_sub(least) % usable.saturating_sub(4).max(1);
        let wanted = least.saturating_add(over);
        if wanted <= most { wanted } else { least }
    }
}

impl Page<'_> {
    /// Kind of the page and where its cells are.
    pub(super) fn cells(&self) -> Option<(u8, Vec<usize>)> {
        let kind = *self.bytes.get(self.start)?;
        let count = usize::from(u16_at(self.bytes, self.start.checked_add(3)?)?);
        let header = if kind == INTERIOR { 12 } else { 8 };
        let pointers = self.bytes.get(self.start.checked_add(header)?..)?;
        let pointers = pointers.get(..count.checked_mul(2)?)?.chunks_exact(2);
        let cells = pointers.filter_map(|pair| u16_at(pair, 0)).map(usize::from);
        Some((kind, cells.collect()))
    }

    /// The number of the page that a cell of an interior page points at.
    ///
    /// # Errors
    /// `Damaged`.
    pub(super) fn child(&self, cell: usize) -> Result<u32, ReadError> {
        u32_at(self.bytes, cell).ok_or(ReadError::Damaged)
    }

    /// The number of the page behind all cells.
    ///
    /// # Errors
    /// `Damaged`.
    pub(super) fn rightmost(&self) -> Result<u32, ReadError> {
        self.child(self.start.saturating_add(8))
    }
}
