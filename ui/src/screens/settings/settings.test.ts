import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { Backups } from "$state/backups.svelte";
import { Session } from "$state/session.svelte";
import { SettingsState } from "$state/settings.svelte";
import SettingsScreen from "./SettingsScreen.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

async function show(prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake();
  prepare(fake);
  const [session, settings] = await Promise.all([Session.start(fake), SettingsState.load(fake)]);
  const backups = new Backups(fake);
  await backups.load();
  const { container } = render(SettingsScreen, { backend: fake, session, settings, backups, ontransfer: () => undefined });
  return { fake, session, container };
}

const select = (testid: string): HTMLSelectElement => screen.getByTestId<HTMLSelectElement>(testid);

test("a change is saved at once", async () => {
  const { fake } = await show();
  await fireEvent.click(screen.getByTestId("settings-theme-dark"));
  await fireEvent.click(screen.getByTestId("settings-hide"));
  await fireEvent.click(screen.getByTestId("settings-lock-desktop"));
  await fireEvent.change(select("settings-clipboard"), { target: { value: "60" } });
  expect(fake.settings).toMatchObject({ theme: "dark", hideCodes: true, lockWithDesktop: false, clipboardSeconds: 60 });
});

test("never locking is possible, and comes with a warning", async () => {
  const { fake, container } = await show();
  await fireEvent.change(select("settings-lock"), { target: { value: "never" } });
  expect(fake.settings.autoLockMinutes).toBeNull();
  await waitFor(() => expect(container.textContent).toContain("Whoever sits down at this computer"));
});

test("a time that another program chose is among the choices", async () => {
  await show((fake) => (fake.settings = { ...fake.settings, autoLockMinutes: 7 }));
  expect(select("settings-lock").value).toBe("7");
  expect(Array.from(select("settings-lock").options, ({ value }) => value).slice(2, 5)).toEqual(["5", "7", "10"]);
});

test("a change that cannot be saved is taken back and told", async () => {
  await show((fake) => fake.fail("settingsSet", "save-read-only", { path: "settings.json" }));
  await fireEvent.change(select("settings-lock"), { target: { value: "60" } });
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("cannot be written to");
  await waitFor(() => expect(select("settings-lock").value).toBe("5"));
});

test("another vault can be opened or taken off the list", async () => {
  const studio = { name: "Studio", path: "/home/anna/Studio.countersign", present: true, saved: 1_795_238_879 };
  const old = { name: "Old", path: "/media/stick/Old.countersign", present: false, saved: null };
  const { session, container } = await show((fake) => fake.vaults.push(studio, old));
  await fireEvent.click(await screen.findByTestId("settings-vault-forget-2"));
  await waitFor(() => expect(container.textContent).not.toContain("/media/stick"));
  await fireEvent.click(screen.getByTestId("settings-vault-switch-1"));
  await waitFor(() => expect(session.state).toMatchObject({ kind: "locked", vault: { name: "Studio" } }));
});

test("the open vault is marked by what it is, not by its place in the list", async () => {
  const studio = { name: "Studio", path: "/home/anna/Studio.countersign", present: true, saved: 1_795_238_879 };
  await show((fake) => (fake.vaults = [studio, ...fake.vaults]));
  expect(await screen.findByTestId("settings-vault-switch-0")).toBeTruthy();
  const [first] = screen.getByRole("list", { name: "Vaults on this computer" }).children;
  expect(first?.textContent).toMatch(/Personal.*open/);
  expect(screen.queryByTestId("settings-vault-switch-1")).toBeNull();
});

test("checking the vault lists what was found, in words", async () => {
  const { container } = await show();
  await fireEvent.click(screen.getByTestId("settings-check"));
  const checks = await screen.findByTestId("settings-checks");
  expect(plain(checks.textContent)).toContain("The folder of the vault can be written to");
  expect(plain(checks.textContent)).toContain("Codes can be read from the screen.");
  expect(checks.textContent).not.toContain("doctor-");
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});
