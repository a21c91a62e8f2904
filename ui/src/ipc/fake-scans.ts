/** What the fake reads from pictures, from the clipboard, from the screen and through a camera. */
import type { FoundDto } from "./bindings/FoundDto";
import type { FrameDto } from "./bindings/FrameDto";
import type { PictureDto } from "./bindings/PictureDto";
import type { ScanDto } from "./bindings/ScanDto";
import type { SymbolDto } from "./bindings/SymbolDto";

export const SCAN_FOUND: ScanDto = {
  ticket: 1,
  found: [found(0, "ILLIXIS", "ops@northwind.studio"), found(1, "GitHub", "anna@northwind.studio", { known: true })],
  problems: [],
  incomplete: [],
  pictures: [],
};

export const SCAN_PROBLEMS: ScanDto = {
  ticket: 2,
  found: [
    found(0, "Dropbox", "anna@northwind.studio"),
    found(1, "Notion", "anna@northwind.studio"),
    found(2, "Hetzner", "ops@northwind.studio", { known: true }),
  ],
  problems: [
    { source: "harbour.jpg", error: { code: "no-symbol", args: { path: "/home/anna/Pictures/harbour.jpg" } } },
    { source: "menu.png", error: { code: "symbol-not-otp", args: {} } },
  ],
  incomplete: [{ scanned: 2, size: 3 }],
  pictures: [],
};

/** One that may take the place of an old secret, beside one that is new. */
export const SCAN_REPLACES: ScanDto = {
  ...SCAN_FOUND,
  ticket: 3,
  found: [
    found(0, "GitHub", "anna@northwind.studio", { replaces: true }),
    found(1, "Notion", "anna@northwind.studio"),
  ],
};

const SCREEN: PictureDto = {
  name: "eDP-1",
  width: 1920,
  height: 810,
  symbols: [square(560, 320, 360, [0]), square(1370, 210, 360, [1])],
  windows: [
    { x: 60, y: 60, width: 1120, height: 690 },
    { x: 0, y: 0, width: 1920, height: 810 },
  ],
};

export const SCREEN_FOUND: ScanDto = { ...SCAN_FOUND, ticket: 4, pictures: [SCREEN] };

export const SCREEN_NOTHING: ScanDto = {
  ...SCAN_FOUND,
  ticket: 5,
  found: [],
  pictures: [{ ...SCREEN, symbols: [] }],
};

/** The second monitor stands upright; one of its symbols is no account. */
export const SCREEN_TWO: ScanDto = {
  ...SCAN_FOUND,
  ticket: 6,
  pictures: [
    { ...SCREEN, height: 1080, symbols: [square(560, 320, 360, [0]), square(1370, 210, 300, [])] },
    { ...SCREEN, name: "DP-2", width: 1080, height: 1920, symbols: [square(300, 700, 420, [1])] },
  ],
};

export const FRAME_NOTHING: FrameDto = {
  width: 1280,
  height: 720,
  symbols: [],
  incomplete: null,
  noAccount: false,
  scan: null,
};

export const FRAME_PART: FrameDto = {
  ...FRAME_NOTHING,
  symbols: [square(480, 200, 320, []).corners],
  incomplete: { scanned: 2, size: 3 },
};

export const FRAME_OTHER: FrameDto = { ...FRAME_PART, incomplete: null, noAccount: true };

export const FRAME_ALL: FrameDto = { ...FRAME_PART, incomplete: null, scan: SCAN_FOUND };

function found(index: number, issuer: string, account: string, more: Partial<FoundDto> = {}): FoundDto {
  const code = ["482913", "207546", "930418"][index] ?? "615033";
  const usual = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30, known: false, replaces: false, code };
  return { index, issuer, account, ...usual, ...more };
}

function square(x: number, y: number, side: number, found: number[]): SymbolDto {
  return { corners: [[x, y], [x + side, y], [x + side, y + side], [x, y + side]], found };
}
