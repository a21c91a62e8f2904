/** The fake backend's settings and backups. */
import type { BackupDto } from "./bindings/BackupDto";
import type { BackupSourceDto } from "./bindings/BackupSourceDto";
import type { BackupStatusDto } from "./bindings/BackupStatusDto";
import type { CheckDto } from "./bindings/CheckDto";
import type { SettingsDto } from "./bindings/SettingsDto";
import type { VaultDto } from "./bindings/VaultDto";
import { BACKUP_FOLDER, fakeBackup, NO_BACKUPS } from "./fake-backups";
import { FakeConflicts } from "./fake-conflicts";
import { fakeCopy } from "./fake-made-up";

export abstract class FakeSettings extends FakeConflicts {
  settings: SettingsDto = {
    theme: "system",
    density: "comfortable",
    clipboardSeconds: 30,
    autoLockMinutes: 5,
    lockWithDesktop: true,
    hideCodes: false,
  };
  backups: BackupStatusDto = NO_BACKUPS;
  backupList: BackupDto[] = [];
  abstract vault: VaultDto;

  settingsGet = (): Promise<SettingsDto> => Promise.resolve(this.settings);

  settingsSet = (settings: SettingsDto): Promise<void> => {
    this.settings = settings;
    return this.done("settingsSet");
  };

  settingsDoctor = (): Promise<CheckDto[]> => {
    const { path } = this.vault;
    return Promise.resolve([
      { id: "doctor-vault-sound", state: "good", args: { path, generation: "128", slots: "2" } },
      { id: "doctor-copies", state: "good", args: { count: "9", ...fakeCopy(path) } },
      { id: "doctor-folder-writable", state: "good", args: {} },
      { id: "doctor-clock", state: "good", args: { now: "2026-11-22 09:14 UTC" } },
      { id: "doctor-clipboard-none", state: "note", args: {} },
    ]);
  };

  settingsBackupStatus = (): Promise<BackupStatusDto> => Promise.resolve(this.backups);

  settingsBackupList = (): Promise<BackupDto[]> => Promise.resolve(this.backupList);

  settingsBackupFolder = (): Promise<BackupStatusDto | null> => this.#backedUp({ folder: BACKUP_FOLDER });

  settingsBackupEvery = (every: BackupStatusDto["every"]): Promise<BackupStatusDto> => this.#backedUp({ every });

  settingsBackupNow = (): Promise<BackupStatusDto> => {
    const now = this.seconds();
    this.backupList = [fakeBackup(now), ...this.backupList];
    return this.#backedUp({ made: now, proved: now, failure: null, failedAt: null });
  };

  settingsBackupProve = (): Promise<BackupStatusDto> => this.#backedUp({ proved: this.seconds() });

  unlockPickBackup = (): Promise<BackupSourceDto | null> => {
    const { name, made } = fakeBackup(this.seconds());
    return Promise.resolve({ path: `${BACKUP_FOLDER}/${name}`, made });
  };

  unlockChooseBackup = (name: string): Promise<BackupSourceDto> =>
    Promise.resolve({ path: `${BACKUP_FOLDER}/${name}`, made: this.seconds() });

  #backedUp(changes: Partial<BackupStatusDto>): Promise<BackupStatusDto> {
    this.backups = { ...this.backups, ...changes };
    return Promise.resolve(this.backups);
  }
}
