import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeAll, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FAKE_PASSWORD } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";

layOut({ viewport: 900, row: 60 });
beforeAll(loadLater);

const text = (element: Element = document.body): string => element.textContent.replace(/[\u2068\u2069]/g, "");
const said = (testid: string): string => text(screen.getByTestId(testid));

const isEnabled = (testid: string): boolean => !screen.getByTestId<HTMLButtonElement>(testid).disabled;

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value } });
}

async function open(set: (fake: Fake) => void = () => undefined): Promise<Fake> {
  const fake = new Fake();
  set(fake);
  render(App, { backend: fake });
  await click("nav-settings");
  await click("settings-export");
  await screen.findByTestId("export-format-aegis");
  return fake;
}

/** Goes on as soon as it is said what would not be in the file. */
async function next(): Promise<void> {
  await waitFor(() => expect(isEnabled("export-next")).toBe(true));
  await click("export-next");
}

/** Types the password of the vault. */
async function showWho(password = FAKE_PASSWORD): Promise<void> {
  await type("export-who-password", password);
  await click("export-who-submit");
}

test("what is offered first is encrypted and keeps everything; nothing is written before the vault's password", async () => {
  const fake = await open();
  const write = vi.spyOn(fake, "transferExport");
  await waitFor(() => expect(said("export-losses")).toContain("The file holds everything."));
  expect(screen.queryByTestId("export-plain")).toBeNull();
  expect(isEnabled("export-next")).toBe(false);
  await type("export-password", "for the file only");
  await type("export-again", "for the fiel only");
  await next();
  await waitFor(() => expect(text()).toContain("The two are not the same."));
  await type("export-again", "for the file only");
  await next();
  await showWho("not this one");
  await waitFor(() => expect(text()).toContain("That password does not open"));
  expect(fake.calls).not.toContain("transferExport");
  await showWho();
  expect(text(await screen.findByTestId("export-done"))).toContain("Exported 11 accounts");
  expect(said("export-path")).toBe("/home/anna/Documents/countersign-accounts.countersign");
  expect(write.mock.lastCall?.slice(1, 2)).toEqual(["countersign"]);
  expect(write.mock.lastCall?.slice(3)).toEqual(["for the file only", false]);
  expect(text()).not.toContain("Whoever has this file");
});

test("what a format does not hold is named with its accounts, and what it cannot hold at all is not counted", async () => {
  await open();
  await click("export-format-aegis");
  await waitFor(() => expect(said("export-losses")).toContain("1 account is not in the file"));
  expect(said("export-losses")).toContain("Yandex");
  expect(said("export-losses")).toContain("earlier secrets");
  expect(said("export-losses")).toContain("Cloudflare");
  expect(said("export-next")).toContain("Export 10 accounts");
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("nothing is written before it was said what would not be in the file", async () => {
  await open((fake) => fake.fail("transferLosses", "account-not-found", { name: "GitHub" }));
  await click("export-format-otpauth");
  await screen.findByRole("alert");
  expect(isEnabled("export-next")).toBe(false);
});

test("a file without protection is written only by somebody who was told what that means", async () => {
  const fake = await open();
  const write = vi.spyOn(fake, "transferExport");
  await click("export-format-aegis");
  await click("export-plain");
  await next();
  await waitFor(() => expect(text(screen.getByRole("dialog"))).toContain("Whoever has this file has your 10 accounts"));
  await click("export-warn-cancel");
  expect(screen.queryByRole("dialog")).toBeNull();
  await next();
  await click("export-warn-yes");
  await showWho();
  await screen.findByTestId("export-done");
  expect(write.mock.lastCall?.[3]).toBeNull();
  expect(text()).toContain("Delete it as soon as the other program has read it");
});

test("formats that are never encrypted say so, and ask for no password of their own", async () => {
  await open();
  for (const format of ["otpauth", "json", "sheet"]) {
    await click(`export-format-${format}`);
    await waitFor(() => expect(text()).toContain("Whoever has this file has your accounts."));
    expect(screen.queryByTestId("export-password")).toBeNull();
    await next();
    await click("export-warn-cancel");
  }
  expect(screen.getByTestId("export-backup-codes")).toBeTruthy();
});

test("a page to print says that backup codes are not on it until they are wanted", async () => {
  await open();
  await click("export-format-sheet");
  await waitFor(() => expect(said("export-losses")).toContain("backup codes"));
  expect(said("export-losses")).toContain("notes");
  await click("export-backup-codes");
  await waitFor(() => expect(said("export-losses")).not.toContain("backup codes"));
  expect(said("export-losses")).toContain("notes");
});

test("only the accounts with a tag, or the favourites, are exported where that is wanted", async () => {
  const fake = await open();
  const write = vi.spyOn(fake, "transferExport");
  const which = screen.getByTestId<HTMLSelectElement>("export-which");
  const options = [...which.options].map((option) => text(option));
  expect(options).toEqual(["All (11)", "Favourites (2)", "Infrastructure (2)", "Personal (5)", "Work (6)"]);
  which.selectedIndex = 2;
  await fireEvent.change(which);
  await click("export-format-otpauth");
  await waitFor(() => expect(said("export-next")).toContain("Export 2 accounts"));
  await next();
  await click("export-warn-yes");
  await showWho();
  await screen.findByTestId("export-done");
  const hetzner = "00000000000000000000000000000002";
  const cloudflare = "00000000000000000000000000000003";
  expect(new Set(write.mock.lastCall?.[2])).toEqual(new Set([hetzner, cloudflare]));
});

test("QR codes are shown one after the other, after asking again, and are gone with their page", async () => {
  const fake = await open();
  await click("export-format-google");
  await next();
  expect(fake.calls).not.toContain("transferSeries");
  await showWho();
  await screen.findByTestId("export-code");
  expect(said("export-place")).toBe("1 of 3");
  await click("export-code-next");
  await click("export-code-next");
  expect(said("export-place")).toBe("3 of 3");
  expect(isEnabled("export-code-next")).toBe(false);
  await fireEvent.keyDown(window, { key: "ArrowLeft" });
  expect(said("export-place")).toBe("2 of 3");
  await click("export-close");
  expect(screen.queryByTestId("export-code")).toBeNull();
});

test("whoever chooses no place is back at the choice, and nothing was written", async () => {
  await open((fake) => (fake.place = null));
  await click("export-format-otpauth");
  await next();
  await click("export-warn-yes");
  await showWho();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByTestId("export-done")).toBeNull();
  expect(isEnabled("export-next")).toBe(true);
});

test("a place where nothing can be written is told", async () => {
  await open((fake) => fake.fail("transferExport", "save-already-exists", { path: "/home/anna/old.json" }));
  await click("export-format-otpauth");
  await next();
  await click("export-warn-yes");
  await showWho();
  await waitFor(() => expect(text(screen.getByRole("dialog"))).toContain("/home/anna/old.json"));
});
