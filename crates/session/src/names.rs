//! How errors of the rooms below become codes for people.

use crate::error::{Code, UserError};
use otp::uri::UriError;
use otp::{CodeError, OtpError, SecretError};
use platform::keyring::KeyringError;
use platform::security_key::KeyError;
use platform::store::{ReadError, SaveError};
use std::path::Path;
use transfer::migration::EntryError;
use transfer::symbol::PictureError;
use vault::paper::PaperError;
use vault::{SealError, SlotError};

pub(crate) fn read_error(error: ReadError, path: &Path) -> UserError {
    let code = match error {
        ReadError::NotFound => Code::FileNotFound,
        ReadError::TooLarge => Code::FileTooLarge,
        ReadError::NoPermission => Code::FileNoPermission,
        ReadError::NotAFile => Code::FileNotRegular,
        ReadError::Other(_) => Code::FileUnreadable,
    };
    UserError::new(code).with_path(path)
}

pub(crate) fn save_error(error: SaveError, path: &Path) -> UserError {
    let code = match error {
        SaveError::NoSpace => Code::SaveNoSpace,
        SaveError::ReadOnly => Code::SaveReadOnly,
        SaveError::NoPermission => Code::SaveNoPermission,
        SaveError::FolderMissing => Code::SaveFolderMissing,
        SaveError::Busy => Code::SaveBusy,
        SaveError::ChangedByAnother => Code::SaveChangedByAnother,
        SaveError::AlreadyExists => Code::SaveAlreadyExists,
        SaveError::ReadBackDiffers => Code::SaveReadBackDiffers,
        SaveError::NotDurable => Code::SaveNotDurable,
        SaveError::Other(_) => Code::SaveFailed,
    };
    UserError::new(code).with_path(path)
}

impl From<SealError> for UserError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TextTooLong => Code::TextTooLong.into(),
            SealError::OverLimit(_) => Code::VaultFull.into(),
        }
    }
}

impl From<SlotError> for UserError {
    fn from(error: SlotError) -> Self {
        let code = match error {
            SlotError::Full => Code::SlotsFull,
            SlotError::NameTaken => Code::SlotNameTaken,
            SlotError::WouldLockOut => Code::SlotWouldLockOut,
            SlotError::NotAPassword => Code::PasswordAmbiguous,
            SlotError::OutOfMemory => Code::OutOfMemory,
            SlotError::NotFound => Code::SlotNotFound,
            SlotError::WrongCredential { .. } => Code::WrongPassword,
        };
        code.into()
    }
}

impl From<KeyringError> for UserError {
    fn from(error: KeyringError) -> Self {
        let code = match error {
            KeyringError::Missing => Code::KeyringMissing,
            KeyringError::Locked => Code::KeyringLocked,
            KeyringError::Gone => Code::KeyringGone,
            KeyringError::NoAnswer => Code::KeyringNoAnswer,
            KeyringError::Other => Code::KeyringFailed,
        };
        code.into()
    }
}

impl From<KeyError> for UserError {
    fn from(error: KeyError) -> Self {
        let code = match error {
            KeyError::WrongPin { left: Some(left) } => {
                return Self::new(Code::KeyWrongPin).with("left", left);
            }
            KeyError::Refused(status) => {
                return Self::new(Code::KeyRefused).with("status", format!("{status:#04x}"));
            }
            KeyError::WrongPin { left: None } => Code::KeyWrongPinUncounted,
            KeyError::Unplugged => Code::KeyUnplugged,
            KeyError::Forbidden => Code::KeyForbidden,
            KeyError::NoHid => Code::KeyNoHid,
            KeyError::NoAnswer => Code::KeyNoAnswer,
            KeyError::NotTouched => Code::KeyNotTouched,
            KeyError::Cancelled => Code::KeyCancelled,
            KeyError::Busy => Code::KeyBusy,
            KeyError::PinNeeded => Code::KeyPinNeeded,
            KeyError::PinNotSet => Code::KeyPinNotSet,
            KeyError::PlugInAgain => Code::KeyPlugInAgain,
            KeyError::PinBlocked => Code::KeyPinBlocked,
            KeyError::PinPolicy => Code::KeyPinPolicy,
            KeyError::PinMustChange => Code::KeyPinMustChange,
            KeyError::NoCredential => Code::KeyNotOfVault,
            KeyError::AlreadyRegistered => Code::KeySlotExists,
            KeyError::Full => Code::KeyFull,
            KeyError::NotAllowed => Code::KeyNotAllowed,
            KeyError::Unsupported => Code::KeyUnsupported,
            KeyError::Garbled => Code::KeyGarbled,
            KeyError::Failed => Code::KeyFailed,
        };
        code.into()
    }
}

/// What is wrong with the words of a recovery kit.
pub(crate) fn kit_error(error: PaperError) -> UserError {
    match error {
        PaperError::WordCount { found } => UserError::new(Code::KitWordCount).with("found", found),
        PaperError::UnknownWord { position } => {
            UserError::new(Code::KitUnknownWord).with("position", position)
        }
        PaperError::Checksum => Code::KitChecksum.into(),
    }
}

impl From<SecretError> for UserError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Empty => Code::SecretMissing.into(),
            SecretError::TooLong => Code::SecretTooLong.into(),
            SecretError::BadCharacter { at } => Self::new(Code::SecretBadCharacter).with("at", at),
            SecretError::HalfByte => Code::SecretHalfByte.into(),
        }
    }
}

impl From<OtpError> for UserError {
    fn from(error: OtpError) -> Self {
        match error {
            OtpError::NotAYandexSecret => Code::SecretNotYandex.into(),
            OtpError::PinMalformed => Code::PinMalformed.into(),
        }
    }
}

impl From<CodeError> for UserError {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::PinMissing => Code::PinMissing.into(),
            CodeError::PinMalformed => Code::PinMalformed.into(),
            CodeError::CounterExhausted(_) => Code::CounterExhausted.into(),
        }
    }
}

impl From<UriError> for UserError {
    fn from(error: UriError) -> Self {
        let code = match error {
            UriError::NotOtpUri => Code::UriNotOtp,
            UriError::TooLong => Code::UriTooLong,
            UriError::UnknownType => Code::UriUnknownType,
            UriError::LabelTooLong => Code::UriLabelTooLong,
            UriError::BadEscape | UriError::NotUtf8 => Code::UriBadEscape,
            UriError::Duplicate(parameter) => {
                return Self::new(Code::UriDuplicate).with("parameter", parameter);
            }
            UriError::SecretMissing => Code::SecretMissing,
            UriError::Secret(error) => return error.into(),
            UriError::UnknownAlgorithm => Code::AlgorithmUnknown,
            UriError::UnknownEncoder => Code::UriUnknownEncoder,
            UriError::BadDigits => Code::DigitsOutOfRange,
            UriError::BadPeriod => Code::PeriodOutOfRange,
            UriError::BadCounter => Code::CounterOutOfRange,
            UriError::Otp(error) => return error.into(),
        };
        code.into()
    }
}

pub(crate) fn picture_error(error: PictureError, path: &Path) -> UserError {
    let error = match error {
        PictureError::NotAPicture => Code::NotAPicture.into(),
        PictureError::TooLarge { width, height } => UserError::new(Code::PictureTooLarge)
            .with("width", width)
            .with("height", height),
        PictureError::TooManyBytes => Code::FileTooLarge.into(),
        PictureError::Damaged => Code::PictureDamaged.into(),
        PictureError::TooIntricate => Code::PictureTooIntricate.into(),
    };
    error.with_path(path)
}

/// An account of an export that cannot be used; the others of its part can.
pub(crate) fn entry_error(error: EntryError) -> UserError {
    match error {
        EntryError::SecretMissing => Code::SecretMissing.into(),
        EntryError::SecretTooLong => Code::SecretTooLong.into(),
        EntryError::UnknownAlgorithm => Code::AlgorithmUnknown.into(),
        EntryError::UnknownDigits => Code::DigitsOutOfRange.into(),
        EntryError::UnknownType => Code::UriUnknownType.into(),
        EntryError::BadCounter => Code::CounterOutOfRange.into(),
        EntryError::LabelTooLong => Code::UriLabelTooLong.into(),
        EntryError::Otp(error) => error.into(),
        EntryError::Damaged => Code::ExportEntry.into(),
    }
}
