//! What an installation keeps of its device in one team vault (docs/team-log.md, "Device records").

use crate::entry::{expect_array, fixed, integer};
use crate::keys::DeviceKey;
use rand_core::CryptoRng;
use vault::primitives::{Malformed, Reader, Writer};
use vault::{Id, StateRecordError, Vault};
use zeroize::Zeroizing;

/// A device of one team vault, as its installation keeps it.
pub struct KeptDevice {
    /// Its keys.
    pub key: DeviceKey,
    /// The `device_seq` of its next entry: one more than that of the last one it read in the log, at most 2^53. A log
    /// that knows fewer entries of this device was rolled back.
    pub next_seq: u64,
}

static_assertions::assert_not_impl_any!(KeptDevice: Clone, std::fmt::Debug);

impl KeptDevice {
    /// What is to be kept of a device that is in use.
    pub fn of(key: &DeviceKey, next_seq: u64) -> Self {
        let (signing, opening) = key.seeds();
        Self {
            key: DeviceKey::from_seeds(&signing, &opening),
            next_seq,
        }
    }

    /// The record for the state folder of the `installation`, under the key of the member's own vault `personal`.
    ///
    /// # Errors
    /// None that a device has: its record is far below the limit.
    pub fn seal(
        &self,
        personal: &Vault,
        team: Id,
        installation: Id,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, StateRecordError> {
        personal.seal_state(&purpose(team), installation, &self.content(), rng)
    }

    /// Opens what [`Self::seal`] made. The second is whether it should be sealed again, because the key of `personal`
    /// was renewed since.
    ///
    /// # Errors
    /// `Foreign`: this installation has no device there, and must become one under new keys. `TooNew`: also a content of
    /// another shape, which only another version can have sealed. `TooLong`.
    pub fn open(
        personal: &Vault,
        team: Id,
        installation: Id,
        record: &[u8],
    ) -> Result<(Self, bool), StateRecordError> {
        let opened = personal.open_state(&purpose(team), installation, record)?;
        match Self::read(&opened.content) {
            Ok(this) => Ok((this, opened.is_under_old_key)),
            Err(Malformed { .. }) => Err(StateRecordError::TooNew),
        }
    }

    fn content(&self) -> Zeroizing<Vec<u8>> {
        let (signing, opening) = self.key.seeds();
        let mut w = Writer::with_capacity(128);
        w.array(3);
        w.bytes(signing.as_slice());
        w.bytes(opening.as_slice());
        w.unsigned(self.next_seq);
        w.into_bytes()
    }

    fn read(content: &[u8]) -> Result<Self, Malformed> {
        let r = &mut Reader::new(content);
        expect_array(r, 3)?;
        let signing = Zeroizing::new(fixed(r)?);
        let opening = Zeroizing::new(fixed(r)?);
        let next_seq = integer(r)?;
        r.end()?;
        Ok(Self {
            key: DeviceKey::from_seeds(&signing, &opening),
            next_seq,
        })
    }
}

/// Another one in each team vault, so that no device stands in for another.
fn purpose(team: Id) -> String {
    format!("team-device/{team}")
}
