/** Changing one account: only what differs from what is saved is sent. */
import type { Backend } from "$ipc/backend";
import type { EditDto } from "$ipc/bindings/EditDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { MethodDto } from "$ipc/bindings/MethodDto";
import type { PageDto } from "$ipc/bindings/PageDto";
import type { TrustedDto } from "$ipc/bindings/TrustedDto";
import { toError } from "$state/errors";
import { NO_CHANGE } from "../no-change";
import { Saves, type OnProblem } from "./saves";

export const METHODS = [
  "app",
  "sms",
  "call",
  "email",
  "security-key",
  "passkey",
  "push",
  "backup-codes",
] as const;
export type Rank = "off" | "primary" | "backup";

const DAY = 86_400;
const MOST_DAYS = 3650;

/** What can be changed, as it stands in the fields. */
export interface EditForm {
  issuer: string;
  account: string;
  tags: string[];
  favorite: boolean;
  methods: Record<(typeof METHODS)[number], Rank>;
  /** Such as 2026-12-31; empty: none. */
  deadline: string;
  trusted: "never" | "once" | "days";
  days: string;
  contact: string;
  /** Empty: the secret stays. */
  secret: string;
  /** Empty: the PIN stays. */
  pin: string;
  forgetPin: boolean;
  counter: string;
}

export class Editing {
  /** What is saved; `null` until it was asked for. */
  page = $state.raw<PageDto | null>(null);
  form = $state<EditForm | null>(null);
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);

  readonly #backend: Backend;
  readonly #id: string;
  readonly #saves: Saves;

  constructor(backend: Backend, id: string, onproblem: OnProblem) {
    this.#backend = backend;
    this.#saves = new Saves(onproblem);
    this.#id = id;
  }

  async load(): Promise<void> {
    try {
      this.page = await this.#backend.codesPage(this.#id);
      this.form = formOf(this.page);
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  /** Whether the form is done with: saved, or nothing differs. */
  async save(): Promise<"saved" | "unchanged" | "refused"> {
    if (this.busy || !this.form || !this.page) return "refused";
    const changes = changesOf(this.form, this.page);
    if ("code" in changes) {
      this.error = changes;
      return "refused";
    }
    if (Object.values(changes).every((change) => change === null)) return "unchanged";
    this.busy = true;
    this.error = null;
    try {
      await this.#backend.codesEdit(this.#id, changes);
      this.#saves.succeeded();
      return "saved";
    } catch (thrown) {
      this.error = toError(thrown);
      this.#saves.failed(this.error);
      return "refused";
    } finally {
      this.busy = false;
    }
  }
}

function formOf(page: PageDto): EditForm {
  const { account, trustedFor } = page;
  const rankOf = (method: string): Rank => {
    const rank = page.methods.find((known) => known.method === method)?.rank;
    return rank === "primary" || rank === "backup" ? rank : "off";
  };
  return {
    issuer: account.issuer,
    account: account.account,
    tags: [...account.tags],
    favorite: account.favorite,
    methods: Object.fromEntries(METHODS.map((method) => [method, rankOf(method)])) as EditForm["methods"],
    deadline: page.deadline ?? "",
    trusted: trustedFor.kind === "seconds" ? "days" : trustedFor.kind,
    days: trustedFor.seconds === null ? "30" : String(trustedFor.seconds / DAY),
    contact: page.recoveryContact,
    secret: "",
    pin: "",
    forgetPin: false,
    counter: page.counter ?? "",
  };
}

function changesOf(form: EditForm, page: PageDto): EditDto | ErrorDto {
  const was = formOf(page);
  const trusted = form.trusted !== was.trusted || form.days !== was.days ? trustedOf(form) : null;
  if (trusted && "code" in trusted) return trusted;
  const methods = METHODS.filter((method) => form.methods[method] !== was.methods[method]);
  return {
    ...NO_CHANGE,
    issuer: changed(form.issuer.trim(), was.issuer),
    account: changed(form.account.trim(), was.account),
    tags: form.tags.join("\n") === was.tags.join("\n") ? null : [...form.tags],
    favorite: changed(form.favorite, was.favorite),
    methods: methods.length === 0 ? null : methods.map((method): MethodDto => ({ method, rank: form.methods[method] })),
    deadline: changed(form.deadline, was.deadline),
    trustedFor: trusted,
    recoveryContact: changed(form.contact.trim(), was.contact),
    secret: form.secret === "" ? null : form.secret,
    pin: form.forgetPin ? "" : form.pin === "" ? null : form.pin,
    counter: changed(form.counter.trim(), was.counter),
  };
}

function changed<Value>(now: Value, was: Value): Value | null {
  return now === was ? null : now;
}

function trustedOf({ trusted, days }: EditForm): TrustedDto | ErrorDto {
  if (trusted !== "days") return { kind: trusted, seconds: null };
  const count = /^\d{1,4}$/.test(days.trim()) ? Number(days) : 0;
  if (count < 1 || count > MOST_DAYS) return { code: "edit-trusted-malformed", args: {} };
  return { kind: "seconds", seconds: count * DAY };
}
