//! Why a file, or an account of it, cannot be taken over, as a message for people.

use crate::error::{Code, UserError};
use crate::names::entry_error;
use transfer::import::{Cost, ReadError, SkipReason};

pub(super) fn file(error: ReadError) -> UserError {
    let code = match error {
        ReadError::Unrecognised => Code::ImportUnrecognised,
        ReadError::TooLarge => Code::FileTooLarge,
        ReadError::TooMany => Code::ImportTooMany,
        ReadError::Damaged => Code::ImportDamaged,
        ReadError::UnknownVersion => Code::ImportUnknownVersion,
        ReadError::AccountRestricted => Code::ImportAccountRestricted,
        ReadError::NoPassword => Code::ImportNoPassword,
        ReadError::UnknownEncryption => Code::ImportUnknownEncryption,
        ReadError::PasswordNeeded => Code::ImportPasswordNeeded,
        ReadError::WrongPassword => Code::ImportWrongPassword,
        ReadError::Costly(cost) => return costs(Code::ImportCostly, cost),
        ReadError::TooCostly(cost) => return costs(Code::ImportTooCostly, cost),
    };
    code.into()
}

fn costs(code: Code, cost: Cost) -> UserError {
    UserError::new(code)
        .with("memory", cost.memory.div_ceil(1 << 20))
        .with("seconds", cost.seconds)
}

pub(super) fn account(reason: SkipReason) -> UserError {
    let code = match reason {
        SkipReason::Damaged => Code::ImportEntryDamaged,
        SkipReason::SecretMissing => Code::SecretMissing,
        SkipReason::Secret(error) => return error.into(),
        SkipReason::UnknownType => Code::UriUnknownType,
        SkipReason::UnknownAlgorithm => Code::AlgorithmUnknown,
        SkipReason::BadDigits => Code::DigitsOutOfRange,
        SkipReason::BadPeriod => Code::PeriodOutOfRange,
        SkipReason::BadCounter => Code::CounterOutOfRange,
        SkipReason::LabelTooLong => Code::UriLabelTooLong,
        SkipReason::Otp(error) => return error.into(),
        SkipReason::MakesNoCodes => Code::ImportMakesNoCodes,
        SkipReason::Deleted => Code::ImportDeleted,
        SkipReason::Uri(error) => return error.into(),
        SkipReason::Migration(_) => Code::ExportDamaged,
        SkipReason::MigrationEntry(error) => return entry_error(error),
    };
    code.into()
}
