import { render } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import App from "../App.svelte";
import { fakeFromAddress, play, SCENES } from "$ipc/fake-scenes";
import { layOut } from "$ipc/fake-viewport";
import { loadLater } from "$components/later.svelte";

layOut({ viewport: 180, row: 60 });

beforeAll(loadLater);

const now = Date.now;

const { dataset } = document.documentElement;

afterEach(() => {
  Date.now = now;
  delete dataset["played"];
  delete dataset["failed"];
});

test.each(Object.keys(SCENES))("whoever cannot see the screen can use it: %s", async (scene) => {
  const failed = vi.spyOn(console, "error");
  render(App, { backend: fakeFromAddress(new URLSearchParams({ scene })) });
  await vi.waitFor(() => expect(dataset["failed"] ?? dataset["played"]).toBe("yes"), 5_000);
  await new Promise((done) => setTimeout(done, 200));
  expect(document.body.textContent.trim()).not.toBe("");
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  expect(failed).not.toHaveBeenCalled();
}, 30_000);

test("a scene without one of its elements fails, and says which", async () => {
  await expect(play([["nowhere", "click"]])).rejects.toThrow("nowhere");
});
