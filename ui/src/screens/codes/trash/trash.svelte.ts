import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { TrashedDto } from "$ipc/bindings/TrashedDto";
import type { Accounts } from "$state/accounts.svelte";
import { toError } from "$state/errors";
import type { Session } from "$state/session.svelte";
import type { Toasts } from "$state/toasts.svelte";
import { t } from "$text";
import { nameOf } from "$state/name";

/** Accounts that were removed and can still be had back. */
export class TrashCan {
  /** `null` until the first answer. */
  accounts = $state.raw<readonly TrashedDto[] | null>(null);

  readonly #session: Session;
  readonly #list: Accounts;
  readonly #toasts: Toasts;

  constructor(session: Session, list: Accounts, toasts: Toasts) {
    this.#session = session;
    this.#list = list;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.accounts = await this.#session.backend.codesTrash();
    });
  }

  async restore(account: AccountDto): Promise<void> {
    await this.#attempt(async () => {
      await this.#session.backend.codesRestore(account.id);
      await Promise.all([this.load(), this.#list.reload()]);
      this.#toasts.show(t("restored", { name: nameOf(account) }));
    });
  }

  /** For ever. */
  async empty(): Promise<void> {
    await this.#attempt(async () => {
      const count = await this.#session.backend.codesEmptyTrash();
      await this.load();
      this.#toasts.show(t("trash-emptied", { count }));
    });
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      await this.#session.report(toError(thrown));
    }
  }
}
