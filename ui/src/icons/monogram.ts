/** One or two letters for a name without a mark: "CA" for "Client Area", "Va" for "Valix". */
export function monogram(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = "", second] = words;
  const letters = Array.from(first);
  if (second === undefined) return (letters[0] ?? "").toUpperCase() + (letters[1] ?? "");
  return ((letters[0] ?? "") + (Array.from(second)[0] ?? "")).toUpperCase();
}

/** A hue for a name, in degrees: always the same one, 24 apart so that neighbours differ. */
export function hue(name: string): number {
  let sum = 7;
  for (const letter of name.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 15) * 24;
}
