import { render, screen, waitFor } from "@testing-library/svelte";
import { beforeAll, expect, test } from "vitest";
import App from "../App.svelte";
import { Fake } from "$ipc/fake";
import { FAILED_BACKUPS, GOOD_BACKUPS } from "$ipc/fake-backups";
import { FAKE_PASSWORD } from "$ipc/fake-data";
import { layOut } from "$ipc/fake-viewport";
import { loadLater } from "$components/later.svelte";

layOut({ viewport: 600, row: 60 });

beforeAll(loadLater);

const now = (): number => Date.now();

test("a failed backup is over everything else until one is made, and cannot be closed", async () => {
  const fake = new Fake({ now });
  fake.backups = GOOD_BACKUPS;
  render(App, { backend: fake });
  await screen.findByTestId("search");
  expect(screen.queryByTestId("backup-failed")).toBeNull();
  fake.backups = FAILED_BACKUPS;
  fake.emit("backup-news", FAILED_BACKUPS);
  const banner = await screen.findByTestId("backup-failed");
  expect(banner.textContent).toContain("Plug in its disk");
  expect(banner.querySelectorAll("button")).toHaveLength(2);
  screen.getByTestId("backup-again").click();
  await waitFor(() => expect(screen.queryByTestId("backup-failed")).toBeNull());
});

test("a failure from before is told as soon as the vault is open, and its settings are one click away", async () => {
  const fake = new Fake({ now });
  fake.backups = FAILED_BACKUPS;
  render(App, { backend: fake });
  (await screen.findByTestId("backup-settings")).click();
  expect(await screen.findByTestId("backup-folder")).toBeTruthy();
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

test("on a new computer the vault is made from a backup and its password", async () => {
  const fake = new Fake({ state: "absent", now });
  render(App, { backend: fake });
  (await screen.findByTestId("unlock-restore")).click();
  const password = await screen.findByTestId<HTMLInputElement>("restore-password");
  password.value = FAKE_PASSWORD;
  password.dispatchEvent(new Event("input", { bubbles: true }));
  screen.getByTestId("restore-submit").click();
  expect(await screen.findByTestId("search")).toBeTruthy();
  expect(fake.calls).toContain("unlockRestore");
});
