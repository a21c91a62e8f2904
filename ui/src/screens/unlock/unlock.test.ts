import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeAll, expect, test, vi } from "vitest";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FAKE_NOW, FAKE_PASSWORD, FAKE_WORDS } from "$ipc/fake-data";
import type { StateDto } from "$ipc/bindings/StateDto";
import { Clock } from "$state/clock.svelte";
import { Session } from "$state/session.svelte";
import UnlockScreen from "./UnlockScreen.svelte";

beforeAll(loadLater);

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const PATH = "/home/anna/.local/share/countersign/Personal.countersign";

async function show(state: StateDto["kind"], prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake({ state });
  prepare(fake);
  const session = await Session.start(fake);
  const { container } = render(UnlockScreen, { session, clock: new Clock(() => FAKE_NOW * 1000) });
  return { fake, session, container };
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function violations(container: Element): Promise<string[]> {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return found.violations.map(({ id }) => id);
}

test("the right password opens the vault", async () => {
  const { session, container } = await show("locked");
  expect(plain(container.textContent)).toContain("Personal vault, saved 4 minutes ago");
  await type("unlock-password", FAKE_PASSWORD);
  await click("unlock-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("after a wrong password the field has the focus, and the next key replaces what was typed", async () => {
  const { session } = await show("locked");
  await type("unlock-password", "not this one");
  await click("unlock-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("That password does not open");
  const field = screen.getByTestId<HTMLInputElement>("unlock-password");
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, "not this one".length]);
  expect(session.state.kind).toBe("locked");
});

test("whoever forgot the password opens with the kit and chooses a new one", async () => {
  const { fake, session, container } = await show("locked");
  const change = vi.spyOn(fake, "unlockChangePassword");
  await type("unlock-password", "forgotten");
  await click("unlock-use-kit");
  await type("unlock-kit", FAKE_WORDS.join(" "));
  await fireEvent.keyDown(screen.getByTestId("unlock-kit"), { key: "Enter" });
  await type("recovered-password", "a new one");
  await type("recovered-again", "another one");
  await click("recovered-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("not the same");
  expect(await violations(container)).toEqual([]);
  await type("recovered-again", "a new one");
  await click("recovered-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  const kit = { kind: "kit", text: FAKE_WORDS.join(" ") };
  expect(change).toHaveBeenCalledWith(kit, "1".repeat(32), "a new one");
});

test("the kit opens the vault also for whoever keeps the password", async () => {
  const { fake, session } = await show("locked");
  await click("unlock-use-kit");
  await type("unlock-kit", FAKE_WORDS.join(" "));
  await click("unlock-submit");
  await click("recovered-keep");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(fake.calls).not.toContain("unlockChangePassword");
});

test("a keyring that did not open the vault says why, and the password does", async () => {
  const { session, container } = await show("locked", (fake) => (fake.keyring = { code: "keyring-gone", args: {} }));
  expect(plain(container.textContent)).toContain("does not have the key of this vault");
  await type("unlock-password", FAKE_PASSWORD);
  await click("unlock-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("a damaged vault offers its copy by date, and opens it with the same password", async () => {
  const open = vi.fn(() => Promise.resolve());
  const { container } = await show("locked", (fake) => {
    fake.fail("unlockOpen", "vault-damaged-copy-found", { path: PATH, copy: `${PATH}.1`, saved: "2026-11-22 09:10 UTC" });
    fake.unlockOpenCopy = open;
  });
  await type("unlock-password", FAKE_PASSWORD);
  await click("unlock-submit");
  await waitFor(() =>
    expect(plain(screen.getByTestId("unlock-submit").textContent)).toContain("Use the copy of 2026-11-22 09:10 UTC"),
  );
  expect(await violations(container)).toEqual([]);
  await click("unlock-submit");
  expect(open).toHaveBeenCalledWith({ kind: "password", text: FAKE_PASSWORD });
});

test("a vault from a newer version has nothing to type", async () => {
  const { container } = await show("locked", (fake) => fake.fail("unlockOpen", "vault-too-new", { path: PATH }));
  await type("unlock-password", FAKE_PASSWORD);
  await click("unlock-submit");
  expect((await screen.findByRole("heading")).textContent).toBe("This vault cannot be opened here");
  expect(plain(container.textContent)).toContain("A newer version of Countersign");
  expect(screen.queryByTestId("unlock-password")).toBeNull();
  await click("unlock-try-again");
  expect(screen.getByTestId("unlock-password")).toBeTruthy();
});

test("a vault that was there and is gone shows where it was, and is found again", async () => {
  const { fake, container } = await show("locked", (fake) => {
    fake.vault = { ...fake.vault, path: PATH, present: false };
    fake.vaults = [fake.vault];
  });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Your vault is not there"));
  expect(container.textContent).toContain(PATH);
  expect(screen.queryByTestId("vault-chooser")).toBeNull();
  expect(await violations(container)).toEqual([]);
  fake.vault = { ...fake.vault, present: true };
  await click("unlock-try-again");
  expect(await screen.findByTestId("unlock-password")).toBeTruthy();
});

test.each(["locked", "absent"] as const)("the other vaults are offered, whatever their order: %s", async (state) => {
  const other = { name: "Studio", path: "/home/anna/Studio.countersign", present: true, saved: null };
  const { session } = await show(state, (fake) => (fake.vaults = [other, ...fake.vaults]));
  await click("vault-chooser");
  const items = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent.trim());
  expect(items).toEqual(["Studio", "Open another file", "New vault"]);
  await click("vault-0");
  await waitFor(() => expect(session.state).toMatchObject({ kind: "locked", vault: other }));
});

test("an easy password needs a second click", async () => {
  await show("absent");
  await type("create-password", "northwind");
  await click("create-next");
  await waitFor(() => expect(screen.getByTestId("create-next").textContent).toContain("Use it anyway"));
  expect(screen.queryByTestId("kit-words")).toBeNull();
  await click("create-next");
  expect(await screen.findByTestId("kit-words")).toBeTruthy();
});

test("another password is warned about anew", async () => {
  await show("absent");
  await type("create-password", "northwind");
  await click("create-next");
  await waitFor(() => expect(screen.getByTestId("create-next").textContent).toContain("Use it anyway"));
  await type("create-password", "northwynd");
  await click("create-next");
  await waitFor(() => expect(screen.getByTestId("create-next").textContent).toContain("Use it anyway"));
  expect(screen.queryByTestId("kit-words")).toBeNull();
});

test("typing on while the vault is made does not lead on with the password before", async () => {
  const { fake } = await show("absent");
  let made: () => void = () => undefined;
  const create = fake.unlockCreate;
  fake.unlockCreate = async () => {
    await new Promise<void>((done) => (made = done));
    return create();
  };
  await type("create-password", FAKE_PASSWORD);
  await click("create-next");
  await waitFor(() => expect(screen.getByTestId("create-next").textContent).toContain("Making the vault"));
  await type("create-password", `${FAKE_PASSWORD} and more`);
  made();
  await waitFor(() => expect(screen.getByTestId("create-next").textContent).toContain("Next"));
  expect(screen.queryByTestId("kit-words")).toBeNull();
});

async function toTheKit() {
  const shown = await show("absent");
  await type("create-password", FAKE_PASSWORD);
  await click("create-next");
  await screen.findByTestId("kit-words");
  return shown;
}

test("the vault is made once the kit's words were typed", async () => {
  const { session, fake, container } = await toTheKit();
  const finish = vi.spyOn(fake, "unlockFinishCreate");
  expect(await violations(container)).toEqual([]);
  await click("kit-next");
  await type("kit-typed", FAKE_WORDS.join(" "));
  expect(plain(screen.getByTestId("kit-progress").textContent)).toBe("15 of 15 words are right");
  await click("kit-finish");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(finish).toHaveBeenCalledWith(FAKE_WORDS.join(" "));
});

test("Enter after the last word makes the vault, and before it begins a line", async () => {
  const { session } = await toTheKit();
  await click("kit-next");
  const field = screen.getByTestId("kit-typed");
  await type("kit-typed", FAKE_WORDS.slice(0, 14).join(" "));
  expect(await fireEvent.keyDown(field, { key: "Enter" })).toBe(true);
  await type("kit-typed", FAKE_WORDS.join(" "));
  await fireEvent.keyDown(field, { key: "Enter" });
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("each step begins where its work is", async () => {
  await toTheKit();
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Your recovery kit"));
  await click("kit-next");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("kit-typed")));
  await click("create-back");
  await click("kit-skip");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("kit-skip-password")));
});

test("a vault that could not be saved can be tried again, with the same kit", async () => {
  const { fake, session } = await toTheKit();
  const create = vi.spyOn(fake, "unlockCreate");
  const finish = fake.unlockFinishCreate;
  fake.fail("unlockFinishCreate", "save-no-space", { path: PATH });
  await click("kit-next");
  await type("kit-typed", FAKE_WORDS.join(" "));
  await click("kit-finish");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("There is no room left");
  await click("create-back");
  expect((await screen.findByTestId("kit-words")).textContent).toContain(FAKE_WORDS[14]);
  fake.unlockFinishCreate = finish;
  await click("kit-next");
  await click("kit-finish");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(create).not.toHaveBeenCalled();
});

test("a wrong word is named by its place, without showing the right one", async () => {
  const { container } = await toTheKit();
  await click("kit-next");
  await type("kit-typed", `${FAKE_WORDS.slice(0, 3).join(" ")} cooper `);
  expect(plain(screen.getByTestId("kit-progress").textContent)).toBe("Word 4 is not as in the kit.");
  expect(container.textContent).not.toContain(FAKE_WORDS[3]);
  expect(await violations(container)).toEqual([]);
});

test("whoever goes back and types the same password keeps the kit that may be on paper", async () => {
  const { fake } = await toTheKit();
  const create = vi.spyOn(fake, "unlockCreate");
  await click("create-back");
  expect(screen.getByTestId<HTMLInputElement>("create-password").value).toBe("");
  await type("create-password", FAKE_PASSWORD);
  await click("create-next");
  await screen.findByTestId("kit-words");
  expect(create).not.toHaveBeenCalled();
});

test("without a kit the password has to be typed once more", async () => {
  const { session, fake } = await toTheKit();
  const finish = vi.spyOn(fake, "unlockFinishCreate");
  await click("kit-skip");
  await type("kit-skip-password", "correct hores battery staple");
  await click("kit-skip-submit");
  expect((await screen.findByRole("alert")).textContent).toContain("not the password you chose");
  expect(finish).not.toHaveBeenCalled();
  await type("kit-skip-password", FAKE_PASSWORD);
  await click("kit-skip-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(finish).toHaveBeenCalledWith(null);
});

test("the kit leaves the page when the vault is saved", async () => {
  const { container } = await toTheKit();
  await click("kit-next");
  await type("kit-typed", FAKE_WORDS.join(" "));
  await click("kit-finish");
  await waitFor(() => expect(container.querySelector("textarea")).toBeNull());
  expect(container.textContent).not.toContain(FAKE_WORDS[0]);
});

test("an older state of the vault opens only once that is said and wanted", async () => {
  const { fake, session, container } = await show("locked", (fake) => {
    fake.fail("unlockOpen", "vault-older", { path: PATH, saved: "2026-01-31 12:00 UTC", newer: "2026-02-01 09:00 UTC" });
  });
  await type("unlock-password", FAKE_PASSWORD);
  await click("unlock-submit");
  await waitFor(() => expect(plain(container.textContent)).toContain("2026-02-01 09:00 UTC"));
  expect(session.state.kind).toBe("locked");
  expect(fake.calls).not.toContain("unlockOpenOlder");
  expect(plain(screen.getByTestId("unlock-submit").textContent)).toContain("Open the state of 2026-01-31 12:00 UTC");
  expect(await violations(container)).toEqual([]);
  await click("unlock-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
});
