//! Names of columns, from the `CREATE TABLE` that the schema keeps as text.

/// First words of what is said about a whole table (SQLite, "CREATE TABLE": table-constraint).
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// In the order in which rows keep them; `None` for what is no list of columns, such as a virtual table's.
pub(super) fn columns(sql: &str) -> Option<Vec<String>> {
    let (head, body) = sql.split_once('(')?;
    if !head
        .trim_start()
        .to_ascii_uppercase()
        .starts_with("CREATE TABLE")
    {
        return None;
    }
    let names = definitions(body)?
        .into_iter()
        .map_while(name)
        .collect::<Vec<_>>();
    Some(names).filter(|names| !names.is_empty())
}

/// What stands between the commas of the outer brackets.
fn definitions(body: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut quote = None;
    let mut start = 0;
    for (place, character) in body.char_indices() {
        if let Some(end) = quote {
            if character == end {
                quote = None;
            }
            continue;
        }
        match character {
            '"' | '\'' | '`' | '[' => quote = Some(closing(character)),
            '(' => depth = depth.saturating_add(1),
            ')' if depth > 0 => depth = depth.saturating_sub(1),
            ')' => {
                found.push(body.get(start..place)?);
                return Some(found);
            }
            ',' if depth == 0 => {
                found.push(body.get(start..place)?);
                start = place.saturating_add(1);
            }
            _ => {}
        }
    }
    None
}

fn closing(quote: char) -> char {
    if quote == '[' { ']' } else { quote }
}

/// The first word; `None` where it begins what is said about the whole table.
fn name(definition: &str) -> Option<String> {
    let definition = definition.trim();
    if let Some(quote @ ('"' | '\'' | '`' | '[')) = definition.chars().next() {
        let inner = definition.get(1..)?.split(closing(quote)).next()?;
        return Some(inner.to_owned());
    }
    let ends = |character: char| character.is_whitespace() || character == '(';
    let word = definition.split(ends).next()?;
    let is_constraint = CONSTRAINTS
        .iter()
        .any(|keyword| keyword.eq_ignore_ascii_case(word));
    (!is_constraint).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_among_quotes_brackets_and_constraints() {
        let sql = "CREATE TABLE \"t\" (`_id` INTEGER PRIMARY KEY, \"a, b\" TEXT DEFAULT ')', [c] DECIMAL(3, 2), d,\n\
                   e TEXT CHECK (e <> ',('), PRIMARY KEY (d, e), f)";
        let names = columns(sql).unwrap();
        assert_eq!(names, ["_id", "a, b", "c", "d", "e"]);
    }

    #[test]
    fn what_is_no_table_has_no_columns() {
        for sql in [
            "",
            "CREATE VIRTUAL TABLE t USING fts5(a, b)",
            "CREATE VIEW t (a) AS SELECT 1",
            "CREATE TABLE t AS SELECT 1",
            "CREATE TABLE t (a, b",
        ] {
            assert_eq!(columns(sql), None, "{sql}");
        }
    }
}
