//! Searches the memory of a process, as somebody would who stole it.

use std::fs::{self, File};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

/// Bytes of a page of memory.
const PAGE: u64 = 4096;

const FORM: &str = "the kernel's lists have a fixed form";

/// What is searched for is never in memory itself, only with each bit of this turned over.
pub(crate) const MASK: u8 = 0xa5;

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
        maps.lines()
            .filter(|line| line.contains(" rw"))
            .any(|line| {
                let place = line.split_whitespace().next().expect(FORM);
                let (from, to) = place.split_once('-').expect(FORM);
                let number = |text| u64::from_str_radix(text, 16).expect(FORM);
                self.written(number(from)..number(to))
                    .into_iter()
                    .any(|pages| self.pages_hold(pages, hidden))
            })
    }

    /// What of these addresses was ever written to: programs reserve far more of them than there is memory.
    fn written(&self, addresses: Range<u64>) -> Vec<Range<u64>> {
        let mut runs: Vec<Range<u64>> = Vec::new();
        let mut entries = vec![0; 1 << 20];
        let mut page = addresses.start / PAGE;
        while page < addresses.end / PAGE {
            let read = self.pages.read_at(&mut entries, 8 * page).unwrap_or(0);
            if read < 8 {
                break;
            }
            for entry in entries[..read].chunks_exact(8) {
                // The highest two bits: in memory, or in swap.
                if entry[7] & 0xc0 != 0 && page < addresses.end / PAGE {
                    match runs.last_mut() {
                        Some(run) if run.end == page * PAGE => run.end += PAGE,
                        _ => runs.push(page * PAGE..(page + 1) * PAGE),
                    }
                }
                page += 1;
            }
        }
        runs
    }

    fn pages_hold(&mut self, pages: Range<u64>, hidden: &[u8]) -> bool {
        let first = hidden[0] ^ MASK;
        // What lies across two pieces is found in the second one.
        let step = self.piece.len() - hidden.len();
        pages.clone().step_by(step).any(|from| {
            let len = usize::try_from(pages.end - from).expect("it is in memory");
            let len = len.min(self.piece.len());
            // A page that went away meanwhile ends the piece.
            let read = self.file.read_at(&mut self.piece[..len], from);
            let piece = &mut self.piece[..read.unwrap_or(0)];
            let is_at = |at: usize| {
                let part = &piece[at..];
                part.len() >= hidden.len() && part.iter().zip(hidden).all(|(a, b)| a ^ MASK == *b)
            };
            let found = memchr::memchr_iter(first, piece).any(is_at);
            // What was read is no find of the next search.
            piece.fill(0);
            found
        })
    }
}
