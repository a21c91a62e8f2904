declare module "virtual:issuer-icons" {
  /** By slug: the names that the service answers to. */
  const names: Record<string, string[]>;
  export default names;
  /** By the first character of the slug: its marks by slug. `path` is drawn on a 24 by 24 grid. */
  export const marks: Record<string, () => Promise<{ default: Record<string, { path: string; color: string }> }>>;
}
