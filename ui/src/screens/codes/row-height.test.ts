import { expect, test } from "vitest";
import tokens from "../../styles/tokens.css?raw";
import { ROW_HEIGHT } from "./row-height";

test("rows are as high as the list counts them", () => {
  const heights = Array.from(tokens.matchAll(/--row: (\d+)px/g), ([, pixels]) => Number(pixels));
  expect(heights).toEqual([ROW_HEIGHT.comfortable, ROW_HEIGHT.compact]);
});
