//! The user's vault while a team vault is worked with.

use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;

/// Whoever has the user's vault. It is held only while something is looked at or changed and never while a storage is
/// asked, which may take a minute: a window goes on showing codes meanwhile.
pub trait Hold {
    /// Does something with the user's vault.
    ///
    /// # Errors
    /// Those of `work`; and where the user's vault was locked meanwhile, `vault-locked`.
    fn hold<T>(
        &mut self,
        work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
    ) -> Result<T, UserError>;
}

/// Held all the time, by a program that does one thing and ends.
pub struct Held<'a>(pub &'a mut Effects, pub &'a mut OpenVault);

impl Hold for Held<'_> {
    fn hold<T>(
        &mut self,
        work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        work(self.0, self.1)
    }
}
