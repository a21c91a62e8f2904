/** What the mouse does in a picture: it drags around a part, or clicks a window. */
import type { AreaDto } from "$ipc/bindings/AreaDto";
import type { PictureDto } from "$ipc/bindings/PictureDto";
import { areaBetween, DRAG, isInside, toPicture, type Point } from "./geometry";

export class Pointing {
  /** What is being dragged around. */
  area = $state.raw<AreaDto | null>(null);

  /** Where the button went down, on the page. */
  #from: Point | null = null;
  /** The click that ends a drag means nothing. */
  #dragged = false;
  readonly #picture: () => PictureDto;
  readonly #onlook: (area: AreaDto) => void;

  constructor(picture: () => PictureDto, onlook: (area: AreaDto) => void) {
    this.#picture = picture;
    this.#onlook = onlook;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#from = [event.clientX, event.clientY];
    this.#dragged = false;
  }

  move(event: PointerEvent & { currentTarget: Element }): void {
    if (this.#from === null) return;
    const [x, y] = this.#from;
    const { currentTarget: target, clientX, clientY } = event;
    if (!this.#dragged && Math.hypot(clientX - x, clientY - y) < DRAG) return;
    // Also outside of the picture; not before, or a click would not reach what is under it.
    if (!this.#dragged) target.setPointerCapture(event.pointerId);
    this.#dragged = true;
    const box = target.getBoundingClientRect();
    const picture = this.#picture();
    this.area = areaBetween(toPicture(picture, box, x, y), toPicture(picture, box, clientX, clientY));
  }

  up(): void {
    const { area } = this;
    this.cancel();
    if (area) this.#onlook(area);
  }

  cancel(): void {
    this.#from = null;
    this.area = null;
  }

  /** A click beside the symbols. */
  click(event: MouseEvent & { currentTarget: Element }): void {
    if (this.#swallow()) return;
    const picture = this.#picture();
    const at = toPicture(picture, event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
    const window = picture.windows.find((area) => isInside(at, area));
    if (window) this.#onlook(window);
  }

  /** A click on a symbol. */
  clickSymbol(event: MouseEvent, run: () => void): void {
    event.stopPropagation();
    if (!this.#swallow()) run();
  }

  #swallow(): boolean {
    const dragged = this.#dragged;
    this.#dragged = false;
    return dragged;
  }
}
