//! The recovery kit on paper.

use session::unlock::Kit;
use session::{Paper, Qr};

use crate::words::Words;

/// A kit as it is printed or saved; `qr` is its code.
pub(super) fn paper<'a>(words: &Words, kit: &'a Kit, qr: &'a Qr) -> Paper<'a> {
    let fingerprint = [("fingerprint", kit.fingerprint.as_str().into())];
    let head = words.text("kit-head", &fingerprint);
    Paper {
        language: "en".to_owned(),
        around: (head, words.plain("kit-foot")),
        title: words.plain("kit-sheet-title"),
        what: words.plain("kit-sheet-what"),
        about: vec![(words.plain("kit-sheet-vault"), kit.fingerprint.clone())],
        usage: words.plain("kit-sheet-use"),
        label: words.plain("kit-machine-line"),
        secret: &kit.words,
        machine_line: &kit.machine_line,
        qr,
    }
}
