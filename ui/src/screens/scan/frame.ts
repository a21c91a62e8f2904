/** Takes apart what the program answers when it is asked for a frame of the camera. */
import type { FrameDto } from "$ipc/bindings/FrameDto";

export interface Frame {
  seen: FrameDto;
  picture: Uint8Array<ArrayBuffer>;
}

/** Bytes before the JSON: its length, the lowest byte first. */
const HEAD = 4;

/** `null`: it is no frame. */
export function readFrame(answer: ArrayBuffer): Frame | null {
  if (answer.byteLength < HEAD) return null;
  const length = new DataView(answer).getUint32(0, true);
  if (length > answer.byteLength - HEAD) return null;
  const text = new TextDecoder().decode(new Uint8Array(answer, HEAD, length));
  const seen = parsed(text);
  return isFrame(seen) ? { seen, picture: new Uint8Array(answer, HEAD + length) } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the pages reckon with; the program is trusted for the rest. */
function isFrame(value: unknown): value is FrameDto {
  if (typeof value !== "object" || value === null) return false;
  const { width, height, symbols } = value as Partial<Record<keyof FrameDto, unknown>>;
  return isSide(width) && isSide(height) && Array.isArray(symbols) && symbols.every(Array.isArray);
}

function isSide(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
