/** What is known about an account, in words. */
import type { MethodDto } from "$ipc/bindings/MethodDto";
import type { PageDto } from "$ipc/bindings/PageDto";
import type { TrustedDto } from "$ipc/bindings/TrustedDto";
import { language, t } from "$text";

const HOUR = 3600;
const DAY = 86_400;

const days = new Intl.DateTimeFormat(language, { dateStyle: "long" });
/** A day of the calendar, which has no time zone. */
const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const list = new Intl.ListFormat(language, { type: "unit" });

/** `seconds`: Unix time. Such as "22 November 2026". */
export function day(seconds: number): string {
  return days.format(seconds * 1000);
}

/** Such as "App (primary), Security key". */
export function methods(all: readonly MethodDto[]): string {
  const on = all.filter(({ rank }) => rank !== "off");
  const words = on.map(({ method, rank }) => {
    const name = t(`method-${method}`);
    return rank === "primary" ? t("facts-primary", { method: name }) : name;
  });
  return words.length > 0 ? list.format(words) : t("facts-none");
}

export function trusted({ kind, seconds }: TrustedDto): string {
  if (kind === "never") return t("facts-trusted-never");
  if (kind === "once" || seconds === null) return t("facts-trusted-once");
  return seconds % DAY === 0
    ? t("facts-trusted-days", { count: seconds / DAY })
    : t("facts-trusted-hours", { count: Math.round(seconds / HOUR) });
}

/** Such as "6 digits, 30 seconds, SHA1"; the type where it is not the usual one. */
export function code({ account, algorithm, counter }: PageDto): string {
  const { kind, digits, period } = account;
  const words = [
    kind === "totp" ? null : t(`type-${kind}`),
    t("facts-digits", { count: digits }),
    period === null ? null : t("facts-period", { count: period }),
    // The usual one says nothing.
    algorithm === "SHA1" ? null : algorithm,
    counter === null ? null : t("facts-counter", { counter }),
  ];
  return list.format(words.filter((word) => word !== null));
}

/** The day from which the site demands two-factor sign-in. `date`: such as 2026-12-31; `now`: Unix seconds. */
export function deadline(date: string, now: number): { title: string; text: string } {
  const start = Date.parse(`${date}T00:00:00Z`);
  const left = Math.ceil(start / 1000 / DAY - now / DAY);
  const title = left > 0 ? t("deadline-left", { count: left }) : t("deadline-over");
  return { title, text: t("deadline-text", { date: dates.format(start) }) };
}
