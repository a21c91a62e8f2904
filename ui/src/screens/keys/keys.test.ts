import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { FAKE_NOW } from "$ipc/fake-data";
import { FAKE_PIN, pluggedIn, usualKeys } from "$ipc/fake-keys-data";
import { Accounts } from "$state/accounts.svelte";
import KeysScreen from "./KeysScreen.svelte";
import "./words";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const BLUE = `key-${"1".repeat(32)}`;
const SAFE = `key-${"3".repeat(32)}`;
const account = (number: number): string => number.toString(16).padStart(32, "0");

async function show(prepare: (fake: Fake) => void = () => undefined) {
  const fake = new Fake();
  fake.registry = usualKeys();
  fake.plugged = [pluggedIn(fake.registry[0]?.id ?? null)];
  prepare(fake);
  const accounts = new Accounts(fake);
  await accounts.reload();
  let settings = 0;
  const onsettings = (): void => void (settings += 1);
  const { container } = render(KeysScreen, { backend: fake, accounts, now: FAKE_NOW, onsettings });
  return { fake, container, settings: () => settings };
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

const says = async (testid: string, text: string | RegExp): Promise<void> =>
  waitFor(() => expect(plain(screen.getByTestId(testid).textContent)).toMatch(text));

async function violations(container: Element): Promise<string[]> {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return found.violations.map(({ id }) => id);
}

test("each key says where it is, how many accounts are on it and whether it opens the vault", async () => {
  const { container } = await show();
  await says(BLUE, /plugged in.*Accounts 5.*this vault, with its PIN/s);
  await says(SAFE, /seen 15 days ago.*Accounts 1/s);
  await says(`key-${"2".repeat(32)}`, /not seen for a year.*nothing here/s);
  await says("keys-summary", "3 keys, 5 accounts protected, 3 by one key only");
  await says("key-page", /On Blue YubiKey.*PIN set, 8 tries left/s);
  expect(await violations(container)).toEqual([]);
});

test("a key that is pulled out and plugged in is noticed", async () => {
  const { fake } = await show();
  await says(BLUE, "plugged in");
  fake.plugged = [];
  await waitFor(() => expect(plain(screen.getByTestId(BLUE).textContent)).toContain("seen today"), { timeout: 3000 });
});

test("a key is registered with its name and place, and a name is given once", async () => {
  const { fake } = await show((fake) => {
    fake.registry = [];
    fake.plugged = [pluggedIn(null)];
  });
  await click("keys-register-stranger");
  await type("register-name", "Red key");
  await type("register-place", "in the safe");
  await click("register-submit");
  await waitFor(() => expect(fake.registry).toHaveLength(1));
  await says("key-page", /On Red key.*PIN set/s);
  await click("keys-register");
  await type("register-name", "red KEY");
  await click("register-submit");
  expect(fake.registry).toHaveLength(1);
  expect(await screen.findByText("Another key is called so. Choose another name.")).toBeTruthy();
});

test("who has no key to plug in is told so and cancels, and nothing is registered", async () => {
  const { fake } = await show((fake) => {
    fake.keyWaits = "insert";
  });
  await click("keys-register");
  await type("register-name", "Red key");
  await click("register-submit");
  expect(await screen.findByText("Plug in your security key.")).toBeTruthy();
  await click("register-cancel");
  await waitFor(() => expect(fake.calls).toContain("keysCancel"));
  expect(fake.registry).toHaveLength(3);
});

test("an account is put on a key and taken off it", async () => {
  await show();
  await click(SAFE);
  await click("key-add-account");
  await type("account-find", "gitlab");
  await click("account-how-passkey");
  await click(`account-choose-${account(5)}`);
  await says("key-page", /GitLab.*passkey/s);
  await click(`key-take-off-${account(5)}`);
  await waitFor(() => expect(screen.getByTestId("key-page").textContent).not.toContain("GitLab"));
});

test("accounts on one key alone are a list with progress, which ends", async () => {
  const { container } = await show();
  await click("keys-alone-start");
  await says("keys-progress", "2 of 5 accounts");
  expect(await violations(container)).toEqual([]);
  for (const number of [1, 5, 7]) await click(`second-done-${account(number)}`);
  expect(await screen.findByText("Every account with a security key is on two or more.")).toBeTruthy();
});

test("a lost key leads through its accounts, and is retired when nothing is left", async () => {
  const { fake, container, settings } = await show((fake) => {
    fake.registry = fake.registry.map((key) => ({ ...key, accounts: key.accounts.slice(0, 2) }));
  });
  await click("key-lost-it");
  await click("confirm-yes");
  await says("keys-progress", "0 of 2 done");
  expect(plain(container.textContent)).toMatch(/Open with effort, by the site's recovery page.*Still open by codes of this vault or a backup code/s);
  expect(await violations(container)).toEqual([]);
  await click("lost-settings");
  expect(settings()).toBe(1);
  for (const number of [1, 3]) await click(`lost-done-${account(number)}`);
  await says("keys-progress", "2 of 2 done");
  await click("lost-retire");
  await click("confirm-yes");
  await waitFor(() => expect(fake.registry.map(({ name }) => name)).not.toContain("Blue YubiKey"));
  expect(await screen.findByTestId(SAFE)).toBeTruthy();
});

test("a key with accounts on it is not retired", async () => {
  const { fake } = await show();
  await click("key-retire");
  expect(await screen.findByText("Accounts are on it. Take it off them first, at the site and here.")).toBeTruthy();
  expect(screen.queryByTestId("confirm-yes")).toBeNull();
  expect(fake.registry).toHaveLength(3);
});

test("a wrong PIN counts the tries that are left, and the right one is changed", async () => {
  const { fake } = await show();
  await click("key-pin");
  await type("pin-old", "1234");
  await type("pin-new", "quiet-harbour");
  await type("pin-again", "quiet-harbour");
  await click("pin-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("locks for good: 7");
  await type("pin-old", FAKE_PIN);
  await click("pin-submit");
  await waitFor(() => expect(fake.keyPin).toBe("quiet-harbour"));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("passkeys are listed for the PIN, and one is deleted after asking", async () => {
  const { fake } = await show();
  await click("key-passkeys");
  await type("passkeys-pin", FAKE_PIN);
  await click("passkeys-show");
  await says("passkeys", /github.com.*login.microsoftonline.com/s);
  await click("passkey-delete-5f1c92ab0d37e658");
  expect(fake.passkeys).toHaveLength(2);
  await click("passkey-delete-yes");
  await waitFor(() => expect(fake.passkeys.map(({ site }) => site)).toEqual(["login.microsoftonline.com"]));
});

test("a test of the key says that it works, and a reset is refused while it opens the vault", async () => {
  await show((fake) => fake.fail("keysReset", "key-is-slot"));
  await click("key-test");
  expect(plain((await screen.findByText(/The key works/)).textContent)).toContain("27 times");
  await click("touch-cancel");
  await click("key-reset");
  expect(plain((await screen.findByRole("dialog")).textContent)).toMatch(/These accounts lose the key:.*GitHub/s);
  await click("reset-submit");
  expect(plain((await screen.findByRole("alert")).textContent)).toContain("opens the vault");
});
