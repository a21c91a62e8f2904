/** What is known of a security key, in words. */
import type { KeyAboutDto } from "$ipc/bindings/KeyAboutDto";
import type { KeyDto } from "$ipc/bindings/KeyDto";
import { language, t } from "$text";

const DAY = 86_400;
/** After so many days it is time to look whether a key is still where it should be. */
const LONG = 365;

const list = new Intl.ListFormat(language, { type: "unit" });
const days = new Intl.DateTimeFormat(language, { dateStyle: "long" });

/** Such as "firmware 5.7.4, on the key ring". */
export function about({ firmware, place }: KeyDto): string {
  const words = [firmware === "" ? "" : t("key-firmware", { firmware }), place].filter((word) => word !== "");
  return words.length > 0 ? list.format(words) : t("key-no-place");
}

/** Where it is, as far as anybody knows. Unix seconds. */
export function seen(key: KeyDto, here: boolean, now: number): { tone: "good" | "plain" | "warn" | "bad"; text: string } {
  if (key.lost !== null) return { tone: "bad", text: t("key-lost-since", { day: days.format(key.lost * 1000) }) };
  if (here) return { tone: "good", text: t("key-here") };
  if (key.seen === null) return { tone: "plain", text: t("key-never-here") };
  const passed = Math.max(0, Math.floor((now - key.seen) / DAY));
  if (passed >= LONG) return { tone: "warn", text: t("key-seen-long-ago") };
  return { tone: "plain", text: t("key-seen", { days: passed }) };
}

/** What a plugged-in key says in one line: its PIN, and its room for passkeys. */
export function inBrief(about: KeyAboutDto): string {
  return [pin(about), about.room === null ? "" : t("key-room", { count: about.room })].filter((part) => part !== "").join(" · ");
}

function pin({ pin, tries }: KeyAboutDto): string {
  if (pin === null) return t("key-pin-cannot");
  if (!pin) return t("key-pin-none");
  return tries === null ? t("key-pin-is-set") : t("key-pin-tries", { count: tries });
}

/** All it says, as pairs of a name and a value. */
export function inFull(key: KeyDto, about: KeyAboutDto | null): [name: string, value: string][] {
  const own: [string, string][] = [
    [t("key-fact-place"), key.place],
    [t("key-fact-added"), days.format(key.added * 1000)],
    [t("key-fact-seen"), key.seen === null ? "" : days.format(key.seen * 1000)],
    [t("key-fact-firmware"), about?.firmware ?? key.firmware],
    [t("key-fact-serial"), key.serial],
  ];
  return [...own, ...(about ? said(about) : [])].filter(([, value]) => value !== "");
}

function said(about: KeyAboutDto): [string, string][] {
  const { fingerprints, alwaysVerifies, mustChangePin } = about;
  const standards = about.u2f && about.standards.every((name) => name !== "U2F_V2") ? [...about.standards, "U2F_V2"] : about.standards;
  return [
    [t("key-fact-pin"), mustChangePin ? t("key-pin-to-change") : pin(about)],
    [t("key-fact-shortest-pin"), about.pin === null ? "" : t("key-characters", { count: about.shortestPin })],
    [t("key-fact-fingerprints"), t(`key-fingers-${which(fingerprints)}`)],
    [t("key-fact-always"), t(`key-always-${which(alwaysVerifies)}`)],
    [t("key-fact-vaults"), t(about.opensVaults ? "key-vaults-yes" : "key-vaults-no")],
    [t("key-fact-standards"), standards.join(", ").replaceAll("_", " ")],
    [t("key-fact-model"), about.model],
  ];
}

/** Yes, no, or that it cannot. */
function which(state: boolean | null): "yes" | "no" | "cannot" {
  if (state === null) return "cannot";
  return state ? "yes" : "no";
}
