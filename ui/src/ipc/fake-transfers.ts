/** The fake backend's files of other programs. */
import type { Backend } from "./backend";
import type { AddedDto } from "./bindings/AddedDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import type { FormatDto } from "./bindings/FormatDto";
import type { PlanDto } from "./bindings/PlanDto";
import type { QrDto } from "./bindings/QrDto";
import type { SourceDto } from "./bindings/SourceDto";
import type { TaskDto } from "./bindings/TaskDto";
import { FORMATS, lossesOf } from "./fake-exports";
import { FILE_PASSWORD, PLAIN_FILE, PLAN } from "./fake-imports";
import { error } from "./fake-made-up";
import { ACCOUNT_QR } from "./fake-qr";
import { FakeScanning } from "./fake-scanning";

export abstract class FakeTransfers extends FakeScanning {
  /** What somebody chooses when asked for a file. */
  file: SourceDto | null = PLAIN_FILE;
  /** What is in it. */
  contents: PlanDto = PLAN;
  /** What is asked before it can be read. */
  needsPassword = false;
  cost: ErrorDto["args"] | null = null;
  /** Reading does not end. */
  slow = false;
  /** The folder that somebody chooses for what is written. */
  place: string | null = "/home/anna/Documents";

  transferPick = (): Promise<SourceDto | null> => Promise.resolve(this.file);

  transferPickFolder = (): Promise<SourceDto | null> => Promise.resolve(this.file);

  transferRead = async (ticket: number, password: string | null, allowCost: boolean): Promise<PlanDto> => {
    await this.done("transferRead");
    if (this.slow) return new Promise(() => undefined);
    if (ticket !== this.file?.ticket) throw error("import-gone");
    const path = `/home/anna/Downloads/${this.file.name}`;
    if (this.needsPassword && password === null) throw error("import-password-needed", { path });
    if (this.cost && !allowCost) throw error("import-costly", { path, ...this.cost });
    if (this.needsPassword && password !== FILE_PASSWORD) throw error("import-wrong-password", { path });
    return { ...this.contents, isPlain: this.contents.isPlain && !this.needsPassword };
  };

  transferImport = async (_ticket: number, indices: number[]): Promise<void> => {
    await this.done("transferImport");
    for (const index of indices) {
      const { fate, account } = this.contents.entries[index] ?? {};
      if (account && fate !== "updates") this.addAccount(account.issuer, account.account);
    }
  };

  transferDelete = (): Promise<void> => this.done("transferDelete");

  transferDiscard = (): Promise<void> => this.done("transferDiscard");

  transferFormats = (): Promise<FormatDto[]> => Promise.resolve(FORMATS);

  transferLosses: Backend["transferLosses"] = (format, ids, backupCodes) =>
    Promise.resolve(lossesOf(format, ids, backupCodes));

  transferExport: Backend["transferExport"] = async (credential, format) => {
    this.check(credential);
    await this.done("transferExport");
    const ending = format === "countersign" ? format : "txt";
    return this.place && `${this.place}/countersign-accounts.${ending}`;
  };

  transferSeries = async (credential: CredentialDto, ids: string[]): Promise<QrDto[]> => {
    this.check(credential);
    await this.done("transferSeries");
    return Array.from({ length: Math.ceil(ids.length / 4) }, () => ACCOUNT_QR);
  };

  /** Accounts that are to be set up again. */
  tasks: TaskDto[] = [];
  #lastTask = 0;

  transferTasks = (): Promise<TaskDto[]> =>
    Promise.resolve(this.tasks.toSorted((a, b) => Number(a.done) - Number(b.done) || a.name.localeCompare(b.name)));

  transferAddTasks = async (names: string): Promise<TaskDto[]> => {
    await this.done("transferAddTasks");
    const lines = names.split("\n").map((name) => name.trim());
    for (const name of lines.filter((name) => name !== "")) this.addTask(name, false);
    return this.transferTasks();
  };

  transferFinishTask = (id: string): Promise<TaskDto[]> => this.#mark(id, true);

  transferReopenTask = (id: string): Promise<TaskDto[]> => this.#mark(id, false);

  transferRemoveTask = async (id: string): Promise<TaskDto[]> => {
    await this.done("transferRemoveTask");
    this.tasks = this.tasks.filter((task) => task.id !== id);
    return this.transferTasks();
  };

  addTask(name: string, done: boolean): void {
    this.#lastTask += 1;
    this.tasks = [...this.tasks, { id: String(this.#lastTask), name, done }];
  }

  async #mark(id: string, done: boolean): Promise<TaskDto[]> {
    await this.done("transferFinishTask");
    this.tasks = this.tasks.map((task) => (task.id === id ? { ...task, done } : task));
    return this.transferTasks();
  }

  protected abstract override addAccount(issuer: string, name: string): AddedDto;
}
