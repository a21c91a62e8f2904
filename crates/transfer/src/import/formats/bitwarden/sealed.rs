//! The JSON file under a password (Bitwarden, "Encrypted exports"): a key from PBKDF2 or Argon2id is stretched by HKDF to
//! one for AES-256-CBC and one for HMAC-SHA-256. The salt is the Base64 text as it stands, not what it encodes.

use data_encoding::BASE64;
use hkdf::Hkdf;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::{check_hmac_sha256, open_aes_256_cbc};
use crate::import::derive::{Argon2id, Key, argon2id, pbkdf2_sha256};
use crate::import::error::ReadError;
use crate::import::json::{self, Number, Object};

const PBKDF2: i64 = 0;
const ARGON2ID: i64 = 1;

struct Keys {
    encryption: Key<32>,
    authentication: Key<32>,
}

pub(super) fn open(
    object: &Object<'_>,
    access: Access<'_>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let data: String = required(object, "data")?;
    let validation: String = required(object, "encKeyValidation_DO_NOT_EDIT")?;
    let keys = keys(object, access)?;
    keys.open(&validation)?;
    // The password was right, so it is the file that is not.
    keys.open(&data).map_err(|_error| ReadError::Damaged)
}

fn required<'a, T: DeserializeOwned>(object: &Object<'a>, key: &str) -> Result<T, ReadError> {
    json::value(json::member(object, key).ok_or(ReadError::Damaged)?)
}

fn keys(object: &Object<'_>, access: Access<'_>) -> Result<Keys, ReadError> {
    let number = |key| -> Result<u32, ReadError> {
        let Number(number) = required(object, key)?;
        number
            .and_then(|number| number.try_into().ok())
            .ok_or(ReadError::Damaged)
    };
    let salt: String = required(object, "salt")?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let password = password.expose().as_bytes();
    let Number(kind) = required(object, "kdfType")?;
    let master: Key<32> = match kind {
        Some(PBKDF2) => pbkdf2_sha256(password, salt.as_bytes(), number("kdfIterations")?, access)?,
        Some(ARGON2ID) => {
            let mebibytes = number("kdfMemory")?;
            let parameters = Argon2id {
                memory_kib: mebibytes.saturating_mul(1024),
                passes: number("kdfIterations")?,
                lanes: number("kdfParallelism")?,
            };
            argon2id(
                password,
                &Sha256::digest(salt.as_bytes()),
                parameters,
                access,
            )?
        }
        _ => return Err(ReadError::UnknownVersion),
    };
    Ok(Keys {
        encryption: expand(&master, b"enc")?,
        authentication: expand(&master, b"mac")?,
    })
}

fn expand(master: &Key<32>, purpose: &[u8]) -> Result<Key<32>, ReadError> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::from_prk(master.as_slice())
        .map_err(|_length| ReadError::Damaged)?
        .expand(purpose, key.as_mut_slice())
        .map_err(|_length| ReadError::Damaged)?;
    Ok(key)
}

impl Keys {
    /// `2.iv|ciphertext|tag`, each in Base64.
    fn open(&self, sealed: &str) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let parts = sealed.strip_prefix("2.").ok_or(ReadError::UnknownVersion)?;
        let mut parts = parts.split('|').map(|part| BASE64.decode(part.as_bytes()));
        let (Some(Ok(iv)), Some(Ok(sealed)), Some(Ok(tag)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ReadError::Damaged);
        };
        check_hmac_sha256(&self.authentication, &[&iv, &sealed], &tag)?;
        open_aes_256_cbc(&self.encryption, &iv, &sealed)
    }
}
