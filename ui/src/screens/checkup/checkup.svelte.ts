/** What the checkup found. One for each time the page is open. */
import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { CheckupDto } from "$ipc/bindings/CheckupDto";
import type { FindingDto } from "$ipc/bindings/FindingDto";
import type { FoundGroupDto } from "$ipc/bindings/FoundGroupDto";
import { Attempt } from "$state/attempt.svelte";
import { toError } from "$state/errors";

export type Part = "findings" | "drill" | "dismissed";

/** A finding and the accounts it is about, by their names; none: it is about the vault. */
export interface Group {
  finding: FindingDto;
  accounts: readonly AccountDto[];
}

export class Checkup extends Attempt {
  part = $state<Part>("findings");
  /** `null` until the first answer. */
  value = $state.raw<CheckupDto | null>(null);

  readonly backend: Backend;
  readonly #find: (id: string) => AccountDto | null;
  #asked = 0;

  /** `find`: an account by its id. */
  constructor(backend: Backend, find: (id: string) => AccountDto | null) {
    super();
    this.backend = backend;
    this.#find = find;
  }

  /** Beside whatever is being done. An answer that a later question has overtaken is dropped. */
  async load(): Promise<void> {
    const turn = (this.#asked += 1);
    try {
      const value = await this.backend.checkupCheck();
      if (turn === this.#asked) this.value = value;
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  /** Those that were put away, or the others. */
  groups(dismissed: boolean): readonly Group[] {
    const found = this.value?.found ?? [];
    return found.filter(({ finding }) => finding.dismissed === dismissed).map((group) => this.#named(group));
  }

  async dismiss({ finding }: Group, account: AccountDto | null, dismissed: boolean): Promise<void> {
    await this.attempt(async () => {
      await this.backend.checkupDismiss(account?.id ?? null, finding.name, dismissed);
      await this.load();
    });
  }

  #named({ finding, accounts }: FoundGroupDto): Group {
    return { finding, accounts: accounts.map((id) => this.#find(id)).filter((account) => account !== null) };
  }
}
