import { Later } from "$components/later.svelte";

/** The other screens and the dialogs. */
export const further = new Later(() => import("./further"));
