/** Adding a security key to the ways to unlock: it is found, named, and touched twice. */
import type { CandidateDto } from "$ipc/bindings/CandidateDto";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import { KeyTalk } from "$state/key.svelte";
import { t } from "$text";

export class KeyWay extends KeyTalk {
  /** The key that is plugged in; `null`: nobody knows yet. */
  candidate = $state.raw<CandidateDto | null>(null);
  name = $state("");
  touchOnly = $state(false);
  /** What shows who is there. */
  kind = $state<"password" | "kit">("password");
  text = $state("");

  readonly asksPin = $derived.by(() => {
    if (!this.candidate) return false;
    return this.touchOnly ? this.candidate.touchNeedsPin : this.candidate.needsPin;
  });

  find(): Promise<boolean> {
    return this.ask(async () => {
      this.candidate = null;
      this.candidate = await this.backend.keysCandidate();
      this.name ||= this.candidate.name || t("slot-fido2");
    });
  }

  /** Whether it is one of the ways to unlock now. */
  async add(): Promise<boolean> {
    const who: CredentialDto = { kind: this.kind, text: this.text };
    const pin = this.asksPin ? this.pin : null;
    const added = await this.ask(() => this.backend.unlockAddKey(who, pin, this.touchOnly, this.name));
    if (added) this.pin = this.text = "";
    return added;
  }

  useOther(): void {
    this.kind = this.kind === "password" ? "kit" : "password";
    this.text = "";
    this.error = null;
  }
}
