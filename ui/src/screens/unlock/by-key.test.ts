import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { FAKE_PASSWORD } from "$ipc/fake-data";
import { FAKE_PIN } from "$ipc/fake-keys-data";
import { Clock } from "$state/clock.svelte";
import { Session } from "$state/session.svelte";
import UnlockScreen from "./UnlockScreen.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

async function show(prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake({ state: "locked" });
  fake.keysOpen = true;
  prepare(fake);
  const session = await Session.start(fake);
  const { container } = render(UnlockScreen, { session, clock: new Clock() });
  return { fake, session, container };
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function typePin(pin: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId("unlock-pin"), { target: { value: pin } });
  await click("unlock-key-submit");
}

async function axeFinds(container: Element): Promise<string[]> {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id }) => id);
}

test("a key is offered where one opens the vault, and nowhere else", async () => {
  await show((fake) => (fake.keysOpen = false));
  expect(screen.queryByTestId("unlock-use-key")).toBeNull();
});

test("a touch of the key opens the vault, and no PIN is asked for where the vault wants none", async () => {
  const { session } = await show();
  await click("unlock-use-key");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(screen.queryByTestId("unlock-pin")).toBeNull();
});

test("who has no key plugged in is told to plug it in, and can type the password after all", async () => {
  const { fake, session, container } = await show((fake) => (fake.keyWaits = "insert"));
  await click("unlock-use-key");
  expect(await screen.findByText("Plug in your security key.")).toBeTruthy();
  expect(await axeFinds(container)).toEqual([]);
  await fireEvent.keyDown(window, { key: "Escape" });
  await waitFor(() => expect(fake.calls).toContain("keysCancel"));
  await fireEvent.input(await screen.findByTestId("unlock-password"), { target: { value: FAKE_PASSWORD } });
  await click("unlock-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("a wrong PIN says how many tries are left, stays to be corrected, and the right one opens", async () => {
  const { session, container } = await show((fake) => (fake.keyNeedsPin = true));
  await click("unlock-use-key");
  await typePin("1234");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("locks for good: 7");
  expect(screen.getByTestId<HTMLInputElement>("unlock-pin").value).toBe("1234");
  expect(await axeFinds(container)).toEqual([]);
  await typePin(FAKE_PIN);
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("a key that is pulled out says so, and can be plugged in again", async () => {
  let answer = (): Promise<void> => Promise.resolve();
  const { fake, session } = await show((fake) => {
    const { keysAnswer } = fake;
    answer = () => keysAnswer(null);
    fake.fail("keysAnswer", "key-unplugged");
  });
  await click("unlock-use-key");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("was pulled out");
  fake.keysAnswer = answer;
  await click("unlock-key-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
});

test("an older state of the vault is opened by the key once somebody said so", async () => {
  const args = { path: "/home/anna/Personal.countersign", saved: "2026-11-20 18:02 UTC", newer: "2026-11-22 09:10 UTC" };
  const { fake, session } = await show((fake) => fake.fail("unlockOpen", "vault-older", args));
  await click("unlock-use-key");
  await waitFor(() => expect(plain(screen.getByTestId("unlock-key-submit").textContent)).toContain("2026-11-20"));
  await click("unlock-key-submit");
  await waitFor(() => expect(session.state.kind).toBe("open"));
  expect(fake.calls).toContain("unlockOpenOlder");
});
