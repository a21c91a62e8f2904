import type { Component } from "svelte";

/** An entry of a menu. */
export interface MenuItem {
  /** Also the test id. */
  id: string;
  label: string;
  icon: Component;
  /** Takes something away: drawn in red, below a line. */
  tone?: "danger";
  run: () => void;
}

/** What a menu opens beside: a button, or a point such as the mouse. */
export interface Anchor {
  getBoundingClientRect: () => DOMRect;
}
