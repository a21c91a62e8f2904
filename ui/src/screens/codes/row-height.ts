import type { SettingsDto } from "$ipc/bindings/SettingsDto";

/**
 * Pixels of a row: `--row` of tokens.css, once more. The list has to know it before there is a row to measure, and in
 * the same moment in which the density changes.
 */
export const ROW_HEIGHT: Readonly<Record<SettingsDto["density"], number>> = { comfortable: 60, compact: 44 };
