//! Why a change was not written, and why a log is not read on.

use crate::error::{Code, UserError};
use team::{Halt, Invalid, NotSealed, State};

/// `None`: the log went on meanwhile.
pub(super) fn not_written(why: Option<NotSealed>) -> UserError {
    let code = match why {
        None => Code::TeamChangedMeanwhile,
        Some(NotSealed::TooLarge) => Code::TeamTooLarge,
        Some(NotSealed::NoKey) => Code::TeamKeysDiffer,
        Some(NotSealed::Invalid(Invalid::NotAllowed)) => Code::TeamNotAllowed,
        Some(NotSealed::Invalid(Invalid::NoOwner)) => Code::TeamLastOwner,
        Some(NotSealed::Invalid(_)) => Code::TeamNotPossible,
    };
    code.into()
}

/// Why the log is not read on.
pub(super) fn halted(halt: Halt, state: &State) -> UserError {
    match halt {
        Halt::Fork { slot } => UserError::new(Code::TeamFork).with("slot", slot),
        Halt::Rollback { pinned } => UserError::new(Code::TeamRollback).with("slot", pinned),
        Halt::KeysDiffer { signer, slot } => {
            let signer = state.members().get(&signer);
            let name = signer.map_or("?", |member| member.name.as_str());
            UserError::new(Code::TeamKeysDiffer)
                .with("slot", slot)
                .with("member", name)
        }
        Halt::Update { .. } => Code::TeamUpdate.into(),
        Halt::Removed => Code::TeamRemoved.into(),
    }
}
