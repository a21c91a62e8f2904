/** Opening a vault that is there: what was typed, and what came of it. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { toError } from "$state/errors";
import { Recovered } from "./recovered.svelte";

/** A damaged file with a good copy beside it. */
const COPY_FOUND = new Set([
  "vault-damaged-copy-found",
  "not-a-vault-copy-found",
  "vault-over-limit-copy-found",
]);

/** What was typed was wrong. */
const CREDENTIAL = new Set([
  "wrong-password",
  "wrong-recovery-kit",
  "kit-word-count",
  "kit-unknown-word",
  "kit-checksum",
  "password-empty",
]);

/** Typing anything else does not help. */
const STUCK = new Set(["vault-damaged", "not-a-vault", "vault-over-limit", "vault-too-new", "vault-not-found"]);

export class Unlocking {
  kind = $state<"password" | "kit">("password");
  text = $state("");
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);
  /** The error that told of a good copy. From then on the copy is what is opened. */
  copy = $state.raw<ErrorDto | null>(null);
  /** The error that told that the file is an older state. From then on it is opened all the same. */
  older = $state.raw<ErrorDto | null>(null);

  /** A kit opened the vault: the password may be forgotten. */
  recovered = $state.raw<Recovered | null>(null);

  readonly stuck = $derived(this.error !== null && STUCK.has(this.error.code));

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether the vault is open now. */
  async submit(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    const credential: CredentialDto = { kind: this.kind, text: this.text };
    try {
      await this.#open(credential);
      this.text = "";
      if (credential.kind === "kit") this.recovered = new Recovered(this.#backend, credential);
      return true;
    } catch (thrown) {
      this.#refused(toError(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }

  #open(credential: CredentialDto): Promise<void> {
    if (this.copy) return this.#backend.unlockOpenCopy(credential);
    return this.older ? this.#backend.unlockOpenOlder(credential) : this.#backend.unlockOpen(credential);
  }

  useOther(): void {
    this.kind = this.kind === "password" ? "kit" : "password";
    this.text = "";
    this.error = null;
  }

  tryAgain(): void {
    this.error = null;
    this.copy = this.older = null;
  }

  #refused(error: ErrorDto): void {
    if (error.code === "vault-older") {
      this.older = error;
      return;
    }
    const again = this.copy?.code === error.code;
    if (COPY_FOUND.has(error.code) && !again) {
      this.copy = error;
      return;
    }
    // Only another credential can help with the copy; after anything else the vault itself is tried first.
    if (!CREDENTIAL.has(error.code)) this.copy = this.older = null;
    this.error = error;
  }
}
