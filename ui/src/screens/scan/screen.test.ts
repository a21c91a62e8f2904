import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { Fake } from "$ipc/fake";
import { SCAN_REPLACES, SCREEN_FOUND, SCREEN_NOTHING, SCREEN_TWO } from "$ipc/fake-scans";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { secondsLeft } from "./scan.svelte";
import ScanDialog from "./ScanDialog.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const addButton = (): string => plain(screen.getByTestId("scan-add").textContent).trim();
const isChosen = (index: number): boolean => screen.getByTestId<HTMLInputElement>(`scan-found-${index}`).checked;
const text = (): string => plain(document.body.textContent);

function show(scan: ScanDto | null, error: ErrorDto | null = null) {
  const fake = new Fake();
  if (scan) {
    fake.screen = scan;
    fake.scan = scan;
  }
  const [onclose, onagain] = [vi.fn(), vi.fn()];
  render(ScanDialog, { backend: fake, scan, error, onclose, onagain });
  return { fake, onclose, onagain };
}

/** Presses the mouse at one place of the picture and lets it go at another; the page has a size of its own. */
async function drag(from: [number, number], to: [number, number]): Promise<void> {
  const picture = svg();
  await fireEvent.pointerDown(picture, { button: 0, clientX: from[0], clientY: from[1] });
  await fireEvent.pointerMove(picture, { clientX: to[0], clientY: to[1] });
  await fireEvent.pointerUp(picture);
  await fireEvent.click(picture, { clientX: to[0], clientY: to[1] });
}

function svg(): Element {
  const picture = screen.getByTestId("scan-picture-0").parentElement?.querySelector("svg");
  if (!picture) throw new Error("the picture has no outlines");
  picture.getBoundingClientRect = () => new DOMRect(0, 0, 192, 81);
  picture.setPointerCapture = () => undefined;
  return picture;
}

test("a click on an outline chooses its account, another takes it back", async () => {
  show(SCREEN_FOUND);
  expect([isChosen(0), isChosen(1)]).toEqual([true, false]);
  await fireEvent.click(screen.getByTestId("scan-symbol-1"));
  expect([isChosen(0), isChosen(1)]).toEqual([true, true]);
  expect(addButton()).toBe("Add 2 accounts");
  await fireEvent.click(screen.getByTestId("scan-symbol-0"));
  expect([isChosen(0), isChosen(1)]).toEqual([false, true]);
});

test("the picture says in words what is in it", () => {
  show(SCREEN_FOUND);
  expect(plain(screen.getByRole("img", { name: /Screen/ }).getAttribute("aria-label"))).toBe("Screen 1, 2 QR codes");
});

test("a dragged part is searched, and nothing else", async () => {
  const { fake } = show(SCREEN_NOTHING);
  const region = vi.spyOn(fake, "scanRegion");
  await drag([150, 60], [100, 40]);
  await waitFor(() => expect(text()).toContain("Found nothing more there"));
  expect(region).toHaveBeenCalledExactlyOnceWith(5, 0, { x: 1000, y: 400, width: 500, height: 200 });
});

test("a hand that trembles while it clicks drags nothing", async () => {
  const { fake } = show(SCREEN_NOTHING);
  const region = vi.spyOn(fake, "scanRegion");
  await drag([20, 20], [22, 21]);
  await waitFor(() => expect(region).toHaveBeenCalledExactlyOnceWith(5, 0, SCREEN_NOTHING.pictures[0]?.windows[0]));
});

test("what a second look finds is chosen, and is told", async () => {
  const [first] = SCREEN_FOUND.pictures;
  if (!first) throw new Error("there is a picture");
  const { fake } = show({
    ...SCREEN_FOUND,
    found: SCREEN_FOUND.found.slice(0, 1),
    pictures: [{ ...first, symbols: first.symbols.slice(0, 1) }],
  });
  await fireEvent.click(screen.getByTestId("scan-found-0"));
  fake.closer = { ...SCREEN_FOUND, found: SCREEN_FOUND.found.map((found) => ({ ...found, known: false })) };
  await fireEvent.click(screen.getByTestId("scan-harder"));
  await waitFor(() => expect(text()).toContain("Found one more QR code."));
  expect([isChosen(0), isChosen(1)]).toEqual([false, true]);
});

test("accounts that get other numbers by a second look stay chosen as they were", async () => {
  const [github, illixis] = [...SCREEN_TWO.found].reverse();
  if (!github || !illixis) throw new Error("there are two");
  const { fake } = show(SCREEN_TWO);
  const [left, right] = SCREEN_TWO.pictures;
  if (!left?.symbols[0] || !right?.symbols[0]) throw new Error("there are two screens");
  // One more on the left screen, which stands before the one on the right.
  const notion = { ...illixis, index: 1, issuer: "Notion" };
  fake.closer = {
    ...SCREEN_TWO,
    found: [illixis, notion, { ...github, index: 2 }],
    pictures: [
      { ...left, symbols: [...left.symbols, { ...left.symbols[0], found: [1] }] },
      { ...right, symbols: [{ ...right.symbols[0], found: [2] }] },
    ],
  };
  await fireEvent.click(screen.getByTestId("scan-harder"));
  await waitFor(() => expect(text()).toContain("Notion"));
  expect([isChosen(0), isChosen(1), isChosen(2)]).toEqual([true, true, false]);
});

test("a click beside the symbols searches the window that is on top there", async () => {
  const { fake } = show(SCREEN_NOTHING);
  const region = vi.spyOn(fake, "scanRegion");
  await fireEvent.click(svg(), { clientX: 20, clientY: 20 });
  await waitFor(() => expect(text()).toContain("Found nothing more there"));
  expect(region).toHaveBeenCalledExactlyOnceWith(5, 0, SCREEN_NOTHING.pictures[0]?.windows[0]);
});

test("nothing on the screen is told calmly, with the way to look closer", () => {
  show(SCREEN_NOTHING);
  expect(text()).toContain("No QR code was found.");
  expect(text()).toContain("Drag around a QR code");
  expect(screen.queryByTestId("scan-add")).toBeNull();
});

test.each([
  ["accounts", SCREEN_FOUND, null],
  ["nothing", SCREEN_NOTHING, null],
  ["two screens", SCREEN_TWO, null],
  ["a secret to be replaced", SCAN_REPLACES, null],
  ["a screen that cannot be seen", null, { code: "screen-refused", args: {} }],
])("a screen reader can use the dialog of %s", async (_, scan, error) => {
  show(scan, error);
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } };
  const found = await axe.run(document.body, { rules });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("of two screens each is shown by itself, and what is no account is named", async () => {
  show(SCREEN_TWO);
  expect(text()).toContain("not an account");
  await fireEvent.click(screen.getByTestId("scan-screen-1"));
  expect(screen.getByTestId("scan-picture-1")).toBeTruthy();
});

test("looking again forgets what was found before", async () => {
  const { fake, onagain } = show(SCREEN_FOUND);
  await fireEvent.click(screen.getByTestId("scan-again"));
  expect(fake.calls).toContain("scanDiscard");
  expect(onagain).toHaveBeenCalledOnce();
});

test("a screen that cannot be seen says why, and can be tried again", async () => {
  const { onagain } = show(null, { code: "screen-portal-missing", args: {} });
  expect(text()).toContain("no portal that takes pictures of the screen");
  await fireEvent.click(screen.getByTestId("scan-again"));
  expect(onagain).toHaveBeenCalledOnce();
});

test("an old secret is replaced unless both are to be kept", async () => {
  const { fake, onclose } = show(SCAN_REPLACES);
  const add = vi.spyOn(fake, "scanAdd");
  await fireEvent.click(screen.getByTestId("scan-found-1"));
  expect(addButton()).toBe("Replace GitHub");
  expect(text()).toContain("The old one stays in the account's history.");
  await fireEvent.click(screen.getByTestId("scan-keep-0"));
  expect(addButton()).toBe("Add GitHub");
  await fireEvent.click(screen.getByTestId("scan-replace-0"));
  await fireEvent.click(screen.getByTestId("scan-add"));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(add).toHaveBeenCalledExactlyOnceWith(3, [0], [0]);
});

test("a code of the past is not shown as the one of this moment", async () => {
  vi.useFakeTimers({ now: 1_800_000_020_000 });
  show(SCAN_REPLACES);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(text()).toContain("482913");
  await vi.advanceTimersByTimeAsync(1_500);
  expect(text()).not.toContain("482913");
  vi.useRealTimers();
  expect(secondsLeft(30, 1_800_000_020_000)).toBe(10);
});
