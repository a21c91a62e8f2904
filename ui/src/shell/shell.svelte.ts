import { Later } from "$components/later.svelte";

/** What an open vault needs: the page that asks for the password does not wait for it. */
export const shell = new Later(() => import("./Shell.svelte"));
