//! What the pages can ask for. A command decodes, calls `session` once and encodes; it knows no rule of its own.
//!
//! They run beside the window's own thread: opening a vault takes a second, and the window goes on moving.

mod backup;
mod codes;
mod dialogs;
#[cfg(test)]
mod names;
pub(crate) mod scan;
mod settings;
mod slots;
pub(crate) mod transfer;
mod unlock;

use tauri::Wry;
use tauri::ipc::Invoke;

/// The same commands as in [`names::COMMANDS`].
#[expect(clippy::too_many_lines, reason = "a list: a line for each command")]
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        unlock::unlock_state,
        unlock::unlock_strength,
        unlock::unlock_create,
        unlock::unlock_save_kit,
        unlock::unlock_print,
        unlock::unlock_finish_create,
        unlock::unlock_open,
        unlock::unlock_open_copy,
        unlock::unlock_open_older,
        unlock::unlock_copies,
        unlock::unlock_merge_copy,
        unlock::unlock_lock,
        unlock::unlock_save_again,
        unlock::unlock_take_older,
        unlock::unlock_activity,
        unlock::unlock_in_view,
        unlock::unlock_vaults,
        unlock::unlock_switch,
        unlock::unlock_pick_vault,
        unlock::unlock_place_vault,
        unlock::unlock_forget,
        slots::unlock_slots,
        slots::unlock_add_password,
        slots::unlock_add_keyring,
        slots::unlock_add_kit,
        slots::unlock_prove_kit,
        slots::unlock_change_password,
        slots::unlock_rename_slot,
        slots::unlock_remove_slot,
        slots::unlock_renew,
        codes::codes_list,
        codes::codes_now,
        codes::codes_use,
        codes::codes_copy,
        codes::codes_page,
        codes::codes_add_typed,
        codes::codes_edit,
        codes::codes_remove,
        codes::codes_restore,
        codes::codes_trash,
        codes::codes_empty_trash,
        codes::codes_reveal,
        codes::codes_qr,
        codes::codes_copy_uri,
        codes::codes_undo_add,
        codes::codes_other,
        codes::codes_swap_secret,
        codes::codes_keep_secret,
        scan::scan_pick,
        scan::scan_clipboard,
        scan::scan_screen,
        scan::scan_picture,
        scan::scan_region,
        scan::scan_cameras,
        scan::scan_camera_open,
        scan::scan_camera_frame,
        scan::scan_camera_close,
        scan::scan_add,
        scan::scan_discard,
        transfer::transfer_pick,
        transfer::transfer_pick_folder,
        transfer::transfer_read,
        transfer::transfer_import,
        transfer::transfer_delete,
        transfer::transfer_discard,
        transfer::export::transfer_formats,
        transfer::export::transfer_losses,
        transfer::export::transfer_export,
        transfer::export::transfer_series,
        transfer::worklist::transfer_tasks,
        transfer::worklist::transfer_add_tasks,
        transfer::worklist::transfer_finish_task,
        transfer::worklist::transfer_reopen_task,
        transfer::worklist::transfer_remove_task,
        settings::settings_get,
        settings::settings_set,
        settings::settings_doctor,
        backup::settings_backup_status,
        backup::settings_backup_list,
        backup::settings_backup_folder,
        backup::settings_backup_every,
        backup::settings_backup_now,
        backup::settings_backup_prove,
        backup::unlock_pick_backup,
        backup::unlock_choose_backup,
        backup::unlock_restore,
    ]
}

#[cfg(test)]
mod tests;
