//! Authenticator data (WebAuthn level 2, section 6.1): what a key signs about itself and a credential.

use minicbor::data::Type;

use super::KeyError;
use super::cbor::{self, Reader};

/// Bits of its flags.
const TOUCHED: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

/// What a key signs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthData {
    /// SHA-256 of the site's name.
    pub site: [u8; 32],
    /// Whether somebody touched the key.
    pub touched: bool,
    /// Whether the key knew who it was, by PIN or finger.
    pub verified: bool,
    /// How often it signed, as it counts.
    pub counter: u32,
    /// The model's number and the identifier of a credential that was just made.
    pub credential: Option<([u8; 16], Vec<u8>)>,
    /// What its extension hmac-secret says: that the credential has secrets, or the encrypted ones.
    pub(crate) hmac_secret: Option<HmacSecret>,
}

/// See there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum HmacSecret {
    Made(bool),
    Sealed(Vec<u8>),
}

impl AuthData {
    /// Reads it.
    ///
    /// # Errors
    /// `Garbled`.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let (site, rest) = bytes.split_first_chunk().ok_or(KeyError::Garbled)?;
        let (flags, rest) = rest.split_first().ok_or(KeyError::Garbled)?;
        let (counter, mut rest) = rest.split_first_chunk().ok_or(KeyError::Garbled)?;
        let credential = if flags & CREDENTIAL != 0 {
            let (credential, after) = read_credential(rest)?;
            rest = after;
            Some(credential)
        } else {
            None
        };
        let hmac_secret = if flags & EXTENSIONS != 0 {
            read_extensions(rest)?
        } else {
            None
        };
        Ok(Self {
            site: *site,
            touched: flags & TOUCHED != 0,
            verified: flags & VERIFIED != 0,
            counter: u32::from_be_bytes(*counter),
            credential,
            hmac_secret,
        })
    }
}

type Made = ([u8; 16], Vec<u8>);

/// A new credential, and what follows its public key.
fn read_credential(bytes: &[u8]) -> Result<(Made, &[u8]), KeyError> {
    let (model, rest) = bytes.split_first_chunk().ok_or(KeyError::Garbled)?;
    let (length, rest) = rest.split_first_chunk().ok_or(KeyError::Garbled)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length).ok_or(KeyError::Garbled)?;
    let mut reader = Reader::new(rest);
    let public_key = cbor::raw(&mut reader)?;
    let rest = rest.get(public_key.len()..).ok_or(KeyError::Garbled)?;
    Ok(((*model, id.to_vec()), rest))
}

fn read_extensions(bytes: &[u8]) -> Result<Option<HmacSecret>, KeyError> {
    let mut found = None;
    cbor::named(&mut Reader::new(bytes), |name, reader| {
        if name != "hmac-secret" {
            return Ok(false);
        }
        found = Some(if reader.datatype()? == Type::Bool {
            HmacSecret::Made(reader.bool()?)
        } else {
            HmacSecret::Sealed(reader.bytes()?.to_vec())
        });
        Ok(true)
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cut_short_anywhere_makes_no_sense() {
        let mut bytes = vec![7; 32];
        bytes.extend([TOUCHED | CREDENTIAL | EXTENSIONS, 0, 0, 1, 0]);
        bytes.extend([9; 16]);
        bytes.extend([0, 2, 0xaa, 0xbb]);
        bytes.extend(cbor::written(|to| to.map(1)?.u8(1)?.u8(2)?.ok()));
        bytes.extend(cbor::written(|to| {
            to.map(1)?.str("hmac-secret")?.bool(true)?.ok()
        }));
        let data = AuthData::read(&bytes).unwrap();
        assert!(data.touched && !data.verified);
        assert_eq!(data.counter, 256);
        assert_eq!(data.credential, Some(([9; 16], vec![0xaa, 0xbb])));
        assert_eq!(data.hmac_secret, Some(HmacSecret::Made(true)));
        for end in 0..bytes.len() {
            assert_eq!(AuthData::read(&bytes[..end]), Err(KeyError::Garbled));
        }
    }
}
