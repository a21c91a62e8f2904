import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeAll, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FILE_PASSWORD, manyPlanned, PLAIN_FILE, PLAN_KNOWN } from "$ipc/fake-imports";
import { layOut } from "$ipc/fake-viewport";
import { usualAccounts } from "$ipc/fake-data";

layOut({ viewport: 900, row: 60 });
beforeAll(loadLater);

const text = (element: Element = document.body): string => element.textContent.replace(/[\u2068\u2069]/g, "");
const said = (testid: string): string => text(screen.getByTestId(testid));

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value } });
}

/** The page to import, from the menu beside the scan button. */
async function open(set: (fake: Fake) => void = () => undefined): Promise<Fake> {
  const fake = new Fake();
  set(fake);
  render(App, { backend: fake });
  await click("scan-routes");
  await click("route-import");
  await screen.findByTestId("import-file");
  return fake;
}

const isChecked = (index: number): boolean => screen.getByTestId<HTMLInputElement>(`import-entry-${index}`).checked;

test("what is new is chosen, what is archived is not, and what is there already cannot be", async () => {
  const fake = await open();
  const add = vi.spyOn(fake, "transferImport");
  await click("import-file");
  await screen.findByTestId("import-add");
  expect(text()).toContain("5 are new, 1 updates yours, 1 is archived in the other program, 1 is there already and 1 is twice in the file.");
  expect([0, 1, 3, 4, 5, 8].map(isChecked)).toEqual([true, true, true, true, true, true]);
  expect([2, 6, 7].map(isChecked)).toEqual([false, false, false]);
  expect(screen.getByTestId<HTMLInputElement>("import-entry-2").disabled).toBe(true);
  expect(text()).toContain("twice in the file");
  expect(text()).toContain("notes cut");
  expect(fake.calls).not.toContain("transferImport");

  await click("import-entry-0");
  await click("import-entry-7");
  expect(said("import-add")).toContain("Import 6 accounts");
  await click("import-add");
  await waitFor(() => expect(add).toHaveBeenCalledWith(1, [1, 3, 4, 5, 7, 8]));
});

test("after an import the page says what was added, updated, there already and left out, and why", async () => {
  const fake = await open();
  await click("import-file");
  await click("import-add");
  expect(text(await screen.findByTestId("import-done"))).toContain("Added 5 accounts");
  const facts = said("import-facts");
  expect(facts).toContain("1 that was there was updated.");
  expect(facts).toContain("2 make the same codes as ones that are there already.");
  expect(facts).toContain("1 was not chosen.");
  expect(facts).toContain("3 entries of the file have no one-time password.");
  const leftOut = said("import-left-out");
  expect(leftOut).toContain("Fax server");
  expect(leftOut).toContain("Entry 11");
  expect(leftOut).toContain("let the site show its secret again");
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await click("import-codes");
  await screen.findByText("Dropbox");
  expect(fake.calls).toContain("transferDiscard");
});

test("all are chosen or none, and with none there is nothing to import", async () => {
  await open();
  await click("import-file");
  await click("import-all");
  expect(isChecked(7)).toBe(true);
  await click("import-all");
  expect([0, 1, 3, 7].some(isChecked)).toBe(false);
  expect(screen.getByTestId<HTMLButtonElement>("import-add").disabled).toBe(true);
});

test("a wrong password is told at its field and can be typed again; the right one is forgotten", async () => {
  const fake = await open((fake) => (fake.needsPassword = true));
  const read = vi.spyOn(fake, "transferRead");
  await click("import-file");
  await type("import-password", "not this one");
  await click("import-open");
  await waitFor(() => expect(text()).toContain("That password does not open it"));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("import-password")));
  await type("import-password", FILE_PASSWORD);
  await click("import-open");
  await screen.findByTestId("import-add");
  expect(read.mock.calls.map(([, password]) => password)).toEqual([null, "not this one", FILE_PASSWORD]);
  await click("import-add");
  await screen.findByTestId("import-done");
  expect(screen.queryByTestId("import-delete")).toBeNull();
});

test("what opening costs is told, and nothing is done before somebody agrees", async () => {
  const fake = await open((fake) => {
    fake.needsPassword = true;
    fake.cost = { memory: "1024", seconds: "8" };
  });
  const read = vi.spyOn(fake, "transferRead");
  await click("import-file");
  await type("import-password", FILE_PASSWORD);
  await click("import-open");
  await screen.findByTestId("import-agree");
  expect(text()).toContain("Opening it takes 1024 MiB of memory and about 8 s");
  expect(read.mock.lastCall?.[2]).toBe(false);
  await click("import-agree");
  await screen.findByTestId("import-add");
  expect(read.mock.lastCall).toEqual([1, FILE_PASSWORD, true]);
});

test("reading goes on beside the page, and can be given up", async () => {
  const fake = await open((fake) => (fake.slow = true));
  await click("import-file");
  await waitFor(() => expect(text()).toContain(`Reading ${PLAIN_FILE.name}`));
  await click("import-cancel");
  await screen.findByTestId("import-file");
  expect(fake.calls).toContain("transferDiscard");
});

test("a file without protection is deleted only after a second question, and a failure is told", async () => {
  const fake = await open();
  await click("import-file");
  await click("import-add");
  await click("import-delete");
  expect(text(screen.getByRole("dialog"))).toContain("3 accounts of it are not in your vault");
  await click("import-delete-cancel");
  expect(fake.calls).not.toContain("transferDelete");
  await click("import-delete");
  await click("import-delete-yes");
  await waitFor(() => expect(text()).toContain(`${PLAIN_FILE.name} is deleted`));
  expect(text()).toContain("copies may remain");
});

test("a file that could not be deleted is named, with what to do", async () => {
  await open((fake) => fake.fail("transferDelete", "import-not-deleted", { path: "/media/stick/export.json" }));
  await click("import-file");
  await click("import-add");
  await click("import-delete");
  await click("import-delete-yes");
  await waitFor(() => expect(text()).toContain("The file could not be deleted: /media/stick/export.json"));
  expect(text()).toContain("It is still there");
});

test("where nothing is new nothing is added", async () => {
  const fake = await open((fake) => (fake.contents = PLAN_KNOWN));
  const add = vi.spyOn(fake, "transferImport");
  await click("import-file");
  expect(text(await screen.findByTestId("import-add"))).toContain("Done");
  await click("import-add");
  await waitFor(() => expect(text()).toContain("Nothing was added"));
  expect(add).toHaveBeenCalledWith(1, []);
  expect(fake.kept).toHaveLength(usualAccounts().length);
});

test("of accounts that could not be saved nothing can be chosen any more, only saved again", async () => {
  const fake = await open();
  const add = vi.spyOn(fake, "transferImport");
  add.mockRejectedValueOnce({ code: "save-no-space", args: { path: "/vault" } });
  fake.unsaved = true;
  await click("import-file");
  await click("import-add");
  await waitFor(() => expect(said("import-add")).toContain("Save again"));
  expect(screen.getByTestId<HTMLInputElement>("import-entry-0").disabled).toBe(true);
  await click("import-add");
  await screen.findByTestId("import-done");
  expect(add).toHaveBeenCalledTimes(2);
});

test("a dropped file opens the page; one that is no program's is refused there", async () => {
  const fake = new Fake();
  render(App, { backend: fake });
  await screen.findByTestId("search");
  fake.emit("scan-started", { count: 1 });
  fake.emit("transfer-dropped", PLAIN_FILE);
  await screen.findByTestId("import-add");
  expect(screen.queryByRole("dialog")).toBeNull();
  const error = { code: "not-a-picture", args: { path: "/home/anna/letter.txt" } };
  const scan = { ticket: 1, found: [], problems: [{ source: "letter.txt", error }], incomplete: [], pictures: [] };
  fake.emit("scan-done", { scan, error: null });
  await waitFor(() => expect(text()).toContain("That file is of no program that is known here: /home/anna/letter.txt"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("ten thousand accounts are a few rows, and what is left out is one click away", async () => {
  await open((fake) => (fake.contents = manyPlanned(10_000)));
  await click("import-file");
  await screen.findByTestId("import-entry-0");
  expect(document.querySelectorAll("[data-testid^=import-entry-]").length).toBeLessThan(60);
  expect(said("import-add")).toContain("Import 10,000 accounts");
  await click("import-add");
  await screen.findByTestId("import-done");
  expect(screen.getByTestId("import-left-out").children).toHaveLength(100);
  await click("import-more");
  expect(screen.getByTestId("import-left-out").children).toHaveLength(200);
});
