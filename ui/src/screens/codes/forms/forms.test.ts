import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";
import { Fake } from "$ipc/fake";
import { FAKE_PASSWORD, keep, type Kept } from "$ipc/fake-data";
import AddDialog from "./AddDialog.svelte";
import EditDialog from "./EditDialog.svelte";
import QrDialog from "./QrDialog.svelte";
import { Revealing } from "./reveal.svelte";
import RevealDialog from "./RevealDialog.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const kept = (): Kept => keep(1, "GitHub", "anna", { tags: ["Work"], notes: "in the safe" });
const { account } = kept().page;

afterEach(() => vi.useRealTimers());

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

async function choose(testid: string, value: string): Promise<void> {
  await fireEvent.change(await screen.findByTestId(testid), { target: { value } });
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function violations(): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } };
  const found = await axe.run(document.body, { rules });
  return found.violations.map(({ id }) => id);
}

function add() {
  const fake = new Fake();
  const typed = vi.spyOn(fake, "codesAddTyped");
  const [onclose, onscan, onproblem] = [vi.fn(), vi.fn(), vi.fn()];
  render(AddDialog, { backend: fake, onclose, onscan, onproblem });
  return { fake, typed, onclose, onscan, onproblem };
}

test("an account is added as it was typed, and what the type does not have is left out", async () => {
  const { typed, onclose } = add();
  await type("add-issuer", " Valix ");
  await type("add-secret", "jbsw y3dp ehpk 3pxp");
  await choose("add-type", "hotp");
  await type("add-counter", "41");
  expect(screen.queryByTestId("add-period")).toBeNull();
  await click("add-submit");
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(typed).toHaveBeenCalledWith({
    issuer: "Valix",
    account: "",
    kind: "hotp",
    algorithm: "SHA1",
    digits: 6,
    period: null,
    counter: "41",
    secret: "jbsw y3dp ehpk 3pxp",
    pin: null,
  });
});

test("a wrong secret is told below its field, and nothing typed is lost", async () => {
  const { onclose } = add();
  await type("add-issuer", "Valix");
  await type("add-secret", "JBSW1");
  await click("add-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("Character 5 cannot be part of a secret");
  const field = screen.getByTestId<HTMLInputElement>("add-secret");
  expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["JBSW1", "true"]);
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(onclose).not.toHaveBeenCalled();
});

test("an account that is in memory only is told to the window, and adding it again saves it", async () => {
  const { fake, onclose, onproblem } = add();
  const save = fake.codesAddTyped;
  fake.fail("codesAddTyped", "save-no-space", { path: "Personal" });
  await type("add-issuer", "Valix");
  await type("add-secret", "JBSWY3DP");
  await click("add-submit");
  await waitFor(() => expect(onproblem).toHaveBeenLastCalledWith(expect.objectContaining({ code: "save-no-space" })));
  fake.codesAddTyped = save;
  await click("add-submit");
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(onproblem).toHaveBeenLastCalledWith(null);
});

test("digits that are no number are refused before anything is sent", async () => {
  const { typed } = add();
  await type("add-secret", "JBSWY3DP");
  await type("add-digits", "six");
  await click("add-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("A code has 4 to 10 digits");
  expect(typed).not.toHaveBeenCalled();
});

test("a picture leads to the scan, a bad clipboard says why it does not", async () => {
  const { fake, onscan } = add();
  expect(await violations()).toEqual([]);
  fake.fail("scanClipboard", "clipboard-empty");
  await click("add-paste");
  expect((await screen.findByRole("alert")).textContent).toContain("There is nothing on the clipboard");
  await click("add-pictures");
  await waitFor(() => expect(onscan).toHaveBeenCalledWith(fake.scan));
});

function edit() {
  const fake = new Fake({ accounts: [kept()] });
  const save = vi.spyOn(fake, "codesEdit");
  const [onclose, onproblem] = [vi.fn(), vi.fn()];
  render(EditDialog, { backend: fake, id: account.id, tags: ["Personal"], onclose, onproblem });
  return { fake, save, onclose, onproblem };
}

test("only what differs is sent", async () => {
  const { save, onclose } = edit();
  await type("edit-account", "anna@northwind.studio");
  await choose("edit-method-sms", "backup");
  await type("edit-tag", "Personal");
  await fireEvent.keyDown(screen.getByTestId("edit-tag"), { key: "Enter" });
  expect(await violations()).toEqual([]);
  await click("edit-submit");
  await waitFor(() => expect(onclose).toHaveBeenCalledWith(true));
  const changes = Object.entries(save.mock.lastCall?.[1] ?? {}).filter(([, change]) => change !== null);
  expect(Object.fromEntries(changes)).toEqual({
    account: "anna@northwind.studio",
    methods: [{ method: "sms", rank: "backup" }],
    tags: ["Work", "Personal"],
  });
});

test("saving without a change saves nothing", async () => {
  const { save, onclose } = edit();
  await click("edit-submit");
  await waitFor(() => expect(onclose).toHaveBeenCalledWith(false));
  expect(save).not.toHaveBeenCalled();
});

test("a refused secret opens its fold and stays to be corrected", async () => {
  const { fake, onclose } = edit();
  fake.fail("codesEdit", "secret-bad-character", { at: "5" });
  await type("edit-secret", "JBSW1");
  await click("edit-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("Character 5");
  expect(screen.getByTestId("edit-secret-fold").closest("details")?.open).toBe(true);
  expect(onclose).not.toHaveBeenCalled();
});

test("a change that is in memory only is told to the window too, a refused one is not", async () => {
  const { fake, onproblem } = edit();
  await type("edit-account", "anna@northwind.studio");
  fake.fail("codesEdit", "date-malformed");
  await click("edit-submit");
  await screen.findByRole("alert");
  expect(onproblem).not.toHaveBeenCalled();
  fake.fail("codesEdit", "save-no-space", { path: "Personal" });
  await click("edit-submit");
  await waitFor(() => expect(onproblem).toHaveBeenCalledWith(expect.objectContaining({ code: "save-no-space" })));
});

test("editing warns of nothing in the console", async () => {
  const warned = vi.spyOn(console, "warn");
  edit();
  await choose("edit-method-sms", "backup");
  await type("edit-secret", "JBSW");
  expect(warned).not.toHaveBeenCalled();
});

test("days that are no number are told below their field", async () => {
  const { save } = edit();
  await choose("edit-trusted", "days");
  await type("edit-trusted-days", "a month");
  await click("edit-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("not a whole number of days");
  expect(save).not.toHaveBeenCalled();
});

async function confirm(password = FAKE_PASSWORD): Promise<void> {
  await type("reveal-password", password);
  await click("reveal-submit");
}

function reveal(onproblem = vi.fn()) {
  const fake = new Fake({ accounts: [kept()] });
  render(RevealDialog, { backend: fake, account, onclose: vi.fn(), onproblem });
  return fake;
}

test("the secret is shown in groups after the password, not before", async () => {
  reveal();
  expect(screen.queryByTestId("reveal-secret")).toBeNull();
  await confirm("not this one");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("That password does not open");
  await confirm();
  expect((await screen.findByTestId("reveal-secret")).textContent).toBe("JBSW Y3DP EHPK 3PXP");
  expect(await violations()).toEqual([]);
});

test("the secret hides itself after a minute", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  reveal();
  await confirm();
  await screen.findByTestId("reveal-secret");
  vi.advanceTimersByTime(59_000);
  expect(screen.queryByTestId("reveal-secret")).not.toBeNull();
  vi.advanceTimersByTime(1000);
  await waitFor(() => expect(screen.queryByTestId("reveal-secret")).toBeNull());
  expect(document.body.textContent).not.toContain("JBSW");
});

test("a minute of suspend is a minute", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  reveal();
  await confirm();
  await screen.findByTestId("reveal-secret");
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(1000);
  await waitFor(() => expect(screen.queryByTestId("reveal-secret")).toBeNull());
});

test("a secret that comes after the dialog was closed is not kept", async () => {
  const reveal = new Revealing(new Fake({ accounts: [kept()] }), account.id, vi.fn());
  const shown = reveal.show({ kind: "password", text: FAKE_PASSWORD });
  reveal.glimpse.close();
  await shown;
  expect([reveal.secrets, reveal.draft, reveal.glimpse.left]).toEqual([null, "", 0]);
});

test("notes that are not saved yet outlive the secret", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const fake = reveal();
  const save = vi.spyOn(fake, "codesEdit");
  await confirm();
  await type("reveal-notes", "in the other safe");
  vi.advanceTimersByTime(60_000);
  await waitFor(() => expect(screen.queryByTestId("reveal-secret")).toBeNull());
  expect(screen.getByTestId<HTMLTextAreaElement>("reveal-notes").value).toBe("in the other safe");
  await click("reveal-notes-save");
  expect(save.mock.lastCall?.[1].notes).toBe("in the other safe");
  await waitFor(() => expect(screen.queryByTestId("reveal-notes")).toBeNull());
});

test("notes that could not be saved are told to the window, and so is that they are", async () => {
  const onproblem = vi.fn();
  const fake = reveal(onproblem);
  const save = fake.codesEdit;
  await confirm();
  await type("reveal-notes", "in the other safe");
  fake.fail("codesEdit", "save-read-only", { path: "Personal" });
  await click("reveal-notes-save");
  await waitFor(() => expect(onproblem).toHaveBeenLastCalledWith(expect.objectContaining({ code: "save-read-only" })));
  fake.codesEdit = save;
  await click("reveal-notes-save");
  await waitFor(() => expect(onproblem).toHaveBeenLastCalledWith(null));
});

test("the QR code is drawn after the password", async () => {
  render(QrDialog, { backend: new Fake({ accounts: [kept()] }), account, mode: "qr", onclose: vi.fn() });
  expect(screen.queryByTestId("qr-code")).toBeNull();
  await confirm();
  expect(await screen.findByRole("img", { name: /QR code of/ })).toBeTruthy();
  expect(await violations()).toEqual([]);
});

test("the address is copied without coming into the page, and its end is told", async () => {
  const fake = new Fake({ accounts: [kept()] });
  render(QrDialog, { backend: fake, account, mode: "uri", onclose: vi.fn() });
  await confirm();
  await waitFor(() => expect(plain(document.body.textContent)).toContain("Copied, clears in 30 s"));
  expect(document.body.textContent).not.toContain("otpauth://");
  fake.emit("clipboard-released", { id: account.id, cleared: true });
  await waitFor(() => expect(document.body.textContent).toContain("The clipboard was cleared"));
});
