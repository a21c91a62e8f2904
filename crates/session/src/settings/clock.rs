//! This computer's clock beside a server's.

use crate::error::{Code, UserError};
use platform::clock::CompareError;

/// By how many seconds this computer's clock is ahead of the server's at an `https` address; negative where it is behind.
/// It asks that server, once; nothing of the vault goes there.
///
/// # Errors
/// `clock-server-malformed`, `clock-no-answer`, `clock-no-date`.
pub fn compare_clock(server: &str) -> Result<i64, UserError> {
    platform::clock::ahead_of(server).map_err(|error| {
        let code = match error {
            CompareError::Address => Code::ClockServerMalformed,
            CompareError::NoAnswer => Code::ClockNoAnswer,
            CompareError::NoDate => Code::ClockNoDate,
        };
        UserError::new(code).with("server", server)
    })
}
