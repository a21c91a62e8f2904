//! The secrets of a credential: the extension hmac-secret (section 12.5).

use rand_core::Rng;
use zeroize::Zeroizing;

use super::cbor;
use super::pin::Purpose;
use super::{KeyError, SecurityKey, Verification};
use crate::random;

/// What a credential makes of a salt. Each credential has **two** secrets for the same salt: one when the key knew who
/// it was, and another when it was only touched.
pub struct SaltedSecret {
    /// Which credential it is of.
    pub id: Vec<u8>,
    /// Which of the two it is.
    pub verified: bool,
    /// The secret.
    pub secret: Zeroizing<[u8; 32]>,
}

impl SecurityKey {
    /// What the first of these credentials that is on this key makes of the salt. Wants a touch.
    ///
    /// # Errors
    /// `NoCredential`: none of them is. `PinNeeded`: the key has come to verify each time, and the secret without that
    /// is out of reach. `Unsupported`: the credential has no secrets. See [`KeyError`].
    pub fn secret(
        &mut self,
        site: &str,
        ids: &[Vec<u8>],
        salt: &[u8; 32],
        verification: &Verification,
    ) -> Result<SaltedSecret, KeyError> {
        let info = self.info()?;
        if !info.gives_secrets() {
            return Err(KeyError::Unsupported);
        }
        let most = usize::try_from(info.longest_list.max(1)).unwrap_or(1);
        let mut last = Err(KeyError::NoCredential);
        for some in ids.chunks(most) {
            last = self.secret_of_some(site, some, salt, verification);
            if !matches!(last, Err(KeyError::NoCredential)) {
                break;
            }
        }
        last
    }

    fn secret_of_some(
        &mut self,
        site: &str,
        ids: &[Vec<u8>],
        salt: &[u8; 32],
        verification: &Verification,
    ) -> Result<SaltedSecret, KeyError> {
        // First the token: to get it ends what was agreed on before.
        let token = self.token_for(verification, Purpose::Use(site))?;
        let info = self.info()?;
        let shared = self.agree(&info)?;
        let sealed = shared.encrypt(salt);
        let proof = shared.authenticate(&sealed);
        let extension = cbor::written(|to| {
            to.map(4)?.u8(1)?;
            shared.point.write(to)?;
            to.u8(2)?.bytes(&sealed)?.u8(3)?.bytes(&proof)?;
            to.u8(4)?.u8(shared.protocol.number())?.ok()
        });
        let mut client_data = [0; 32];
        random::system().fill_bytes(&mut client_data);
        let assertion =
            self.assert_with(site, ids, &client_data, token.as_ref(), Some(&extension))?;
        let sealed = assertion.sealed.ok_or(KeyError::Unsupported)?;
        let opened = shared.decrypt(&sealed)?;
        let secret = opened.as_slice().try_into();
        Ok(SaltedSecret {
            id: assertion.id,
            verified: assertion.verified,
            secret: Zeroizing::new(secret.map_err(|_| KeyError::Garbled)?),
        })
    }
}
