import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeAll, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FAKE_PASSWORD, FAKE_WORDS } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";

layOut({ viewport: 600, row: 60 });

beforeAll(loadLater);

const unsaved = { code: "vault-unsaved", args: {} };
const gone = { code: "vault-gone", args: { path: "/media/stick/Personal.countersign" } };

async function open(state: "open" | "locked" = "open"): Promise<Fake> {
  const fake = new Fake({ state, now: () => Date.now() });
  render(App, { backend: fake });
  await screen.findByTestId(state === "open" ? "search" : "unlock-password");
  return fake;
}

test("a window that closes says that it waits, and one that cannot says why and goes on", async () => {
  const fake = await open();
  fake.emit("closing", null);
  expect(await screen.findByText("Saving, then closing.")).toBeTruthy();
  fake.unsaved = true;
  fake.emit("closing", unsaved);
  expect((await screen.findByRole("dialog")).textContent).toContain("could not be saved");
  expect(screen.queryByText("Saving, then closing.")).toBeNull();
});

test.each([
  ["its file is well again", "vault-trouble"],
  ["another program saved it", "vault-changed"],
] as const)("a vault whose file is gone is told until %s", async (_, event) => {
  const fake = await open();
  fake.emit("vault-trouble", gone);
  expect((await screen.findByRole("alert")).textContent).toContain("/media/stick/Personal.countersign");
  fake.emit(event, null);
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("a file that is well again takes away no other problem", async () => {
  const fake = await open();
  fake.emit("vault-trouble", gone);
  await screen.findByRole("alert");
  fake.emit("closing", { code: "save-no-space", args: { path: "Personal.countersign" } });
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("the file is as it was"));
  fake.emit("vault-trouble", null);
  await new Promise((done) => setTimeout(done, 20));
  expect(screen.getByRole("alert").textContent).toContain("the file is as it was");
});

async function replacedByOlder(): Promise<Fake> {
  const fake = await open();
  fake.unsaved = true;
  const args = { path: "/media/stick/Personal.countersign", saved: "2026-01-31 12:00 UTC", newer: "2026-02-01 09:00 UTC" };
  fake.emit("vault-trouble", { code: "vault-older", args });
  await screen.findByTestId("older-take");
  return fake;
}

test("an older file in the place of the open vault is told with what to do, and keeping what is here saves it", async () => {
  const fake = await replacedByOlder();
  const told = screen.getByRole("alert").textContent;
  for (const part of ["2026-01-31 12:00", "2026-02-01 09:00", "nothing of it is lost"]) expect(told).toContain(part);
  expect(screen.queryByTestId("problem-close")).toBeNull();
  screen.getByTestId("save-again").click();
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(fake.calls).toContain("unlockSaveAgain");
  expect(fake.calls).not.toContain("unlockTakeOlder");
});

test("the older state is taken only after a second question", async () => {
  const fake = await replacedByOlder();
  screen.getByTestId("older-take").click();
  expect((await screen.findByRole("dialog")).textContent).toContain("kept among the older copies");
  screen.getByTestId("older-cancel").click();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(fake.calls).not.toContain("unlockTakeOlder");
  screen.getByTestId("older-take").click();
  (await screen.findByTestId("older-confirm")).click();
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(fake.calls).toContain("unlockTakeOlder");
});

test("pictures dropped on a locked window are answered there", async () => {
  const fake = await open("locked");
  fake.emit("scan-done", { scan: null, error: { code: "vault-locked", args: {} } });
  expect((await screen.findByRole("status")).textContent).toContain("vault is locked");
  screen.getByTestId("locked-news-close").click();
  await waitFor(() => expect(screen.queryByRole("status")).toBeNull());
});

test("a new kit leaves the screen when nobody was there, and the locked vault says what to do", async () => {
  const fake = new Fake({ state: "absent", now: () => Date.now() });
  render(App, { backend: fake });
  await fireEvent.input(await screen.findByTestId("create-password"), { target: { value: FAKE_PASSWORD } });
  await fireEvent.click(screen.getByTestId("create-next"));
  const word = FAKE_WORDS[3] ?? "";
  expect(await screen.findAllByText(word)).toBeTruthy();
  await fireEvent.keyDown(document.body, { key: "a" });
  expect(fake.calls, "somebody is there").toContain("unlockActivity");
  fake.state = "locked";
  fake.vault = { ...fake.vault, present: true };
  fake.emit("locked", { code: "new-vault-locked", args: {} });
  expect(await screen.findByTestId("unlock-password")).toBeTruthy();
  expect(screen.queryByText(word)).toBeNull();
  expect(screen.getByRole("status").textContent).toContain("add a new kit there");
});

test("what the program knew before the page needs no question, and is asked for again once it is shown", async () => {
  const fake = new Fake({ state: "locked", now: () => Date.now() });
  fake.settings = { ...fake.settings, density: "compact" };
  const first = { state: await fake.unlockState(), settings: fake.settings, accounts: null };
  fake.first = first;
  render(App, { backend: fake });
  expect(screen.getByTestId("unlock-password")).toBeTruthy();
  await waitFor(() => expect(document.documentElement.dataset["density"]).toBe("compact"));
  fake.first = { ...first, state: { ...first.state, kind: "absent" } };
  render(App, { backend: fake });
  await waitFor(() => expect(screen.queryByTestId("create-password")).toBeNull());
});

test("a vault that was open before the page shows its accounts without a question, and nothing of them after a lock", async () => {
  const fake = new Fake({ state: "open", now: () => Date.now() });
  fake.first = { state: await fake.unlockState(), settings: fake.settings, accounts: await fake.codesList() };
  const ask = vi.spyOn(fake, "codesList");
  render(App, { backend: fake });
  const name = fake.first.accounts?.[0]?.issuer ?? "";
  expect((await screen.findAllByText(name)).length).toBeGreaterThan(0);
  expect(ask).not.toHaveBeenCalled();
  (await screen.findByTestId("nav-lock")).click();
  await waitFor(() => expect(screen.getByTestId("unlock-password")).toBeTruthy());
  expect(screen.queryByText(name)).toBeNull();
});

test("the program is told when nobody can see the window any more, and when somebody can again", async () => {
  const fake = await open();
  const hidden = vi.spyOn(document, "hidden", "get");
  for (const isHidden of [true, false]) {
    hidden.mockReturnValue(isHidden);
    document.dispatchEvent(new Event("visibilitychange"));
    await waitFor(() => expect(fake.inView).toBe(!isHidden));
  }
  hidden.mockRestore();
});
