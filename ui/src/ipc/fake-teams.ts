/** The fake backend's team vaults. */
import type { Backend, Events } from "./backend";
import type { ServiceDto } from "./bindings/ServiceDto";
import type { CopiedDto } from "./bindings/CopiedDto";
import type { InviteDto } from "./bindings/InviteDto";
import type { JoinedDto } from "./bindings/JoinedDto";
import type { LinkDto } from "./bindings/LinkDto";
import type { OverviewDto } from "./bindings/OverviewDto";
import type { RoleDto } from "./bindings/RoleDto";
import type { TeamDto } from "./bindings/TeamDto";
import { FakeCheckup } from "./fake-checkup";
import { FAKE_NOW, type Kept } from "./fake-data";
import { error } from "./fake-made-up";
import { ACCOUNT_QR } from "./fake-qr";
import { ACTIVITY, did, FAKE_FOLDER, FAKE_LINK, inTeam, IN_STEP, newTeam, OPS, shared, SHEET, SIX_WORDS, toRotate, usualMembers } from "./fake-teams-data";

export abstract class FakeTeams extends FakeCheckup {
  teamVaults: OverviewDto[] = [];
  /** The folder that somebody chooses for a storage. */
  folder: string | null = FAKE_FOLDER;
  /** What a link says. */
  linked: LinkDto = { place: FAKE_FOLDER, service: null, account: "", sheet: false };

  /** Gives the vault the usual team, with the accounts of these numbers. */
  withTeam(...numbers: number[]): OverviewDto {
    const accounts = numbers.flatMap((number) => this.find(number.toString(16).padStart(32, "0")) ?? []);
    const team = { ...newTeam(OPS, "Ops", FAKE_FOLDER), members: usualMembers(), activity: ACTIVITY };
    for (const { page } of accounts) page.account = { ...page.account, favorite: false, team: inTeam(team) };
    team.accounts = accounts.map((kept, at) => shared(kept, at === 0 ? "Bo" : "Carla", 7200 + at * 86_400));
    this.teamVaults = [...this.teamVaults, team];
    return team;
  }

  teamsList = (): Promise<TeamDto[]> => Promise.resolve(this.teamVaults.map((one) => counted(one).team));

  teamsOverview = (id: string): Promise<OverviewDto> => {
    const found = this.teamVaults.find(({ team }) => team.id === id);
    return found ? Promise.resolve(counted(found)) : Promise.reject(error("team-not-found", { name: id }));
  };

  teamsSync = async (id: string): Promise<void> => {
    this.#get(id);
    await this.done("teamsSync");
  };

  teamsRepair = async (id: string): Promise<number> => {
    this.change(id, (one) => ({ ...one, team: { ...one.team, standing: IN_STEP } }));
    await this.done("teamsRepair");
    return 2;
  };

  teamsFollowBranch = async (id: string): Promise<number> => {
    await this.teamsRepair(id);
    await this.done("teamsFollowBranch");
    return 0;
  };

  teamsBeginBranch = async (id: string): Promise<number> => {
    await this.teamsRepair(id);
    await this.done("teamsBeginBranch");
    return 1;
  };

  teamsAskBack = (id: string): Promise<JoinedDto> => Promise.resolve({ id, words: SIX_WORDS });

  teamsPending = (): Promise<void> => this.done("teamsPending");

  teamsInvite = async (): Promise<InviteDto> => {
    await this.done("teamsInvite");
    return { link: FAKE_LINK, until: FAKE_NOW + 86_400, qr: ACCOUNT_QR };
  };

  teamsCopyLink = async (): Promise<CopiedDto> => {
    await this.done("teamsCopyLink");
    return { seconds: 30, code: null };
  };

  teamsPickFolder = (): Promise<string | null> => Promise.resolve(this.folder);

  teamsCreate = async (name: string, _user: string, service: ServiceDto | null): Promise<string> => {
    const id = String(this.teamVaults.length + 1).repeat(32);
    const place = service?.place ?? this.folder ?? "";
    this.teamVaults = [...this.teamVaults, newTeam(id, name, place)];
    await this.done("teamsCreate");
    return id;
  };

  teamsReadLink = (link: string): Promise<LinkDto> => {
    const words = link.trim().split(/\s+/).length;
    if (words === 24) return Promise.resolve({ place: "", service: null, account: "", sheet: true });
    if (words >= 12) return Promise.reject(error("team-sheet-malformed"));
    return link.startsWith("countersign-team:1:") ? Promise.resolve(this.linked) : Promise.reject(error("team-link-malformed"));
  };

  teamsRecover = async (_sheet: string, user: string): Promise<string> => {
    this.withTeam(3, 2);
    const me = { ...SHEET, id: "7".repeat(32), name: user, verified: "live" as const, isMe: true };
    this.change(OPS, (one) => ({ ...one, members: [me, SHEET, ...one.members.map((each) => ({ ...each, isMe: false }))] }));
    await this.done("teamsRecover");
    return OPS;
  };

  teamsJoin = async (): Promise<JoinedDto> => {
    const joining = newTeam(OPS, "Ops", "");
    const standing = { ...IN_STEP, kind: "joining" as const, inStep: null, problem: null };
    this.teamVaults = [...this.teamVaults, { ...joining, team: { ...joining.team, role: null, standing }, words: SIX_WORDS }];
    await this.done("teamsJoin");
    return { id: OPS, words: SIX_WORDS };
  };

  teamsApprove = async (id: string, name: string, words: string | null): Promise<void> => {
    if (words !== null && words !== SIX_WORDS.join(" ")) throw error("team-words-wrong", { name });
    this.change(id, (one) => {
      const asking = one.pending.find((pending) => pending.name === name);
      const [first] = usualMembers().slice(2);
      if (!asking || !first) throw error("team-no-request", { name });
      const role = words === null ? ("viewer" as const) : asking.role;
      const member = { ...first, id: "9".repeat(32), name, role, verified: words === null ? ("no" as const) : ("six" as const) };
      return {
        ...one,
        members: [...one.members, member],
        pending: one.pending.filter((pending) => pending !== asking),
        activity: [did("Anna", "add-member", name, 0), ...one.activity],
      };
    });
    await this.done("teamsApprove");
  };

  teamsRole = async (id: string, member: string, role: RoleDto): Promise<void> => {
    this.change(id, (one) => ({ ...one, members: one.members.map((each) => (each.id === member ? { ...each, role } : each)) }));
    await this.done("teamsRole");
  };

  teamsRemove = async (id: string, member: string): Promise<void> => {
    this.change(id, (one) => {
      const name = one.members.find((each) => each.id === member)?.name ?? "";
      const members = one.members.filter((each) => each.id !== member);
      const activity = [did("Anna", "remove-member", name, 0), ...one.activity];
      return { ...one, members, activity, rotate: [...one.rotate, ...toRotate(name, one.accounts)] };
    });
    await this.done("teamsRemove");
  };

  teamsLeave = async (id: string): Promise<void> => {
    this.change(id, (one) => ({ ...one, members: one.members.map((each) => ({ ...each, asksToLeave: each.isMe })) }));
    await this.done("teamsLeave");
  };

  teamsOwnerSheet: Backend["teamsOwnerSheet"] = async (id, credential, replaces) => {
    this.check(credential);
    await this.done("teamsOwnerSheet");
    if (this.place === null) return null;
    this.change(id, (one) => ({ ...one, members: [...one.members.filter(({ verified }) => !replaces || verified !== "sheet"), SHEET] }));
    return { file: `${this.place}/countersign-owner-sheet.html`, good: this.#get(id).team.standing.kind === "step" };
  };

  teamsExportActivity = async (): Promise<string | null> => {
    await this.done("teamsExportActivity");
    return this.place && `${this.place}/countersign-activity.csv`;
  };

  teamsRotated = async (id: string, item: string | null): Promise<void> => {
    const mark = (one: OverviewDto): OverviewDto["rotate"] =>
      one.rotate.map((line) => (line.item === item ? { ...line, isDone: true } : line));
    this.change(id, (one) => ({ ...one, rotate: mark(one) }));
    await this.done("teamsRotated");
  };

  teamsMove: Backend["teamsMove"] = async (id, account, home) => {
    const kept = this.find(account);
    if (!kept) throw error("account-not-found", { name: account });
    this.change(id, (one) => {
      const others = one.accounts.filter((each) => each.account.id !== account);
      kept.page.account = { ...kept.page.account, team: home ? null : inTeam(one) };
      return { ...one, accounts: home ? others : [...others, shared(kept, "Anna", 0)] };
    });
    await this.done("teamsMove");
  };

  /** Makes something of a team vault another. */
  change(id: string, change: (one: OverviewDto) => OverviewDto): void {
    const changed = change(this.#get(id));
    this.teamVaults = this.teamVaults.map((one) => (one.team.id === id ? changed : one));
  }

  #get(id: string): OverviewDto {
    const found = this.teamVaults.find(({ team }) => team.id === id);
    if (!found) throw error("team-not-found", { name: id });
    return found;
  }

  protected abstract override find(id: string): Kept | undefined;

  abstract override emit<E extends keyof Events>(event: E, payload: Events[E]): void;
}

function counted(one: OverviewDto): OverviewDto {
  const toRotate = one.rotate.filter(({ isDone }) => !isDone).length;
  return { ...one, team: { ...one.team, pending: one.pending.length, toRotate } };
}
