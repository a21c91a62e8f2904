/** The backend in the real window: each method is one command of the program. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { language, t } from "$text";
import type { Backend, Events } from "./backend";
import type { CodeSheetDto } from "./bindings/CodeSheetDto";
import type { FirstDto } from "./bindings/FirstDto";
import type { OwnerSheetDto } from "./bindings/OwnerSheetDto";
import type { SheetWordsDto } from "./bindings/SheetWordsDto";

declare global {
  interface Window {
    /** Set by the program before the page is loaded; src-tauri/window.rs. */
    countersignFirst?: FirstDto;
  }
}

/** It is of the program's start: a page that is loaded anew asks, because the vault may be locked since. */
function takeFirst(): FirstDto | null {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const anew = navigation?.type === "reload" || location.search === "?anew";
  const first = anew ? null : (window.countersignFirst ?? null);
  delete window.countersignFirst;
  return first;
}

/** What stands on a page to print. */
function sheetWords(backupCodes: boolean): SheetWordsDto {
  return {
    language,
    title: t("sheet-title"),
    warning: t("sheet-warning"),
    key: t("sheet-key"),
    pin: t("sheet-pin"),
    kind: t("sheet-kind"),
    digits: t("sheet-digits"),
    period: t("sheet-period"),
    counter: t("sheet-counter"),
    backupCodesTitle: t("sheet-backup-codes"),
    backupCodes,
  };
}

/** The same for backup codes. `day`: today, as people read it. */
function codeSheetWords(day: string): CodeSheetDto {
  return {
    language,
    title: t("code-sheet-heading"),
    what: t("code-sheet-what"),
    printed: t("code-sheet-printed", { day }),
  };
}

/** And for an owner sheet. */
function ownerSheetWords(): OwnerSheetDto {
  return {
    language,
    title: t("team-sheet-title"),
    what: t("team-sheet-what"),
    team: t("team-sheet-team"),
    storage: t("team-sheet-storage"),
    usage: t("team-sheet-use"),
    label: t("kit-machine-line"),
    member: t("team-sheet-member"),
  };
}

export const tauri: Backend = {
  first: takeFirst(),
  unlockState: () => invoke("unlock_state"),
  unlockStrength: (password) => invoke("unlock_strength", { password }),
  unlockCreate: (password) =>
    invoke("unlock_create", { password, names: [t("slot-password"), t("slot-recovery")] }),
  unlockSaveKit: (text) => invoke("unlock_save_kit", { text }),
  unlockPrint: () => invoke("unlock_print"),
  unlockFinishCreate: (typed) => invoke("unlock_finish_create", { typed }),
  unlockOpen: (credential) => invoke("unlock_open", { credential }),
  unlockOpenCopy: (credential) => invoke("unlock_open_copy", { credential }),
  unlockOpenOlder: (credential) => invoke("unlock_open_older", { credential }),
  unlockCopies: () => invoke("unlock_copies"),
  unlockMergeCopy: (name) => invoke("unlock_merge_copy", { name }),
  unlockLock: (giveUp) => invoke("unlock_lock", { giveUp }),
  unlockSaveAgain: () => invoke("unlock_save_again"),
  unlockTakeOlder: () => invoke("unlock_take_older"),
  unlockActivity: () => invoke("unlock_activity"),
  unlockInView: (inView) => invoke("unlock_in_view", { inView }),
  unlockVaults: () => invoke("unlock_vaults"),
  unlockSwitch: (index) => invoke("unlock_switch", { index }),
  unlockPickVault: () => invoke("unlock_pick_vault"),
  unlockPlaceVault: () => invoke("unlock_place_vault"),
  unlockForget: (index) => invoke("unlock_forget", { index }),
  unlockSlots: () => invoke("unlock_slots"),
  unlockAddPassword: (credential, password) =>
    invoke("unlock_add_password", { credential, password, name: t("slot-password") }),
  unlockAddKeyring: (credential) => invoke("unlock_add_keyring", { credential, name: t("slot-keyring") }),
  unlockAddKey: (credential, pin, touchOnly, name) =>
    invoke("unlock_add_key", { credential, pin, touchOnly, name: name.trim() || t("slot-fido2") }),
  unlockAddKit: (credential) => invoke("unlock_add_kit", { credential, name: t("slot-recovery") }),
  unlockProveKit: (typed) => invoke("unlock_prove_kit", { typed }),
  unlockChangePassword: (credential, id, password) =>
    invoke("unlock_change_password", { credential, id, password }),
  unlockRenameSlot: (credential, id, name) => invoke("unlock_rename_slot", { credential, id, name }),
  unlockRemoveSlot: (credential, id) => invoke("unlock_remove_slot", { credential, id }),
  unlockRenew: (credentials) => invoke("unlock_renew", { credentials }),
  keysFind: () => invoke("keys_find"),
  keysAnswer: (pin) => invoke("keys_answer", { pin }),
  keysCancel: () => invoke("keys_cancel"),
  keysCandidate: () => invoke("keys_candidate"),
  keysList: () => invoke("keys_list"),
  keysPlaces: () => invoke("keys_places"),
  keysPlugged: () => invoke("keys_plugged"),
  keysRegister: (name, place, plugged) => invoke("keys_register", { name, place, plugged }),
  keysUnregister: (key) => invoke("keys_unregister", { key }),
  keysOfAccount: (id) => invoke("keys_of_account", { id }),
  keysPutOn: (key, id, on, called) => invoke("keys_put_on", { key, id, on, called }),
  keysTakeOff: (key, id) => invoke("keys_take_off", { key, id }),
  keysLose: (key) => invoke("keys_lose", { key }),
  keysWithout: (key) => invoke("keys_without", { key }),
  keysWink: (place) => invoke("keys_wink", { place }),
  keysTest: (place) => invoke("keys_test", { place }),
  keysSetPin: (place, old, fresh) => invoke("keys_set_pin", { place, old, fresh }),
  keysPasskeys: (place, pin) => invoke("keys_passkeys", { place, pin }),
  keysDeletePasskey: (place, pin, passkey) => invoke("keys_delete_passkey", { place, pin, passkey }),
  keysReset: (place) => invoke("keys_reset", { place }),
  codesList: () => invoke("codes_list"),
  codesNow: (ids) => invoke("codes_now", { ids }),
  codesUse: (id, pin) => invoke("codes_use", { id, pin }),
  codesCopy: (id, pin) => invoke("codes_copy", { id, pin }),
  codesPage: (id) => invoke("codes_page", { id }),
  codesAddTyped: (typed) => invoke("codes_add_typed", { typed }),
  codesEdit: (id, changes) => invoke("codes_edit", { id, changes }),
  codesRemove: (id) => invoke("codes_remove", { id }),
  codesRestore: (id) => invoke("codes_restore", { id }),
  codesTrash: () => invoke("codes_trash"),
  codesEmptyTrash: () => invoke("codes_empty_trash"),
  codesReveal: (id, credential) => invoke("codes_reveal", { id, credential }),
  codesQr: (id, credential) => invoke("codes_qr", { id, credential }),
  codesUndoAdd: (added) => invoke("codes_undo_add", { added }),
  codesOther: (id) => invoke("codes_other", { id }),
  codesSwapSecret: (id) => invoke("codes_swap_secret", { id }),
  codesKeepSecret: (id) => invoke("codes_keep_secret", { id }),
  codesCopyUri: (id, credential) => invoke("codes_copy_uri", { id, credential }),
  backupCodesOf: (id) => invoke("backup_codes_of", { id }),
  backupCodesConfirm: (id, credential) => invoke("backup_codes_confirm", { id, credential }),
  backupCodesHide: () => invoke("backup_codes_hide"),
  backupCodesReveal: (id, set, index) => invoke("backup_codes_reveal", { id, set, index }),
  backupCodesCopy: (id, set, index) => invoke("backup_codes_copy", { id, set, index }),
  backupCodesMark: (id, set, index, used) => invoke("backup_codes_mark", { id, set, index, used }),
  backupCodesKeep: (id, kept) => invoke("backup_codes_keep", { id, kept }),
  backupCodesBegin: () => invoke("backup_codes_begin"),
  backupCodesDiscard: () => invoke("backup_codes_discard"),
  backupCodesRead: (text) => invoke("backup_codes_read", { text }),
  backupCodesPick: () => invoke("backup_codes_pick"),
  backupCodesPreview: (ticket) => invoke("backup_codes_preview", { ticket }),
  backupCodesStore: (id, codes, ticket, replace) => invoke("backup_codes_store", { id, codes, ticket, replace }),
  backupCodesDeleteFile: (ticket) => invoke("backup_codes_delete_file", { ticket }),
  backupCodesSheet: (id, credential, day) =>
    invoke("backup_codes_sheet", { id, credential, words: codeSheetWords(day) }),
  checkupCheck: () => invoke("checkup_check"),
  checkupCount: () => invoke("checkup_count"),
  checkupOf: (id) => invoke("checkup_of", { id }),
  checkupDismiss: (account, finding, dismissed) => invoke("checkup_dismiss", { account, finding, dismissed }),
  checkupDrill: (lost) => invoke("checkup_drill", { lost }),
  scanPick: () => invoke("scan_pick"),
  scanClipboard: () => invoke("scan_clipboard"),
  scanScreen: () => invoke("scan_screen"),
  scanPicture: (ticket, picture) => invoke("scan_picture", { ticket, picture }),
  scanRegion: (ticket, picture, area) => invoke("scan_region", { ticket, picture, area }),
  scanCameras: () => invoke("scan_cameras"),
  scanCameraOpen: (id) => invoke("scan_camera_open", { id }),
  scanCameraFrame: () => invoke("scan_camera_frame"),
  scanCameraClose: () => invoke("scan_camera_close"),
  scanAdd: (ticket, indices, replacing) => invoke("scan_add", { ticket, indices, replacing }),
  scanDiscard: (ticket) => invoke("scan_discard", { ticket }),
  transferPick: () => invoke("transfer_pick"),
  transferPickFolder: () => invoke("transfer_pick_folder"),
  transferRead: (ticket, password, allowCost) => invoke("transfer_read", { ticket, password, allowCost }),
  transferImport: (ticket, indices) => invoke("transfer_import", { ticket, indices }),
  transferDelete: (ticket) => invoke("transfer_delete", { ticket }),
  transferDiscard: (ticket) => invoke("transfer_discard", { ticket }),
  transferFormats: () => invoke("transfer_formats"),
  transferLosses: (format, ids, backupCodes) => invoke("transfer_losses", { format, ids, backupCodes }),
  transferExport: (credential, format, ids, password, backupCodes) =>
    invoke("transfer_export", { credential, format, ids, password, words: sheetWords(backupCodes) }),
  transferSeries: (credential, ids) => invoke("transfer_series", { credential, ids }),
  transferTasks: () => invoke("transfer_tasks"),
  transferAddTasks: (names) => invoke("transfer_add_tasks", { names }),
  transferFinishTask: (id) => invoke("transfer_finish_task", { id }),
  transferReopenTask: (id) => invoke("transfer_reopen_task", { id }),
  transferRemoveTask: (id) => invoke("transfer_remove_task", { id }),
  teamsList: () => invoke("teams_list"),
  teamsOverview: (id) => invoke("teams_overview", { id }),
  teamsSync: (id) => invoke("teams_sync", { id }),
  teamsRepair: (id) => invoke("teams_repair", { id }),
  teamsFollowBranch: (id, member) => invoke("teams_follow_branch", { id, member }),
  teamsBeginBranch: (id) => invoke("teams_begin_branch", { id }),
  teamsAskBack: (id) => invoke("teams_ask_back", { id }),
  teamsPending: (id) => invoke("teams_pending", { id }),
  teamsInvite: (id, role) => invoke("teams_invite", { id, role }),
  teamsCopyLink: (id) => invoke("teams_copy_link", { id }),
  teamsPickFolder: () => invoke("teams_pick_folder"),
  teamsCreate: (name, user, service) => invoke("teams_create", { name, user, service }),
  teamsReadLink: (link) => invoke("teams_read_link", { link }),
  teamsJoin: (link, user, service) => invoke("teams_join", { link, user, service }),
  teamsApprove: (id, member, words) => invoke("teams_approve", { id, member, words }),
  teamsRole: (id, member, role) => invoke("teams_role", { id, member, role }),
  teamsRemove: (id, member) => invoke("teams_remove", { id, member }),
  teamsLeave: (id) => invoke("teams_leave", { id }),
  teamsOwnerSheet: (id, credential, replaces) =>
    invoke("teams_owner_sheet", { id, credential, replaces, words: ownerSheetWords() }),
  teamsRecover: (sheet, user, service) => invoke("teams_recover", { sheet, user, service }),
  teamsExportActivity: (id) => invoke("teams_export_activity", { id }),
  teamsRotated: (id, item) => invoke("teams_rotated", { id, item }),
  teamsMove: (id, account, home) => invoke("teams_move", { id, account, home }),
  settingsGet: () => invoke("settings_get"),
  settingsSet: (settings) => invoke("settings_set", { settings }),
  settingsDoctor: () => invoke("settings_doctor"),
  settingsBackupStatus: () => invoke("settings_backup_status"),
  settingsBackupList: () => invoke("settings_backup_list"),
  settingsBackupFolder: () => invoke("settings_backup_folder"),
  settingsBackupEvery: (every) => invoke("settings_backup_every", { every }),
  settingsBackupNow: () => invoke("settings_backup_now"),
  settingsBackupProve: () => invoke("settings_backup_prove"),
  unlockPickBackup: () => invoke("unlock_pick_backup"),
  unlockChooseBackup: (name) => invoke("unlock_choose_backup", { name }),
  unlockRestore: (credential, replace) => invoke("unlock_restore", { credential, replace }),
  listen: <E extends keyof Events>(event: E, handler: (payload: Events[E]) => void) =>
    listen<Events[E]>(event, (told) => handler(told.payload)),
};
