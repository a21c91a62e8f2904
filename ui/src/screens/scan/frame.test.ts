import { expect, test } from "vitest";
import { encodeFrame } from "$ipc/fake-pictures";
import { FRAME_PART } from "$ipc/fake-scans";
import { readFrame } from "./frame";

const JSON_PART = JSON.stringify(FRAME_PART);

test("a frame is what was seen, and the picture behind it", () => {
  const frame = readFrame(encodeFrame(JSON_PART, new Uint8Array([255, 216, 1])));
  expect(frame?.seen).toEqual(FRAME_PART);
  expect([...(frame?.picture ?? [])]).toEqual([255, 216, 1]);
});

test("a frame without a picture is a frame", () => {
  expect(readFrame(encodeFrame(JSON_PART, new Uint8Array()))?.picture.length).toBe(0);
});

test.each([
  ["nothing", new ArrayBuffer(0)],
  ["less than a length", new ArrayBuffer(3)],
  ["a length beyond the end", encodeFrame(JSON_PART, new Uint8Array(), 100_000)],
  ["the greatest length", encodeFrame(JSON_PART, new Uint8Array(), 0xffff_ffff)],
  ["a length of zero", encodeFrame(JSON_PART, new Uint8Array(), 0)],
  ["a length in the middle of the JSON", encodeFrame(JSON_PART, new Uint8Array(), 9)],
  ["bytes that are no text", encodeFrame("", new Uint8Array([255, 254, 0]), 3)],
  ["JSON of something else", encodeFrame("[1]", new Uint8Array())],
  ["null", encodeFrame("null", new Uint8Array())],
  ["a frame without a size", encodeFrame('{"width":0,"height":9,"symbols":[]}', new Uint8Array())],
  ["symbols that are no list", encodeFrame('{"width":9,"height":9,"symbols":7}', new Uint8Array())],
  ["symbols without corners", encodeFrame('{"width":9,"height":9,"symbols":[7]}', new Uint8Array())],
])("an answer of %s is no frame, and nothing is thrown", (_, answer) => {
  expect(readFrame(answer)).toBeNull();
});
