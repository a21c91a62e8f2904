/** What is known of a team vault, in words. */
import type { ActivityDto } from "$ipc/bindings/ActivityDto";
import type { MemberDto } from "$ipc/bindings/MemberDto";
import type { OverviewDto } from "$ipc/bindings/OverviewDto";
import type { RoleDto } from "$ipc/bindings/RoleDto";
import { ago } from "$state/ago";
import { language, t } from "$text";

const list = new Intl.ListFormat(language, { type: "unit", style: "narrow" });
const clock = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

/** From the one with least rights. */
export const ROLES: readonly RoleDto[] = ["viewer", "editor", "admin", "owner"];

/** "3 November, 16:20", by the clock of this computer. Unix seconds. */
export function time(at: number): string {
  return clock.format(at * 1000).replace(" at ", ", ");
}

/** "22 accounts · 4 members · /srv/ops, in step 12 seconds ago". */
export function summary({ team, accounts, members, place }: OverviewDto, now: number): string {
  const counts = [t("teams-accounts-count", { count: accounts.length }), t("teams-members-count", { count: members.length })];
  return [...counts, `${place}, ${standing(team.standing, now)}`].join(" · ");
}

function standing({ kind, waiting, inStep }: OverviewDto["team"]["standing"], now: number): string {
  const waits = waiting > 0 ? [t("teams-waits", { count: waiting })] : [];
  if (kind === "offline") {
    const since = inStep === null ? t("teams-offline") : t("teams-offline-since", { time: time(inStep) });
    return [since, ...waits].join(", ");
  }
  if (kind === "stopped") return t("teams-stopped");
  if (kind === "opening") return t("teams-opening");
  return [t("teams-in-step", { ago: ago(inStep ?? now, now) }), ...waits].join(", ");
}

/** How a member's key was verified; and whether it was. */
export function verified({ isMe, verified }: MemberDto): { sure: boolean; text: string } {
  if (isMe) return { sure: true, text: t("teams-verified-me") };
  return { sure: verified !== "no", text: t(`teams-verified-${verified}`) };
}

export function seen({ lastSeen }: MemberDto, now: number): string {
  return lastSeen === null ? t("teams-seen-never") : ago(lastSeen, now);
}

/** All of a line of the log in one text, to be looked through. */
export function line({ member, op, about }: ActivityDto): string {
  return list.format([member, t(`teams-did-${op}`), about ?? ""]).toLowerCase();
}
