/** What the fake reads from pictures and from the clipboard. */
import type { FoundDto } from "./bindings/FoundDto";
import type { ScanDto } from "./bindings/ScanDto";

export const SCAN_FOUND: ScanDto = {
  ticket: 1,
  found: [found(0, "ILLIXIS", "ops@northwind.studio", false), found(1, "GitHub", "anna@northwind.studio", true)],
  problems: [],
  incomplete: [],
};

export const SCAN_PROBLEMS: ScanDto = {
  ticket: 2,
  found: [
    found(0, "Dropbox", "anna@northwind.studio", false),
    found(1, "Notion", "anna@northwind.studio", false),
    found(2, "Hetzner", "ops@northwind.studio", true),
  ],
  problems: [
    { source: "harbour.jpg", error: { code: "no-symbol", args: { path: "/home/anna/Pictures/harbour.jpg" } } },
    { source: "menu.png", error: { code: "symbol-not-otp", args: {} } },
  ],
  incomplete: [{ scanned: 2, size: 3 }],
};

function found(index: number, issuer: string, account: string, known: boolean): FoundDto {
  return { index, issuer, account, kind: "totp", algorithm: "SHA1", digits: 6, period: 30, known };
}
