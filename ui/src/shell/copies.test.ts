import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeAll, expect, test } from "vitest";
import App from "../App.svelte";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { layOut } from "$ipc/fake-viewport";

layOut({ viewport: 600, row: 60 });

beforeAll(loadLater);

const COPY = "vault (conflicted copy 2026-01-31).countersign";

async function show(copies: string[], prepare: (fake: Fake) => void = () => undefined): Promise<Fake> {
  const fake = new Fake();
  fake.copies = copies;
  prepare(fake);
  render(App, { backend: fake });
  await screen.findByTestId("copy-merge", undefined, { timeout: 5_000 });
  return fake;
}

test("another version of the vault is merged by one click, and its accounts appear", async () => {
  const fake = await show([COPY]);
  expect(document.body.textContent).toContain(COPY);
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await fireEvent.click(screen.getByTestId("copy-merge"));
  await waitFor(() => expect(screen.queryByTestId("copy-merge")).toBeNull());
  expect(fake.calls).toContain("unlockMergeCopy");
  await waitFor(() => expect(document.body.textContent).toContain("Everything of both is here now"));
  await screen.findByText("Merged");
});

test("whoever does not want to merge now is asked about the next one, and not again", async () => {
  const fake = await show([COPY, "vault (1).countersign"]);
  await fireEvent.click(screen.getByTestId("copy-later"));
  await waitFor(() => expect(document.body.textContent).toContain("vault (1).countersign"));
  await fireEvent.click(screen.getByTestId("copy-later"));
  await waitFor(() => expect(screen.queryByTestId("copy-later")).toBeNull());
  fake.emit("vault-changed", null);
  await new Promise((done) => setTimeout(done, 50));
  expect(screen.queryByTestId("copy-later")).toBeNull();
  expect(fake.calls).not.toContain("unlockMergeCopy");
});

test("a merge that fails says so, and the copy is still offered", async () => {
  await show([COPY], (fake) => fake.fail("unlockMergeCopy", "save-no-space", { path: "/vault" }));
  await fireEvent.click(screen.getByTestId("copy-merge"));
  await screen.findByRole("alert");
  expect(screen.queryByTestId("copy-merge")).not.toBeNull();
});
