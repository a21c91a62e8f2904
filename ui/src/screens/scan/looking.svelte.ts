/** Looking through a camera until everything was seen. */
import type { Backend } from "$ipc/backend";
import type { CameraDto } from "$ipc/bindings/CameraDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { FrameDto } from "$ipc/bindings/FrameDto";
import type { IncompleteDto } from "$ipc/bindings/IncompleteDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { toError } from "$state/errors";
import { readFrame } from "./frame";

/** The id of the camera that was chosen last. */
export interface CameraMemory {
  id: string | null;
}

/** Not more frames than that are asked for: 20 in a second. */
const FRAME_MS = 50;
/** Between two questions of a camera that sends nothing to be seen. */
const WAIT_MS = 300;
/** A symbol that is no account is named for so long, or the words would flicker. */
const NAMED_MS = 1_500;
/** What was seen is outlined for so long before the accounts take over. */
const FLASH_MS = 280;
/** The user can take off the cap, or wait: the program keeps the camera open. */
const PASSING: readonly string[] = ["camera-black", "camera-no-frame"];

interface Around {
  backend: Backend;
  memory: CameraMemory;
  draw: (picture: Uint8Array<ArrayBuffer>) => Promise<void>;
  onscan: (scan: ScanDto) => void;
}

export class Looking {
  cameras = $state.raw<readonly CameraDto[]>([]);
  /** The one that is open. */
  camera = $state.raw<CameraDto | null>(null);
  seen = $state.raw<FrameDto | null>(null);
  error = $state.raw<ErrorDto | null>(null);
  /** A part of an export was seen; it stays known. */
  incomplete = $state.raw<IncompleteDto | null>(null);
  noAccount = $state(false);
  done = $state(false);

  readonly #around: Around;
  /** Counts starts and stops: what belongs to an earlier one has no effect any more. */
  #turn = 0;
  #namedUntil = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Whether looking goes on in spite of the error. */
  get isPassing(): boolean {
    return this.error !== null && PASSING.includes(this.error.code);
  }

  async start(): Promise<void> {
    const { backend, memory } = this.#around;
    const turn = this.#begin();
    try {
      const cameras = await backend.scanCameras();
      if (turn !== this.#turn) return;
      this.cameras = cameras;
      this.camera = cameras.find(({ id }) => id === memory.id) ?? cameras[0] ?? null;
      await backend.scanCameraOpen(this.camera?.id ?? "");
      // It was stopped while the camera was opened: then it is open still.
      if (turn !== this.#turn) this.#close();
      else await this.#look(turn);
    } catch (thrown) {
      this.#fail(turn, toError(thrown));
    }
  }

  async choose(id: string): Promise<void> {
    this.#around.memory.id = id;
    await this.start();
  }

  /** Releases the camera. */
  stop(): void {
    this.#turn += 1;
    this.seen = null;
    this.#close();
  }

  #begin(): number {
    this.error = null;
    this.seen = null;
    this.incomplete = null;
    this.noAccount = false;
    this.#turn += 1;
    return this.#turn;
  }

  /** The next frame is asked for only when the last was drawn. */
  async #look(turn: number): Promise<void> {
    while (turn === this.#turn) {
      const began = performance.now();
      const answer = await this.#ask(turn);
      if (answer === null) {
        await pause(WAIT_MS);
        continue;
      }
      const frame = readFrame(answer);
      if (frame === null) {
        const camera = this.camera?.name ?? "";
        this.#fail(turn, { code: "camera-unsupported", args: { camera } });
        return;
      }
      if (turn !== this.#turn) {
        this.#forget(frame.seen.scan);
        return;
      }
      // A picture that cannot be drawn was searched all the same.
      await this.#around.draw(frame.picture).catch(() => undefined);
      await this.#take(turn, frame.seen);
      await pause(FRAME_MS - (performance.now() - began));
    }
  }

  /** `null`: there is nothing to be seen at the moment. */
  async #ask(turn: number): Promise<ArrayBuffer | null> {
    try {
      return await this.#around.backend.scanCameraFrame();
    } catch (thrown) {
      const error = toError(thrown);
      if (!PASSING.includes(error.code)) throw thrown;
      if (turn === this.#turn) {
        this.error = error;
        this.seen = null;
      }
      return null;
    }
  }

  async #take(turn: number, seen: FrameDto): Promise<void> {
    if (turn === this.#turn) {
      this.error = null;
      this.seen = seen;
      this.incomplete = seen.incomplete ?? this.incomplete;
      if (seen.noAccount) this.#namedUntil = performance.now() + NAMED_MS;
      this.noAccount = performance.now() < this.#namedUntil;
      this.done = seen.scan !== null;
    }
    if (seen.scan === null) return;
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) await pause(FLASH_MS);
    if (turn !== this.#turn) {
      this.#forget(seen.scan);
      return;
    }
    this.#turn += 1;
    this.#around.onscan(seen.scan);
  }

  #fail(turn: number, error: ErrorDto): void {
    if (turn !== this.#turn) return;
    this.stop();
    this.error = error;
  }

  #close(): void {
    this.#around.backend.scanCameraClose().catch(() => undefined);
  }

  /** Nobody will choose from it any more. */
  #forget(scan: ScanDto | null): void {
    if (scan) this.#around.backend.scanDiscard(scan.ticket).catch(() => undefined);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.max(0, milliseconds)));
}
