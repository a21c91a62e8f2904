//! Security keys as a way to unlock: what a slot asks of a key, and what the key answers (docs/vault-format.md,
//! "Header").

use crate::cbor::{Reader, Writer};
use crate::error::OpenError;
use zeroize::Zeroizing;

/// The longest identifier of a credential, in bytes (CTAP 2.1, section 6.1.2).
const MAX_CREDENTIAL: usize = 1023;
/// The longest domain name, in bytes (RFC 1035, section 2.3.4).
const MAX_SITE: usize = 255;

/// What a slot asks of a security key: the secret (hmac-secret) that one credential makes of one salt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeySlot {
    credential: Vec<u8>,
    site: String,
    verified: bool,
    salt: [u8; 32],
}

impl KeySlot {
    /// `credential`: its identifier, 1 to 1,023 bytes. `site`: the relying party it was made for, 1 to 255 bytes.
    /// `verified`: whether the key knew who it was when it gave the secret; with the PIN it gives another one than
    /// without. `salt`: the same as long as the slot is there. `None`: a length is out of its range.
    pub fn new(credential: Vec<u8>, site: String, verified: bool, salt: [u8; 32]) -> Option<Self> {
        let fits = |length: usize, most| (1..=most).contains(&length);
        let fit = fits(credential.len(), MAX_CREDENTIAL) && fits(site.len(), MAX_SITE);
        fit.then_some(Self {
            credential,
            site,
            verified,
            salt,
        })
    }

    /// The credential's identifier.
    pub fn credential(&self) -> &[u8] {
        &self.credential
    }

    /// The relying party.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Whether the secret is the one that wants a PIN or a finger.
    pub fn is_verified(&self) -> bool {
        self.verified
    }

    /// What the key makes its secret of.
    pub fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// The params of the slot.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(128 + self.credential.len());
        writer.array(4);
        writer.bytes(&self.credential);
        writer.text(&self.site);
        writer.unsigned(u64::from(self.verified));
        writer.bytes(&self.salt);
        writer.into_bytes().to_vec()
    }

    /// Reads the params of a slot.
    pub(crate) fn read(mut reader: Reader<'_>) -> Result<Self, OpenError> {
        if reader.array()? != 4 {
            return Err(OpenError::Damaged);
        }
        let credential = reader.bytes()?.to_vec();
        let site = reader.text()?.to_owned();
        let verified = match reader.unsigned()? {
            0 => false,
            1 => true,
            _ => return Err(OpenError::Damaged),
        };
        let salt = reader.bytes()?.try_into().map_err(|_| OpenError::Damaged)?;
        Self::new(credential, site, verified, salt).ok_or(OpenError::Damaged)
    }
}

/// The secret that a credential of a security key made of a slot's salt. Wiped on drop, never printed or compared.
pub struct KeySecret {
    credential: Vec<u8>,
    secret: Zeroizing<[u8; 32]>,
}

static_assertions::assert_not_impl_any!(KeySecret: Clone, std::fmt::Debug, PartialEq);

impl KeySecret {
    /// What the credential with this identifier made.
    pub fn new(credential: Vec<u8>, secret: Zeroizing<[u8; 32]>) -> Self {
        Self { credential, secret }
    }

    pub(crate) fn is_of(&self, slot: &KeySlot) -> bool {
        self.credential == slot.credential
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.secret
    }
}
