import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeAll, expect, test, vi } from "vitest";
import App from "../App.svelte";
import { Fake } from "$ipc/fake";
import { FRAME_ALL, SCAN_REPLACES, SCREEN_FOUND } from "$ipc/fake-scans";
import { layOut } from "$ipc/fake-viewport";
import { loadLater } from "$components/later.svelte";

layOut({ viewport: 600, row: 60 });
beforeAll(loadLater);

const text = (): string => document.body.textContent.replace(/[\u2068\u2069]/g, "");

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

function open(set: (fake: Fake) => void = () => undefined): Fake {
  const fake = new Fake();
  set(fake);
  render(App, { backend: fake });
  return fake;
}

test("the scan button looks at the screen; what was added there can be undone", async () => {
  const fake = open();
  const undo = vi.spyOn(fake, "codesUndoAdd");
  const before = fake.kept.length;
  await click("scan");
  await click("scan-add");
  await waitFor(() => expect(text()).toContain("Added ILLIXIS"));
  await fireEvent.click(screen.getByRole("button", { name: /Undo/ }));
  await waitFor(() => expect(text()).toContain("Undone."));
  expect(undo).toHaveBeenCalledOnce();
  expect(fake.kept.filter(({ trashed }) => trashed === null)).toHaveLength(before);
});

test("scanning again shows what the screen shows now", async () => {
  const fake = open();
  await click("scan");
  await screen.findByTestId("scan-found-0");
  fake.screen = { ...SCREEN_FOUND, ticket: 9, found: [], pictures: [] };
  await click("scan-again");
  await waitFor(() => expect(text()).toContain("No account found"));
});

test("a screen that could not be seen can be tried again", async () => {
  const look = new Fake().scanScreen;
  const fake = open((fake) => fake.fail("scanScreen", "screen-timed-out"));
  await click("scan");
  await waitFor(() => expect(text()).toContain("Nobody answered"));
  fake.scanScreen = look;
  await click("scan-again");
  expect(await screen.findByTestId("scan-found-0")).toBeTruthy();
});

test("what the camera saw is chosen from as from pictures", async () => {
  open((fake) => (fake.frames = [FRAME_ALL]));
  await click("add");
  await click("add-camera");
  expect(await screen.findByTestId("scan-found-0")).toBeTruthy();
  expect(screen.queryByTestId("camera-picture")).toBeNull();
});

test("locking releases the camera", async () => {
  const fake = open();
  await click("add");
  await click("add-camera");
  await waitFor(() => expect(fake.camera).toBe("Integrated Camera"));
  await fireEvent.keyDown(window, { key: "l", ctrlKey: true });
  await waitFor(() => expect(fake.camera).toBeNull());
});

test("several that were added and replaced are told in one line", async () => {
  open((fake) => (fake.scan = SCAN_REPLACES));
  await click("add");
  await click("add-pictures");
  await click("scan-add");
  await waitFor(() => expect(text()).toContain("Added 1, replaced the secrets of 1."));
});
