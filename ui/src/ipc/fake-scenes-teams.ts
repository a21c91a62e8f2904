/** The scenes of team vaults. */
import type { ErrorDto } from "./bindings/ErrorDto";
import type { StandingDto } from "./bindings/StandingDto";
import type { Fake } from "./fake";
import type { Scene, Step } from "./fake-scenes";
import { FAKE_NOW, FAKE_PASSWORD } from "./fake-data";
import { ASKING, FAKE_LINK, IN_STEP, OPS, SHEET, SIX_WORDS, toRotate } from "./fake-teams-data";

const teams: readonly Step[] = [["nav-teams", "click"]];
const FIRST = "account-00000000000000000000000000000001";
const THIRD = "account-00000000000000000000000000000003";
const BO = "2".repeat(32);

function withTeam(fake: Fake): void {
  fake.withTeam(3, 2, 9);
}

function withSomebodyAsking(fake: Fake): void {
  withTeam(fake);
  fake.change(OPS, (one) => ({ ...one, pending: [ASKING] }));
}

function standing(kind: StandingDto["kind"], problem: ErrorDto, waiting = 0) {
  return (fake: Fake): void => {
    withTeam(fake);
    const stands = { ...IN_STEP, kind, waiting, problem, inStep: FAKE_NOW - 9_000 };
    fake.change(OPS, (one) => ({ ...one, team: { ...one.team, standing: stands } }));
  };
}

export const TEAM_SCENES: Record<string, Scene> = {
  teams: { set: withTeam, steps: teams },
  "teams-none": { steps: teams },
  "teams-several": {
    set: (fake) => {
      withTeam(fake);
      void fake.teamsCreate("Finance", "Anna", null);
    },
    steps: [...teams, ["teams-others", "click"]],
  },
  "teams-menu": { set: withTeam, steps: [...teams, ["teams-more", "click"]] },
  "teams-accounts": { set: withTeam, steps: [...teams, ["teams-tab-accounts", "click"]] },
  "teams-accounts-none": {
    set: (fake) => void fake.withTeam(),
    steps: [...teams, ["teams-tab-accounts", "click"]],
  },
  "teams-add": { set: withTeam, steps: [...teams, ["teams-tab-accounts", "click"], ["teams-add-account", "click"]] },
  "teams-rotate": {
    set: (fake) => {
      withTeam(fake);
      fake.change(OPS, (one) => ({
        ...one,
        rotate: toRotate("Dev", one.accounts).map((line, at) => ({ ...line, isDone: at === 1, hasNewSecret: at === 2 })),
      }));
    },
    steps: [...teams, ["teams-tab-rotate", "click"]],
  },
  "teams-rotate-none": { set: withTeam, steps: [...teams, ["teams-tab-rotate", "click"]] },
  "teams-activity": { set: withTeam, steps: [...teams, ["teams-tab-activity", "click"]] },
  "teams-create": { set: withTeam, steps: [...teams, ["teams-more", "click"], ["teams-new", "click"], ["teams-place-s3", "click"], ["teams-steps", "click"]] },
  "teams-create-drive": { set: withTeam, steps: [...teams, ["teams-more", "click"], ["teams-new", "click"], ["teams-place-drive", "click"]] },
  "teams-create-refused": {
    set: (fake) => {
      fake.folder = "/home/anna/Dropbox/Ops";
      fake.fail("teamsCreate", "team-storage-copied", { program: "Dropbox" });
    },
    steps: [
      ...teams,
      ["teams-new", "click"],
      ["teams-name", "type", "Ops"],
      ["teams-user", "type", "Anna"],
      ["teams-folder-choose", "click"],
      ["teams-create-submit", "click"],
    ],
  },
  "teams-invite": { set: withTeam, steps: [...teams, ["teams-invite", "click"]] },
  "teams-invite-link": { set: withTeam, steps: [...teams, ["teams-invite", "click"], ["teams-invite-make", "click"]] },
  "teams-asking": { set: withSomebodyAsking, steps: teams },
  "teams-approve": {
    set: withSomebodyAsking,
    steps: [...teams, ["teams-type-words", "click"], ["teams-words-typed", "type", "harbor violin orchid tunnel"]],
  },
  "teams-approve-wrong": {
    set: withSomebodyAsking,
    steps: [
      ...teams,
      ["teams-type-words", "click"],
      ["teams-words-typed", "type", [...SIX_WORDS].reverse().join(" ")],
      ["teams-approve-submit", "click"],
    ],
  },
  "teams-unverified": { set: withSomebodyAsking, steps: [...teams, ["teams-type-words", "click"], ["teams-unverified", "click"]] },
  "teams-join": { steps: [...teams, ["teams-join", "click"], ["teams-join-link", "type", FAKE_LINK], ["teams-join-submit", "click"]] },
  "teams-recover": {
    steps: [
      ...teams,
      ["teams-join", "click"],
      ["teams-join-link", "type", [...SIX_WORDS, ...SIX_WORDS, ...SIX_WORDS, ...SIX_WORDS].join(" ")],
      ["teams-join-submit", "click"],
      ["teams-user", "type", "Anna"],
    ],
  },
  "teams-joining": {
    set: (fake) => void fake.teamsJoin(),
    steps: teams,
  },
  "teams-role": { set: withTeam, steps: [...teams, [`teams-more-${BO}`, "click"], [`teams-role-${BO}`, "click"]] },
  "teams-remove": { set: withTeam, steps: [...teams, [`teams-more-${BO}`, "click"], [`teams-remove-${BO}`, "click"]] },
  "teams-sheet": { set: withTeam, steps: [...teams, ["teams-sole-sheet", "click"]] },
  "teams-sheet-done": {
    set: withTeam,
    steps: [
      ...teams,
      ["teams-sole-sheet", "click"],
      ["reveal-password", "type", FAKE_PASSWORD],
      ["reveal-submit", "click"],
      ["teams-sheet-close", "scroll"],
    ],
  },
  "teams-sheet-again": {
    set: (fake) => {
      withTeam(fake);
      fake.change(OPS, (one) => ({ ...one, members: [...one.members, SHEET] }));
    },
    steps: [...teams, ["teams-more", "click"], ["teams-sheet", "click"]],
  },
  "teams-offline": { set: standing("offline", { code: "team-storage-no-answer", args: {} }, 2), steps: teams },
  "teams-fork": { set: standing("stopped", { code: "team-fork", args: { slot: "41" } }), steps: teams },
  "teams-rollback": { set: standing("stopped", { code: "team-rollback", args: { slot: "41" } }), steps: teams },
  "teams-branch": { set: standing("stopped", { code: "team-branch", args: { slot: "41", member: "Carla" } }), steps: teams },
  "teams-begin-branch": {
    set: standing("stopped", { code: "team-fork", args: { slot: "41" } }),
    steps: [...teams, ["teams-begin-branch", "click"]],
  },
  "teams-halt": {
    set: standing("stopped", { code: "team-keys-differ", args: { slot: "41", member: "Bo" } }),
    steps: teams,
  },
  "teams-codes": {
    set: withTeam,
    steps: [[FIRST, "key", "ArrowDown"]],
    narrow: [[THIRD, "menu"], ["menu-details", "click"]],
  },
  "teams-move": {
    set: (fake) => void fake.withTeam(2),
    steps: [[THIRD, "menu"], [`menu-move-${OPS}`, "click"]],
  },
};
