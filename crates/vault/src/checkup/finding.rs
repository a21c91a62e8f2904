//! What a checkup can find.

/// How bad a finding is, the worst first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Somebody else gets in, or you do not.
    High,
    /// One loss away from that.
    Medium,
    /// Could be better.
    Low,
}

impl Severity {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident $id:literal $severity:ident $group:literal,)*) => {
        /// What a checkup can find. Names are stable: they are in JSON, and in the vault where one is not for the user.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub enum Finding { $($(#[$doc])* $name,)* }

        impl Finding {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it is about: of the findings about one thing only the worst counts in a score.
            pub(super) fn group(self) -> u8 {
                match self { $(Self::$name => $group,)* }
            }
        }
    };
}

findings! {
    /// A text message or a call is the only second factor that is on.
    SmsOnly "sms_only" High 0,
    /// An e-mail is the only second factor that is on.
    EmailOnly "email_only" High 0,
    /// A text message or a call gets in beside something better.
    SmsFallback "sms_fallback" Low 0,
    /// There are no backup codes, here or elsewhere.
    NoBackupCodes "no_backup_codes" Medium 1,
    /// All of them were used.
    NoCodesLeft "no_codes_left" Medium 1,
    /// Few are left.
    FewBackupCodes "few_backup_codes" Low 1,
    /// They were issued before the secret was replaced, which may have made them invalid.
    CodesOlderThanSecret "codes_older_than_secret" Medium 1,
    /// This vault's codes are the only way in.
    OneFactor "one_factor" Medium 2,
    /// The service takes security keys, and none is registered.
    HardwareKeyPossible "hardware_key_possible" Low 3,
    /// One security key is registered, and no second one.
    OneKey "one_key" Low 3,
    /// A lost key still gets in.
    KeyLost "key_lost" High 3,
    /// A key was not plugged in for a year.
    KeyNotSeen "key_not_seen" Low 3,
    /// Another account has the same secret.
    DuplicateSecret "duplicate_secret" Medium 4,
    /// The secret has less than 80 bits.
    ShortSecret "short_secret" High 4,
    /// The site demands a second factor within two weeks.
    DeadlineNear "deadline_near" Medium 5,
    /// That day is over.
    DeadlinePassed "deadline_passed" High 5,
    /// The site leaves this device alone for 30 days or more.
    TrustedDeviceLong "trusted_device_long" Low 6,
    /// The vault's password is easy to guess.
    WeakPassword "weak_password" High 7,
    /// Guessing it is cheaper than it should be.
    WeakKdf "weak_kdf" Medium 8,
    /// The keyring opens the vault every day, and nothing but a password does when it is gone.
    KeyringOnlyRisk "keyring_only_risk" Medium 9,
    /// A forgotten password locks the vault for ever.
    NoRecoveryKit "no_recovery_kit" Medium 9,
    /// Nobody knows whether what is on paper is right.
    RecoveryKitUntested "recovery_kit_untested" Low 9,
    /// The last backup is older than 30 days.
    BackupOld "backup_old" Medium 10,
    /// There is no backup that was read back and compared.
    BackupUnproved "backup_unproved" High 10,
    /// This computer's clock is off by more than 15 seconds.
    ClockOff "clock_off" High 11,
    /// A team vault is lost with its only owner.
    SoleOwner "sole_owner" Medium 12,
    /// Somebody who left a team knows a secret that is in place.
    SharedWithFormerMember "shared_with_former_member" High 13,
}

impl Finding {
    /// The finding of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|finding| finding.name() == name).copied()
    }

    /// What it takes from a score of 100.
    pub(super) fn weight(self) -> u8 {
        match self.severity() {
            Severity::High => 40,
            Severity::Medium => 20,
            Severity::Low => 5,
        }
    }
}
