import { expect, test } from "vitest";
import { areaBetween, isInside, scaleOf, toPicture } from "./geometry";

const SCREEN = { width: 3840, height: 2160 };

test("a place on the page is the same place in the picture", () => {
  const box = new DOMRect(100, 50, 384, 216);
  expect(scaleOf(SCREEN, box)).toBe(10);
  expect(toPicture(SCREEN, box, 100, 50)).toEqual([0, 0]);
  expect(toPicture(SCREEN, box, 292, 158)).toEqual([1920, 1080]);
});

test("a picture that stands in the middle of a wide box is found there", () => {
  const box = new DOMRect(0, 0, 1000, 100);
  expect(toPicture({ width: 100, height: 100 }, box, 500, 50)).toEqual([50, 50]);
  expect(toPicture({ width: 100, height: 100 }, box, 460, 10)).toEqual([10, 10]);
});

test("a drag that leaves the picture ends at its edge", () => {
  const box = new DOMRect(0, 0, 384, 216);
  expect(toPicture(SCREEN, box, -20, 900)).toEqual([0, 2160]);
});

test("a drag to the top left means the same area as one to the bottom right", () => {
  expect(areaBetween([30, 40], [10, 20])).toEqual(areaBetween([10, 20], [30, 40]));
  expect(isInside([15, 25], areaBetween([30, 40], [10, 20]))).toBe(true);
  expect(isInside([30, 25], areaBetween([30, 40], [10, 20]))).toBe(false);
});

test("a picture that is not on the page yet has a scale", () => {
  expect(scaleOf(SCREEN, new DOMRect(0, 0, 0, 0))).toBe(1);
});
