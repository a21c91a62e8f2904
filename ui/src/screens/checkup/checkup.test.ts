import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { Fake } from "$ipc/fake";
import { GOOD_BACKUPS } from "$ipc/fake-backups";
import { usualKeys } from "$ipc/fake-keys-data";
import { withCompanion } from "$ipc/fake-scenes-companion";
import { Accounts } from "$state/accounts.svelte";
import { hasMessage } from "$text";
import CheckupScreen from "./CheckupScreen.svelte";
import { said } from "./drill.svelte";
import "./words";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const account = (number: number): string => number.toString(16).padStart(32, "0");

async function show(prepare: (fake: Fake) => void = withCompanion) {
  const fake = new Fake();
  prepare(fake);
  const accounts = new Accounts(fake);
  await accounts.reload();
  const fixed: [string, string | null][] = [];
  const onfix = (fix: string, id: string | null): void => void fixed.push([fix, id]);
  render(CheckupScreen, { backend: fake, accounts, onfix, onchange: () => undefined });
  return { fake, fixed };
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

const says = async (testid: string, text: string | RegExp): Promise<void> =>
  waitFor(() => expect(plain(screen.getByTestId(testid).textContent)).toMatch(text));

test("findings stand by how bad they are, each once, with their accounts and a score", async () => {
  await show((fake) => {
    withCompanion(fake);
    fake.backups = { ...GOOD_BACKUPS, proved: null };
  });
  await says("checkup-score", /60of 100Fair/);
  await says("found-backup_unproved", /Urgent: No proved backup.*This vault/s);
  await says("found-no_backup_codes", /Important: No backup codes.*Contoso Bank, GitLab, Steam and 3 more/s);
  await says("found-sms_fallback", /Could be better: SMS is still on as fallback.*Cloudflare and Stripe/s);
  const order = screen.getAllByTestId(/^found-[a-z]+(_[a-z]+)+$/).map(({ dataset }) => dataset["testid"]);
  expect(order[0]).toBe("found-backup_unproved");
  expect(order.at(-1)).toBe("found-few_backup_codes");
});

test("each finding leads to where it is put right", async () => {
  const { fixed } = await show((fake) => {
    withCompanion(fake);
    fake.backups = { ...GOOD_BACKUPS, proved: null };
  });
  await click("found-fix-backup_unproved");
  await click("found-fix-deadline_near");
  await click("found-fix-no_codes_left");
  await click("found-open-one_key");
  await click(`fix-one_key-${account(5)}`);
  expect(fixed).toEqual([
    ["settings", null],
    ["edit", account(6)],
    ["replace", account(2)],
    ["keys", account(5)],
  ]);
});

test("a finding that is not for me leaves the list, not the score, and comes back", async () => {
  const { fake } = await show();
  await says("checkup-score", /73/);
  await click("found-open-sms_fallback");
  await click(`dismiss-sms_fallback-${account(9)}`);
  await says("found-sms_fallback", /Cloudflare · ops@northwind.studio/);
  await says("checkup-tab-dismissed", "1");
  await says("checkup-score", /73/);
  await click("checkup-tab-dismissed");
  await says("found-sms_fallback", /Stripe/);
  await click("found-dismiss-sms_fallback");
  await screen.findByText("Nothing is put away");
  expect([...fake.dismissed]).toEqual([]);
});

test("a vault of which nothing weak is known says so", async () => {
  await show((fake) => {
    fake.kept = [];
    fake.backups = GOOD_BACKUPS;
  });
  expect(await screen.findByText("Nothing to do")).toBeTruthy();
  await says("checkup-score", /100of 100Good/);
});

test("the parts are chosen by the arrow keys, too", async () => {
  await show();
  await fireEvent.keyDown(await screen.findByTestId("checkup-tab-findings"), { key: "ArrowRight" });
  expect(document.activeElement).toBe(screen.getByTestId("checkup-tab-drill"));
  expect(await screen.findByText("Choose what is lost")).toBeTruthy();
});

test("a drill tells who is locked out, what to do then and what to change today", async () => {
  const { fake } = await show((fake) => {
    withCompanion(fake);
    fake.backups = { ...GOOD_BACKUPS, proved: null };
  });
  await click("checkup-tab-drill");
  await click("lost-laptop");
  await says("drill-summary", /6 Locked out0 In with effort5 Still in/);
  await says(`answer-${account(2)}`, /Nobody knows a way in.*Write to the site's support.*Today.*Keep backup codes on paper/s);
  await says(`answer-${account(7)}`, /by a security key or a backup code from where they are kept/);
  const [blue] = usualKeys();
  await click(`lost-key-${blue?.id ?? ""}`);
  await says("drill-summary", /8 Locked out/);
  await click("lost-laptop");
  await click(`lost-key-${blue?.id ?? ""}`);
  await waitFor(() => expect(screen.queryByTestId("drill-summary")).toBeNull());
  expect(fake.calls.filter((call) => call === "checkupDrill")).toHaveLength(3);
});

test("no word of the drill in the window names a command", () => {
  const words = Object.values(
    import.meta.glob<string>("$locales/en/checkup.ftl", { query: "?raw", import: "default", eager: true }),
  ).flatMap((text) => text.match(/^(?:step|change)-[a-z-]+(?= =)/gm) ?? []);
  expect(words.length).toBeGreaterThan(20);
  for (const word of words) expect(said(word)).not.toContain("countersign");
});

test("every finding has a title in the window", () => {
  const findings = Object.values(
    import.meta.glob<string>("$locales/en/checkup.ftl", { query: "?raw", import: "default", eager: true }),
  ).flatMap((text) => text.match(/^finding-[a-z-]+(?= =)/gm) ?? []);
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.filter((id) => !hasMessage(id.replace("finding-", "title-")))).toEqual([]);
});
