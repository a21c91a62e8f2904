import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeAll, expect, test, vi } from "vitest";
import App from "../../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FAKE_NOW, FAKE_PASSWORD, keep } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";

layOut({ viewport: 600, row: 60 });
beforeAll(loadLater);
// jsdom has no highlights.
vi.stubGlobal("Highlight", class extends Set<AbstractRange> {});
vi.stubGlobal("CSS", { highlights: new Map<string, Set<AbstractRange>>() });

const GITHUB = "1".padStart(32, "0");
const CODES = ["aaaa-1111", "bbbb-2222", "cccc-3333", "dddd-4444", "eeee-5555"];

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

function open(prepare: (fake: Fake) => void = () => undefined): Fake {
  const fake = new Fake({ accounts: [keep(1, "GitHub", "anna"), keep(2, "GitLab", "anna")] });
  prepare(fake);
  render(App, { backend: fake });
  return fake;
}

const withSet = (fake: Fake): void => fake.addSet(GITHUB, "github.txt", CODES, { issued: FAKE_NOW });

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

const says = async (testid: string, text: string | RegExp): Promise<void> =>
  waitFor(() => expect(plain(screen.getByTestId(testid).textContent)).toMatch(text));

async function confirm(): Promise<void> {
  await type("reveal-password", FAKE_PASSWORD);
  await click("reveal-submit");
}

test("a set says where it is from, its day and how many are left, and no code", async () => {
  open(withSet);
  await says("backup-codes", /From github.txt, 22 November 2026/);
  await says("sets-left", "5 of 5 left");
  await click("sets-list");
  await says("backup-code-5", /hidden/);
  for (const code of CODES) expect(document.body.textContent).not.toContain(code);
});

test("a code is shown after asking who is there, alone, and the next needs no password for a minute", async () => {
  const fake = open(withSet);
  await click("sets-list");
  await click("backup-code-show-2");
  expect(fake.calls).not.toContain("backupCodesReveal");
  await type("reveal-password", "not this one");
  await click("reveal-submit");
  expect((await screen.findByRole("alert")).textContent).toContain("password");
  expect(fake.calls).not.toContain("backupCodesReveal");
  await confirm();
  await says("backup-code-2", "bbbb-2222");
  expect(document.body.textContent).not.toContain("aaaa-1111");
  await click("backup-code-show-3");
  await says("backup-code-3", "cccc-3333");
  await click("backup-code-show-2");
  await waitFor(() => expect(document.body.textContent).not.toContain("bbbb-2222"));
});

test("a code is copied without being shown", async () => {
  const fake = open(withSet);
  await click("sets-list");
  await click("backup-code-copy-1");
  await confirm();
  await says("backup-codes", /Code 1 is copied. The clipboard is cleared in 30 s/);
  expect(fake.calls).toContain("backupCodesCopy");
  expect(document.body.textContent).not.toContain("aaaa-1111");
});

test("what is shown is hidden when another account is looked at", async () => {
  const fake = open(withSet);
  await click("sets-list");
  await click("backup-code-show-1");
  await confirm();
  await says("backup-code-1", "aaaa-1111");
  await fireEvent.keyDown(screen.getByTestId(`account-${GITHUB}`), { key: "ArrowDown" });
  await waitFor(() => expect(document.body.textContent).not.toContain("aaaa-1111"));
  expect(fake.calls).toContain("backupCodesHide");
});

test("a code is marked as used and that is taken back, and few are left soon", async () => {
  open(withSet);
  await click("sets-list");
  await click("backup-code-mark-1");
  await says("sets-left", "4 of 5 left");
  await says("backup-code-1", /used 22 Nov 2026/);
  expect(screen.queryByTestId("sets-warning")).toBeNull();
  await click("backup-code-mark-2");
  await says("sets-warning", /Few are left/);
  await click("backup-code-mark-1");
  await says("sets-left", "4 of 5 left");
  for (const number of [1, 3, 4, 5]) {
    await click(`backup-code-mark-${number}`);
    await says(`backup-code-${number}`, /used/);
  }
  await says("sets-warning", /All of them are used/);
  await says("sets-left", "none left");
});

test("what is pasted is looked at and corrected before it is stored", async () => {
  const fake = open();
  await says("backup-codes", /None are stored/);
  await click("sets-add");
  await type("new-codes-text", "1. aaaa-1111\n2. bbbb-2222\n3. cccc-333x");
  await click("new-codes-next");
  await says("new-codes-found", "3 codes were found");
  await type("new-code-3", "cccc-3333");
  await click("new-code-remove-1");
  await click("new-codes-another");
  await type("new-code-3", "dddd-4444");
  expect(screen.queryByTestId("new-codes-older-valid")).toBeNull();
  await click("new-codes-store");
  await says("sets-left", "3 of 3 left");
  expect(fake.codeSets.get(GITHUB)?.[0]?.codes).toEqual(["bbbb-2222", "cccc-3333", "dddd-4444"]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a dropped file replaces the set in one step, and can be deleted then", async () => {
  const fake = open((fake) => {
    withSet(fake);
    fake.downloaded = ["ffff-6666", "gggg-7777"];
  });
  await click("sets-add");
  await waitFor(() => expect(fake.calls).toContain("backupCodesBegin"));
  fake.emit("backup-codes-dropped", { ticket: 1, name: "backup-codes.txt" });
  await says("new-codes-found", "2 codes were found in backup-codes.txt");
  await click("new-codes-store");
  await says("new-codes-stored", "2 codes are stored");
  await says("sets-left", "2 of 2 left");
  expect(fake.codeSets.get(GITHUB)?.map(({ set }) => set.invalidSince)).toEqual([null, FAKE_NOW]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("new-codes-close")));
  await click("new-codes-delete");
  expect(plain((await screen.findByText(/is deleted/)).textContent)).toContain("backup-codes.txt");
  expect(fake.calls).toContain("backupCodesDeleteFile");
  await click("new-codes-close");
  await click("sets-older");
  await says("backup-codes", /Invalid since 22 November 2026.*5 codes, 0 used/s);
});

test("codes that are added to a set leave it valid where that is chosen", async () => {
  const fake = open(withSet);
  await click("sets-add");
  await type("new-codes-text", "ffff-6666");
  await click("new-codes-next");
  await click("new-codes-older-valid");
  await click("new-codes-store");
  await says("sets-left", "6 of 6 left");
  expect(fake.codeSets.get(GITHUB)?.map(({ set }) => set.invalidSince)).toEqual([null, null]);
});

test("codes that could not be saved are not stored twice: the window offers to save again", async () => {
  const fake = open((fake) => {
    fake.fail("backupCodesStore", "save-no-space", { path: fake.vault.path });
    fake.unsaved = true;
  });
  await click("sets-add");
  await type("new-codes-text", "aaaa-1111");
  await click("new-codes-next");
  await click("new-codes-store");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await screen.findByText("A change is not saved yet.")).toBeTruthy();
  expect(fake.calls).toContain("backupCodesDiscard");
});

test("a text without codes says so and keeps what was typed", async () => {
  open();
  await click("sets-add");
  await type("new-codes-text", "none");
  await click("new-codes-next");
  expect(await screen.findByText("Nothing in it looks like a backup code.")).toBeTruthy();
  expect(screen.getByTestId<HTMLTextAreaElement>("new-codes-text").value).toBe("none");
});

test("codes that are kept on paper are noted with their place", async () => {
  open();
  await click("sets-more");
  await click("sets-keep");
  await fireEvent.change(await screen.findByTestId("kept-place"), { target: { value: "elsewhere" } });
  await type("kept-note", "safe, second drawer");
  await click("kept-submit");
  await says("sets-kept", "On paper or in a safe: safe, second drawer");
  await says("sets-left", "kept elsewhere");
});

test("a page to print is saved after asking who is there", async () => {
  open(withSet);
  await click("sets-more");
  await click("sets-print");
  await confirm();
  await screen.findByTestId("code-sheet-close");
  expect(screen.getByRole("dialog").textContent).toContain("/home/anna/Documents/countersign-backup-codes.html");
});

test("a finding stands on the page with a way to put it right, and can be put away", async () => {
  const fake = open();
  await says("facts-grade", "Fair");
  await click("finding-fix-no_backup_codes");
  expect(await screen.findByTestId("new-codes-text")).toBeTruthy();
  await click("new-codes-cancel");
  await click("finding-dismiss-one_factor");
  await waitFor(() => expect(screen.queryByTestId("finding-one_factor")).toBeNull());
  expect(screen.getByTestId("finding-no_backup_codes")).toBeTruthy();
  expect([...fake.dismissed]).toEqual([`one_factor ${GITHUB}`]);
});
