/** The fake backend's accounts with two secrets that nobody has chosen between. */
import type { AccountDto } from "./bindings/AccountDto";
import type { CodeDto } from "./bindings/CodeDto";
import type { Kept } from "./fake-data";
import { error } from "./fake-made-up";
import { FakeKeys } from "./fake-keys";

export abstract class FakeConflicts extends FakeKeys {
  /** Accounts whose other secret is in place. */
  readonly #swapped = new Set<string>();

  codesOther = (id: string): Promise<CodeDto> =>
    this.#undecided(id, ({ page: { account } }) => {
      if (account.period === null) throw error("next-needs-time");
      return { ...this.timed({ ...account, id: this.#secretOf(id, !this.#swapped.has(id)) }), id };
    });

  codesSwapSecret = (id: string): Promise<void> =>
    this.#undecided(id, (kept) => {
      kept.page = { ...kept.page, account: { ...kept.page.account } };
      if (!this.#swapped.delete(id)) this.#swapped.add(id);
      this.calls.push("codesSwapSecret");
    });

  codesKeepSecret = (id: string): Promise<void> =>
    this.#undecided(id, (kept) => {
      kept.page = { ...kept.page, account: { ...kept.page.account, conflicts: false } };
      this.calls.push("codesKeepSecret");
    });

  /** The account as its codes are made now. */
  protected inPlace(account: AccountDto): AccountDto {
    return { ...account, id: this.#secretOf(account.id, this.#swapped.has(account.id)) };
  }

  /** Codes are made up of the id, so another id is another secret. */
  #secretOf(id: string, isOther: boolean): string {
    return isOther ? `${id} other` : id;
  }

  async #undecided<T>(id: string, work: (kept: Kept) => T): Promise<T> {
    const kept = this.find(id);
    if (!kept?.page.account.conflicts) throw error("no-conflict");
    return Promise.resolve(work(kept));
  }

  /** The code of this moment. */
  protected abstract timed(account: AccountDto): CodeDto;
}
