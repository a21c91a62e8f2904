declare module "virtual:issuer-icons" {
  /** By slug. `path` is drawn on a 24 by 24 grid. */
  const marks: Record<string, { path: string; color: string; names: string[] }>;
  export default marks;
}
