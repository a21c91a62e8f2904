import type { ErrorDto } from "$ipc/bindings/ErrorDto";

/** What a call of the backend was rejected with. Anything else is a mistake of this program and is thrown on. */
export function toError(thrown: unknown): ErrorDto {
  if (isError(thrown)) return thrown;
  throw thrown;
}

function isError(thrown: unknown): thrown is ErrorDto {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "args" in thrown;
}
