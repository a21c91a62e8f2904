/** The fake backend's files of other programs. */
import type { AddedDto } from "./bindings/AddedDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import type { PlanDto } from "./bindings/PlanDto";
import type { SourceDto } from "./bindings/SourceDto";
import { FILE_PASSWORD, PLAIN_FILE, PLAN } from "./fake-imports";
import { error } from "./fake-made-up";
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

  protected abstract override addAccount(issuer: string, name: string): AddedDto;
}
