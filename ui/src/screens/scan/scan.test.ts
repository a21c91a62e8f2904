import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { Fake } from "$ipc/fake";
import { SCAN_FOUND, SCAN_PROBLEMS } from "$ipc/fake-scans";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import ScanDialog from "./ScanDialog.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

function show(scan: ScanDto | null, error: ErrorDto | null = null) {
  const fake = new Fake();
  if (scan) fake.scan = scan;
  const onclose = vi.fn();
  const onproblem = vi.fn();
  render(ScanDialog, { backend: fake, scan, error, onclose, onproblem });
  return { fake, onclose, onproblem };
}

const addButton = (): string => plain(screen.getByTestId("scan-add").textContent).trim();

test("accounts that are there already are not chosen, and the button says what will be added", async () => {
  const { fake, onclose } = show(SCAN_FOUND);
  expect(screen.getByTestId<HTMLInputElement>("scan-found-0").checked).toBe(true);
  expect(screen.getByTestId<HTMLInputElement>("scan-found-1").checked).toBe(false);
  expect(addButton()).toBe("Add ILLIXIS");
  const add = vi.spyOn(fake, "scanAdd");
  await fireEvent.click(screen.getByTestId("scan-add"));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(add).toHaveBeenCalledWith(1, [0], []);
});

test("the button counts several accounts, and adds nothing where none is chosen", async () => {
  show(SCAN_PROBLEMS);
  expect(addButton()).toBe("Add 2 accounts");
  await fireEvent.click(screen.getByTestId("scan-found-0"));
  await fireEvent.click(screen.getByTestId("scan-found-1"));
  expect(screen.getByTestId<HTMLButtonElement>("scan-add").disabled).toBe(true);
});

test("what could not be read and what is missing is told", () => {
  show(SCAN_PROBLEMS);
  const text = plain(document.body.textContent);
  expect(text).toContain("2 things could not be read");
  expect(text).toContain("harbour.jpg");
  expect(text).toContain("2 of 3 scanned");
});

test("giving up makes the program forget the secrets of the scan", async () => {
  const { fake, onclose } = show(SCAN_FOUND);
  await fireEvent.click(screen.getByTestId("scan-cancel"));
  expect(fake.calls).toContain("scanDiscard");
  expect(onclose).toHaveBeenCalledWith([]);
});

test("a scan that could not be added stays, with the reason", async () => {
  const { fake, onclose, onproblem } = show(SCAN_FOUND);
  const add = fake.scanAdd;
  fake.fail("scanAdd", "save-no-space", { path: "/home/anna/Personal.countersign" });
  await fireEvent.click(screen.getByTestId("scan-add"));
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("There is no room left");
  expect(onclose).not.toHaveBeenCalled();
  expect(onproblem).toHaveBeenLastCalledWith(expect.objectContaining({ code: "save-no-space" }));
  fake.scanAdd = add;
  await fireEvent.click(screen.getByTestId("scan-add"));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(onproblem).toHaveBeenLastCalledWith(null);
});

test.each([
  ["accounts and problems", SCAN_PROBLEMS, null],
  ["nothing", { ...SCAN_PROBLEMS, found: [], problems: [], incomplete: [] }, null],
  ["a failed scan", null, { code: "clipboard-empty", args: {} }],
  ["files that are being read", null, null],
])("a screen reader can use the dialog of %s", async (_, scan, error) => {
  show(scan, error);
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});
