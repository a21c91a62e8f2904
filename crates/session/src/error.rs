//! What went wrong, for people: a stable code and arguments. The words are in the message catalogue.

use std::path::Path;

/// What went wrong. Its words are the message [`Code::id`] of the catalogue with [`Self::args`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserError {
    code: Code,
    args: Vec<(&'static str, String)>,
}

impl UserError {
    pub(crate) fn new(code: Code) -> Self {
        let args = Vec::new();
        Self { code, args }
    }

    /// Adds an argument of the message. Never a secret, and nothing of a dependency's error text.
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    pub(crate) fn with_path(self, path: &Path) -> Self {
        self.with("path", path.display())
    }

    /// The vault was locked, and its last changes are in the file at `copy`.
    pub fn rescued(copy: &Path) -> Self {
        Self::new(Code::VaultRescued).with("copy", copy.display())
    }

    /// The message.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The message's arguments.
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }
}

impl From<Code> for UserError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

/// What kind of failure it is: the command line's exit code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    /// The system did not do what it should: exit code 1.
    Failed,
    /// The request makes no sense: 2.
    Usage,
    /// The wrong password or recovery kit: 3.
    WrongCredential,
    /// A damaged or hostile file: 4.
    Damaged,
    /// Nothing, or too much, has this name: 5.
    NotFound,
    /// Possible, but refused to protect the user: 6.
    Refused,
    /// A team's storage cannot be reached, or is not safe: 7.
    Unreachable,
}

macro_rules! codes {
    ($($name:ident $id:literal $class:ident,)*) => {
        /// A message of the catalogue. Codes are stable: programs may rely on them.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[expect(missing_docs, reason = "the catalogue says what each means")]
        pub enum Code { $($name,)* }

        impl Code {
            /// All codes; each has a message and a hint in the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The message's name, for example `vault-damaged`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What kind of failure it is.
            pub fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)* }
            }
        }
    };
}

codes! {
    // The vault file. path; copy and saved: the newest good copy and when it was made; newer: when a newer state was seen.
    NoDataFolder "no-data-folder" Failed,
    VaultNotFound "vault-not-found" NotFound,
    VaultGone "vault-gone" Failed,
    VaultExists "vault-exists" Refused,
    VaultCopiesThere "vault-copies-there" Refused,
    NotAVault "not-a-vault" Damaged,
    NotAVaultCopyFound "not-a-vault-copy-found" Damaged,
    VaultDamaged "vault-damaged" Damaged,
    VaultDamagedCopyFound "vault-damaged-copy-found" Damaged,
    VaultTooNew "vault-too-new" Damaged,
    VaultOverLimit "vault-over-limit" Damaged,
    VaultOverLimitCopyFound "vault-over-limit-copy-found" Damaged,
    VaultFull "vault-full" Refused,
    VaultLocked "vault-locked" Refused,
    VaultKeyChanged "vault-key-changed" Failed,
    VaultUnsaved "vault-unsaved" Refused,
    VaultBothChanged "vault-both-changed" Failed,
    VaultRescued "vault-rescued" Failed,
    NewVaultLocked "new-vault-locked" Failed,
    VaultOlder "vault-older" Refused,
    CopyNotOfVault "copy-not-of-vault" Damaged,

    // Credentials. found, position: numbers.
    WrongPassword "wrong-password" WrongCredential,
    WrongRecoveryKit "wrong-recovery-kit" WrongCredential,
    KitWordCount "kit-word-count" WrongCredential,
    KitUnknownWord "kit-unknown-word" WrongCredential,
    KitChecksum "kit-checksum" WrongCredential,
    KitDiffers "kit-differs" WrongCredential,
    PasswordEmpty "password-empty" Usage,
    PasswordTooLong "password-too-long" Usage,
    OutOfMemory "out-of-memory" Failed,

    // The system's keyring.
    KeyringMissing "keyring-missing" Failed,
    KeyringLocked "keyring-locked" Failed,
    KeyringGone "keyring-gone" Failed,
    KeyringNoAnswer "keyring-no-answer" Failed,
    KeyringFailed "keyring-failed" Failed,
    KeyringOutdated "keyring-outdated" WrongCredential,

    // Security keys. left: tries; status: of the key; name.
    KeyNone "key-none" Failed,
    KeyNotOfVault "key-not-of-vault" WrongCredential,
    KeyNoSlot "key-no-slot" NotFound,
    KeySlotExists "key-slot-exists" Refused,
    KeyU2fOnly "key-u2f-only" Refused,
    KeyNoSecrets "key-no-secrets" Refused,
    KeyAlwaysVerifies "key-always-verifies" Refused,
    KeyPinNeeded "key-pin-needed" WrongCredential,
    KeyPinNotSet "key-pin-not-set" Refused,
    KeyPinMalformed "key-pin-malformed" Usage,
    KeyWrongPin "key-wrong-pin" WrongCredential,
    KeyWrongPinUncounted "key-wrong-pin-uncounted" WrongCredential,
    KeyPlugInAgain "key-plug-in-again" Refused,
    KeyPinBlocked "key-pin-blocked" Refused,
    KeyPinPolicy "key-pin-policy" Refused,
    KeyPinMustChange "key-pin-must-change-first" Refused,
    KeyHasPin "key-has-pin" Refused,
    KeyIsSlot "key-is-slot" Refused,
    KeyNameEmpty "key-name-empty" Usage,
    KeyHasAccounts "key-has-accounts" Refused,
    KeyNotOfAccount "key-not-of-account" NotFound,
    PasskeyNotFound "passkey-not-found" NotFound,
    PasskeyAmbiguous "passkey-ambiguous" NotFound,
    KeyUnplugged "key-unplugged" Failed,
    KeyForbidden "key-forbidden" Failed,
    KeyNoHid "key-no-hid" Failed,
    KeyNoAnswer "key-no-answer" Failed,
    KeyNotTouched "key-not-touched" Failed,
    KeyCancelled "key-cancelled" Failed,
    KeyBusy "key-busy" Failed,
    KeyFull "key-full" Refused,
    KeyNotAllowed "key-not-allowed" Refused,
    KeyUnsupported "key-unsupported" Refused,
    KeyGarbled "key-garbled" Failed,
    KeyRefused "key-refused" Failed,
    KeyFailed "key-failed" Failed,

    // Slots. name.
    SlotNotFound "slot-not-found" NotFound,
    SlotAmbiguous "slot-ambiguous" NotFound,
    SlotsFull "slots-full" Refused,
    SlotNameTaken "slot-name-taken" Refused,
    SlotNameEmpty "slot-name-empty" Usage,
    SlotWouldLockOut "slot-would-lock-out" Refused,
    RenewWouldLockOut "renew-would-lock-out" Refused,
    PasswordAmbiguous "password-ambiguous" Refused,

    // Reading files. path.
    FileNotFound "file-not-found" Failed,
    FileTooLarge "file-too-large" Failed,
    FileNoPermission "file-no-permission" Failed,
    FileNotRegular "file-not-regular" Failed,
    FileUnreadable "file-unreadable" Failed,
    FileNotText "file-not-text" Failed,

    // Saving. path.
    SaveNoSpace "save-no-space" Failed,
    SaveReadOnly "save-read-only" Failed,
    SaveNoPermission "save-no-permission" Failed,
    SaveFolderMissing "save-folder-missing" Failed,
    SaveBusy "save-busy" Failed,
    SaveChangedByAnother "save-changed-by-another" Failed,
    SaveAlreadyExists "save-already-exists" Refused,
    SaveReadBackDiffers "save-read-back-differs" Failed,
    SaveNotDurable "save-not-durable" Failed,
    SaveFailed "save-failed" Failed,

    // Accounts. name; candidates: one line each.
    AccountNotFound "account-not-found" NotFound,
    AccountAmbiguous "account-ambiguous" NotFound,
    TextTooLong "text-too-long" Usage,
    NothingToChange "nothing-to-change" Usage,
    NoConflict "no-conflict" Usage,
    DateMalformed "date-malformed" Usage,
    ReplacedSince "replaced-since" Refused,

    // Backup codes of sites.
    BackupCodesNotText "backup-codes-not-text" Failed,
    BackupCodesNoneFound "backup-codes-none-found" Failed,
    BackupCodesTooMany "backup-codes-too-many" Failed,
    BackupCodesKnown "backup-codes-known" Usage,
    BackupCodesNoneLeft "backup-codes-none-left" Refused,
    BackupCodesHidden "backup-codes-hidden" Refused,
    BackupCodeGone "backup-code-gone" NotFound,

    // The drill. name: of a security key.
    KeyUnknown "key-unknown" NotFound,
    // Rosters. name: of a person.
    PersonNameEmpty "person-name-empty" Usage,
    PersonNotFound "person-not-found" NotFound,
    // A list of 2fa.directory. path.
    DirectoryDamaged "directory-damaged" Damaged,

    // URIs and typed accounts. parameter; at: a number.
    UriNotOtp "uri-not-otp" Usage,
    UriTooLong "uri-too-long" Usage,
    UriUnknownType "uri-unknown-type" Usage,
    UriLabelTooLong "uri-label-too-long" Usage,
    UriBadEscape "uri-bad-escape" Usage,
    UriDuplicate "uri-duplicate" Usage,
    UriUnknownEncoder "uri-unknown-encoder" Usage,
    SecretMissing "secret-missing" Usage,
    SecretTooLong "secret-too-long" Usage,
    SecretBadCharacter "secret-bad-character" Usage,
    SecretHalfByte "secret-half-byte" Usage,
    SecretNotYandex "secret-not-yandex" Usage,
    AlgorithmUnknown "algorithm-unknown" Usage,
    DigitsOutOfRange "digits-out-of-range" Usage,
    PeriodOutOfRange "period-out-of-range" Usage,
    CounterOutOfRange "counter-out-of-range" Usage,
    OptionNotForType "option-not-for-type" Usage,

    // Codes.
    PinMissing "pin-missing" Usage,
    PinMalformed "pin-malformed" Usage,
    PinNotUsed "pin-not-used" Usage,
    CounterExhausted "counter-exhausted" Refused,
    NextNeedsTime "next-needs-time" Usage,
    TimeOutOfRange "time-out-of-range" Usage,
    ClockUnset "clock-unset" Failed,
    // server: its address.
    ClockServerMalformed "clock-server-malformed" Usage,
    ClockNoAnswer "clock-no-answer" Failed,
    ClockNoDate "clock-no-date" Failed,

    // Scanning. path; width and height in pixels; most: a number of files.
    NotAPicture "not-a-picture" Failed,
    PictureTooLarge "picture-too-large" Failed,
    PictureDamaged "picture-damaged" Failed,
    PictureTooIntricate "picture-too-intricate" Failed,
    NoSymbol "no-symbol" Failed,
    SymbolNotOtp "symbol-not-otp" Failed,
    ExportDamaged "export-damaged" Failed,
    ExportEntry "export-entry" Failed,
    QrTooLong "qr-too-long" Refused,
    PrintFailed "print-failed" Failed,
    TooManyFiles "too-many-files" Usage,
    ScanGone "scan-gone" Usage,

    // Other programs' files. path; memory in MiB, seconds.
    ImportUnrecognised "import-unrecognised" Failed,
    ImportTooMany "import-too-many" Damaged,
    ImportDamaged "import-damaged" Damaged,
    ImportUnknownVersion "import-unknown-version" Failed,
    ImportAccountRestricted "import-account-restricted" Failed,
    ImportNoPassword "import-no-password" Failed,
    ImportUnknownEncryption "import-unknown-encryption" Failed,
    ImportPasswordNeeded "import-password-needed" WrongCredential,
    ImportWrongPassword "import-wrong-password" WrongCredential,
    ImportCostly "import-costly" Refused,
    ImportTooCostly "import-too-costly" Damaged,
    ImportEntryDamaged "import-entry-damaged" Damaged,
    ImportMakesNoCodes "import-makes-no-codes" Failed,
    ImportDeleted "import-deleted" Failed,
    ImportGone "import-gone" Usage,
    ImportChanged "import-changed" Failed,
    ImportNotDeleted "import-not-deleted" Failed,
    ExportNoPassword "export-no-password" Usage,
    ExportNeedsPassword "export-needs-password" Usage,
    ExportTooLarge "export-too-large" Refused,
    WorklistFull "worklist-full" Refused,
    TaskNotFound "task-not-found" NotFound,

    // The camera. number and count: of cameras; seconds.
    CameraNotBuilt "camera-not-built" Failed,
    CameraNone "camera-none" Failed,
    CameraNotFound "camera-not-found" Failed,
    CameraBusy "camera-busy" Failed,
    CameraNoPermission "camera-no-permission" Failed,
    CameraUnplugged "camera-unplugged" Failed,
    CameraBlack "camera-black" Failed,
    CameraNoFrame "camera-no-frame" Failed,
    CameraUnsupported "camera-unsupported" Failed,
    CameraNoSymbol "camera-no-symbol" Failed,
    NotAVideo "not-a-video" Failed,

    // The screen. system: linux, windows or macos; count: of monitors; path.
    ScreenNoDisplay "screen-no-display" Failed,
    ScreenRefused "screen-refused" Failed,
    ScreenPortalMissing "screen-portal-missing" Failed,
    ScreenCancelled "screen-cancelled" Failed,
    ScreenTimedOut "screen-timed-out" Failed,
    ScreenLocked "screen-locked" Failed,
    ScreenTooLarge "screen-too-large" Failed,
    ScreenFailed "screen-failed" Failed,
    ScreenPictureLeft "screen-picture-left" Failed,
    ScreenNoSymbol "screen-no-symbol" Failed,
    MonitorNotFound "monitor-not-found" Usage,

    // Backups. path: the backup, or its folder; count, saved: accounts of a vault, and when it was saved.
    BackupNoFolder "backup-no-folder" NotFound,
    BackupBesideVault "backup-beside-vault" Refused,
    BackupPathNotText "backup-path-not-text" Usage,
    BackupFolderMissing "backup-folder-missing" Failed,
    BackupNoSpace "backup-no-space" Failed,
    BackupReadOnly "backup-read-only" Failed,
    BackupNoPermission "backup-no-permission" Failed,
    BackupTooSlow "backup-too-slow" Failed,
    BackupFailed "backup-failed" Failed,
    BackupDiffers "backup-differs" Failed,
    BackupVaultUnsound "backup-vault-unsound" Damaged,
    BackupNotNoted "backup-not-noted" Failed,
    BackupDamaged "backup-damaged" Damaged,
    BackupOtherKey "backup-other-key" Failed,
    BackupNone "backup-none" NotFound,
    BackupSeveral "backup-several" NotFound,
    BackupVaultThere "backup-vault-there" Refused,
    BackupOtherVault "backup-other-vault" Refused,

    // Team vaults. name: of a vault, member, account or request; way: link, card or call; member; slot: a number; program: that copies a folder.
    TeamNotFound "team-not-found" NotFound,
    TeamAmbiguous "team-ambiguous" NotFound,
    TeamExists "team-exists" Refused,
    TeamNameMalformed "team-name-malformed" Usage,
    TeamStorageUnknown "team-storage-unknown" Usage,
    TeamStorageMalformed "team-storage-malformed" Usage,
    TeamStorageNoKey "team-storage-no-key" Usage,
    TeamStorageUsed "team-storage-used" Refused,
    TeamStorageCopied "team-storage-copied" Unreachable,
    TeamStorageUnsafe "team-storage-unsafe" Unreachable,
    TeamStorageNextcloud "team-storage-nextcloud" Unreachable,
    TeamStorageMissing "team-storage-missing" Unreachable,
    TeamStorageDenied "team-storage-denied" Unreachable,
    TeamStorageNoAnswer "team-storage-no-answer" Unreachable,
    TeamStorageFull "team-storage-full" Unreachable,
    TeamStorageUnfit "team-storage-unfit" Unreachable,
    TeamStorageClock "team-storage-clock" Unreachable,
    TeamStorageNoTls "team-storage-no-tls" Unreachable,
    TeamSlotBlocked "team-slot-blocked" Damaged,
    TeamNotAllRead "team-not-all-read" Unreachable,
    TeamInboxFull "team-inbox-full" Unreachable,
    TeamLogDamaged "team-log-damaged" Damaged,
    TeamFork "team-fork" Damaged,
    TeamRollback "team-rollback" Damaged,
    TeamKeysDiffer "team-keys-differ" Damaged,
    TeamBranch "team-branch" Damaged,
    TeamNoBranch "team-no-branch" NotFound,
    TeamNoEntry "team-no-entry" NotFound,
    TeamInOrder "team-in-order" Refused,
    TeamKeyTooOld "team-key-too-old" Refused,
    TeamOtherLog "team-other-log" Damaged,
    TeamHistoryLocked "team-history-locked" Damaged,
    TeamNewDevice "team-new-device" Refused,
    TeamUpdate "team-update" Damaged,
    TeamRemoved "team-removed" Refused,
    TeamNotAllowed "team-not-allowed" Refused,
    TeamNotPossible "team-not-possible" Refused,
    TeamLastOwner "team-last-owner" Refused,
    TeamTooLarge "team-too-large" Refused,
    TeamChangedMeanwhile "team-changed-meanwhile" Failed,
    TeamWaits "team-waits" Unreachable,
    TeamAccountWaits "team-account-waits" Unreachable,
    TeamLinkMalformed "team-link-malformed" Usage,
    TeamLinkUsed "team-link-used" Refused,
    TeamLinkOther "team-link-other" NotFound,
    TeamLinkExpired "team-link-expired" Refused,
    TeamAlreadyIn "team-already-in" Refused,
    TeamNotApproved "team-not-approved" Refused,
    TeamWelcome "team-welcome" Damaged,
    TeamNotVerified "team-not-verified" Refused,
    TeamShownOther "team-shown-other" Damaged,
    TeamNoRequest "team-no-request" NotFound,
    TeamRequestAmbiguous "team-request-ambiguous" NotFound,
    TeamWordsNeeded "team-words-needed" Refused,
    TeamWordsWrong "team-words-wrong" Refused,
    IdentityNameMissing "identity-name-missing" Usage,
    TeamCardMalformed "team-card-malformed" Usage,
    TeamCardChanged "team-card-changed" Refused,
    TeamCardMember "team-card-member" Refused,
    TeamCardOther "team-card-other" Refused,
    TeamCallCard "team-call-card" Refused,
    TeamCallNoAnswer "team-call-no-answer" Failed,
    TeamCallTaken "team-call-taken" Refused,
    TeamCallBroken "team-call-broken" Damaged,
    TeamCallTooOften "team-call-too-often" Refused,
    TeamSheetMalformed "team-sheet-malformed" WrongCredential,
    TeamSheetWord "team-sheet-word" WrongCredential,
    TeamSheetUnknown "team-sheet-unknown" NotFound,
    TeamSheetReplaced "team-sheet-replaced" Refused,
    TeamSheetUnfinished "team-sheet-unfinished" Refused,
    TeamNoMember "team-no-member" NotFound,
    TeamMemberAmbiguous "team-member-ambiguous" NotFound,
    TeamSelf "team-self" Refused,
    TeamNoDevice "team-no-device" NotFound,
    TeamDeviceAmbiguous "team-device-ambiguous" NotFound,
    TeamThisDevice "team-this-device" Refused,
    TeamHasAccount "team-has-account" Refused,
    TeamTwoSecrets "team-two-secrets" Refused,
    TeamNothingToReplace "team-nothing-to-replace" NotFound,
    TeamNotReplaced "team-not-replaced" Refused,

    // The clipboard.
    ClipboardUnreachable "clipboard-unreachable" Failed,
    ClipboardFailed "clipboard-failed" Failed,
    ClipboardEmpty "clipboard-empty" Failed,
    ClipboardNoSymbol "clipboard-no-symbol" Failed,
    ClipboardNotOtp "clipboard-not-otp" Failed,
}
