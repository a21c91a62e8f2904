//! Labels as they may be shown: an issuer from a QR code must not be able to rearrange or hide text on the screen.

use std::borrow::Cow;

/// Shows every character that is invisible or that changes the order of others by its number, as `\u{202E}`.
///
/// These are the control characters, the line and paragraph separators, and what Unicode calls default ignorable
/// (`DerivedCoreProperties.txt`): bidirectional controls, zero-width characters, variation selectors, tags.
#[must_use]
pub fn escape(label: &str) -> Cow<'_, str> {
    if !label.contains(misleads) {
        return Cow::Borrowed(label);
    }
    let show = |character| match misleads(character) {
        true => format!("\\u{{{:X}}}", u32::from(character)),
        false => String::from(character),
    };
    Cow::Owned(label.chars().map(show).collect())
}

fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}' // soft hyphen
                | '\u{34F}' // combining grapheme joiner
                | '\u{61C}' // Arabic letter mark
                | '\u{115F}'..='\u{1160}' // Hangul fillers
                | '\u{17B4}'..='\u{17B5}' // Khmer inherent vowels
                | '\u{180B}'..='\u{180F}' // Mongolian selectors
                | '\u{200B}'..='\u{200F}' // zero-width space and joiners, direction marks
                | '\u{2028}'..='\u{202E}' // separators, embeddings, overrides
                | '\u{2060}'..='\u{206F}' // word joiner, invisible operators, isolates
                | '\u{3164}' // Hangul filler
                | '\u{FE00}'..='\u{FE0F}' // variation selectors
                | '\u{FEFF}' // zero-width no-break space
                | '\u{FFA0}' // Hangul filler
                | '\u{FFF0}'..='\u{FFFB}' // unassigned, annotations
                | '\u{1BCA0}'..='\u{1BCA3}' // shorthand formats
                | '\u{1D173}'..='\u{1D17A}' // musical formats
                | '\u{E0000}'..='\u{E0FFF}' // tags, variation selectors
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_labels_are_lent_as_they_are() {
        for label in [
            "",
            "GitHub",
            "me+tag@example.com",
            "Café ☕ 日本 שלום",
            "back\\slash",
            "a\u{A0}b",
        ] {
            assert!(matches!(escape(label), Cow::Borrowed(same) if same == label));
        }
    }

    #[test]
    fn text_cannot_be_reversed_hidden_or_broken_by_a_label() {
        assert_eq!(escape("Git\u{202E}buH"), "Git\\u{202E}buH");
        assert_eq!(
            escape("\u{FEFF}a\u{200B}b\u{2066}"),
            "\\u{FEFF}a\\u{200B}b\\u{2066}"
        );
        assert_eq!(
            escape("a\nb\u{1B}[2J\u{9B}\0"),
            "a\\u{A}b\\u{1B}[2J\\u{9B}\\u{0}"
        );
    }

    #[test]
    fn every_bidirectional_and_zero_width_character_is_escaped() {
        let bidirectional = ('\u{202A}'..='\u{202E}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{200E}', '\u{200F}', '\u{61C}']);
        let zero_width = ('\u{200B}'..='\u{200D}').chain([
            '\u{2060}',
            '\u{FEFF}',
            '\u{AD}',
            '\u{E0041}',
            '\u{3164}',
        ]);
        for character in bidirectional.chain(zero_width) {
            assert!(
                escape(&character.to_string()).starts_with("\\u{"),
                "{character:?}"
            );
        }
    }
}
