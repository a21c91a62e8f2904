/** The words for people: the message catalogue (locales/en/*.ftl, Project Fluent), which the command line reads too. */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";

const catalogue = import.meta.glob<string>(
  ["$locales/en/{errors,unlock,settings}.ftl", "$locales/en/window*.ftl", "!$locales/en/window-{backup-codes,checkup,keys,teams,transfer}.ftl"],
  { query: "?raw", import: "default", eager: true },
);

/** How words, numbers and dates are written: in the catalogue and wherever the pages write them by themselves. */
export const language = "en-GB";

const bundle = new FluentBundle(language);
/** A message is parsed when it is first asked for: most of them never are. */
const texts = Object.values(catalogue);
/** A line of a file begins the next message, or a comment, where it is not indented. */
const NEXT = /\n(?=[a-z#])/gi;

/** Adds a file of the catalogue that is not needed from the start. */
export function learn(text: string): void {
  texts.push(text);
}

export type Args = Record<string, FluentVariable>;

/** The message called `id`; the id itself where there is none, which a test looks for. */
export function t(id: string, args?: Args): string {
  return find(id, null, args) ?? id;
}

/** What happened, in a sentence. */
export function message(error: ErrorDto): string {
  return t(error.code, error.args);
}

/** What was not lost and what to do next. */
export function hint(error: ErrorDto): string {
  return find(error.code, "hint", error.args) ?? "";
}

/** Whether the catalogue has the message. */
export function hasMessage(id: string): boolean {
  if (!bundle.hasMessage(id)) parse(id);
  return bundle.hasMessage(id);
}

function parse(id: string): void {
  for (const text of texts) {
    // A file begins with a comment, so that there is a line before each message.
    const start = text.indexOf(`\n${id} =`) + 1;
    if (start === 0) continue;
    NEXT.lastIndex = start;
    bundle.addResource(new FluentResource(text.slice(start, NEXT.exec(text)?.index)));
    return;
  }
}

/** A message or one of its attributes; `null` where there is none. */
export function find(id: string, attribute: string | null, args?: Args): string | null {
  const found = hasMessage(id) ? bundle.getMessage(id) : undefined;
  const pattern = attribute === null ? found?.value : found?.attributes[attribute];
  return pattern ? bundle.formatPattern(pattern, args ?? null, []) : null;
}
