/** A security key that is asked for something: what it waits for, and its PIN. */
import type { Backend } from "$ipc/backend";
import type { KeyStepDto } from "$ipc/bindings/KeyStepDto";
import { Attempt } from "./attempt.svelte";
import { hear } from "./hear";

export class KeyTalk extends Attempt {
  step = $state<KeyStepDto>("works");
  /** Whether the PIN is to be typed, and what is. */
  needsPin = $state(false);
  pin = $state("");

  readonly backend: Backend;

  constructor(backend: Backend) {
    super();
    this.backend = backend;
  }

  /** From now on what the key waits for is known; the answer ends that, and whatever was being waited for. */
  listen(): () => void {
    const deafen = hear(this.backend, { "key-step": (step) => (this.step = step) });
    return () => {
      deafen();
      this.cancel();
    };
  }

  /** Whether it was done. The PIN is forgotten once it was right. */
  async ask(work: () => Promise<void>): Promise<boolean> {
    this.step = "works";
    return this.attempt(work);
  }

  cancel(): void {
    // Where the call fails, the wait ends by itself.
    this.backend.keysCancel().catch(() => undefined);
  }
}
