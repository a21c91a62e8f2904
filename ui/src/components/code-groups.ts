/** A code in two halves, which people read and type in one breath each. Short ones stay whole. */
export function groups(code: string): readonly [string, string] {
  if (code.length < 6) return [code, ""];
  const half = Math.floor(code.length / 2);
  return [code.slice(0, half), code.slice(half)];
}
