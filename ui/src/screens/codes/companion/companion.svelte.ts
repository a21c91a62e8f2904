import { Later } from "$components/later.svelte";

/** The companion on the page of an account. */
export const companion = new Later(() => import("./parts"));
