//! What it costs to guess a password, and whether this machine has outgrown it.

use crate::effects::Effects;
use platform::clock::{Clock as _, SystemClock};
use std::time::Duration;
use vault::{Credential, Kdf, OpenError, Password, Vault, calibrate};

/// A password that is checked faster than this could cost twice as much and still take no more than a second.
const TOO_FAST: Duration = Duration::from_millis(400);

/// The cost at which this machine checks a password in about a second.
pub(crate) fn calibrated(effects: &Effects) -> Kdf {
    calibrate(effects.memory(), &mut |kdf| {
        let mut fits = false;
        let took = effects.measure(&mut || fits = vault::try_kdf(kdf));
        fits.then_some(took).filter(|took| *took > Duration::ZERO)
    })
}

/// Unlocks, and says how long that took.
pub(crate) fn timed(
    unlock: impl FnOnce() -> Result<Vault, OpenError>,
) -> (Result<Vault, OpenError>, Duration) {
    let (mut unlock, mut result) = (Some(unlock), Err(OpenError::WrongCredential));
    let took = SystemClock.elapsed(&mut || {
        if let Some(unlock) = unlock.take() {
            result = unlock();
        }
    });
    (result, took)
}

/// The password that opened the vault in so much time, where it is cheap to guess: below the floor, or checked
/// faster than it has to be. It is wrapped again with the next real save, or once nobody does anything, at a cost that is
/// measured then.
pub(crate) fn too_cheap(
    vault: &Vault,
    credential: &Credential,
    took: Duration,
) -> Option<Password> {
    let Credential::Password(password) = credential else {
        return None;
    };
    let opened_by = vault
        .slots()
        .into_iter()
        .find(|slot| slot.id == vault.opened_by());
    let kdf = opened_by?.kdf?;
    let below_the_floor = kdf.at_least(Kdf::FLOOR) != kdf;
    (below_the_floor || took < TOO_FAST).then(|| password.copy())
}
