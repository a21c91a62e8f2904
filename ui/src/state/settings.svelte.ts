import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { SettingsDto } from "$ipc/bindings/SettingsDto";
import { toError } from "./errors";

/** The settings: a change applies at once, and is taken back if it cannot be saved. */
export class SettingsState {
  value = $state.raw() as SettingsDto;
  /** Why the last change was not saved. */
  error = $state.raw<ErrorDto | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend, value: SettingsDto) {
    this.#backend = backend;
    this.value = value;
  }

  static async load(backend: Backend): Promise<SettingsState> {
    return new SettingsState(backend, await backend.settingsGet());
  }

  async change(changes: Partial<SettingsDto>): Promise<void> {
    const before = this.value;
    this.value = { ...before, ...changes };
    try {
      await this.#backend.settingsSet(this.value);
      this.error = null;
    } catch (thrown) {
      this.error = toError(thrown);
      this.value = before;
    }
  }
}
