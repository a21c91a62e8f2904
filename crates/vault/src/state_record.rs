//! What an installation keeps beside the vault file (docs/vault-format.md, "State records").

use crate::crypto::{self, Key, TAG_LEN};
use crate::id::Id;
use crate::vault::Vault;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Longest content of a state record, in bytes.
pub const MAX_STATE_RECORD: usize = 1 << 20;
/// The only layout there is.
const LAYOUT: u8 = 1;
const SALT_LEN: usize = 32;

/// The content of a state record.
pub struct StateRecord {
    /// What was sealed.
    pub content: Zeroizing<Vec<u8>>,
    /// Whether it was sealed before the vault key was renewed, so that it should be sealed again.
    pub is_under_old_key: bool,
}

/// Why a state record was not sealed or opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StateRecordError {
    /// Its content is longer than [`MAX_STATE_RECORD`].
    #[error("state record is too long")]
    TooLong,
    /// A newer program wrote it.
    #[error("state record of a newer program")]
    TooNew,
    /// It is of another vault, installation or purpose, or it was changed.
    #[error("state record is not of this vault and installation")]
    Foreign,
}

impl Vault {
    /// Encrypts `content` for the state folder of one installation. `purpose` says what it is, so that no record can
    /// stand in the place of one of another kind; `installation` is the random id of that folder. Whoever copies the
    /// vault file alone, or the folder alone, cannot open it.
    ///
    /// # Errors
    /// [`StateRecordError::TooLong`].
    pub fn seal_state(
        &self,
        purpose: &str,
        installation: Id,
        content: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, StateRecordError> {
        if content.len() > MAX_STATE_RECORD {
            return Err(StateRecordError::TooLong);
        }
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let key = record_key(self.state_root().expose(), &salt, purpose);
        let mut body = Zeroizing::new(content.to_vec());
        let tag = crypto::encrypt(&key, &associated(installation), &mut body);
        Ok([&[LAYOUT], salt.as_slice(), &body, &tag].concat())
    }

    /// Opens what [`Self::seal_state`] made for this purpose and installation, under the vault key in force or one
    /// that was renewed since.
    ///
    /// # Errors
    /// [`StateRecordError`].
    pub fn open_state(
        &self,
        purpose: &str,
        installation: Id,
        record: &[u8],
    ) -> Result<StateRecord, StateRecordError> {
        if record.len() > 1 + SALT_LEN + MAX_STATE_RECORD + TAG_LEN {
            return Err(StateRecordError::TooLong);
        }
        let sealed = match record.split_first() {
            Some((&LAYOUT, sealed)) => sealed,
            Some((&layout, _)) if layout > LAYOUT => return Err(StateRecordError::TooNew),
            _ => return Err(StateRecordError::Foreign),
        };
        let open = |root: &[u8]| open_under(root, purpose, installation, sealed);
        if let Some(content) = open(self.state_root().expose()) {
            return Ok(StateRecord {
                content,
                is_under_old_key: false,
            });
        }
        let mut old = self.document().state_roots.iter().rev();
        old.find_map(|root| open(root))
            .map(|content| StateRecord {
                content,
                is_under_old_key: true,
            })
            .ok_or(StateRecordError::Foreign)
    }
}

fn open_under(
    root: &[u8],
    purpose: &str,
    installation: Id,
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (salt, sealed) = sealed.split_first_chunk::<SALT_LEN>()?;
    let (body, tag) = sealed.split_last_chunk::<TAG_LEN>()?;
    let mut content = Zeroizing::new(body.to_vec());
    let key = record_key(root, salt, purpose);
    crypto::decrypt(&key, &associated(installation), &mut content, tag).ok()?;
    Some(content)
}

/// Used once: `salt` is new with every record.
fn record_key(root: &[u8], salt: &[u8; SALT_LEN], purpose: &str) -> Key {
    let info: [&[u8]; 2] = [b"countersign/v1/state-record/", purpose.as_bytes()];
    crypto::hkdf(root, salt, &info)
}

fn associated(installation: Id) -> Vec<u8> {
    [&[LAYOUT], installation.as_bytes().as_slice()].concat()
}
