import { beforeEach, expect, test, vi } from "vitest";
import { Fake, fakeCode } from "$ipc/fake";
import { keep, manyAccounts, type Kept } from "$ipc/fake-data";
import type { NowDto } from "$ipc/bindings/NowDto";
import { Clock } from "$state/clock.svelte";
import { CodeBook } from "./book.svelte";

/** The first second of a period of 30. */
const START = 1_800_000_000;
const onerror = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ now: START * 1000 });
  onerror.mockReset();
});

function open(kept: Kept[]) {
  const fake = new Fake({ accounts: kept, now: () => Date.now() });
  const clock = new Clock();
  const book = new CodeBook(fake, clock, onerror);
  clock.start();
  const ids = kept.map(({ page }) => page.account.id);
  return { fake, clock, book, ids, id: ids[0] ?? "" };
}

/** Lets `seconds` pass as the screen does: the book is called each second. */
async function pass(book: CodeBook, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    void book.ask();
    await vi.advanceTimersByTimeAsync(0);
  }
}

function codeAt({ page: { account } }: Kept, seconds: number): string {
  return fakeCode(account, Math.floor(seconds / (account.period ?? 30)));
}

test("a code is shown while it holds, and at the change its next one at once", async () => {
  const github = keep(1, "GitHub", "anna");
  const { fake, book, id } = open([github]);
  book.want(id);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(book.at(id)).toEqual({
    code: codeAt(github, START),
    next: codeAt(github, START + 30),
    time: { left: 1, of: 30 },
  });

  // The program does not answer any more: the next code is known and right, the one after it is not.
  fake.codesNow = () => new Promise(() => undefined);
  await pass(book, 1);
  expect(book.at(id)?.code).toBe(codeAt(github, START + 30));
  expect(book.at(id)?.time).toEqual({ left: 30, of: 30 });
  await pass(book, 30);
  expect(book.at(id)).toBeNull();
});

test("every code is that of its account and its moment, for 50 accounts and slow answers", async () => {
  const kept = manyAccounts(50).map((one, index) => {
    const account = { ...one.page.account, period: [15, 30, 60][index % 3] ?? 30 };
    return { ...one, page: { ...one.page, account } };
  });
  const { fake, clock, book, ids } = open(kept);
  const answer = fake.codesNow;
  fake.codesNow = async (asked) => {
    const codes = await answer(asked);
    await new Promise((done) => setTimeout(done, 700 + asked.length * 40));
    return codes;
  };
  ids.forEach((id) => book.want(id));
  let seen = 0;
  for (let second = 0; second < 150; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    void book.ask();
    for (const one of kept) {
      const shown = book.at(one.page.account.id);
      if (!shown) continue;
      seen += 1;
      expect(shown.code).toBe(codeAt(one, clock.now));
      const after = codeAt(one, clock.now + (shown.time?.of ?? 0));
      expect(shown.next ?? after).toBe(after);
    }
  }
  // All but the first seconds of each.
  expect(seen).toBeGreaterThan(50 * 145);
});

test("one question for all rows, once a period", async () => {
  const { fake, book, ids } = open(manyAccounts(20));
  const ask = vi.spyOn(fake, "codesNow");
  ids.forEach((id) => book.want(id));
  await pass(book, 29);
  expect(ask.mock.calls).toEqual([[ids]]);
  await pass(book, 30);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("more rows than one question takes are asked for in several", async () => {
  const { fake, book, ids } = open(manyAccounts(450));
  const ask = vi.spyOn(fake, "codesNow");
  ids.forEach((id) => book.want(id));
  await vi.advanceTimersByTimeAsync(10);
  expect(ask.mock.calls.map(([asked]) => asked.length)).toEqual([200, 200, 50]);
  expect(ids.every((id) => book.at(id) !== null)).toBe(true);
});

test("nothing is asked while nobody can see it", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const ask = vi.spyOn(fake, "codesNow");
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  book.want(id);
  await pass(book, 40);
  expect(ask).not.toHaveBeenCalled();
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await book.ask();
  expect(book.at(id)?.code).toBeTruthy();
});

test("a late answer about a row that is gone is dropped", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const late = hold(fake);
  const leave = book.want(id);
  await vi.advanceTimersByTimeAsync(1);
  leave();
  await late();
  expect(book.at(id)).toBeNull();
});

test("an answer from before a change of the account is dropped, and asked for again", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const late = hold(fake);
  book.want(id);
  await vi.advanceTimersByTimeAsync(1);
  const fresh = { id, code: "111222", next: "333444", validFrom: START, validUntil: START + 30 };
  fake.codesNow = () => Promise.resolve({ now: START * 1000, codes: [fresh] });
  book.reset();
  await late();
  expect(book.at(id)?.code).toBe("111222");
});

test("an account the program does not answer about is asked for once only", async () => {
  const { fake, book } = open([]);
  const ask = vi.spyOn(fake, "codesNow");
  book.want("gone");
  await pass(book, 65);
  expect(ask).toHaveBeenCalledTimes(1);
});

test("after a failure it is asked again, not each second", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const answer = fake.codesNow;
  fake.fail("codesNow", "clock-unset");
  book.want(id);
  await pass(book, 4);
  expect(onerror).toHaveBeenCalledTimes(1);
  fake.codesNow = answer;
  await pass(book, 2);
  expect(book.at(id)).not.toBeNull();
});

test("what is never answered is asked again", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const answer = fake.codesNow;
  fake.codesNow = () => new Promise(() => undefined);
  book.want(id);
  await pass(book, 1);
  fake.codesNow = answer;
  await pass(book, 3);
  expect(book.at(id)).toBeNull();
  await pass(book, 2);
  expect(book.at(id)).not.toBeNull();
});

test("codes of another moment, as of a program whose clock is behind, are asked for once a second at most", async () => {
  const { fake, book, id } = open([keep(1, "GitHub", "anna")]);
  const code = { id, code: "111222", next: null, validFrom: START - 90, validUntil: START - 60 };
  const ask = vi.fn(() => Promise.resolve({ now: (START - 80) * 1000, codes: [code] }));
  fake.codesNow = ask;
  book.want(id);
  await pass(book, 3);
  expect(ask.mock.calls.length).toBeLessThanOrEqual(4);
  expect(book.at(id)).toBeNull();
});

test("the code of a counter stays until the list changes, one with a PIN until it is over", async () => {
  const { book } = open([]);
  book.put({ id: "counter", code: "755224", next: null, validFrom: null, validUntil: null });
  book.put({ id: "pin", code: "12345678", next: null, validFrom: START, validUntil: START + 30 });
  await pass(book, 29);
  expect(book.at("counter")).toEqual({ code: "755224", next: null, time: null });
  expect(book.at("pin")?.code).toBe("12345678");
  await pass(book, 1);
  expect(book.at("pin")).toBeNull();
  expect(book.at("counter")?.code).toBe("755224");
  book.reset();
  expect(book.at("counter")).toBeNull();
});

/** The next answer waits until the result is called. */
function hold(fake: Fake): () => Promise<void> {
  const answer = fake.codesNow;
  let go: () => void = () => undefined;
  const wait = new Promise<void>((done) => (go = done));
  fake.codesNow = async (ids): Promise<NowDto> => {
    const codes = await answer(ids);
    await wait;
    return codes;
  };
  return async () => {
    go();
    await vi.advanceTimersByTimeAsync(1);
  };
}
