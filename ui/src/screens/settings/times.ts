/** What can be chosen for times, in words. */
import { t } from "$text";

interface Option {
  value: string;
  label: string;
}

export const NEVER = "never";
const LOCK_MINUTES = [1, 2, 5, 10, 15, 30, 60, 240];
const CLIPBOARD_SECONDS = [10, 20, 30, 60, 120, 300];

/** Minutes until the vault is locked. What is set already is always among them. */
export function lockOptions(set: number | null): Option[] {
  const options = withSet(LOCK_MINUTES, set).map((minutes) => ({
    value: String(minutes),
    label:
      minutes % 60 === 0
        ? t("settings-lock-hours", { hours: minutes / 60 })
        : t("settings-lock-minutes", { minutes }),
  }));
  return [...options, { value: NEVER, label: t("settings-lock-never") }];
}

/** Seconds until a copied code is cleared. What is set already is always among them. */
export function clipboardOptions(set: number): Option[] {
  return withSet(CLIPBOARD_SECONDS, set).map((seconds) => ({
    value: String(seconds),
    label:
      seconds % 60 === 0
        ? t("settings-clipboard-minutes", { minutes: seconds / 60 })
        : t("settings-clipboard-seconds", { seconds }),
  }));
}

function withSet(usual: number[], set: number | null): number[] {
  return set === null ? usual : [...new Set([...usual, set])].sort((a, b) => a - b);
}
