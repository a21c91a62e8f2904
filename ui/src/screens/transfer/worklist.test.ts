import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeAll, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";

beforeAll(loadLater);

const text = (testid: string): string =>
  screen.getByTestId(testid).textContent.replace(/[\u2068\u2069]/g, "").trim();

async function click(testid: string, index = 0): Promise<void> {
  const found = await screen.findAllByTestId(testid);
  await fireEvent.click(found[index] ?? document.body);
}

/** The page to import, where the list of a program that lets nothing out begins. */
async function open(fake = new Fake()): Promise<Fake> {
  render(App, { backend: fake });
  await click("scan-routes");
  await click("route-import");
  await screen.findByTestId("again-open");
  return fake;
}

const names = (): string[] => screen.queryAllByTestId("task").map((row) => row.textContent.trim());

test("accounts are listed, ticked off, and still there when the page is opened again", async () => {
  const fake = await open();
  await click("again-open");
  await fireEvent.input(screen.getByTestId("again-names"), { target: { value: "Twitch\n\n Amazon \nDropbox" } });
  await click("again-add");
  await waitFor(() => expect(names()).toEqual(["Amazon", "Dropbox", "Twitch"]));
  expect(screen.getByTestId<HTMLTextAreaElement>("again-names").value).toBe("");
  await click("task-done", 1);
  await waitFor(() => expect(text("again-count")).toBe("1 of 3 set up again"));
  expect(names()).toEqual(["Amazon", "Twitch", "Dropbox"]);
  await click("task-remove", 1);
  await waitFor(() => expect(names()).toEqual(["Amazon", "Dropbox"]));

  await click("transfer-back");
  expect(text("again-progress")).toBe("1 of 2 set up again");
  await click("again-open");
  await click("task-done", 0);
  await waitFor(() => expect(text("again-count")).toContain("You can remove the old program now"));
  expect(fake.tasks.every((task) => task.done)).toBe(true);
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
});

test("names that could not be saved are still typed, and the page says why", async () => {
  const fake = await open();
  await click("again-open");
  vi.spyOn(fake, "transferAddTasks").mockRejectedValueOnce({ code: "save-no-space", args: { path: "/vault" } });
  await fireEvent.input(screen.getByTestId("again-names"), { target: { value: "Twitch" } });
  await click("again-add");
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(screen.getByTestId<HTMLTextAreaElement>("again-names").value).toBe("Twitch");
});
