/** Where in the window one is. */
export type Place =
  | { screen: "codes" | "favorites" | "trash" | "settings"; tag?: never }
  | { screen: "tag"; tag: string };
