import { fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { keep } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";

/** The first second of a period of 30. */
const START = 1_800_000_000;

layOut({ viewport: 600, row: 60 });
beforeAll(loadLater);
// jsdom has no highlights.
vi.stubGlobal("Highlight", class extends Set<AbstractRange> {});
vi.stubGlobal("CSS", { highlights: new Map<string, Set<AbstractRange>>() });

beforeEach(() => {
  vi.useFakeTimers({ now: START * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

async function settle(milliseconds = 20): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await tick();
}

/** One account with two secrets. */
async function open(kind: "totp" | "hotp" = "totp"): Promise<Fake> {
  const period = kind === "totp" ? 30 : null;
  const accounts = [keep(1, "GitHub", "anna", { kind, period, conflicts: true })];
  const fake = new Fake({ now: () => Date.now(), accounts });
  render(App, { backend: fake });
  await settle();
  return fake;
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(screen.getByTestId(testid));
  await settle();
}

/** The large code of the account's page. */
function inPlace(): string {
  return screen.getByRole("complementary", { name: /^Account/ }).querySelector(".digits")?.textContent.trim() ?? "";
}

function other(): string {
  return screen.getByTestId("conflict-code").querySelector(".digits")?.textContent.trim() ?? "";
}

test("an account with two secrets says so in the list and on its page, with the codes of both", async () => {
  await open();
  expect(screen.getByRole("img", { name: "Two secrets" })).toBeTruthy();
  expect(screen.getByText("Two secrets to choose from")).toBeTruthy();
  expect(other()).toMatch(/^\d{3}\s?\d{3}$/);
  expect(other()).not.toBe(inPlace());
});

test("trying the other secret changes the two codes round and decides nothing", async () => {
  const fake = await open();
  const [first, second] = [inPlace(), other()];
  await click("conflict-swap");
  expect([inPlace(), other()]).toEqual([second, first]);
  await click("conflict-swap");
  expect([inPlace(), other()]).toEqual([first, second]);
  expect(fake.kept[0]?.page.account.conflicts).toBe(true);
});

test("the code of the other secret is never one that is over", async () => {
  const fake = await open();
  const before = other();
  await settle(30_000);
  expect(other()).not.toBe(before);
  fake.fail("codesOther", "io");
  await settle(30_000);
  expect(screen.queryByTestId("conflict-code")).toBeNull();
});

test("the code of the other secret comes back by itself after a question that failed", async () => {
  const fake = await open();
  const ask = fake.codesOther;
  fake.fail("codesOther", "io");
  await settle(30_000);
  expect(screen.queryByTestId("conflict-code")).toBeNull();
  const failing = vi.spyOn(fake, "codesOther");
  await settle(20_000);
  expect(failing.mock.calls.length).toBeGreaterThan(1);
  expect(failing.mock.calls.length).toBeLessThan(6);
  fake.codesOther = ask;
  await settle(6_000);
  expect(other()).toMatch(/^\d{3}\s?\d{3}$/);
});

test("keeping a secret ends the question and leaves its code", async () => {
  await open();
  const first = inPlace();
  await click("conflict-keep");
  expect(screen.queryByTestId("conflict")).toBeNull();
  expect(screen.queryByRole("img", { name: "Two secrets" })).toBeNull();
  expect(inPlace()).toBe(first);
});

test("a counter's other secret can be tried, but none of its codes is used up by looking", async () => {
  const fake = await open("hotp");
  const ask = vi.spyOn(fake, "codesOther");
  await settle(30_000);
  expect(screen.queryByTestId("conflict-code")).toBeNull();
  expect(ask, "no second question gives one").not.toHaveBeenCalled();
  expect(screen.getByTestId("conflict-swap")).toBeTruthy();
});

test("what could not be saved is said", async () => {
  const fake = await open();
  fake.fail("codesKeepSecret", "save-no-space", { path: "/vault" });
  await click("conflict-keep");
  expect(screen.getByTestId("conflict")).toBeTruthy();
  expect(screen.getAllByRole("alert").length).toBeGreaterThan(0);
});
