import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { toError } from "$state/errors";

/** The scan that the dialog shows: of chosen pictures, dropped files or the clipboard. */
export class Scanning {
  /** `count`: how many files are being read; neither scan nor error yet. */
  current = $state.raw<{ scan: ScanDto | null; error: ErrorDto | null; count: number } | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async pick(): Promise<void> {
    await this.#read(() => this.#backend.scanPick());
  }

  async paste(): Promise<void> {
    await this.#read(() => this.#backend.scanClipboard());
  }

  show(scan: ScanDto | null, error: ErrorDto | null): void {
    this.current = { scan, error, count: 1 };
  }

  /** Dropped files are being read. */
  reading(count: number): void {
    this.current = { scan: null, error: null, count };
  }

  close(): void {
    this.current = null;
  }

  async #read(call: () => Promise<ScanDto | null>): Promise<void> {
    try {
      const scan = await call();
      if (scan) this.show(scan, null);
    } catch (thrown) {
      this.show(null, toError(thrown));
    }
  }
}
