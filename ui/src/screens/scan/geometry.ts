/** Between the pixels of a picture and the place where it is drawn. */
import type { AreaDto } from "$ipc/bindings/AreaDto";

export type Point = readonly [x: number, y: number];

export interface Size {
  width: number;
  height: number;
}

/** A drag shorter than this, in pixels of the page, is a click. */
export const DRAG = 6;

/** How many pixels of the picture one of the page is, when all of it is drawn in the middle of `box`. */
export function scaleOf(picture: Size, box: Size): number {
  if (box.width <= 0 || box.height <= 0) return 1;
  return Math.max(picture.width / box.width, picture.height / box.height);
}

/** A place on the page as one in the picture, or at its edge. */
export function toPicture(picture: Size, box: DOMRect, x: number, y: number): Point {
  const scale = scaleOf(picture, box);
  const across = (x - box.left - box.width / 2) * scale + picture.width / 2;
  const down = (y - box.top - box.height / 2) * scale + picture.height / 2;
  return [within(across, picture.width), within(down, picture.height)];
}

export function areaBetween([ax, ay]: Point, [bx, by]: Point): AreaDto {
  return { x: Math.min(ax, bx), y: Math.min(ay, by), width: Math.abs(ax - bx), height: Math.abs(ay - by) };
}

export function isInside([x, y]: Point, area: AreaDto): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}

/** For the `points` of a polygon. */
export function pointsOf(corners: readonly Point[]): string {
  return corners.map((corner) => corner.join(",")).join(" ");
}

/** The corner at the top left, as it is seen. */
export function topLeft(corners: readonly Point[]): Point {
  return corners.reduce((best, next) => (next[0] + next[1] < best[0] + best[1] ? next : best), corners[0] ?? [0, 0]);
}

function within(value: number, most: number): number {
  return Math.round(Math.min(most, Math.max(0, value)));
}
