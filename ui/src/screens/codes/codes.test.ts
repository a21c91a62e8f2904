import { fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake, fakeCode, type FakeOptions } from "$ipc/fake";
import { FAKE_PASSWORD, keep, manyAccounts, trashedAccounts, usualAccounts, type Kept } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";

/** The first second of a period of 30. */
const START = 1_800_000_000;

layOut({ viewport: 600, row: 60 });

beforeAll(loadLater);

// jsdom has no highlights.
vi.stubGlobal("Highlight", class extends Set<AbstractRange> {});
vi.stubGlobal("CSS", { highlights: new Map<string, Set<AbstractRange>>() });

/** The words that a search marked. */
function marked(): string[] {
  return [...(CSS.highlights.get("found") ?? [])].map(({ startContainer, startOffset, endOffset }) =>
    String(startContainer.textContent).slice(startOffset, endOffset),
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: START * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

async function open(options: FakeOptions = {}): Promise<Fake> {
  const fake = new Fake({ now: () => Date.now(), ...options });
  render(App, { backend: fake });
  await settle();
  return fake;
}

/** Lets answers and timers of the moment happen. */
async function settle(milliseconds = 20): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await tick();
}

/** The digits that a row shows; empty where it shows none. */
function digits(row: HTMLElement): string {
  const codes = row.querySelectorAll("[data-testid=code] .digits");
  return codes[codes.length - 1]?.textContent.trim() ?? "";
}

/** What each row shows, by account id. */
function rows(): Map<string, HTMLElement> {
  return new Map(
    screen.queryAllByRole("row").map((row) => [row.querySelector<HTMLElement>("[data-account]")?.dataset["account"] ?? "", row]),
  );
}

/** Each row's code has to be the one of its account at this moment. How many rows show one. */
function expectRightCodes(fake: Fake): number {
  let shown = 0;
  for (const [id, row] of rows()) {
    const code = digits(row);
    if (code === "") continue;
    const { account } = kept(fake, id).page;
    expect(row.textContent).toContain(account.issuer);
    expect(code).toBe(fakeCode(account, Math.floor(Date.now() / 30_000)));
    shown += 1;
  }
  return shown;
}

const names = (): string[] =>
  screen.queryAllByRole("row").map((row) => row.querySelector("b")?.textContent.trim() ?? "");

function row(number: number): HTMLElement {
  const found = rows().get(id(number));
  if (!found) throw new Error(`no row of ${number}`);
  return found;
}

function kept(fake: Fake, id: string): Kept {
  const found = fake.kept.find(({ page }) => page.account.id === id);
  if (!found) throw new Error(`no account ${id}`);
  return found;
}

const id = (number: number): string => number.toString(16).padStart(32, "0");

async function click(testid: string): Promise<void> {
  await fireEvent.click(screen.getByTestId(testid));
  await settle();
}

async function search(text: string): Promise<void> {
  await fireEvent.input(screen.getByTestId("search"), { target: { value: text } });
  await settle();
}

test("every row shows the code of its own account, across changes and while searching and scrolling", async () => {
  const fake = await open({ accounts: manyAccounts(300) });
  expect(expectRightCodes(fake)).toBeGreaterThan(8);
  for (const query of ["hetzner", "anna", "bo 002", "", "valix", "elin 01"]) {
    await search(query);
    expect(expectRightCodes(fake)).toBeGreaterThan(0);
    await settle(9_000);
    expect(expectRightCodes(fake)).toBeGreaterThan(0);
    await fireEvent.keyDown(screen.getByTestId("search"), { key: "PageDown" });
    await settle();
    expectRightCodes(fake);
  }
});

test("only rows on the screen have their codes asked for", async () => {
  const fake = new Fake({ accounts: manyAccounts(10_000), now: () => Date.now() });
  const ask = vi.spyOn(fake, "codesNow");
  render(App, { backend: fake });
  await settle();
  expect(new Set(ask.mock.calls.flat(2)).size).toBeLessThan(40);
});

test("a click copies the code and the row says so, until the clipboard is cleared", async () => {
  const fake = await open({ settings: { clipboardSeconds: 20 } });
  const copy = vi.spyOn(fake, "codesCopy");
  await click(`account-${id(3)}`);
  expect(copy).toHaveBeenCalledWith(id(3), null);
  const shown = row(3);
  expect(shown.textContent).toMatch(/Copied, clears in .?20.? s/);
  await settle(5_000);
  expect(shown.textContent).toMatch(/Copied, clears in .?15.? s/);
  expect(screen.getByText(/Copied the code for/).textContent).toContain("Cloudflare");
  fake.emit("clipboard-released", { id: id(3), cleared: true });
  await settle();
  expect(shown.textContent).not.toContain("Copied");
  expectRightCodes(fake);
});

test("a press on one account never copies the code of another that took its row", async () => {
  const fake = await open();
  const copy = vi.spyOn(fake, "codesCopy");
  const button = screen.getByTestId(`account-${id(1)}`);
  await fireEvent.pointerDown(button);
  fake.kept = [...fake.kept, keep(77, "Aardvark", "anna", { favorite: true })];
  fake.emit("vault-changed", null);
  await settle();
  await fireEvent.click(button);
  expect(copy).not.toHaveBeenCalled();
});

test("the keys stay with the chosen account when the list changes", async () => {
  const fake = await open();
  screen.getByTestId(`account-${id(2)}`).focus();
  fake.kept = [...fake.kept, keep(77, "Aardvark", "anna", { favorite: true })];
  fake.emit("vault-changed", null);
  await settle();
  expect(document.activeElement?.getAttribute("aria-label")).toContain("Hetzner");
});

test("a query that is typed on, changed and taken back finds what the whole query finds", async () => {
  await open();
  const shown = (): string[] => screen.getAllByTestId(/^account-/u).map((row) => row.dataset["testid"] ?? "");
  for (const query of ["g", "gi", "git", "it", "it n", "in", "", "on", "o"]) await search(query);
  const typed = shown();
  await search("");
  await search("o");
  expect(shown()).toEqual(typed);
  expect(typed.length).toBeGreaterThan(1);
  await search("git");
  await search("gid");
  expect(screen.queryAllByTestId(/^account-/u)).toEqual([]);
  await search("gi");
  expect(shown()).not.toEqual([]);
});

test("typing anywhere searches, Enter copies the first match, Escape shows all again", async () => {
  const fake = await open();
  const copy = vi.spyOn(fake, "codesCopy");
  await fireEvent.keyDown(document.body, { key: "/" });
  expect(document.activeElement).toBe(screen.getByTestId("search"));
  await search("PROTON anna");
  expect(names()).toEqual(["Proton"]);
  expect(marked()).toEqual(["Proton", "anna", "proton"]);
  await fireEvent.keyDown(screen.getByTestId("search"), { key: "Enter" });
  expect(copy).toHaveBeenCalledWith(id(7), null);
  await fireEvent.keyDown(screen.getByTestId("search"), { key: "Escape" });
  await settle();
  expect(names()).toHaveLength(11);
  expect(marked()).toEqual([]);
});

test("arrow keys move from the search into the list, and the list keeps the favourites first", async () => {
  await open();
  expect(names().slice(0, 3)).toEqual(["GitHub", "Hetzner", "Cloudflare"]);
  const chosen = (): string => (document.activeElement as HTMLElement).dataset["account"] ?? "";
  await fireEvent.keyDown(screen.getByTestId("search"), { key: "ArrowDown" });
  await settle();
  expect(chosen()).toBe(id(2));
  for (const [key, number] of [["End", 11], ["ArrowUp", 10], ["Home", 1], ["ArrowUp", 1]] as const) {
    await fireEvent.keyDown(document.activeElement ?? document.body, { key });
    await settle();
    expect(chosen()).toBe(id(number));
  }
});

test("a counter shows a code only when it is asked to, and then the next one", async () => {
  const fake = await open();
  const shown = row(4);
  expect(digits(shown)).toBe("");
  await click(`next-${id(4)}`);
  const { account } = kept(fake, id(4)).page;
  expect(digits(shown)).toBe(fakeCode(account, 41));
  // The second half of a double click.
  await click(`next-${id(4)}`);
  expect(digits(shown)).toBe(fakeCode(account, 41));
  vi.setSystemTime(Date.now() + 1000);
  await click(`next-${id(4)}`);
  expect(digits(shown)).toBe(fakeCode(account, 42));
  expect(kept(fake, id(4)).page.counter).toBe("43");
});

test("an account with a PIN asks for it, says what is wrong with it, and shows the code while it holds", async () => {
  const fake = await open();
  await click(`next-${id(11)}`);
  const type = (value: string) => fireEvent.input(screen.getByTestId("pin-input"), { target: { value } });
  await type("12");
  await click("pin-submit");
  await fireEvent.submit(screen.getByTestId("pin-input"));
  await settle();
  expect(screen.getByRole("alert").textContent).toContain("PIN");
  await type("1234");
  await fireEvent.submit(screen.getByTestId("pin-input"));
  await settle();
  expect(digits(row(11))).toBe(fakeCode(kept(fake, id(11)).page.account, START / 30));
  await settle(30_000);
  expect(digits(row(11))).toBe("");
});

test("removing can be undone", async () => {
  const fake = await open();
  await fireEvent.contextMenu(row(5));
  await settle();
  expect(screen.getByTestId("menu-remove").textContent).toMatch(/Remove .*GitLab/);
  await choose("menu-remove");
  expect(names()).not.toContain("GitLab");
  expect(kept(fake, id(5)).trashed).toBe(START);
  await click("toast-action");
  expect(names()).toContain("GitLab");
});

test("what cannot be done is told with what was not lost, and the list stays", async () => {
  const fake = await open();
  fake.fail("codesRemove", "save-no-space", { path: "Personal.vault" });
  await fireEvent.contextMenu(row(5));
  await settle();
  await choose("menu-remove");
  expect(screen.getByRole("alert").textContent).toContain("the file is as it was");
  expect(names()).toContain("GitLab");
});

test("a lock takes every code, name and search off the page", async () => {
  const fake = await open();
  await search("git");
  await fireEvent.keyDown(document.body, { key: "l", ctrlKey: true });
  await settle();
  expect(fake.state).toBe("locked");
  expect(document.body.textContent).not.toMatch(/GitHub|\d{6}/);

  await fireEvent.input(screen.getByTestId("unlock-password"), { target: { value: FAKE_PASSWORD } });
  await fireEvent.submit(screen.getByTestId("unlock-password"));
  await settle(2_000);
  expect(screen.getByTestId<HTMLInputElement>("search").value).toBe("");
  expectRightCodes(fake);
});

test("a lock by the program itself shows the unlock screen, and nothing is asked any more", async () => {
  const fake = await open();
  fake.state = "locked";
  fake.emit("locked", null);
  await settle();
  const ask = vi.spyOn(fake, "codesNow");
  await settle(65_000);
  expect(ask).not.toHaveBeenCalled();
  expect(screen.getByTestId("unlock-password")).toBeTruthy();
});

test("a change that could not be saved is not lost by a lock unless that is wanted", async () => {
  const fake = await open();
  fake.unsaved = true;
  await click("nav-lock");
  expect(screen.getByRole("dialog").textContent).toContain("could not be saved");
  await click("lock-give-up");
  expect(fake.state).toBe("locked");
});

test("what another program saved appears, with new codes", async () => {
  const fake = await open();
  fake.kept = [...fake.kept, keep(77, "Aardvark", "anna")];
  fake.emit("vault-changed", null);
  await settle();
  expect(names()).toContain("Aardvark");
  expectRightCodes(fake);
});

test("tags and favourites narrow the list", async () => {
  await open();
  await click("tag-Infrastructure");
  expect(names()).toEqual(["Hetzner", "Cloudflare"]);
  await click("nav-favourites");
  expect(names()).toEqual(["GitHub", "Hetzner"]);
  await click("nav-codes");
  expect(names()).toHaveLength(11);
});

test("the trash gives back and is emptied only after a question", async () => {
  const fake = await open({ accounts: [...usualAccounts(), ...trashedAccounts()] });
  await click("nav-trash");
  expect(document.body.textContent).toContain("Dropbox");
  await click(`restore-${id(21)}`);
  expect(kept(fake, id(21)).trashed).toBeNull();
  await click("trash-empty");
  expect(fake.kept).toHaveLength(13);
  await click("trash-empty-yes");
  expect(fake.kept).toHaveLength(12);
  expect(screen.getByText("The trash is empty")).toBeTruthy();
});

test("pasting outside a text field reads the clipboard, and what is added is chosen", async () => {
  const fake = await open({ accounts: [] });
  await fireEvent.keyDown(screen.getByTestId("search"), { key: "v", ctrlKey: true });
  expect(screen.queryByRole("dialog")).toBeNull();
  await fireEvent.keyDown(document.body, { key: "v", ctrlKey: true });
  await settle();
  await click("scan-add");
  await settle(300);
  expect(names()).toEqual(["ILLIXIS"]);
  expectRightCodes(fake);
});

test("dropped files open the scan dialog while they are read", async () => {
  const fake = await open();
  fake.emit("scan-started", { count: 12 });
  await settle();
  expect(screen.getByRole("dialog").textContent).toContain("12");
  fake.emit("scan-done", { scan: fake.scan, error: null });
  await settle();
  expect(screen.getByRole("dialog").textContent).toContain("ILLIXIS");
});

test("a code that is good once and that the clipboard did not take is shown and told, not called copied", async () => {
  const fake = await open();
  const copy = fake.codesCopy;
  fake.codesCopy = async (...asked) => ({ ...(await copy(...asked)), seconds: 0 });
  await click(`account-${id(4)}`);
  expect(digits(row(4))).toBe(fakeCode(kept(fake, id(4)).page.account, 41));
  expect(screen.getByRole("alert").textContent).toContain("The clipboard did not take the code");
  expect(document.body.textContent).not.toMatch(/Copied/);
});

test("Ctrl+Z takes back what was removed, but not while somebody types", async () => {
  await open();
  await fireEvent.contextMenu(row(5));
  await settle();
  await choose("menu-remove");
  expect(screen.getByTestId("toast").textContent).toContain("Ctrl Z");
  await fireEvent.keyDown(screen.getByTestId("search"), { key: "z", ctrlKey: true });
  await settle();
  expect(names()).not.toContain("GitLab");
  await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  await settle();
  expect(names()).toContain("GitLab");
  expect(screen.queryByTestId("toast")).toBeNull();
});

test("a narrow window has the tags in a menu", async () => {
  await open();
  await click("nav-tags");
  await choose("tag-menu-Infrastructure");
  expect(names()).toEqual(["Hetzner", "Cloudflare"]);
  expect(screen.getByTestId("nav-tags").getAttribute("aria-current")).toBe("page");
});

test("the navigation says what the list shows, however one came there", async () => {
  await open({ accounts: usualAccounts().slice(4) });
  await click("nav-favourites");
  await click("empty-all");
  expect(screen.getByTestId("nav-codes").getAttribute("aria-current")).toBe("page");
  expect(screen.getByTestId("nav-favourites").getAttribute("aria-current")).toBeNull();
});

/** Chooses an entry of the menu as a mouse does. */
async function choose(testid: string): Promise<void> {
  const entry = screen.getByTestId(testid);
  await fireEvent.pointerDown(entry);
  await fireEvent.pointerUp(entry);
  await fireEvent.click(entry);
  await settle(300);
}
