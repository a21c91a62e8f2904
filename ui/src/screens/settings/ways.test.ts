import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { FAKE_PASSWORD, FAKE_WORDS } from "$ipc/fake-data";
import { FAKE_PIN } from "$ipc/fake-keys-data";
import WaysGroup from "./WaysGroup.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");

function show(prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake();
  prepare(fake);
  render(WaysGroup, { backend: fake });
  return fake;
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function confirm(): Promise<void> {
  await type("way-password", FAKE_PASSWORD);
  await click("way-submit");
}

const listed = (): string => plain(screen.getByTestId("ways").textContent);

test("each way is listed by name, kind and age, and a kit that nobody typed is marked", async () => {
  show((fake) => fake.slots.forEach((slot) => (slot.tested = null)));
  await waitFor(() => expect(listed()).toMatch(/Password.*Added.*Recovery kit.*never typed/s));
});

test("the keyring is added after asking again who is there", async () => {
  const fake = show();
  await click("way-add-keyring");
  await type("way-password", "not this one");
  await click("way-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("does not open");
  expect(fake.slots).toHaveLength(2);
  await confirm();
  await waitFor(() => expect(listed()).toContain("Keyring"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a keyring that is missing says so, and nothing is added", async () => {
  show((fake) => fake.fail("unlockAddKeyring", "keyring-missing"));
  await click("way-add-keyring");
  await confirm();
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("does not run");
});

test("a security key is added under its name, and says that it asks for its PIN", async () => {
  const fake = show((fake) => (fake.keyNeedsPin = true));
  await click("way-add-key");
  await type("way-name", "Blue key");
  await type("way-pin", "1234");
  await confirm();
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("locks for good: 7");
  await type("way-pin", FAKE_PIN);
  await confirm();
  await waitFor(() => expect(listed()).toMatch(/Blue key.*security key.*Asks for its PIN/s));
  expect(fake.slots.at(-1)?.verified).toBe(true);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("where a touch is to be enough, no PIN is asked for", async () => {
  show((fake) => (fake.keyNeedsPin = true));
  await click("way-add-key");
  await click("way-touch-only");
  expect(screen.queryByTestId("way-pin")).toBeNull();
  await confirm();
  await waitFor(() => expect(listed()).toContain("A touch is enough"));
});

test("who has no key to plug in cancels, and the wait is over", async () => {
  const fake = show((fake) => (fake.keyWaits = "insert"));
  await click("way-add-key");
  expect(await screen.findByText("Plug in your security key.")).toBeTruthy();
  await click("way-cancel");
  await waitFor(() => expect(fake.calls).toContain("keysCancel"));
  expect(fake.slots).toHaveLength(2);
});

test("a new kit is shown once and is proved by typing it", async () => {
  const fake = show();
  await click("way-add-kit");
  await confirm();
  const words = await screen.findByTestId("way-kit");
  expect(words.querySelectorAll("li")).toHaveLength(15);
  await type("way-words", "abandon");
  await click("way-prove");
  expect(await screen.findByText(/words of another recovery kit/)).toBeTruthy();
  await type("way-words", FAKE_WORDS.join(" "));
  await click("way-prove");
  await waitFor(() => expect(screen.queryByTestId("way-kit")).toBeNull());
  expect(fake.slots.at(-1)?.tested).not.toBeNull();
});

test("the password is changed only when it was typed the same twice", async () => {
  const fake = show();
  await click(`way-change-${"1".repeat(32)}`);
  await type("way-new", "harbor violin");
  await type("way-again", "harbor violine");
  await confirm();
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("not the same");
  expect(fake.calls).not.toContain("unlockChangePassword");
  await type("way-again", "harbor violin");
  await confirm();
  await waitFor(() => expect(fake.calls).toContain("unlockChangePassword"));
});

test("the last password stays", async () => {
  const fake = show();
  await click(`way-remove-${"1".repeat(32)}`);
  await confirm();
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("It was not removed");
  expect(fake.slots).toHaveLength(2);
});

test("renewing lists what stays and what was dropped", async () => {
  show();
  await click("way-renew");
  await confirm();
  expect((await screen.findByTestId("way-kept")).textContent).toBe("Password");
  expect(screen.getByTestId("way-dropped").textContent).toBe("Recovery kit");
  const found = await axe.run(screen.getByRole("dialog"), { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await click("way-close");
  await waitFor(() => expect(listed()).not.toContain("Recovery kit"));
});
