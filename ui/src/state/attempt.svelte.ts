import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { toError } from "./errors";

/** What takes its time and may fail, one at a time. */
export class Attempt {
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);

  /** Whether it was done; what went wrong is in `error`. */
  protected async attempt(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = toError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** The same, for what asks for the password or the words of a kit. */
export class Asking extends Attempt {
  kind = $state<"password" | "kit">("password");
  text = $state("");

  /** Does it with what was typed, which is forgotten once it was right. */
  async confirm(work: (credential: CredentialDto) => Promise<void>): Promise<boolean> {
    const credential = { kind: this.kind, text: this.text };
    const done = await this.attempt(() => work(credential));
    if (done) this.text = "";
    return done;
  }

  useOther(): void {
    this.kind = this.kind === "password" ? "kit" : "password";
    this.text = "";
    this.error = null;
  }
}
