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

    /// Columns two spaces apart, each as wide as its widest cell up to [`WIDEST`].
    pub(crate) fn table(&mut self, rows: &[Vec<String>]) -> io::Result<()> {
        let widths = widths(rows);
        rows.iter()
            .try_for_each(|row| self.line(&aligned(row, &widths)))
    }

    /// Hands everything to the system. Only after this has a command printed what it had to.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The widest column of a table, in characters: one cell that is longer pushes the rest of its own row only.
const WIDEST: usize = 48;

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max();
        widest.unwrap_or(0).min(WIDEST)
    };
    (0..columns).map(width).collect()
}

/// A row of a table. Padded by hand: a format string panics at widths above 65,535.
fn aligned(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    let mut gap = 0;
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(&" ".repeat(gap));
        line.push_str(cell);
        gap = 2 + width.saturating_sub(cell.chars().count());
    }
    line.trim_end().to_owned()
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

/// What people call an account, safe to show: its label, else the beginning of its id.
pub(crate) fn label_or_id((issuer, account): (&str, &str), id: Id) -> String {
    let label = label(issuer, account);
    if label.is_empty() { short(id) } else { label }
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

    fn table(rows: &[[&str; 3]]) -> Vec<String> {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| row.map(str::to_owned).to_vec())
            .collect();
        let widths = widths(&rows);
        rows.iter().map(|row| aligned(row, &widths)).collect()
    }

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell() {
        let shown = table(&[["ä", "long", "x"], ["abc", "", "y"], ["d", "", ""]]);
        assert_eq!(shown, ["ä    long  x", "abc        y", "d"]);
    }

    #[test]
    fn a_cell_of_any_length_is_shown_whole_and_widens_no_other_row() {
        let long = "x".repeat(80_000);
        let shown = table(&[["a", &long, &long], [&long, "b", "c"], ["d", "e", "f"]]);
        let gap = " ".repeat(WIDEST + 1);
        assert!(shown[0] == format!("a{gap}{long}  {long}"));
        assert!(shown[1] == format!("{long}  b{gap}c"));
        assert_eq!(shown[2], format!("d{gap}e{gap}f"));
    }
}
