/** The ways by which accounts come in, other than typing them. */
export type Route = "screen" | "camera" | "pictures" | "clipboard" | "import";

export type OnRoute = (route: Route) => void;
