/** Runs `work` when the page that is there now has been painted. */
export function whenPainted(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
