/** A team that nobody is in. */
import type { ActivityDto } from "./bindings/ActivityDto";
import type { InTeamDto } from "./bindings/InTeamDto";
import type { MemberDto } from "./bindings/MemberDto";
import type { OverviewDto } from "./bindings/OverviewDto";
import type { PendingDto } from "./bindings/PendingDto";
import type { RotateDto } from "./bindings/RotateDto";
import type { SharedAccountDto } from "./bindings/SharedAccountDto";
import type { StandingDto } from "./bindings/StandingDto";
import { FAKE_NOW, type Kept } from "./fake-data";

export const OPS = "0e5a".repeat(8);
export const SIX_WORDS = ["harbor", "violin", "orchid", "tunnel", "meadow", "copper"];
export const FAKE_FOLDER = "/srv/files/northwind-ops";
export const FAKE_LINK = `countersign-team:1:${"Dlpa5aDlpaQm8ZrTn2uXv7LkYw".repeat(8)}`;

const HOUR = 3600;
const DAY = 24 * HOUR;

export const IN_STEP: StandingDto = { kind: "step", waiting: 0, inStep: FAKE_NOW - 12, problem: null };

function member(number: number, name: string, more: Partial<MemberDto>): MemberDto {
  const id = String(number).repeat(32).slice(0, 32);
  return { id, name, role: "editor", verified: "six", devices: 1, lastSeen: FAKE_NOW - DAY, asksToLeave: false, isMe: false, ...more };
}

export function usualMembers(): MemberDto[] {
  return [
    member(1, "Anna", { role: "owner", verified: "no", devices: 2, lastSeen: FAKE_NOW, isMe: true }),
    member(2, "Bo", { role: "admin", lastSeen: FAKE_NOW - 130 }),
    member(3, "Carla", { devices: 2 }),
    member(4, "Eli", { role: "viewer", verified: "no", lastSeen: FAKE_NOW - 3 * DAY }),
  ];
}

/** An owner on paper. */
export const SHEET: MemberDto = member(8, "Owner sheet", { role: "owner", verified: "sheet", lastSeen: null });

export const ASKING: PendingDto = { name: "Dev", since: FAKE_NOW - 600, role: "editor", words: 6 };

export function did(member: string, op: string, about: string | null, ago: number): ActivityDto {
  return { at: FAKE_NOW - ago, member, op, about };
}

export const ACTIVITY: ActivityDto[] = [
  did("Bo", "put", "Cloudflare · ops@northwind.studio", 2 * HOUR),
  did("Anna", "add-member", "Eli", 3 * DAY),
  did("Carla", "add", "Hetzner · ops@northwind.studio", 4 * DAY),
  did("Anna", "add", "Cloudflare · ops@northwind.studio", 5 * DAY),
  did("Carla", "add-device", "Carla", 8 * DAY),
  did("Anna", "add-member", "Carla", 9 * DAY),
  did("Anna", "invite", null, 9 * DAY),
  did("Anna", "add-member", "Bo", 19 * DAY),
  did("Anna", "created", null, 20 * DAY),
];

/** What stands on the list after somebody was removed. */
export function toRotate(reason: string, accounts: readonly SharedAccountDto[]): RotateDto[] {
  const line = { reason, owner: null, isDone: false, hasNewSecret: false };
  const items = accounts.map(({ account }) => ({ ...line, item: account.id, label: `${account.issuer}:${account.account}` }));
  return [{ ...line, item: null, label: "" }, ...items];
}

export function newTeam(id: string, name: string, place: string): OverviewDto {
  return {
    team: { id, name, role: "owner", standing: IN_STEP, pending: 0, toRotate: 0 },
    place,
    members: usualMembers().slice(0, 1),
    accounts: [],
    rotate: [],
    pending: [],
    activity: [did("Anna", "created", name, 0)],
    warnings: [],
    words: [],
  };
}

export function shared({ page }: Kept, by: string | null, ago: number): SharedAccountDto {
  return { account: page.account, by, at: by === null ? null : FAKE_NOW - ago };
}

export function inTeam({ team }: OverviewDto): InTeamDto {
  return { id: team.id, name: team.name, canEdit: team.role !== "viewer" };
}
