// Runs in a frame of its own, between the pages and the program: a call that is none of ours never leaves it.
// The same names as in src-tauri/commands/names.rs; a test compares them.
const COMMANDS = new Set([
  "unlock_state",
  "unlock_strength",
  "unlock_create",
  "unlock_save_kit",
  "unlock_print",
  "unlock_finish_create",
  "unlock_open",
  "unlock_open_copy",
  "unlock_lock",
  "unlock_save_again",
  "unlock_activity",
  "unlock_vaults",
  "unlock_switch",
  "unlock_pick_vault",
  "unlock_place_vault",
  "unlock_forget",
  "codes_list",
  "codes_now",
  "codes_use",
  "codes_copy",
  "codes_page",
  "codes_add_typed",
  "codes_edit",
  "codes_remove",
  "codes_restore",
  "codes_trash",
  "codes_empty_trash",
  "codes_reveal",
  "codes_qr",
  "codes_copy_uri",
  "scan_pick",
  "scan_clipboard",
  "scan_add",
  "scan_discard",
  "settings_get",
  "settings_set",
  "settings_doctor",
  "plugin:event|listen",
  "plugin:event|unlisten",
]);

window.__TAURI_ISOLATION_HOOK__ = (payload) => {
  if (!COMMANDS.has(payload.cmd)) throw new Error("not a command of this program");
  return payload;
};
