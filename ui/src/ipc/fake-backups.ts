/** Backups for the pages, by no clock. */
import type { BackupDto } from "./bindings/BackupDto";
import type { BackupStatusDto } from "./bindings/BackupStatusDto";
import { FAKE_NOW } from "./fake-data";

export const BACKUP_FOLDER = "/media/anna/Stick/Backups";

export const NO_BACKUPS: BackupStatusDto = {
  folder: null,
  every: "day",
  made: null,
  proved: null,
  failure: null,
  failedAt: null,
};

const DAY = 86_400;

export const GOOD_BACKUPS: BackupStatusDto = {
  ...NO_BACKUPS,
  folder: BACKUP_FOLDER,
  made: FAKE_NOW - 3 * 3600,
  proved: FAKE_NOW - 3 * 3600,
};

export const FAILED_BACKUPS: BackupStatusDto = {
  ...GOOD_BACKUPS,
  failure: { code: "backup-folder-missing", args: { path: BACKUP_FOLDER } },
  failedAt: FAKE_NOW - 600,
};

/** The newest older copy of the vault at `path`. */
export function fakeCopy(path: string): { copy: string; saved: string } {
  const copy = `${path}.generations/0000000127-20261122T091000Z.countersign`;
  return { copy, saved: "2026-11-22 09:10 UTC" };
}

export function fakeBackup(made: number, state: BackupDto["state"] = "sound"): BackupDto {
  const name = `Personal-3f9a21c4-${String(made)}.countersign`;
  return { name, made, state, proved: state === "sound" ? made : null };
}

export const BACKUP_LIST: BackupDto[] = [
  fakeBackup(FAKE_NOW - 3 * 3600),
  fakeBackup(FAKE_NOW - DAY),
  fakeBackup(FAKE_NOW - 2 * DAY, "damaged"),
  ...[3, 4, 5, 6].map((days) => fakeBackup(FAKE_NOW - days * DAY)),
];
