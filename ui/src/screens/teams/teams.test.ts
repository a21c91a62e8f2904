import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { expect, test } from "vitest";
import { loadLater } from "$components/later.svelte";
import { Fake } from "$ipc/fake";
import { FAKE_NOW, FAKE_PASSWORD } from "$ipc/fake-data";
import { ASKING, FAKE_FOLDER, FAKE_LINK, IN_STEP, OPS, SIX_WORDS } from "$ipc/fake-teams-data";
import { Accounts } from "$state/accounts.svelte";
import { Teams } from "$state/teams.svelte";
import TeamsScreen from "./TeamsScreen.svelte";
import "./words";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const BO = "2".repeat(32);
const CLOUDFLARE = `${"0".repeat(31)}3`;
const GITHUB = `${"0".repeat(31)}1`;

async function show(prepare: (fake: Fake) => void = (fake) => void fake.withTeam(3, 2)) {
  await loadLater();
  const fake = new Fake();
  prepare(fake);
  const accounts = new Accounts(fake);
  await accounts.reload();
  const teams = new Teams(fake);
  await teams.reload();
  const said: string[] = [];
  const gone: string[] = [];
  const around = { ontell: (text: string) => void said.push(plain(text)), onaccount: (id: string) => void gone.push(id) };
  const { container } = render(TeamsScreen, { backend: fake, teams, accounts, chosen: null, now: FAKE_NOW, ...around });
  return { fake, container, said, gone };
}

async function click(testid: string): Promise<void> {
  await fireEvent.click(await screen.findByTestId(testid));
}

/** Chooses an entry of a menu, which opens beside the page. */
async function choose(menu: string, entry: string): Promise<void> {
  await click(menu);
  await fireEvent.click(await screen.findByTestId(entry));
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

const says = async (testid: string, text: string | RegExp): Promise<void> =>
  waitFor(() => expect(plain(screen.getByTestId(testid).textContent)).toMatch(text));

const alerts = async (text: string | RegExp): Promise<void> =>
  waitFor(() => expect(screen.getAllByRole("alert").map((one) => plain(one.textContent)).join()).toMatch(text));

async function violations(container: Element): Promise<string[]> {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return found.violations.map(({ id }) => id);
}

function asking(fake: Fake): void {
  fake.withTeam(3);
  fake.change(OPS, (one) => ({ ...one, pending: [ASKING] }));
}

function stopped(code: string) {
  return (fake: Fake): void => {
    fake.withTeam(3);
    const standing = { ...IN_STEP, kind: "stopped" as const, problem: { code, args: { slot: "41", member: "Bo" } } };
    fake.change(OPS, (one) => ({ ...one, team: { ...one.team, standing } }));
  };
}

test("each member is shown with the role and how the key was verified", async () => {
  const { container } = await show();
  await says("teams-members", /Anna.*you.*Owner.*this vault.*Bo.*Admin.*six words.*Eli.*Viewer.*by link, not verified/s);
  await says("teams-summary", `2 accounts · 4 members · ${FAKE_FOLDER}, in step just now`);
  expect(await violations(container)).toEqual([]);
});

test("a team vault is made in a folder that was chosen, and its owner is told to invite a second one", async () => {
  const { fake, said } = await show(() => undefined);
  await click("teams-new");
  await type("teams-name", "Ops");
  await type("teams-user", "Anna");
  expect(screen.getByTestId<HTMLButtonElement>("teams-create-submit").disabled).toBe(true);
  await click("teams-folder-choose");
  await says("teams-folder", FAKE_FOLDER);
  await click("teams-create-submit");
  await says("teams-summary", FAKE_FOLDER);
  expect(fake.teamVaults.map(({ team }) => team.name)).toEqual(["Ops"]);
  expect(said.join()).toContain("Invite a second owner");
});

test("a folder that a program copies between computers is refused with the reason", async () => {
  await show((fake) => fake.fail("teamsCreate", "team-storage-copied", { program: "Dropbox" }));
  await click("teams-new");
  await type("teams-name", "Ops");
  await type("teams-user", "Anna");
  await click("teams-folder-choose");
  await click("teams-create-submit");
  await alerts(/Dropbox copies this folder.*S3-compatible bucket/s);
});

test("a bucket is not tried before its key is there", async () => {
  const { fake } = await show(() => undefined);
  await click("teams-new");
  await type("teams-name", "Ops");
  await type("teams-user", "Anna");
  await click("teams-place-s3");
  await type("teams-service", "s3://northwind/ops");
  expect(screen.getByTestId<HTMLButtonElement>("teams-create-submit").disabled).toBe(true);
  await type("teams-access-key", "id");
  await type("teams-secret-key", "secret");
  await click("teams-create-submit");
  await waitFor(() => expect(fake.teamVaults[0]?.place).toBe("s3://northwind/ops"));
});

test("each kind of storage says how to get one, and asks for what it needs", async () => {
  const { fake, container } = await show(() => undefined);
  await click("teams-new");
  await type("teams-name", "Ops");
  await type("teams-user", "Anna");
  await click("teams-place-gcs");
  expect(screen.queryByTestId("teams-access-key")).toBeNull();
  await type("teams-secret-key", "a key of Google's");
  await click("teams-place-dav");
  expect(screen.getByTestId<HTMLInputElement>("teams-secret-key").value).toBe("");
  await click("teams-steps");
  expect(plain(screen.getByRole("dialog").textContent)).toContain("Nextcloud and ownCloud are refused");
  await type("teams-service", "https://files.example.com/ops");
  await type("teams-access-key", "anna");
  await type("teams-secret-key", "secret");
  expect(await violations(container)).toEqual([]);
  await click("teams-create-submit");
  await waitFor(() => expect(fake.teamVaults[0]?.place).toBe("dav+https://files.example.com/ops"));
});

test("whoever has only a drive is told why not, and what works instead", async () => {
  await show(() => undefined);
  await click("teams-new");
  await type("teams-name", "Ops");
  await type("teams-user", "Anna");
  await click("teams-place-drive");
  expect(plain(screen.getByRole("dialog").textContent)).toMatch(/one of the two would be lost.*with Microsoft 365 an Azure container/s);
  expect(screen.getByTestId<HTMLButtonElement>("teams-create-submit").disabled).toBe(true);
});

test("an invitation gives a link to copy, and says that it lets nobody in", async () => {
  const { fake } = await show();
  await click("teams-invite");
  await click("teams-invite-make");
  await says("teams-link", FAKE_LINK);
  expect(plain(screen.getByRole("dialog").textContent)).toContain("It lets nobody in by itself");
  await click("teams-copy-link");
  await says("teams-copy-link", "Copied, clears in 30 s");
  expect(fake.calls).toContain("teamsCopyLink");
});

test("whoever asks is let in by the six words that were typed, which the page never shows", async () => {
  const { fake, container, said } = await show(asking);
  await says("teams-asking", /Dev asks to be let in.*As Editor/s);
  for (const word of SIX_WORDS) expect(container.textContent).not.toContain(word);
  await click("teams-type-words");
  await type("teams-words-typed", SIX_WORDS.slice(1).join(" "));
  expect(screen.getByTestId<HTMLButtonElement>("teams-approve-submit").disabled).toBe(true);
  await type("teams-words-typed", [...SIX_WORDS].reverse().join(" "));
  await click("teams-approve-submit");
  await alerts("These are not the six words of Dev");
  await type("teams-words-typed", `1 ${SIX_WORDS.join(", ").toUpperCase()}`);
  await click("teams-approve-submit");
  await says("teams-members", /Dev.*Editor.*six words/s);
  await waitFor(() => expect(said).toEqual(["Dev is in."]));
  expect(fake.teamVaults[0]?.pending).toEqual([]);
});

test("whoever is let in without the words is a viewer, marked, and it is said that they read every secret", async () => {
  const { fake } = await show(asking);
  await click("teams-type-words");
  expect(plain(screen.getByRole("dialog").textContent)).toContain("They can read every secret");
  await click("teams-unverified-submit");
  await waitFor(() => expect(fake.teamVaults[0]?.members.at(-1)).toMatchObject({ name: "Dev", role: "viewer", verified: "no" }));
});

test("whoever joins by a link sees six words to read out, until somebody lets them in", async () => {
  const { container } = await show(() => undefined);
  await click("teams-join");
  await type("teams-join-link", "nothing of the kind");
  await click("teams-join-submit");
  await alerts("This is not a whole link");
  await type("teams-join-link", FAKE_LINK);
  await click("teams-join-submit");
  await type("teams-user", "Dev");
  expect(plain(screen.getByRole("dialog").textContent)).toContain(`The link says ${FAKE_FOLDER}`);
  expect(screen.getByTestId<HTMLButtonElement>("teams-join-submit").disabled).toBe(true);
  await click("teams-folder-choose");
  await click("teams-join-submit");
  await says("teams-words", /1harbor.*6copper/s);
  expect(await violations(container)).toEqual([]);
});

test("a removal says what follows, and opens the list of what is to be replaced", async () => {
  const { fake, container, gone } = await show();
  await choose(`teams-more-${BO}`, `teams-remove-${BO}`);
  expect(plain(screen.getByRole("dialog").textContent)).toMatch(/Remove Bo from Ops.*2 accounts and the key of the storage go/s);
  await click("teams-confirm");
  await says("teams-rotate-progress", "0 of 3 replaced");
  expect(await violations(container)).toEqual([]);
  await click("teams-rotated-storage");
  await says("teams-rotate-progress", "1 of 3 replaced");
  await click(`teams-show-${CLOUDFLARE}`);
  expect(gone).toEqual([CLOUDFLARE]);
  expect(fake.teamVaults[0]?.members.map(({ name }) => name)).not.toContain("Bo");
});

test("a role is changed", async () => {
  const { fake } = await show();
  await choose(`teams-more-${BO}`, `teams-role-${BO}`);
  await click("teams-role-owner");
  await click("teams-role-submit");
  await waitFor(() => expect(fake.teamVaults[0]?.members.find(({ id }) => id === BO)?.role).toBe("owner"));
});

test("an account of one's own is moved to the team vault", async () => {
  const { fake } = await show();
  await click("teams-tab-accounts");
  await click("teams-add-account");
  await type("teams-add-find", "github");
  await click(`teams-add-${GITHUB}`);
  await says("teams-accounts", /GitHub.*changed by Anna/s);
  expect(fake.calls).toContain("teamsMove");
});

test("what happened is filtered by a name or by what was done", async () => {
  await show();
  await click("teams-tab-activity");
  await says("teams-activity", /made the team vault/);
  await type("teams-filter", "bo changed");
  await waitFor(() => expect(plain(screen.getByTestId("teams-activity").textContent)).toMatch(/^Bo changed Cloudflare/));
  await type("teams-filter", "nobody");
  expect(await screen.findByText("Nothing fits.")).toBeTruthy();
});

test("a storage that cannot be reached is said, with what waits, and is tried again", async () => {
  const { fake } = await show((fake) => {
    fake.withTeam(3);
    const standing = { ...IN_STEP, kind: "offline" as const, waiting: 2, problem: { code: "team-storage-no-answer", args: {} } };
    fake.change(OPS, (one) => ({ ...one, team: { ...one.team, standing } }));
  });
  await says("teams-summary", /offline since .*2 changes wait/);
  await click("teams-try-again");
  await waitFor(() => expect(fake.calls).toContain("teamsSync"));
});

test.each([
  ["team-fork", "compare the last lines of Activity"],
  ["team-keys-differ", "gave this one a wrong one"],
  ["team-update", "Ask an owner"],
])("what stopped it is said with what to do, and nothing can be changed: %s", async (code, advice) => {
  const { container } = await show(stopped(code));
  await alerts(advice);
  expect(screen.queryByTestId("teams-invite")).toBeNull();
  expect(screen.queryByTestId(`teams-more-${BO}`)).toBeNull();
  expect(await violations(container)).toEqual([]);
});

test("what the storage lost is put back", async () => {
  const { said } = await show(stopped("team-rollback"));
  await alerts("lost entries");
  await click("teams-put-back");
  await waitFor(() => expect(screen.queryByTestId("teams-stopped")).toBeNull());
  await waitFor(() => expect(said).toEqual(["Put back 2 entries."]));
});

test("an owner begins a branch after a fork, once it was confirmed", async () => {
  const { said } = await show(stopped("team-fork"));
  await click("teams-begin-branch");
  expect(await violations(document.body)).toEqual([]);
  await click("teams-confirm");
  await waitFor(() => expect(screen.queryByTestId("teams-stopped")).toBeNull());
  await waitFor(() => expect(said.join()).toContain("One change of members"));
});

test("nobody ends up in a branch unasked", async () => {
  const { fake, said } = await show(stopped("team-branch"));
  await alerts("Call whoever began it");
  expect(fake.calls).not.toContain("teamsFollowBranch");
  expect(screen.queryByTestId("teams-begin-branch")).toBeNull();
  await click("teams-follow-branch");
  await waitFor(() => expect(screen.queryByTestId("teams-stopped")).toBeNull());
  expect(said).toEqual(["The team vault goes on in the branch."]);
});

test("who has an older copy of the vault asks for the key with six words", async () => {
  await show(stopped("team-key-too-old"));
  await click("teams-ask-key");
  await says("teams-words", /1harbor.*6copper/s);
});

test("who got another key asks for the right one", async () => {
  await show(stopped("team-keys-differ"));
  await click("teams-ask-key");
  await says("teams-words", /1harbor.*6copper/s);
});

test("six words are not enough for whoever was invited by a contact card", async () => {
  await show((fake) => {
    fake.withTeam(3);
    fake.change(OPS, (one) => ({ ...one, pending: [{ ...ASKING, words: 12 }] }));
  });
  await says("teams-asking", "once you typed the twelve words");
  await click("teams-type-words");
  await type("teams-words-typed", SIX_WORDS.join(" "));
  expect(screen.getByTestId<HTMLButtonElement>("teams-approve-submit").disabled).toBe(true);
  await type("teams-words-typed", [...SIX_WORDS, ...SIX_WORDS].join(" "));
  expect(screen.getByTestId<HTMLButtonElement>("teams-approve-submit").disabled).toBe(false);
});

test("whoever has the owner sheet comes back as an owner, and the words alone ask where the storage is", async () => {
  const { fake, said } = await show(() => undefined);
  await click("teams-join");
  await type("teams-join-link", [...SIX_WORDS, ...SIX_WORDS].join(" "));
  await click("teams-join-submit");
  await alerts("not the 24 words of an owner sheet");
  const words = [...SIX_WORDS, ...SIX_WORDS, ...SIX_WORDS, ...SIX_WORDS];
  await type("teams-join-link", words.join("\n"));
  await click("teams-join-submit");
  await type("teams-user", "Grace");
  expect(screen.getByTestId<HTMLButtonElement>("teams-join-submit").disabled).toBe(true);
  await click("teams-place-folder");
  await click("teams-folder-choose");
  await click("teams-join-submit");
  await says("teams-members", /Grace.*you.*Owner/s);
  expect(said.join()).toContain("You are in again");
  expect(fake.calls).toContain("teamsRecover");
});

test("what happened is exported to a place that is chosen", async () => {
  const { fake, said } = await show();
  fake.place = "/home/anna";
  await click("teams-tab-activity");
  await click("teams-export");
  await waitFor(() => expect(said).toEqual(["What happened is in /home/anna/countersign-activity.csv."]));
});

test("an only owner is told so, and has an owner sheet made, which takes back an earlier one where that is wanted", async () => {
  const { fake, container } = await show();
  fake.place = "/home/anna";
  await click("teams-sole-sheet");
  await type("reveal-password", FAKE_PASSWORD);
  await click("reveal-submit");
  await waitFor(() => expect(plain(screen.getByRole("dialog").textContent)).toMatch(/good from now on.*\/home\/anna.*Print it/s));
  await click("teams-sheet-close");
  await says("teams-members", /Owner sheet.*Owner.*owner sheet/s);
  expect(screen.queryByTestId("teams-sole-sheet")).toBeNull();
  await choose("teams-more", "teams-sheet");
  await click("teams-sheet-replace");
  await type("reveal-password", "not this one");
  await click("reveal-submit");
  await alerts("does not open");
  await type("reveal-password", FAKE_PASSWORD);
  await click("reveal-submit");
  await screen.findByTestId("teams-sheet-close");
  expect(fake.teamVaults[0]?.members.filter(({ verified }) => verified === "sheet")).toHaveLength(1);
  expect(await violations(container)).toEqual([]);
});
