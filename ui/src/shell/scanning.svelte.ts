import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { toError } from "$state/errors";
import type { Route } from "$state/routes";
import type { CameraMemory } from "../screens/scan/looking.svelte";

interface Current {
  scan: ScanDto | null;
  error: ErrorDto | null;
  /** How many files are being read; neither scan nor error yet. */
  count: number;
}

/** The scan that the dialog shows: of the screen, a camera, chosen pictures, dropped files or the clipboard. */
export class Scanning {
  current = $state.raw<Current | null>(null);
  /** The camera's dialog is there, until everything was seen. */
  camera = $state(false);
  /** What is shown comes from the screen, which can be looked at again without a question. */
  isScreen = $state(false);
  /** The screen is being looked at. */
  busy = $state(false);
  /** The camera that was used last. */
  readonly memory: CameraMemory = { id: null };

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async go(route: Exclude<Route, "import">): Promise<void> {
    switch (route) {
      case "screen":
        return this.#look();
      case "camera":
        this.camera = true;
        return;
      case "pictures":
        return this.#read(() => this.#backend.scanPick());
      case "clipboard":
        return this.#read(() => this.#backend.scanClipboard());
    }
  }

  show(scan: ScanDto | null, error: ErrorDto | null): void {
    this.camera = false;
    this.isScreen = false;
    this.current = { scan, error, count: 1 };
  }

  /** Dropped files are being read. */
  reading(count: number): void {
    this.camera = false;
    this.isScreen = false;
    this.current = { scan: null, error: null, count };
  }

  close(): void {
    this.camera = false;
    this.current = null;
  }

  async #look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#read(() => this.#backend.scanScreen());
    this.isScreen = this.current !== null;
    this.busy = false;
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
