//! A program that holds secrets must not be driven by another one.

use std::env;

/// With these, the web view lets another program read and click everything in the window, or is another one.
const VARIABLES: [&str; 6] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "WEBVIEW2_USER_DATA_FOLDER",
];

/// The variable because of which the program does not start. Only builds for developers may be driven.
pub(crate) fn refused(release: bool, is_set: impl Fn(&str) -> bool) -> Option<&'static str> {
    VARIABLES.into_iter().find(|name| release && is_set(name))
}

/// Whether the environment has it, to whatever value.
pub(crate) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some()
}

/// Whether this is what users get.
pub(crate) const RELEASE: bool = !cfg!(debug_assertions);

/// Whether a test drives the window. Never in a release.
pub(crate) fn is_on() -> bool {
    !RELEASE && is_set("TAURI_WEBVIEW_AUTOMATION")
}

/// There is no window yet, so the words go where the program was started from.
#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
pub(crate) fn tell(variable: &str) {
    eprintln!(
        "Countersign does not start with {variable} set: another program could read your codes. \
         Unset it, then start again. Nothing was opened."
    );
}

/// The system's web view or display is missing or broken.
#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
pub(crate) fn tell_no_window() {
    eprintln!(
        "Countersign's window could not be opened. Check that there is a display and the system's web view. \
         The command line, `countersign`, needs neither. Nothing was changed."
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_does_not_start_where_another_program_could_drive_it() {
        for variable in VARIABLES {
            assert_eq!(refused(true, |name| name == variable), Some(variable));
        }
        assert_eq!(refused(true, |_| false), None);
        assert_eq!(
            refused(false, |_| true),
            None,
            "tests drive a build for developers"
        );
    }
}
