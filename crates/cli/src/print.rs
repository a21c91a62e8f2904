//! Standard output: lines and tables for people, JSON for programs.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use session::{Id, escape};

/// Locked standard output. A reader that goes away, as `head` does, is an `io::Error` and not a panic.
pub(crate) struct Out(BufWriter<StdoutLock<'static>>);

impl Out {
    pub(crate) fn stdout() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    pub(crate) fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.text(text)?;
        self.text("\n")
    }

    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.0, value)?;
        self.text("\n")
    }

    /// Columns two spaces apart, each as wide as its widest cell.
    pub(crate) fn table(&mut self, rows: &[Vec<String>]) -> io::Result<()> {
        let widths = widths(rows);
        for row in rows {
            let cells = row.iter().zip(&widths);
            let line: String = cells
                .map(|(cell, width)| format!("{cell:<width$}  "))
                .collect();
            self.line(line.trim_end())?;
        }
        Ok(())
    }

    /// Hands everything to the system. Only after this has a command printed what it had to.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    (0..columns).map(width).collect()
}

/// `GitHub (alice)`, or the one of the two that is not empty; safe to show.
pub(crate) fn label(issuer: &str, account: &str) -> String {
    let (issuer, account) = (escape(issuer), escape(account));
    match (issuer.is_empty(), account.is_empty()) {
        (false, false) => format!("{issuer} ({account})"),
        (false, true) => issuer.into_owned(),
        (true, _) => account.into_owned(),
    }
}

/// The beginning of an id: enough to name an account or a slot.
pub(crate) fn short(id: Id) -> String {
    let id = id.to_string();
    id.get(..8).map_or_else(|| id.clone(), str::to_owned)
}

/// Two groups, as people read a code aloud; codes of up to five characters stay in one.
pub(crate) fn in_groups(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((left, right)) if code.len() > 5 => format!("{left} {right}"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_two_groups() {
        for (code, shown) in [
            ("123456", "123 456"),
            ("1234567", "123 4567"),
            ("1234567890", "12345 67890"),
            ("FR8RV", "FR8RV"),
        ] {
            assert_eq!(in_groups(code), shown);
        }
    }

    #[test]
    fn a_label_has_no_empty_brackets() {
        assert_eq!(label("GitHub", "alice"), "GitHub (alice)");
        assert_eq!(label("GitHub", ""), "GitHub");
        assert_eq!(label("", "alice"), "alice");
    }

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(widths(&[row(["ä", "long"]), row(["abc", ""])]), [3, 4]);
    }
}
