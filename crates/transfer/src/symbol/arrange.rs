//! The codes of one picture, each once, in the order people read.

use super::Symbol;

/// Leaves one of several symbols with the same text in the same place. The same text in two places stays two symbols:
/// both are there to be seen.
pub(super) fn without_doubles(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut kept: Vec<Symbol> = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let is_double = |other: &Symbol| {
            other.text.expose() == symbol.text.expose()
                && Frame::of(other).overlaps(Frame::of(&symbol))
        };
        if !kept.iter().any(is_double) {
            kept.push(symbol);
        }
    }
    kept
}

/// Rows from top to bottom, and from left to right in each. A code is in the row of another if its middle is not
/// below that one's lower edge.
pub(super) fn in_reading_order(mut symbols: Vec<Symbol>) -> Vec<Symbol> {
    symbols.sort_by_key(|symbol| Frame::of(symbol).top);
    let mut row = 0_u32;
    let mut lower_edge = i32::MIN;
    let mut placed: Vec<(u32, i32, Symbol)> = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let frame = Frame::of(&symbol);
        if frame.middle() >= lower_edge {
            row += 1;
            lower_edge = frame.bottom;
        }
        placed.push((row, frame.left, symbol));
    }
    placed.sort_by_key(|(row, left, _)| (*row, *left));
    placed.into_iter().map(|(.., symbol)| symbol).collect()
}

/// The upright rectangle around a symbol.
#[derive(Clone, Copy)]
struct Frame {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Frame {
    fn of(symbol: &Symbol) -> Self {
        let [(x, y), others @ ..] = symbol.corners;
        let point = Self {
            left: x,
            top: y,
            right: x,
            bottom: y,
        };
        others.iter().fold(point, |frame, &(x, y)| Self {
            left: frame.left.min(x),
            top: frame.top.min(y),
            right: frame.right.max(x),
            bottom: frame.bottom.max(y),
        })
    }

    fn overlaps(self, other: Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }

    fn middle(self) -> i32 {
        self.top.midpoint(self.bottom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use otp::SecretText;

    fn at(text: &str, x: i32, y: i32) -> Symbol {
        Symbol {
            text: SecretText::new(text.to_owned()),
            corners: [(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100)],
        }
    }

    fn texts(symbols: &[Symbol]) -> Vec<&str> {
        symbols.iter().map(|symbol| symbol.text.expose()).collect()
    }

    #[test]
    fn codes_of_a_crooked_row_are_read_from_left_to_right() {
        let symbols = vec![
            at("d", 300, 240),
            at("b", 150, 0),
            at("c", 10, 260),
            at("a", 0, 30),
        ];
        assert_eq!(texts(&in_reading_order(symbols)), ["a", "b", "c", "d"]);
    }

    #[test]
    fn one_code_seen_twice_is_one_and_two_equal_codes_are_two() {
        let symbols = vec![at("a", 0, 0), at("a", 3, 2), at("b", 1, 1), at("a", 200, 0)];
        assert_eq!(texts(&without_doubles(symbols)), ["a", "b", "a"]);
    }
}
