//! The window itself.

use tauri::AppHandle;

/// The first page is painted.
#[tauri::command(async)]
pub(crate) fn window_ready(app: AppHandle) {
    crate::window::show(&app);
}
