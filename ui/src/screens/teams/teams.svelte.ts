/** One team vault at a time, and what is asked about it. One for each time the page is open. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { MemberDto } from "$ipc/bindings/MemberDto";
import type { OverviewDto } from "$ipc/bindings/OverviewDto";
import type { PendingDto } from "$ipc/bindings/PendingDto";
import type { RoleDto } from "$ipc/bindings/RoleDto";
import type { WrittenSheetDto } from "$ipc/bindings/WrittenSheetDto";
import { Attempt } from "$state/attempt.svelte";
import { toError } from "$state/errors";
import type { Teams } from "$state/teams.svelte";
import { t } from "$text";
import { ROLES } from "./facts";

/** From one look at what was read to the next, in milliseconds: when the storage was asked changes all the time. */
const LOOK_EVERY = 5_000;

export type Tab = "members" | "accounts" | "rotate" | "activity";

export type Asked =
  | { kind: "create" | "join" | "invite" | "leave" | "add" | "key" | "sheet" | "branch" }
  | { kind: "approve"; pending: PendingDto }
  | { kind: "remove" | "role"; member: MemberDto };

export class TeamsPage extends Attempt {
  overview = $state.raw<OverviewDto | null>(null);
  tab = $state<Tab>("members");
  asked = $state.raw<Asked | null>(null);

  readonly backend: Backend;
  readonly teams: Teams;
  /** The chosen team vault, or else the first. */
  readonly id = $derived(this.#chosenOrFirst());
  readonly role = $derived(this.overview?.team.role ?? null);
  readonly isStopped = $derived(this.overview?.team.standing.kind === "stopped");
  readonly canAdmin = $derived(!this.isStopped && (this.role === "admin" || this.role === "owner"));
  /** An owner who reaches the storage. */
  readonly canOwn = $derived(this.role === "owner" && ["step", "queued"].includes(this.overview?.team.standing.kind ?? ""));
  readonly canEdit = $derived(!this.isStopped && this.role !== null && this.role !== "viewer");
  readonly toRotate = $derived((this.overview?.rotate ?? []).filter(({ isDone }) => !isDone).length);

  #chosen = $state<string | null>(null);
  readonly #tell: (text: string) => void;
  #turn = 0;
  #looks = false;

  /** `tell`: says in passing what was done. */
  constructor(backend: Backend, teams: Teams, chosen: string | null, tell: (text: string) => void) {
    super();
    this.backend = backend;
    this.teams = teams;
    this.#chosen = chosen;
    this.#tell = tell;
  }

  choose(id: string): void {
    this.#chosen = id;
    this.overview = null;
    this.tab = "members";
    this.error = null;
    void this.load();
  }

  /** Beside whatever is being done. An answer that a later question has overtaken is dropped. */
  async load(): Promise<void> {
    const { id } = this;
    const turn = (this.#turn += 1);
    try {
      const overview = id === null ? null : await this.backend.teamsOverview(id);
      if (turn === this.#turn) this.overview = overview;
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  /** Looks again and again, until the answer is called. A hidden page looks at nothing. */
  watch(): () => void {
    const timer = setInterval(() => {
      if (!document.hidden) void this.load();
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  }

  /** Looks who asks to be let in, beside whatever is being done. Nothing is told of a failure: the next look is soon. */
  async look(): Promise<void> {
    const { id } = this;
    if (id === null || this.#looks) return;
    this.#looks = true;
    try {
      await this.backend.teamsPending(id);
      await this.load();
    } catch (thrown) {
      toError(thrown);
    } finally {
      this.#looks = false;
    }
  }

  /** Which roles the user may give. */
  rolesToGive(): RoleDto[] {
    return ROLES.filter((role) => this.role === "owner" || role === "viewer" || role === "editor");
  }

  /** Whether the user may remove this member, or give them another role. */
  canManage(member: MemberDto): boolean {
    return this.canAdmin && !member.isMe && (this.role === "owner" || member.role === "viewer" || member.role === "editor");
  }

  check(): Promise<boolean> {
    return this.change((id) => this.backend.teamsSync(id));
  }

  repair(): Promise<boolean> {
    return this.change(async (id) => {
      const count = await this.backend.teamsRepair(id);
      this.#tell(t("teams-put-back-done", { count }));
    });
  }

  followBranch(member: string): Promise<boolean> {
    return this.change(async (id) => this.#wentOn(await this.backend.teamsFollowBranch(id, member)));
  }

  async beginBranch(): Promise<void> {
    if (await this.change(async (id) => this.#wentOn(await this.backend.teamsBeginBranch(id)))) this.asked = null;
  }

  #wentOn(count: number): void {
    this.#tell(t("teams-branch-done", { count }));
  }

  approve({ name }: PendingDto, words: string | null): Promise<boolean> {
    return this.#done((id) => this.backend.teamsApprove(id, name, words), t("teams-is-in", { name }));
  }

  async remove({ id: member, name }: MemberDto): Promise<void> {
    if (await this.#done((id) => this.backend.teamsRemove(id, member), t("teams-removed", { name }))) this.tab = "rotate";
  }

  setRole({ id: member }: MemberDto, role: RoleDto): Promise<boolean> {
    return this.#done((id) => this.backend.teamsRole(id, member, role), null);
  }

  leave(): Promise<boolean> {
    return this.#done((id) => this.backend.teamsLeave(id), t("teams-left"));
  }

  /** An owner on paper; `null`: no place for it was chosen. Rejects with the error to show. */
  async ownerSheet(credential: CredentialDto, replaces: boolean): Promise<WrittenSheetDto | null> {
    const { id } = this;
    if (id === null) return null;
    const written = await this.backend.teamsOwnerSheet(id, credential, replaces);
    await this.teams.reload();
    await this.load();
    return written;
  }

  exportActivity(): Promise<boolean> {
    return this.change(async (id) => {
      const file = await this.backend.teamsExportActivity(id);
      if (file !== null) this.#tell(t("teams-exported", { file }));
    });
  }

  rotated(item: string | null): Promise<boolean> {
    return this.change((id) => this.backend.teamsRotated(id, item));
  }

  add(account: string): Promise<boolean> {
    return this.#done((id) => this.backend.teamsMove(id, account, false), null);
  }

  /** A team vault was made, or asked to be joined. */
  async arrived(id: string, said: string | null): Promise<void> {
    this.asked = null;
    await this.teams.reload();
    this.choose(id);
    if (said !== null) this.#tell(said);
  }

  /** Changes something of the chosen one. Whether it was done; what went wrong is in `error`. */
  change(work: (id: string) => Promise<void>): Promise<boolean> {
    const { id } = this;
    if (id === null) return Promise.resolve(false);
    return this.attempt(async () => {
      await work(id);
      await this.teams.reload();
      await this.load();
    });
  }

  #chosenOrFirst(): string | null {
    const list = this.teams.list ?? [];
    return (list.find(({ id }) => id === this.#chosen) ?? list[0])?.id ?? null;
  }

  /** The same from a dialog, which ends with it. */
  async #done(work: (id: string) => Promise<void>, said: string | null): Promise<boolean> {
    const done = await this.change(work);
    if (done) {
      this.asked = null;
      if (said !== null) this.#tell(said);
    }
    return done;
  }
}
