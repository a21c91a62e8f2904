/** Test environments have no layout; a virtual list needs one. */

/** Gives every element the height that `heights` says: of the scrolled area, and of a row in it. */
export function layOut(heights: { viewport: number; row: number }): void {
  // A row's wrapper holds one row alone; the scrolled area holds the wrappers.
  const height = (element: Element): number =>
    element.firstElementChild?.matches("[role=row], .row, h3") ? heights.row : heights.viewport;
  globalThis.ResizeObserver = class {
    readonly #told: ResizeObserverCallback;
    constructor(told: ResizeObserverCallback) {
      this.#told = told;
    }
    observe(target: Element): void {
      const entry = { target, contentRect: { width: 800, height: height(target) } } as unknown as ResizeObserverEntry;
      queueMicrotask(() => this.#told([entry], this));
    }
    unobserve(): void {
      // Nothing ever changes its size.
    }
    disconnect(): void {
      // Nothing ever changes its size.
    }
  };
  Object.defineProperty(HTMLElement.prototype, "offsetParent", {
    configurable: true,
    get(this: HTMLElement) {
      return this.parentElement;
    },
  });
}
