//! A program that holds secrets must not be driven by another one.

use std::env;

/// With these, WebKit lets another program read and click everything in the window.
const VARIABLES: [&str; 3] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
];

/// The variable because of which a release does not start.
pub(crate) fn refused() -> Option<&'static str> {
    if cfg!(debug_assertions) {
        return None;
    }
    VARIABLES
        .into_iter()
        .find(|name| env::var_os(name).is_some())
}

/// Whether a test drives the window. Never in a release.
pub(crate) fn is_on() -> bool {
    cfg!(debug_assertions) && env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

/// There is no window yet, so the words go where the program was started from.
#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
pub(crate) fn tell(variable: &str) {
    eprintln!(
        "Countersign does not start with {variable} set: another program could read your codes. \
         Unset it, then start again. Nothing was opened."
    );
}
