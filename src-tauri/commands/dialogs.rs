//! The system's own dialogs. They belong to the window, and commands go on while one is open.

use std::path::PathBuf;
use tauri::{Manager as _, WebviewWindow, Wry, async_runtime};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};

/// A file dialog over the window.
pub(super) fn dialog(window: &WebviewWindow) -> FileDialogBuilder<Wry> {
    window.app_handle().dialog().file().set_parent(window)
}

/// Waits for the answer of a dialog, beside the threads on which commands run. A dialog that breaks is not answered.
pub(super) async fn asked<T: Send + 'static>(
    ask: impl FnOnce() -> Option<T> + Send + 'static,
) -> Option<T> {
    async_runtime::spawn_blocking(ask).await.ok().flatten()
}

/// The same for one file; a place that is no file of this computer is nothing.
pub(super) async fn asked_for_path(
    ask: impl FnOnce() -> Option<FilePath> + Send + 'static,
) -> Option<PathBuf> {
    asked(ask).await.and_then(|path| path.into_path().ok())
}
