/** The accounts of the vault in memory. Nobody has them; the secrets are those of public examples. */
import type { AccountDto } from "./bindings/AccountDto";
import type { MethodDto } from "./bindings/MethodDto";
import type { PageDto } from "./bindings/PageDto";
import type { SecretsDto } from "./bindings/SecretsDto";

/** 22 November 2026, 09:14:39 UTC: 21 seconds are left of a code of 30. */
export const FAKE_NOW = 1_795_338_879;
export const FAKE_PASSWORD = "correct horse battery staple";
export const FAKE_WORDS =
  "ribbon galaxy walnut orbit meadow hazard copper velvet ocean tunnel lemon pioneer fossil harvest quantum".split(
    " ",
  );
export const FAKE_FINGERPRINT = "4F1C-92AB-0D37-E658";

const DAY = 86_400;
const SECRET = "JBSWY3DPEHPK3PXP";

/** Everything about one account. */
export interface Kept {
  page: PageDto;
  secrets: SecretsDto;
  /** Unix seconds of its removal. */
  trashed: number | null;
}

/** What differs from an ordinary account. */
type Special = Partial<AccountDto> & { page?: Partial<PageDto>; pin?: string; notes?: string };

/** An account as most are: six digits, 30 seconds. `number` makes its id. */
export function keep(number: number, issuer: string, account: string, special: Special = {}): Kept {
  const { page, pin = null, notes = "", ...changes } = special;
  const dto: AccountDto = {
    id: number.toString(16).padStart(32, "0"),
    issuer,
    account,
    kind: "totp",
    digits: 6,
    period: 30,
    needsPin: false,
    conflicts: false,
    favorite: false,
    tags: [],
    team: null,
    ...changes,
  };
  const uri = `otpauth://${dto.kind === "hotp" ? "hotp" : "totp"}/${encodeURIComponent(`${issuer}:${account}`)}?secret=${SECRET}&issuer=${encodeURIComponent(issuer)}`;
  return {
    page: { ...ordinaryPage(dto), ...page },
    secrets: { secret: SECRET, uri, pin, notes },
    trashed: null,
  };
}

function ordinaryPage(account: AccountDto): PageDto {
  const primary: MethodDto = { method: "app", rank: "primary" };
  return {
    account,
    algorithm: account.kind === "totp" || account.kind === "hotp" ? "SHA1" : null,
    counter: account.kind === "hotp" ? "41" : null,
    created: FAKE_NOW - 400 * DAY,
    changed: FAKE_NOW - 19 * DAY,
    used: FAKE_NOW - DAY,
    useCount: 212,
    methods: [primary],
    deadline: null,
    trustedFor: { kind: "never", seconds: null },
    recoveryContact: "",
    replaced: 0,
    hasNotes: false,
  };
}

const anna = "anna@northwind.studio";
const ops = "ops@northwind.studio";

/** The usual vault, in the order in which it is listed. */
export function usualAccounts(): Kept[] {
  const cloudflare: Partial<PageDto> = {
    methods: [
      { method: "app", rank: "primary" },
      { method: "security-key", rank: "backup" },
    ],
    trustedFor: { kind: "seconds", seconds: 30 * DAY },
    recoveryContact: "Bo, +47 22 00 00 00",
    replaced: 1,
    hasNotes: true,
  };
  return [
    keep(1, "GitHub", anna, { favorite: true, tags: ["Work"] }),
    keep(2, "Hetzner", ops, { favorite: true, tags: ["Infrastructure", "Work"] }),
    keep(3, "Cloudflare", ops, {
      tags: ["Infrastructure", "Work"],
      page: cloudflare,
      notes: "Recovery is in the safe, second drawer.",
    }),
    keep(4, "Contoso Bank", "NO93 8601 1117 947", { kind: "hotp", period: null, tags: ["Personal"] }),
    keep(5, "GitLab", "anna", { tags: ["Work"] }),
    keep(6, "ILLIXIS", "anna", { tags: ["Personal"], page: { deadline: "2026-11-24" } }),
    keep(7, "Proton", "anna@proton.me", { tags: ["Personal"] }),
    keep(8, "Steam", "northwind_anna", { kind: "steam", digits: 5, tags: ["Personal"] }),
    keep(9, "Stripe", "billing@northwind.studio", { tags: ["Work"] }),
    keep(10, "Valix", anna, { digits: 8, tags: ["Work"] }),
    keep(11, "Yandex", "anna.northwind", {
      kind: "yandex",
      digits: 8,
      needsPin: true,
      tags: ["Personal"],
    }),
  ];
}

/** `count` accounts of services and people that repeat. */
export function manyAccounts(count: number): Kept[] {
  const issuers = "GitHub Hetzner Cloudflare GitLab Proton Stripe Google Dropbox Valix Notion Figma Extilum".split(" ");
  const people = "anna bo carla dev elin farid".split(" ");
  const tags = ["Work", "Infrastructure", "Personal"];
  return Array.from({ length: count }, (_, index) => {
    const issuer = issuers[Math.floor((index * issuers.length) / count)] ?? "";
    const person = people[index % people.length] ?? "";
    const tag = tags[index % tags.length] ?? "";
    return keep(index + 1, issuer, `${person}.${String(index + 1).padStart(5, "0")}@northwind.studio`, { tags: [tag] });
  });
}

/** Names that do not fit. */
export function longAccounts(): Kept[] {
  return [
    keep(1, "The Federated Northern Cooperative Society of Independent Design Studios", `anna.${"a-very-long-name-".repeat(6)}@northwind.studio`, {
      favorite: true,
      tags: ["Everything that has to do with the office in the north of the country", "Work"],
    }),
    keep(2, "GitHub", `${"infrastructure-".repeat(8)}robot`, { digits: 10 }),
    keep(3, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "", { digits: 8, period: 60 }),
    ...usualAccounts().slice(3),
  ];
}

/** Names written from right to left, and beside them some that are not. */
export function rightToLeftAccounts(): Kept[] {
  return [
    keep(1, "بنك الشمال", "سارة", { favorite: true, tags: ["عمل"] }),
    keep(2, "דואר ישראל", "anna@northwind.studio", { tags: ["Work"] }),
    keep(3, "GitHub", "آنا", { tags: ["عمل"] }),
    ...usualAccounts().slice(4),
  ];
}

/** Two accounts that were removed. */
export function trashedAccounts(): Kept[] {
  return [
    { ...keep(21, "Dropbox", anna), trashed: FAKE_NOW - 2 * DAY },
    { ...keep(22, "Extilum Client Area", "northwind"), trashed: FAKE_NOW - 31 * DAY },
  ];
}
