/** Accounts into a file of another program: which, for whom, and how protected. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { FormatDto } from "$ipc/bindings/FormatDto";
import type { LossDto } from "$ipc/bindings/LossDto";
import type { QrDto } from "$ipc/bindings/QrDto";
import type { Accounts } from "$state/accounts.svelte";
import { Asking } from "$state/attempt.svelte";
import { toError } from "$state/errors";
import { Glimpse } from "$state/glimpse.svelte";
import { Strength } from "$state/strength.svelte";

/** The encrypted format that keeps everything. */
const USUAL = "countersign";
/** A page to print. */
const SHEET = "sheet";
/** Shown as QR codes, not written. */
const SERIES = "google";

export class Exporting extends Asking {
  stage = $state<"choose" | "warn" | "who" | "done" | "series">("choose");
  formats = $state.raw<FormatDto[]>([]);
  format = $state(USUAL);
  /** `all`, `favorites`, or `tag:` and a tag. */
  which = $state("all");
  /** What would not be in the file; `null` until it is known. */
  losses = $state.raw<LossDto[] | null>(null);
  /** Not protected although it could be. */
  plain = $state(false);
  password = $state("");
  again = $state("");
  /** The two passwords are not the same. */
  differs = $state(false);
  backupCodes = $state(false);
  /** Where the file is. */
  path = $state("");
  codes = $state.raw<QrDto[]>([]);
  /** Which of the codes is shown. */
  at = $state(0);
  readonly glimpse = new Glimpse(() => this.#hide());
  readonly strength: Strength;

  readonly encryption = $derived(this.formats.find(({ name }) => name === this.format)?.encryption ?? "always");
  readonly isPlain = $derived(this.encryption === "never" || (this.encryption === "optional" && this.plain));
  readonly ids = $derived(this.#chosen());
  readonly missing = $derived(this.losses?.find(({ part }) => part === "codes")?.ids ?? []);
  /** How many accounts would be in the file. */
  readonly count = $derived(this.ids.length - this.missing.length);
  readonly isSeries = $derived(this.format === SERIES);
  readonly isSheet = $derived(this.format === SHEET);

  readonly #backend: Backend;
  readonly #accounts: Accounts;
  #asked = 0;

  constructor(backend: Backend, accounts: Accounts) {
    super();
    this.#backend = backend;
    this.#accounts = accounts;
    this.strength = new Strength(backend);
  }

  async load(): Promise<void> {
    await this.attempt(async () => {
      this.formats = await this.#backend.transferFormats();
    });
  }

  /** Asks what would not be in the file; after each change of what is chosen. */
  async look(): Promise<void> {
    const turn = (this.#asked += 1);
    this.losses = null;
    try {
      const losses = await this.#backend.transferLosses(this.format, [...this.ids], this.backupCodes);
      if (turn === this.#asked) this.losses = losses;
    } catch (thrown) {
      if (turn === this.#asked) this.error = toError(thrown);
    }
  }

  /** On to the question that comes next. */
  next(): void {
    this.error = null;
    this.differs = !this.isPlain && this.password !== this.again;
    if (this.differs) return;
    // Codes on the screen are no file that could be left somewhere.
    this.stage = this.isPlain && !this.isSeries ? "warn" : "who";
  }

  back(): void {
    this.stage = "choose";
    this.text = "";
    this.error = null;
  }

  /** With the password of the vault, or its kit. Whether that was right. */
  async submit(): Promise<boolean> {
    return this.confirm((credential) => (this.isSeries ? this.#show(credential) : this.#write(credential)));
  }

  /** To the code before or after. Whoever turns is there: the minute begins anew. */
  turn(step: number): void {
    if (this.codes.length > 0) this.glimpse.start();
    this.at = Math.min(Math.max(this.at + step, 0), this.codes.length - 1);
  }

  /** For another export. */
  restart(): void {
    this.glimpse.end();
    this.stage = "choose";
    this.path = "";
  }

  async #write(credential: CredentialDto): Promise<void> {
    const password = this.isPlain ? null : this.password;
    const path = await this.#backend.transferExport(credential, this.format, [...this.ids], password, this.backupCodes);
    if (path === null) {
      this.stage = "choose";
      return;
    }
    this.path = path;
    this.password = this.again = "";
    this.strength.typed("");
    this.stage = "done";
  }

  async #show(credential: CredentialDto): Promise<void> {
    this.codes = await this.#backend.transferSeries(credential, [...this.ids]);
    this.at = 0;
    this.stage = "series";
    this.glimpse.start();
  }

  #hide(): void {
    this.codes = [];
    if (this.stage === "series") this.stage = "choose";
  }

  #chosen(): string[] {
    const accounts = (this.#accounts.entries ?? []).map(({ account }) => account);
    const { which } = this;
    const chosen = accounts.filter(({ favorite, tags }) => {
      if (which === "all") return true;
      return which === "favorites" ? favorite : tags.includes(which.slice("tag:".length));
    });
    return chosen.map(({ id }) => id);
  }
}
