import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { message } from "$text";

/** Time to read a line. */
const READ_MS = 5_000;
/** Time to see that something should not have happened, and to reach the button. */
const ACT_MS = 12_000;
/** More at once would cover the list. */
const MOST = 3;

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  /** Takes it back. */
  action: { label: string; run: () => void } | null;
}

/** Short news at the foot of the window, which go away by themselves. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #made = 0;

  /** `action`: what takes it back. */
  show(text: string, action: Toast["action"] = null): void {
    this.#add({ text, tone: "plain", action });
  }

  error(error: ErrorDto): void {
    this.#add({ text: message(error), tone: "bad", action: null });
  }

  /** Does what the toast offers. */
  act(id: number): void {
    this.list.find((toast) => toast.id === id)?.action?.run();
    this.dismiss(id);
  }

  /** The same for the newest that offers something. Whether there is one. */
  undo(): boolean {
    const last = this.list.findLast(({ action }) => action !== null);
    if (last) this.act(last.id);
    return last !== undefined;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }

  #add(news: Omit<Toast, "id">): void {
    const id = (this.#made += 1);
    this.list = [...this.list, { id, ...news }].slice(-MOST);
    setTimeout(() => this.dismiss(id), news.action || news.tone === "bad" ? ACT_MS : READ_MS);
  }
}
