/** Everything the pages can ask of the program. One interface, two implementations: tauri.ts and fake.ts. */
import type { AccountDto } from "./bindings/AccountDto";
import type { AddedDto } from "./bindings/AddedDto";
import type { AreaDto } from "./bindings/AreaDto";
import type { BackupDto } from "./bindings/BackupDto";
import type { BackupSourceDto } from "./bindings/BackupSourceDto";
import type { BackupStatusDto } from "./bindings/BackupStatusDto";
import type { CameraDto } from "./bindings/CameraDto";
import type { CheckDto } from "./bindings/CheckDto";
import type { CodeDto } from "./bindings/CodeDto";
import type { CopiedDto } from "./bindings/CopiedDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { EditDto } from "./bindings/EditDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import type { FirstDto } from "./bindings/FirstDto";
import type { FormatDto } from "./bindings/FormatDto";
import type { KitDto } from "./bindings/KitDto";
import type { LossDto } from "./bindings/LossDto";
import type { NowDto } from "./bindings/NowDto";
import type { PageDto } from "./bindings/PageDto";
import type { QrDto } from "./bindings/QrDto";
import type { PlanDto } from "./bindings/PlanDto";
import type { ReleasedDto } from "./bindings/ReleasedDto";
import type { RenewedDto } from "./bindings/RenewedDto";
import type { ScanDto } from "./bindings/ScanDto";
import type { ScanEventDto } from "./bindings/ScanEventDto";
import type { SecretsDto } from "./bindings/SecretsDto";
import type { SettingsDto } from "./bindings/SettingsDto";
import type { SlotDto } from "./bindings/SlotDto";
import type { SourceDto } from "./bindings/SourceDto";
import type { StateDto } from "./bindings/StateDto";
import type { StrengthDto } from "./bindings/StrengthDto";
import type { TaskDto } from "./bindings/TaskDto";
import type { TrashedDto } from "./bindings/TrashedDto";
import type { TypedDto } from "./bindings/TypedDto";
import type { VaultDto } from "./bindings/VaultDto";

/** What the program tells without being asked. */
export interface Events {
  /** Another program changed the vault file, and what it saved was taken over: ask for the list again. */
  "vault-changed": null;
  /** The vault was locked by the program itself; not null: its last changes are not in their place, and where they are. */
  locked: ErrorDto | null;
  /** The keyring opened the vault after the page was there. */
  unlocked: null;
  /** Files were dropped on the window, or are being read. */
  "scan-started": { count: number };
  /** The result of dropped files. */
  "scan-done": ScanEventDto;
  /** Something is being dragged over the window, or not any more. */
  dragging: boolean;
  /** A file of another program was dropped on the window. */
  "transfer-dropped": SourceDto;
  /** A code left the clipboard. */
  "clipboard-released": ReleasedDto;
  /** The file of the open vault is gone, damaged or an older one; what is in memory is not. `null`: it is well again. */
  "vault-trouble": ErrorDto | null;
  /** A backup was made or proved, or that failed. */
  "backup-news": BackupStatusDto;
  /** The window wants to close: `null`, it waits for a save; else a change could not be saved and it stays open. */
  closing: ErrorDto | null;
}

/**
 * Each method rejects with an `ErrorDto`.
 *
 * Secrets come into the pages only by `unlockCreate` and `unlockAddKit` (the new kit), `codesReveal`, `codesQr` and
 * `transferSeries`.
 */
export interface Backend {
  /** What the program knew when it made the window, so that the first page need not ask; `null`: it must. */
  readonly first: FirstDto | null;
  listen<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): Promise<() => void>;

  /** The vault that is to be opened, and whether it is there, locked or open. */
  unlockState(): Promise<StateDto>;
  /** How hard a password is to guess. Nothing is kept. */
  unlockStrength(password: string): Promise<StrengthDto>;
  /** Makes a new vault in memory and its recovery kit; takes about two seconds. Saved by `unlockFinishCreate`. */
  unlockCreate(password: string): Promise<KitDto>;
  /** Asks where, then saves the kit's text, readable for this user only. `null`: the user chose nothing. */
  unlockSaveKit(text: string): Promise<string | null>;
  /** Opens the system's print dialog for what the page shows in print. */
  unlockPrint(): Promise<void>;
  /** Saves the new vault. `typed`: the kit's words as proof; `null`: the vault gets no kit. */
  unlockFinishCreate(typed: string | null): Promise<void>;
  /**
   * Opens the vault; up to a second for each password slot. Rejects with `vault-older` where a newer state of it was in
   * its place before.
   */
  unlockOpen(credential: CredentialDto): Promise<void>;
  /** Puts the newest good copy in the place of a damaged vault and opens it. */
  unlockOpenCopy(credential: CredentialDto): Promise<void>;
  /** Opens the vault although it is the older state. */
  unlockOpenOlder(credential: CredentialDto): Promise<void>;
  /** Names of other versions of the open vault beside it, that have something it has not. */
  unlockCopies(): Promise<string[]>;
  /** Merges one of them, saves, and gives the file another ending. How many accounts have two secrets now. */
  unlockMergeCopy(name: string): Promise<number>;
  /** Locks. Rejects with `vault-unsaved` where a change could not be saved, unless `giveUp`. */
  unlockLock(giveUp: boolean): Promise<void>;
  /** Tries once more to save what could not be saved; an older file in the place of the vault is merged with it. */
  unlockSaveAgain(): Promise<void>;
  /** Goes back to the older file in the place of the open vault; what is here stays among the older copies. */
  unlockTakeOlder(): Promise<void>;
  /** Tells that somebody is there: the idle time starts anew. Call at most every few seconds. */
  unlockActivity(): Promise<void>;
  /** Tells whether the window can be seen: what other programs save is looked for more often then. */
  unlockInView(inView: boolean): Promise<void>;
  /** Vaults used before, the newest first. The one of `unlockState` may be among them. */
  unlockVaults(): Promise<VaultDto[]>;
  /** Locks and turns to another vault of `unlockVaults`. */
  unlockSwitch(index: number): Promise<StateDto>;
  /** Asks for a vault file and turns to it. `null`: the user chose nothing. */
  unlockPickVault(): Promise<StateDto | null>;
  /** Asks for a place for a new vault and turns to it. `null`: the user chose nothing. */
  unlockPlaceVault(): Promise<StateDto | null>;
  /** Takes a vault off the list; its file stays. */
  unlockForget(index: number): Promise<VaultDto[]>;

  /** The ways to unlock the open vault. */
  unlockSlots(): Promise<SlotDto[]>;
  /** Adds a password, after asking again, as each of the next does; takes about three seconds. */
  unlockAddPassword(credential: CredentialDto, password: string): Promise<void>;
  /** Lets this computer's keyring open the vault; it may ask the user first. */
  unlockAddKeyring(credential: CredentialDto): Promise<void>;
  /** Adds a recovery kit, which cannot be had a second time. It is saved already. */
  unlockAddKit(credential: CredentialDto): Promise<KitDto>;
  /** Notes that the kit was typed in full, if it is this vault's. */
  unlockProveKit(typed: string): Promise<void>;
  unlockChangePassword(credential: CredentialDto, id: string, password: string): Promise<void>;
  unlockRenameSlot(credential: CredentialDto, id: string, name: string): Promise<void>;
  unlockRemoveSlot(credential: CredentialDto, id: string): Promise<void>;
  /** Gives the vault a new key. Only what the credentials open stays, and the keyring where it opens the vault. */
  unlockRenew(credentials: CredentialDto[]): Promise<RenewedDto>;

  /** Accounts outside the trash: favourites first, then by issuer and account name. */
  codesList(): Promise<AccountDto[]>;
  /** Codes of the accounts on the screen (at most 200), now. Those that need a PIN or count uses are left out. */
  codesNow(ids: string[]): Promise<NowDto>;
  /** A code that costs something: the next of a counter (saved before it is shown), or one with a PIN. */
  codesUse(id: string, pin: string | null): Promise<CodeDto>;
  /**
   * Copies the code, made at this moment, and clears the clipboard later if it is still ours. A code that can be
   * used once and that the clipboard did not take comes back with `seconds` 0, to be read from the screen.
   */
  codesCopy(id: string, pin: string | null): Promise<CopiedDto>;
  codesPage(id: string): Promise<PageDto>;
  codesAddTyped(typed: TypedDto): Promise<AddedDto>;
  codesEdit(id: string, changes: EditDto): Promise<void>;
  /** To the trash; `codesRestore` takes it back. */
  codesRemove(id: string): Promise<void>;
  codesRestore(id: string): Promise<void>;
  codesTrash(): Promise<TrashedDto[]>;
  /** For ever; how many. */
  codesEmptyTrash(): Promise<number>;
  /** The secret, after asking again who is there. */
  codesReveal(id: string, credential: CredentialDto): Promise<SecretsDto>;
  /** The account's QR code for another device, after asking again. It holds the secret. */
  codesQr(id: string, credential: CredentialDto): Promise<QrDto>;
  /** Takes back what adding did: what is new goes to the trash, what was replaced is in place again. */
  codesUndoAdd(added: AddedDto[]): Promise<void>;
  /** The code of an account's other secret, where nobody has chosen between two. Rejects where it has one only. */
  codesOther(id: string): Promise<CodeDto>;
  /** The other secret takes the place of the one that is there, to be tried. */
  codesSwapSecret(id: string): Promise<void>;
  /** The secret in place is the right one. */
  codesKeepSecret(id: string): Promise<void>;
  /** Copies the otpauth address, after asking again; it never comes into the page. */
  codesCopyUri(id: string, credential: CredentialDto): Promise<CopiedDto>;

  /** Asks for pictures and reads them. `null`: the user chose nothing. */
  scanPick(): Promise<ScanDto | null>;
  /** Reads the picture or address on the clipboard. */
  scanClipboard(): Promise<ScanDto>;
  /** Hides the window, looks at what all monitors show, and shows the window again. Its `pictures` are the monitors. */
  scanScreen(): Promise<ScanDto>;
  /** A JPEG of a picture of a scan, in which no symbol can be read. */
  scanPicture(ticket: number, picture: number): Promise<ArrayBuffer>;
  /** Looks once more, and harder, at a part of a picture. The scan keeps its ticket. */
  scanRegion(ticket: number, picture: number, area: AreaDto): Promise<ScanDto>;
  /** The cameras; there is one at least. */
  scanCameras(): Promise<CameraDto[]>;
  /** Opens the camera of this id, in place of the one that is open. */
  scanCameraOpen(id: string): Promise<void>;
  /**
   * The open camera's latest frame: the length of the JSON of a `FrameDto` (four bytes, the lowest first), the JSON, and
   * a JPEG as in a mirror. Rejects with `scan-gone` when the camera was closed.
   */
  scanCameraFrame(): Promise<ArrayBuffer>;
  /** Releases the camera. Locking does, too. */
  scanCameraClose(): Promise<void>;
  /** Adds the chosen accounts of a scan, all in one save; those in `replacing` take the place of an old secret. */
  scanAdd(ticket: number, indices: number[], replacing: number[]): Promise<AddedDto[]>;
  /** Forgets a scan. */
  scanDiscard(ticket: number): Promise<void>;

  /** Asks for another program's file. `null`: the user chose nothing. The file before it is put aside. */
  transferPick(): Promise<SourceDto | null>;
  /** The same for a folder whose files belong together. */
  transferPickFolder(): Promise<SourceDto | null>;
  /**
   * Reads the file and compares it with the vault; nothing is changed. Rejects with `import-password-needed`,
   * `import-wrong-password` and `import-costly` where it can be asked again, with an answer. May take as long as the last
   * of these says.
   */
  transferRead(ticket: number, password: string | null, allowCost: boolean): Promise<PlanDto>;
  /**
   * Adds the accounts with these indices, all in one save, after a backup. After an error of saving they are in memory:
   * the same call saves them.
   */
  transferImport(ticket: number, indices: number[]): Promise<void>;
  /** Deletes a file without protection, once it was imported. */
  transferDelete(ticket: number): Promise<void>;
  /** Forgets the file. */
  transferDiscard(ticket: number): Promise<void>;

  /** What can be written: the formats, and the page to print, which is called sheet. */
  transferFormats(): Promise<FormatDto[]>;
  /** What would not be in a file of that format, part by part; on a page to print `backupCodes` says whether they are. */
  transferLosses(format: string, ids: string[], backupCodes: boolean): Promise<LossDto[]>;
  /**
   * Asks again who is there, then for a place, and writes. `password`: the file's; `null`: it is not encrypted.
   * `backupCodes`: on a page to print also those. The answer is where it is; `null`: the user chose no place.
   */
  transferExport(
    credential: CredentialDto,
    format: string,
    ids: string[],
    password: string | null,
    backupCodes: boolean,
  ): Promise<string | null>;
  /** Google Authenticator's QR codes, to be scanned one after the other, after asking again. They hold the secrets. */
  transferSeries(credential: CredentialDto, ids: string[]): Promise<QrDto[]>;

  /** The worklist: accounts that are to be set up again. Each answer is the list as it is then, those to do first. */
  transferTasks(): Promise<TaskDto[]>;
  /** `names`: one a line. */
  transferAddTasks(names: string): Promise<TaskDto[]>;
  transferFinishTask(id: string): Promise<TaskDto[]>;
  transferReopenTask(id: string): Promise<TaskDto[]>;
  transferRemoveTask(id: string): Promise<TaskDto[]>;

  settingsGet(): Promise<SettingsDto>;
  settingsSet(settings: SettingsDto): Promise<void>;
  /** Looks at the vault file, its copies and this computer. */
  settingsDoctor(): Promise<CheckDto[]>;

  /** What is known of the backups of the open vault; quick. */
  settingsBackupStatus(): Promise<BackupStatusDto>;
  /** The backups in the folder, the latest first. The folder may be slow. */
  settingsBackupList(): Promise<BackupDto[]>;
  /** Asks for a folder for backups. `null`: the user chose nothing. */
  settingsBackupFolder(): Promise<BackupStatusDto | null>;
  settingsBackupEvery(every: BackupStatusDto["every"]): Promise<BackupStatusDto>;
  /** Makes a backup, reads it back and compares every account. May take a minute. */
  settingsBackupNow(): Promise<BackupStatusDto>;
  /** The same comparison for all backups in the folder. That one of them is damaged is in the status. */
  settingsBackupProve(): Promise<BackupStatusDto>;
  /** Asks for a backup to restore. `null`: the user chose nothing. */
  unlockPickBackup(): Promise<BackupSourceDto | null>;
  /** Takes a backup of the list, by its name. */
  unlockChooseBackup(name: string): Promise<BackupSourceDto>;
  /** Makes the vault of the chosen backup and opens it. `replace`: also in the place of a vault that is well. */
  unlockRestore(credential: CredentialDto, replace: boolean): Promise<void>;
}
