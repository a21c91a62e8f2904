import { Later } from "$components/later.svelte";

/** The dialogs about an account. */
export const asked = new Later(() => import("./AskedDialog.svelte"));
