//! Lines of comma-separated values (RFC 4180), for spreadsheets.

/// One line with these cells, and its end.
pub fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// In quotation marks. What a spreadsheet would take for a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_can_neither_end_early_nor_be_a_formula() {
        let cells = ["Ada, Countess", "say \"hi\"\n", "=HYPERLINK(1)"];
        let line = "\"Ada, Countess\",\"say \"\"hi\"\"\n\",\"'=HYPERLINK(1)\"\r\n";
        assert_eq!(row(&cells), line);
    }
}
