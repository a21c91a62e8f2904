//! libfaketime, which tells a program another time.

use std::process::Command;
use std::sync::OnceLock;

/// The library that the program has to load first; `None` where it is not installed. Its own program `faketime` is only
/// asked where it is: what that leaves in shared memory would meet what a later one of the same number makes there.
pub(crate) fn library() -> Option<&'static str> {
    static LIBRARY: OnceLock<Option<String>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        let mut shown = Command::new("faketime");
        let shown = shown.args(["-f", "+0", "printenv", "LD_PRELOAD"]).output();
        Some(
            String::from_utf8(shown.ok()?.stdout)
                .ok()?
                .trim()
                .to_owned(),
        )
    });
    library.as_deref().filter(|library| !library.is_empty())
}

pub(crate) fn is_missing(test: &str) -> bool {
    let is_missing = library().is_none();
    if is_missing {
        println!("SKIPPED {test}: faketime is not installed");
    }
    is_missing
}
