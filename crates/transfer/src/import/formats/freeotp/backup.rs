//! The backup of FreeOTP 2: a map with the master key under the password, and for each token its description and its
//! secret under the master key.

use std::collections::BTreeMap;

use otp::Secret;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{stream, token};
use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm;
use crate::import::derive::{Key, pbkdf2_sha1, pbkdf2_sha512};
use crate::import::entry::Found;
use crate::import::error::{ReadError, SkipReason};
use crate::import::json::Text;

const MASTER: &str = "masterKey";
const TOKEN: &str = "-token";
/// GCM's parameters in DER (RFC 5084): nonce of twelve bytes, and the length of the tag.
const NONCE: &[u8] = &[0x04, 0x0c];

#[derive(Deserialize)]
struct MasterKey {
    #[serde(rename = "mAlgorithm")]
    algorithm: String,
    #[serde(rename = "mEncryptedKey")]
    key: EncryptedKey,
    #[serde(rename = "mIterations")]
    rounds: u32,
    #[serde(rename = "mSalt")]
    salt: Vec<i8>,
}

#[derive(Deserialize)]
struct EncryptedKey {
    #[serde(rename = "mCipher")]
    cipher: String,
    #[serde(rename = "mCipherText")]
    sealed: Vec<i8>,
    #[serde(rename = "mParameters")]
    parameters: Vec<i8>,
    /// What the key is for; sealed along with it.
    #[serde(rename = "mToken")]
    purpose: String,
}

/// JSON inside of JSON.
#[derive(Deserialize)]
struct TokenKey {
    key: Text,
}

pub(super) fn read(bytes: &[u8], access: Access<'_>) -> Result<Found, ReadError> {
    let pairs = stream::texts(bytes)?;
    let by_name: BTreeMap<&str, &str> = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let master = by_name.get(MASTER).ok_or(ReadError::Damaged)?;
    let master = open_master(master, access)?;
    let mut found = Found::default();
    for (name, description) in &by_name {
        if let Some(name) = name.strip_suffix(TOKEN) {
            let secret = open_token(&master, by_name.get(name).copied());
            found.push(token::read(description, Some(secret)))?;
        }
    }
    Ok(found)
}

fn open_master(json: &str, access: Access<'_>) -> Result<Key<32>, ReadError> {
    let master: MasterKey = serde_json::from_str(json).map_err(|_json| ReadError::Damaged)?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let password = password.expose().as_bytes();
    // The length of the key is that of the salt.
    let salt: [u8; 32] = bytes(&master.salt)
        .as_slice()
        .try_into()
        .map_err(|_length| ReadError::Damaged)?;
    let key = match master.algorithm.to_ascii_uppercase().as_str() {
        "PBKDF2WITHHMACSHA512" => pbkdf2_sha512(password, &salt, master.rounds, access)?,
        "PBKDF2WITHHMACSHA1" => pbkdf2_sha1(password, &salt, master.rounds, access)?,
        _ => return Err(ReadError::UnknownVersion),
    };
    let master = master.key.open(&key)?;
    let master: [u8; 32] = master
        .as_slice()
        .try_into()
        .map_err(|_length| ReadError::Damaged)?;
    Ok(Zeroizing::new(master))
}

fn open_token(master: &Key<32>, json: Option<&str>) -> Result<Secret, SkipReason> {
    let json = json.ok_or(SkipReason::SecretMissing)?;
    let token: TokenKey = serde_json::from_str(json).map_err(|_json| SkipReason::Damaged)?;
    let key: EncryptedKey =
        serde_json::from_str(&token.key).map_err(|_json| SkipReason::Damaged)?;
    let secret = key.open(master).map_err(|_tag| SkipReason::Damaged)?;
    Secret::new(secret).ok_or(SkipReason::SecretMissing)
}

impl EncryptedKey {
    fn open(&self, key: &Key<32>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        if self.cipher != "AES/GCM/NoPadding" {
            return Err(ReadError::UnknownVersion);
        }
        let parameters = bytes(&self.parameters);
        let nonce = parameters
            .get(2..)
            .and_then(|inner| inner.strip_prefix(NONCE)?.get(..12))
            .ok_or(ReadError::Damaged)?;
        open_aes_256_gcm(key, nonce, &bytes(&self.sealed), self.purpose.as_bytes())
    }
}

/// Java's bytes have a sign.
fn bytes(signed: &[i8]) -> Vec<u8> {
    signed.iter().map(|byte| byte.cast_unsigned()).collect()
}
