/** The numbers that join what is outlined in the pictures with the rows below them. */
import type { PictureDto } from "$ipc/bindings/PictureDto";
import type { SymbolDto } from "$ipc/bindings/SymbolDto";

export interface Numbered {
  symbol: SymbolDto;
  number: number;
}

/** For each picture its symbols. Symbols that hold the same account have the same number. */
export function numbered(pictures: readonly PictureDto[]): Numbered[][] {
  const numbers = new Map<number, number>();
  let last = 0;
  return pictures.map(({ symbols }) =>
    symbols.map((symbol) => {
      const [first] = symbol.found;
      const known = first === undefined ? undefined : numbers.get(first);
      const number = known ?? (last += 1);
      for (const index of symbol.found) if (!numbers.has(index)) numbers.set(index, number);
      return { symbol, number };
    }),
  );
}

/**
 * Where each account was seen. A second look may give accounts other indices, but symbols stay where they are in their
 * list.
 */
export function placesOf(pictures: readonly PictureDto[]): Map<number, string[]> {
  const places = new Map<number, string[]>();
  pictures.forEach(({ symbols }, picture) => {
    symbols.forEach(({ found }, symbol) => {
      found.forEach((index, nth) => {
        places.set(index, [...(places.get(index) ?? []), `${picture}:${symbol}:${nth}`]);
      });
    });
  });
  return places;
}
