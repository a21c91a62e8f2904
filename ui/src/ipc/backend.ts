/** Everything the pages can ask of the program. One interface, two implementations: tauri.ts and fake.ts. */
import type { AccountDto } from "./bindings/AccountDto";
import type { AddedDto } from "./bindings/AddedDto";
import type { AreaDto } from "./bindings/AreaDto";
import type { BackupCodesDto } from "./bindings/BackupCodesDto";
import type { BackupDto } from "./bindings/BackupDto";
import type { BackupSourceDto } from "./bindings/BackupSourceDto";
import type { BackupStatusDto } from "./bindings/BackupStatusDto";
import type { ServiceDto } from "./bindings/ServiceDto";
import type { CameraDto } from "./bindings/CameraDto";
import type { CandidateDto } from "./bindings/CandidateDto";
import type { CheckDto } from "./bindings/CheckDto";
import type { CheckupDto } from "./bindings/CheckupDto";
import type { CodeDto } from "./bindings/CodeDto";
import type { CopiedDto } from "./bindings/CopiedDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { DrillDto } from "./bindings/DrillDto";
import type { EditDto } from "./bindings/EditDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import type { FirstDto } from "./bindings/FirstDto";
import type { FormatDto } from "./bindings/FormatDto";
import type { KeptDto } from "./bindings/KeptDto";
import type { InviteDto } from "./bindings/InviteDto";
import type { JoinedDto } from "./bindings/JoinedDto";
import type { KeyFoundDto } from "./bindings/KeyFoundDto";
import type { KeyOfAccountDto } from "./bindings/KeyOfAccountDto";
import type { KeysDto } from "./bindings/KeysDto";
import type { KeyStepDto } from "./bindings/KeyStepDto";
import type { KitDto } from "./bindings/KitDto";
import type { LinkDto } from "./bindings/LinkDto";
import type { LossDto } from "./bindings/LossDto";
import type { LostDto } from "./bindings/LostDto";
import type { NewCodesDto } from "./bindings/NewCodesDto";
import type { NowDto } from "./bindings/NowDto";
import type { OnDto } from "./bindings/OnDto";
import type { OneCheckupDto } from "./bindings/OneCheckupDto";
import type { OverviewDto } from "./bindings/OverviewDto";
import type { PageDto } from "./bindings/PageDto";
import type { PasskeyDto } from "./bindings/PasskeyDto";
import type { PlanDto } from "./bindings/PlanDto";
import type { PluggedDto } from "./bindings/PluggedDto";
import type { QrDto } from "./bindings/QrDto";
import type { ReleasedDto } from "./bindings/ReleasedDto";
import type { RenewedDto } from "./bindings/RenewedDto";
import type { RoleDto } from "./bindings/RoleDto";
import type { ScanDto } from "./bindings/ScanDto";
import type { ScanEventDto } from "./bindings/ScanEventDto";
import type { SecretsDto } from "./bindings/SecretsDto";
import type { SettingsDto } from "./bindings/SettingsDto";
import type { SlotDto } from "./bindings/SlotDto";
import type { SourceDto } from "./bindings/SourceDto";
import type { StateDto } from "./bindings/StateDto";
import type { StrengthDto } from "./bindings/StrengthDto";
import type { TaskDto } from "./bindings/TaskDto";
import type { TeamDto } from "./bindings/TeamDto";
import type { TrashedDto } from "./bindings/TrashedDto";
import type { TypedDto } from "./bindings/TypedDto";
import type { VaultDto } from "./bindings/VaultDto";
import type { WithoutKeyDto } from "./bindings/WithoutKeyDto";
import type { WrittenSheetDto } from "./bindings/WrittenSheetDto";

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
  /** A file was dropped on the window while somebody was about to add backup codes. */
  "backup-codes-dropped": SourceDto;
  /** A code left the clipboard. */
  "clipboard-released": ReleasedDto;
  /** The file of the open vault is gone, damaged or an older one; what is in memory is not. `null`: it is well again. */
  "vault-trouble": ErrorDto | null;
  /** What the security key waits for, or whoever looks for it. */
  "key-step": KeyStepDto;
  /** Something is new in a team vault, or one was opened: ask again. */
  "teams-changed": null;
  /** A backup was made or proved, or that failed. */
  "backup-news": BackupStatusDto;
  /** The window wants to close: `null`, it waits for a save; else a change could not be saved and it stays open. */
  closing: ErrorDto | null;
}

/**
 * Each method rejects with an `ErrorDto`.
 *
 * Secrets come into the pages only by `unlockCreate` and `unlockAddKit` (the new kit), `codesReveal`, `codesQr`,
 * `transferSeries` and `backupCodesReveal`; backup codes that are not in the vault yet by `backupCodesRead` and
 * `backupCodesPreview`.
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
  /** Adds the key of `keysCandidate`, which wants to be touched twice. `touchOnly`: it will not be asked for its PIN. */
  unlockAddKey(credential: CredentialDto, pin: string | null, touchOnly: boolean, name: string): Promise<void>;
  /** Adds a recovery kit, which cannot be had a second time. It is saved already. */
  unlockAddKit(credential: CredentialDto): Promise<KitDto>;
  /** Notes that the kit was typed in full, if it is this vault's. */
  unlockProveKit(typed: string): Promise<void>;
  unlockChangePassword(credential: CredentialDto, id: string, password: string): Promise<void>;
  unlockRenameSlot(credential: CredentialDto, id: string, name: string): Promise<void>;
  unlockRemoveSlot(credential: CredentialDto, id: string): Promise<void>;
  /** Gives the vault a new key. Only what the credentials open stays, and the keyring where it opens the vault. */
  unlockRenew(credentials: CredentialDto[]): Promise<RenewedDto>;

  /**
   * Waits for a security key that opens the vault. `keysCancel` ends this wait, and every later one; so does the next.
   * What it waits for is told by `key-step`.
   */
  keysFind(): Promise<KeyFoundDto>;
  /** Has it answer: the credential `key` is good for one use then. A wrong PIN costs one try, and it can be asked again. */
  keysAnswer(pin: string | null): Promise<void>;
  /** Ends the wait and forgets what the key said. */
  keysCancel(): Promise<void>;
  /** Waits for a key that can be added to the vault. */
  keysCandidate(): Promise<CandidateDto>;
  /** The keys that the vault knows, and the accounts that are on one alone. */
  keysList(): Promise<KeysDto>;
  /** Where keys are plugged in; quick. */
  keysPlaces(): Promise<string[]>;
  /** The keys that are plugged in, with what they say of themselves. */
  keysPlugged(): Promise<PluggedDto[]>;
  /** Puts a key into the registry, or notes what is new about the one of that name. `plugged`: waits for it and asks it. */
  keysRegister(name: string, place: string | null, plugged: boolean): Promise<void>;
  /** Takes a key that no account is on off the registry. */
  keysUnregister(key: string): Promise<void>;
  /** All keys, and how the account is on each. */
  keysOfAccount(id: string): Promise<KeyOfAccountDto[]>;
  keysPutOn(key: string, id: string, on: OnDto, called: string): Promise<void>;
  keysTakeOff(key: string, id: string): Promise<void>;
  keysLose(key: string): Promise<void>;
  /** What becomes of the accounts on a key without it. */
  keysWithout(key: string): Promise<WithoutKeyDto[]>;
  /** `place`: of one that is plugged in, as in all that follow. */
  keysWink(place: string): Promise<void>;
  /** Registers and signs in at a site that is nowhere; two touches. How often the key has signed. */
  keysTest(place: string): Promise<number>;
  /** `old`: `null` for a key without a PIN. */
  keysSetPin(place: string, old: string | null, fresh: string): Promise<void>;
  keysPasskeys(place: string, pin: string): Promise<PasskeyDto[]>;
  /** For ever; those that are left. */
  keysDeletePasskey(place: string, pin: string, passkey: string): Promise<PasskeyDto[]>;
  /** Makes it forget everything; within ten seconds after it was plugged in. */
  keysReset(place: string): Promise<void>;

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

  /** The backup codes of an account without the codes. A code is named by its set and its place in it, from 0. */
  backupCodesOf(id: string): Promise<BackupCodesDto>;
  /** Asks again who is there; for so many seconds the codes of this account can be shown and copied then. */
  backupCodesConfirm(id: string, credential: CredentialDto): Promise<number>;
  /** Ends that. */
  backupCodesHide(): Promise<void>;
  /** One code. Rejects with `backup-codes-hidden` where nobody confirmed, or the time is over; so does the next. */
  backupCodesReveal(id: string, set: string, index: number): Promise<string>;
  /** Copies one code; it does not come into the page. */
  backupCodesCopy(id: string, set: string, index: number): Promise<CopiedDto>;
  /** Notes that a code was used just now, or that it was not. */
  backupCodesMark(id: string, set: string, index: number, used: boolean): Promise<void>;
  /** Notes where codes are that are not here. `null`: nowhere else. */
  backupCodesKeep(id: string, kept: KeptDto | null): Promise<void>;
  /** Somebody is about to add codes: `backup-codes-dropped` tells of a file that is dropped, until `backupCodesDiscard`. */
  backupCodesBegin(): Promise<void>;
  /** Forgets the file, and hears of no other. */
  backupCodesDiscard(): Promise<void>;
  /** The codes in what was typed or pasted, without what is around them. */
  backupCodesRead(text: string): Promise<NewCodesDto>;
  /** Asks for the downloaded file. `null`: the user chose nothing. */
  backupCodesPick(): Promise<SourceDto | null>;
  /** The codes in the file that was chosen or dropped; nothing is stored. */
  backupCodesPreview(ticket: number): Promise<NewCodesDto>;
  /**
   * Stores them as a new set: how many of them are new. `replace`: all older ones are invalid, in the same save. `ticket`:
   * of the file that they are from.
   */
  backupCodesStore(id: string, codes: NewCodesDto, ticket: number | null, replace: boolean): Promise<number>;
  /** Deletes the file, once its codes are stored. */
  backupCodesDeleteFile(ticket: number): Promise<void>;
  /** Asks again who is there, then for a place, and writes a page to print. `null`: the user chose no place. */
  backupCodesSheet(id: string, credential: CredentialDto, day: string): Promise<string | null>;

  /** What is weak about the vault and its accounts. */
  checkupCheck(): Promise<CheckupDto>;
  /** How many different findings there are that were not put away. */
  checkupCount(): Promise<number>;
  /** What is weak about one account. */
  checkupOf(id: string): Promise<OneCheckupDto>;
  /** Puts a finding away, or takes that back. `account`: `null` for one of the vault. */
  checkupDismiss(account: string | null, finding: string, dismissed: boolean): Promise<void>;
  /** What would become of each account. Nothing is changed. */
  checkupDrill(lost: LostDto): Promise<DrillDto>;

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

  /** The team vaults as they were last read; quick, as is `teamsOverview`. All others may wait for a storage. */
  teamsList(): Promise<TeamDto[]>;
  teamsOverview(id: string): Promise<OverviewDto>;
  /** Reads it anew, and makes sure that the storage still has all that was read. How it stands is in the overview. */
  teamsSync(id: string): Promise<void>;
  /** Puts back what the storage lost and this computer still has; how many entries. */
  teamsRepair(id: string): Promise<number>;
  /** Goes on in the branch that this member began; how many changes are not written again by themselves. */
  teamsFollowBranch(id: string, member: string): Promise<number>;
  /** Begins a branch of a log that stopped, as an owner; how many changes are not written again by themselves. */
  teamsBeginBranch(id: string): Promise<number>;
  /**
   * Asks another device of the user, or an owner, for a key that this computer lacks. The words are for whoever answers.
   */
  teamsAskBack(id: string): Promise<JoinedDto>;
  /** Looks now who asks to be let in, for the overview. */
  teamsPending(id: string): Promise<void>;
  /** A link for one person. Whoever has it may ask, and is let in by the six words only. */
  teamsInvite(id: string, role: RoleDto): Promise<InviteDto>;
  /** Copies the link that was made last. */
  teamsCopyLink(id: string): Promise<CopiedDto>;
  /** Asks for a folder for a storage; the program remembers it. `null`: the user chose nothing. */
  teamsPickFolder(): Promise<string | null>;
  /** Makes a team vault on a service, or with `null` in the folder that was chosen, after it was tried. Its id. */
  teamsCreate(name: string, user: string, service: ServiceDto | null): Promise<string>;
  /** What a link or an owner sheet says. Its folder is where the dialog for choosing one begins; one that was chosen before is forgotten. */
  teamsReadLink(link: string): Promise<LinkDto>;
  /** Asks to join. `null`: in the folder that was chosen since. */
  teamsJoin(link: string, user: string, service: ServiceDto | null): Promise<JoinedDto>;
  /** Comes back with an owner sheet, as an owner. `null`: in the folder that was chosen since. The id of the team vault. */
  teamsRecover(sheet: string, user: string, service: ServiceDto | null): Promise<string>;
  /** Lets somebody in by the six words. `null`: unverified, as a viewer, marked. */
  teamsApprove(id: string, member: string, words: string | null): Promise<void>;
  teamsRole(id: string, member: string, role: RoleDto): Promise<void>;
  teamsRemove(id: string, member: string): Promise<void>;
  /** Asks the others to be removed. */
  teamsLeave(id: string): Promise<void>;
  /**
   * Asks again who is there, then for a place, and writes an owner sheet to it. With `replaces` the earlier ones are taken
   * back in the same step. `null`: no place was chosen.
   */
  teamsOwnerSheet(id: string, credential: CredentialDto, replaces: boolean): Promise<WrittenSheetDto | null>;
  /** Asks for a place and writes all that happened to it, for a spreadsheet. `null`: no place was chosen. */
  teamsExportActivity(id: string): Promise<string | null>;
  /** Says that an account has a new secret, or with `null` that the storage has a new key. */
  teamsRotated(id: string, item: string | null): Promise<void>;
  /** Moves an account to the team vault, or with `home` back to the user's own. */
  teamsMove(id: string, account: string, home: boolean): Promise<void>;

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
