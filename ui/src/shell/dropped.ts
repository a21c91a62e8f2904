/** Files that were dropped on the window and are for the page to import. */
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import type { SourceDto } from "$ipc/bindings/SourceDto";

/** A file of another program; or why it is none. */
export type Dropped = { source: SourceDto } | { error: ErrorDto };

/** Whoever drops a file on the page to import means no picture: that it is none is not what went wrong. */
export function refusal(scan: ScanDto | null): ErrorDto | null {
  const [problem, ...more] = scan?.problems ?? [];
  if (!problem || more.length > 0 || scan?.found.length !== 0) return null;
  const { code, args } = problem.error;
  return code === "not-a-picture" ? { code: "import-unrecognised", args } : null;
}
