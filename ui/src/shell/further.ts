/** What the shell shows when somebody asks for it. */
import "../screens/checkup/words";
import "../screens/keys/words";
import "../screens/teams/words";
import "../screens/transfer/words";

export { default as CameraDialog } from "../screens/scan/CameraDialog.svelte";
export { default as CheckupScreen } from "../screens/checkup/CheckupScreen.svelte";
export { default as ExportScreen } from "../screens/transfer/ExportScreen.svelte";
export { default as ImportScreen } from "../screens/transfer/ImportScreen.svelte";
export { default as KeysScreen } from "../screens/keys/KeysScreen.svelte";
export { default as ScanDialog } from "../screens/scan/ScanDialog.svelte";
export { default as SettingsScreen } from "../screens/settings/SettingsScreen.svelte";
export { default as TeamsScreen } from "../screens/teams/TeamsScreen.svelte";
export { default as TrashScreen } from "../screens/codes/trash/TrashScreen.svelte";
export { default as TakeOlder } from "./TakeOlder.svelte";
export { default as UnsavedDialog } from "./UnsavedDialog.svelte";
