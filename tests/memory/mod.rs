//! Searches the memory of a process, as somebody would who stole it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

/// Bytes of a page of memory.
const PAGE: usize = 4096;

/// What is searched for is never in memory itself, only with each bit of this turned over.
pub(crate) const MASK: u8 = 0xa5;

#[expect(
    clippy::indexing_slicing,
    reason = "what runs while compiling cannot iterate, and its panics are errors of the build"
)]
pub(crate) const fn hidden<const N: usize>(text: &[u8; N]) -> [u8; N] {
    let mut hidden = *text;
    let mut at = 0;
    while at < N {
        hidden[at] ^= MASK;
        at += 1;
    }
    hidden
}

/// The memory that a process may write to, looked through piece by piece.
pub(crate) struct Memory {
    process: String,
    file: File,
    pages: File,
    piece: Vec<u8>,
}

impl Memory {
    /// Of `self`, or of the process of this number. `None` where this user may not look into it.
    pub(crate) fn of(process: &str) -> Option<Self> {
        Some(Self {
            process: process.to_owned(),
            file: File::open(format!("/proc/{process}/mem")).ok()?,
            pages: File::open(format!("/proc/{process}/pagemap")).ok()?,
            piece: vec![0; 1 << 20],
        })
    }

    /// Whether what was hidden by [`hidden`] is in it.
    pub(crate) fn holds(&mut self, hidden: &[u8]) -> bool {
        let maps = format!("/proc/{}/maps", self.process);
        let maps = fs::read_to_string(maps).expect("the process is there");
        // What was read is no find.
        let own = self.piece.as_ptr().addr();
        let own = if self.process == "self" {
            own..own + self.piece.len()
        } else {
            0..0
        };
        maps.lines()
            .filter(|line| line.contains(" rw"))
            .any(|line| {
                let (from, to) = line
                    .split_whitespace()
                    .next()
                    .expect("maps have a fixed form")
                    .split_once('-')
                    .expect("maps have a fixed form");
                let place = |text| usize::from_str_radix(text, 16).expect("maps have a fixed form");
                let (mut from, to) = (place(from), place(to));
                let mut found = false;
                while from < to && !found {
                    if own.contains(&from) {
                        from = own.end;
                        continue;
                    }
                    let end = to.min(from + self.piece.len());
                    let end = if (from..end).contains(&own.start) {
                        own.start
                    } else {
                        end
                    };
                    found = self.piece_holds(from, end - from, hidden);
                    // What lies across two pieces is found in the next one.
                    from = if end == to {
                        end
                    } else {
                        end - hidden.len().min(end - from - 1)
                    };
                }
                found
            })
    }

    fn piece_holds(&mut self, from: usize, len: usize, hidden: &[u8]) -> bool {
        if !self.is_there(from, len) {
            return false;
        }
        let piece = self.piece.get_mut(..len).expect("maps have a fixed form");
        let from = u64::try_from(from).expect("maps have a fixed form");
        // A page that went away meanwhile holds nothing.
        if self.file.read_exact_at(piece, from).is_err() {
            return false;
        }
        let is_it = |part: &[u8]| {
            part.iter()
                .zip(hidden)
                .all(|(byte, hidden)| byte ^ MASK == *hidden)
        };
        let found = piece.windows(hidden.len()).any(is_it);
        piece.fill(0);
        found
    }

    /// Whether anything was ever written there: programs reserve far more addresses than there is memory.
    fn is_there(&self, from: usize, len: usize) -> bool {
        let (first, last) = (from / PAGE, (from + len - 1) / PAGE);
        let mut entries = vec![0; 8 * (last - first + 1)];
        let at = u64::try_from(8 * first).expect("an address has 64 bits");
        let read = self.pages.read_exact_at(&mut entries, at);
        // The highest two bits: in memory, or in swap.
        let mut highest = entries.chunks(8).filter_map(<[u8]>::last);
        read.is_err() || highest.any(|byte| byte & 0xc0 != 0)
    }
}
