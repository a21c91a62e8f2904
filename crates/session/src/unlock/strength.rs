//! How hard a password is to guess.

use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::zxcvbn;

/// How hard a password is to guess. It says nothing about the password itself but its weakness.
#[derive(Clone, Debug, PartialEq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (safe against somebody who has the vault file).
    pub score: u8,
    /// The number of guesses it takes, as a power of ten: 0 to about 19.
    pub guesses_log10: f64,
    /// What is wrong with it: a message of the catalogue.
    pub warning: Option<&'static str>,
    /// What would make it better: messages of the catalogue.
    pub suggestions: Vec<&'static str>,
}

/// Longer passwords are judged by their beginning, because the time grows with the square of the length.
const MAX_CHARS: usize = 100;

/// Estimates how many guesses a password takes, from the patterns people use. Nothing is kept, but the parts that
/// `zxcvbn` looked at are freed without being wiped.
pub fn strength(password: &str) -> Strength {
    let end = password.char_indices().nth(MAX_CHARS);
    let judged = end.and_then(|(end, _)| password.get(..end));
    let entropy = zxcvbn(judged.unwrap_or(password), &[]);
    let feedback = entropy.feedback();
    let suggestions = feedback.map_or(&[][..], |feedback| feedback.suggestions());
    Strength {
        score: entropy.score().into(),
        // An empty password takes less than one guess.
        guesses_log10: entropy.guesses_log10().max(0.0),
        warning: feedback
            .and_then(|feedback| feedback.warning())
            .map(warning),
        suggestions: suggestions.iter().copied().map(suggestion).collect(),
    }
}

fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => "strength-row-of-keys",
        Warning::ShortKeyboardPatternsAreEasyToGuess => "strength-keyboard-pattern",
        Warning::RepeatsLikeAaaAreEasyToGuess => "strength-repeated-character",
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "strength-repeated-pattern",
        Warning::ThisIsATop10Password => "strength-top-10",
        Warning::ThisIsATop100Password => "strength-top-100",
        Warning::ThisIsACommonPassword => "strength-common",
        Warning::ThisIsSimilarToACommonlyUsedPassword => "strength-similar-to-common",
        Warning::SequencesLikeAbcAreEasyToGuess => "strength-sequence",
        Warning::RecentYearsAreEasyToGuess => "strength-recent-year",
        Warning::AWordByItselfIsEasyToGuess => "strength-single-word",
        Warning::DatesAreOftenEasyToGuess => "strength-date",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => "strength-single-name",
        Warning::CommonNamesAndSurnamesAreEasyToGuess => "strength-common-name",
    }
}

fn suggestion(suggestion: Suggestion) -> &'static str {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => "strength-use-a-few-words",
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => "strength-no-need-for-symbols",
        Suggestion::AddAnotherWordOrTwo => "strength-add-a-word",
        Suggestion::CapitalizationDoesntHelpVeryMuch => "strength-capitals",
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => "strength-all-capitals",
        Suggestion::ReversedWordsArentMuchHarderToGuess => "strength-reversed",
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => "strength-substitutions",
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => "strength-longer-pattern",
        Suggestion::AvoidRepeatedWordsAndCharacters => "strength-avoid-repeats",
        Suggestion::AvoidSequences => "strength-avoid-sequences",
        Suggestion::AvoidRecentYears => "strength-avoid-recent-years",
        Suggestion::AvoidYearsThatAreAssociatedWithYou => "strength-avoid-own-years",
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => "strength-avoid-own-dates",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_everybody_uses_is_called_so_and_random_words_are_not() {
        let common = strength("password");
        assert_eq!((common.score, common.warning), (0, Some("strength-top-10")));
        assert!(common.suggestions.contains(&"strength-add-a-word"));
        let words = strength("orbit mango trellis vapour nine");
        assert_eq!((words.score, words.warning), (4, None));
        assert!(words.suggestions.is_empty());
    }

    /// From the examples of Dropbox's own zxcvbn, on which the estimate is built.
    #[test]
    fn each_kind_of_weak_password_is_named() {
        for (password, expected) in [
            ("qwertyuiop[]", "strength-row-of-keys"),
            ("aaaaaaaaa", "strength-repeated-character"),
            ("abcabcabcabc", "strength-repeated-pattern"),
            ("p4ssword", "strength-similar-to-common"),
            ("13579", "strength-sequence"),
            ("1991-04-23", "strength-date"),
        ] {
            assert_eq!(strength(password).warning, Some(expected), "{password}");
        }
    }

    #[test]
    fn an_empty_password_takes_no_guess_and_says_what_makes_a_good_one() {
        let empty = strength("");
        assert_eq!((empty.score, empty.guesses_log10), (0, 0.0));
        let expected = ["strength-use-a-few-words", "strength-no-need-for-symbols"];
        assert_eq!(empty.suggestions, expected);
    }

    #[test]
    fn a_huge_password_is_judged_by_its_beginning() {
        let start = "\u{fc}".repeat(MAX_CHARS);
        let huge = start.clone() + &"correct horse ".repeat(100_000);
        assert_eq!(strength(&huge), strength(&start));
    }
}
