/** What the page of an account has beside its code, below what is known of it. */
import "./words";

export { default as BackupCodes } from "./BackupCodes.svelte";
export { default as Grade } from "./Grade.svelte";
export { default as Findings } from "./Findings.svelte";
