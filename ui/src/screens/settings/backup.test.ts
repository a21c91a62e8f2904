import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { BACKUP_LIST, FAILED_BACKUPS, GOOD_BACKUPS } from "$ipc/fake-backups";
import { FAKE_PASSWORD } from "$ipc/fake-data";
import { Backups } from "$state/backups.svelte";
import { Session } from "$state/session.svelte";
import BackupGroup from "./BackupGroup.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

async function show(prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake();
  prepare(fake);
  const session = await Session.start(fake);
  const backups = new Backups(fake);
  await backups.load();
  const { container } = render(BackupGroup, { backups, session });
  return { fake, backups, container };
}

function withBackups(fake: Fake): void {
  fake.backups = GOOD_BACKUPS;
  fake.backupList = BACKUP_LIST;
}

test("the first backup is made as soon as its folder is chosen", async () => {
  const { fake, container } = await show();
  expect(container.textContent).toContain("with this disk everything would be gone");
  expect(screen.queryByTestId("backup-make")).toBeNull();
  await fireEvent.click(screen.getByTestId("backup-folder"));
  await waitFor(() => expect(screen.getByTestId("backup-proved").textContent).toContain("2026"));
  expect(fake.backups.folder).toBe("/media/anna/Stick/Backups");
  expect((await screen.findByTestId("backup-list")).children).toHaveLength(1);
});

test("nothing happens where no folder was chosen", async () => {
  const { fake } = await show((fake) => (fake.settingsBackupFolder = () => Promise.resolve(null)));
  await fireEvent.click(screen.getByTestId("backup-folder"));
  await waitFor(() => expect(screen.getByTestId("backup-folder").getAttribute("aria-busy")).not.toBe("true"));
  expect(fake.backups.folder).toBeNull();
  expect(screen.queryByTestId("backup-make")).toBeNull();
});

test("each backup says when it was proved, and a damaged one is no choice", async () => {
  await show(withBackups);
  const list = await screen.findByTestId("backup-list");
  expect(list.children).toHaveLength(5);
  expect(list.children[2]?.textContent).toContain("Damaged");
  expect(screen.queryByTestId("backup-restore-2")).toBeNull();
  await fireEvent.click(screen.getByTestId("backup-all"));
  expect(list.children).toHaveLength(BACKUP_LIST.length);
});

test("a failure is told once, with what to do, until a backup is made", async () => {
  const { fake } = await show((fake) => {
    withBackups(fake);
    fake.backups = FAILED_BACKUPS;
  });
  expect(plain(screen.getByRole("alert").textContent)).toContain("/media/anna/Stick/Backups is not there");
  const now = fake.settingsBackupNow;
  fake.fail("settingsBackupNow", "backup-folder-missing", { path: "/media/anna/Stick/Backups" });
  await fireEvent.click(screen.getByTestId("backup-make"));
  await waitFor(() => expect(screen.getAllByRole("alert")).toHaveLength(1));
  fake.settingsBackupNow = now;
  await fireEvent.click(screen.getByTestId("backup-make"));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("going back to a backup asks for its password and stays where that is wrong", async () => {
  const { fake } = await show(withBackups);
  await fireEvent.click(await screen.findByTestId("backup-restore-1"));
  await fireEvent.input(screen.getByTestId("restore-password"), { target: { value: "wrong" } });
  await fireEvent.click(screen.getByTestId("restore-submit"));
  await waitFor(() => expect(plain(screen.getByRole("dialog").textContent)).toContain("does not open"));
  expect(fake.calls).not.toContain("unlockRestore");
  await fireEvent.input(screen.getByTestId("restore-password"), { target: { value: FAKE_PASSWORD } });
  await fireEvent.click(screen.getByTestId("restore-submit"));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(fake.calls).toContain("unlockRestore");
});
