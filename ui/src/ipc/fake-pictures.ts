/** Pictures of the fake: a screen with a window on it, and what a camera sees. Drawn here, as no file is worth it. */
import type { AreaDto } from "./bindings/AreaDto";
import type { FrameDto } from "./bindings/FrameDto";
import type { PictureDto } from "./bindings/PictureDto";
import type { SymbolDto } from "./bindings/SymbolDto";

type Corners = SymbolDto["corners"];

/** A screen; where its symbols are stand patterns that nobody can read. */
export function drawScreen({ width, height, windows, symbols }: PictureDto): Promise<ArrayBuffer> {
  return drawn(width, height, (context) => {
    context.fillStyle = "oklch(86% 0.01 220)";
    context.fillRect(0, 0, width, height);
    windows.slice(0, -1).forEach((window) => drawWindow(context, window));
    symbols.forEach(({ corners }) => drawPattern(context, corners));
  });
}

/** The answer of the program: length, JSON, picture. */
export async function drawFrame(frame: FrameDto): Promise<ArrayBuffer> {
  const { width, height, symbols } = frame;
  const picture = await drawn(width, height, (context) => {
    context.fillStyle = "oklch(42% 0.02 60)";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "oklch(68% 0.03 70)";
    context.fillRect(0, height * 0.72, width, height * 0.28);
    symbols.forEach((corners) => drawPattern(context, corners));
  });
  return encodeFrame(JSON.stringify(frame), new Uint8Array(picture));
}

/** `length` is the JSON's own where it is not given. */
export function encodeFrame(json: string, picture: Uint8Array, length?: number): ArrayBuffer {
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(4 + text.length + picture.length);
  new DataView(bytes.buffer).setUint32(0, length ?? text.length, true);
  bytes.set(text, 4);
  bytes.set(picture, 4 + text.length);
  return bytes.buffer;
}

function drawWindow(context: CanvasRenderingContext2D, { x, y, width, height }: AreaDto): void {
  context.fillStyle = "white";
  context.fillRect(x, y, width, height);
  context.fillStyle = "oklch(88% 0.005 220)";
  [0.5, 0.9, 0.7].forEach((part, line) => context.fillRect(x + 60, y + 60 + line * 76, (width - 120) * part, 34));
}

function drawPattern(context: CanvasRenderingContext2D, corners: Corners): void {
  const [[x, y], [right]] = corners;
  const cells = 13;
  const margin = (right - x) * 0.08;
  const cell = (right - x - 2 * margin) / cells;
  context.fillStyle = "white";
  context.fillRect(x, y, right - x, right - x);
  context.fillStyle = "oklch(25% 0.02 250)";
  for (let place = 0; place < cells * cells; place += 2) {
    const [across, down] = [place % cells, Math.floor(place / cells)];
    context.fillRect(x + margin + across * cell, y + margin + down * cell, cell, cell);
  }
}

async function drawn(
  width: number,
  height: number,
  paint: (context: CanvasRenderingContext2D) => void,
): Promise<ArrayBuffer> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  // Component tests have no canvas.
  if (!context) return new ArrayBuffer(0);
  paint(context);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  return blob ? blob.arrayBuffer() : new ArrayBuffer(0);
}
