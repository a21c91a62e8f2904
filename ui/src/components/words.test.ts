import { render } from "@testing-library/svelte";
import { expect, test } from "vitest";
import Words from "./Words.svelte";
import { message } from "$text";

test("a sentence stays as it is, and a path in it is one piece", () => {
  const text = message({ code: "no-symbol", args: { path: "/home/anna/Pictures/harbour.jpg" } });
  const { container } = render(Words, { text });
  expect(container.textContent).toBe(text);
  const pieces = [...container.querySelectorAll(".path")].map(({ textContent }) => textContent);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]).toContain("/home/anna/Pictures/harbour.jpg");
  const segments = [...container.querySelectorAll(".path > span")].map(({ textContent }) => textContent);
  expect(segments.map((segment) => segment.replace(/[\u2068\u2069]/g, ""))).toEqual([
    "/home/",
    "anna/",
    "Pictures/",
    "harbour.jpg.",
  ]);
});

test("what is no path is left alone", () => {
  const { container } = render(Words, { text: "Yes / no, and/or 24/7:\nnothing here." });
  expect(container.textContent).toBe("Yes / no, and/or 24/7:\nnothing here.");
  expect(container.querySelector(".path")).toBeNull();
});
