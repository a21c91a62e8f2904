use serde::Serialize;
use session::{UserError, escape};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Why a command failed: a message of the catalogue and its arguments.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ErrorDto {
    code: &'static str,
    args: BTreeMap<&'static str, String>,
}

impl From<UserError> for ErrorDto {
    /// Control characters in names and paths must not change how the message looks.
    fn from(error: UserError) -> Self {
        let arg = |(name, value): &(&'static str, String)| (*name, escape(value).into_owned());
        Self {
            code: error.code().id(),
            args: error.args().iter().map(arg).collect(),
        }
    }
}

impl From<session::Code> for ErrorDto {
    fn from(code: session::Code) -> Self {
        UserError::from(code).into()
    }
}
