/** Which service the name of an issuer means. Only whole names count: a wrong mark is worse than none. */

/** Slugs by each name of the service, as `plain` makes them. */
export function index(services: Record<string, string[]>): Map<string, string> {
  return new Map(Object.entries(services).flatMap(([slug, names]) => names.map((name) => [plain(name), slug])));
}

/** The slug of "GitHub", "github.com" or "GitHub (work)". */
export function find(byName: Map<string, string>, issuer: string): string | null {
  const name = issuer.replace(/\s*[([].*$/, "").trim();
  return byName.get(plain(name)) ?? byName.get(plain(registered(name))) ?? null;
}

/** Letters and digits in lower case, without accents. */
function plain(name: string): string {
  return name.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** The label that was registered: "google" of "accounts.google.co.uk". Empty unless it is a domain. */
function registered(name: string): string {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)) return "";
  const labels = name.split(".").slice(0, -1);
  const last = labels.pop() ?? "";
  return /^(co|com|org|net|ac|gov|edu)$/i.test(last) ? (labels.pop() ?? last) : last;
}
