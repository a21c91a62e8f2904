import type { Attachment } from "svelte/attachments";
import { found } from "$state/search";

const NAME = "found";

/**
 * Marks in an element's only text what a search found. The words are marked and the page's elements stay as they are:
 * to cut up the names in all rows is most of what a key press would cost. Where the browser cannot do that nothing is
 * marked.
 */
export function mark(text: string, words: readonly string[]): Attachment {
  return (element) => {
    const node = element.firstChild;
    const marks = node && words.length > 0 ? highlight() : null;
    if (!node || !marks) return;
    const ranges = found(text, words).map(([start, end]) => rangeOf(node, start, end));
    for (const range of ranges) marks.add(range);
    return () => {
      for (const range of ranges) marks.delete(range);
    };
  };
}

function rangeOf(node: Node, start: number, end: number): Range {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The one that base.css gives its colour. */
function highlight(): Highlight | null {
  if (typeof Highlight === "undefined") return null;
  const made = CSS.highlights.get(NAME) ?? new Highlight();
  CSS.highlights.set(NAME, made);
  return made;
}
