/** After a recovery kit opened the vault: a new password in the place of the forgotten one. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { toError } from "$state/errors";

export class Recovered {
  fresh = $state("");
  again = $state("");
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);

  readonly #backend: Backend;
  /** It was typed a moment ago, so it is not asked for again. */
  readonly #kit: CredentialDto;

  constructor(backend: Backend, kit: CredentialDto) {
    this.#backend = backend;
    this.#kit = kit;
  }

  /** Whether the new password is in its place. */
  async submit(): Promise<boolean> {
    if (this.busy) return false;
    if (this.fresh !== this.again) {
      this.error = { code: "passwords-differ", args: {} };
      return false;
    }
    this.busy = true;
    this.error = null;
    try {
      await this.#replace();
      return true;
    } catch (thrown) {
      this.error = toError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** A vault has one password, or none where two kits took its place; several are left to the settings. */
  async #replace(): Promise<void> {
    const slots = await this.#backend.unlockSlots();
    const [password, ...others] = slots.filter(({ kind }) => kind === "password");
    if (password && others.length === 0) await this.#backend.unlockChangePassword(this.#kit, password.id, this.fresh);
    else await this.#backend.unlockAddPassword(this.#kit, this.fresh);
  }
}
