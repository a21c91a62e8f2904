//! Making credentials (section 6.1) and using them (section 6.2).

use super::auth_data::{AuthData, HmacSecret};
use super::cbor::{self, Reader, Writer, Written};
use super::key::{GET_ASSERTION, MAKE_CREDENTIAL};
use super::pin::Purpose;
use super::protocol::sha256;
use super::{KeyError, Pin, SecurityKey, Token};

/// How the key is to know who it is.
pub enum Verification {
    /// Not at all; a touch is enough.
    None,
    /// By its PIN.
    Pin(Pin),
    /// By a finger on it.
    Finger,
}

/// What is to be made. The texts are shown by programs that list what is on a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewCredential<'a> {
    /// The site, as a domain name (RP ID).
    pub site: &'a str,
    /// The site's name for people.
    pub site_name: &'a str,
    /// The account's number at the site, 1 to 64 bytes.
    pub user: &'a [u8],
    /// The account's name.
    pub user_name: &'a str,
    /// Whether the key keeps it, so that it can be found without its identifier.
    pub kept: bool,
    /// Whether it gives secrets.
    pub secrets: bool,
    /// It is not made on a key that has one of these.
    pub not_beside: &'a [Vec<u8>],
}

/// A credential that was made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credential {
    /// Its identifier.
    pub id: Vec<u8>,
    /// The model's number (AAGUID).
    pub model: [u8; 16],
    /// Whether the key knew who it was.
    pub verified: bool,
    /// What the key signed, as it is, for whoever wants to check it.
    pub auth_data: Vec<u8>,
}

/// The use of a credential.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Assertion {
    /// Which one was used.
    pub id: Vec<u8>,
    /// Whether the key knew who it was.
    pub verified: bool,
    /// What the key signed beside the hash it was given.
    pub auth_data: Vec<u8>,
    /// ECDSA over P-256 with SHA-256, in DER.
    pub signature: Vec<u8>,
    pub(crate) sealed: Option<Vec<u8>>,
}

impl SecurityKey {
    /// Makes a credential for ES256.
    ///
    /// # Errors
    /// `AlreadyRegistered`, `Full`, `PinNeeded`, and see [`KeyError`].
    pub fn make_credential(
        &mut self,
        new: &NewCredential<'_>,
        verification: &Verification,
    ) -> Result<Credential, KeyError> {
        let client_data = sha256(new.user);
        let token = self.token_for(verification, Purpose::Make(new.site))?;
        let proof = token.map(|token| (token.authenticate(&client_data), token));
        let answer = self.call_with(MAKE_CREDENTIAL, |to| {
            write_new(to, new, &client_data, proof.as_ref())
        })?;
        let mut auth_data = None;
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            if key == 2 {
                auth_data = Some(reader.bytes()?.to_vec());
            }
            Ok(key == 2)
        })?;
        let auth_data = auth_data.ok_or(KeyError::Garbled)?;
        let read = AuthData::read(&auth_data)?;
        let (model, id) = read.credential.ok_or(KeyError::Garbled)?;
        if read.site != sha256(new.site.as_bytes()) || id.is_empty() {
            return Err(KeyError::Garbled);
        }
        if new.secrets && read.hmac_secret != Some(HmacSecret::Made(true)) {
            return Err(KeyError::Unsupported);
        }
        Ok(Credential {
            id,
            model,
            verified: read.verified,
            auth_data,
        })
    }

    /// Uses one of these credentials of the site to sign this hash.
    ///
    /// # Errors
    /// `NoCredential`, `PinNeeded`, and see [`KeyError`].
    pub fn assert(
        &mut self,
        site: &str,
        ids: &[Vec<u8>],
        client_data: &[u8; 32],
        verification: &Verification,
    ) -> Result<Assertion, KeyError> {
        let token = self.token_for(verification, Purpose::Use(site))?;
        self.assert_with(site, ids, client_data, token.as_ref(), None)
    }

    /// Which of these credentials of the site is on this key. Nobody has to touch it.
    ///
    /// # Errors
    /// `NoCredential`: none of them. See [`KeyError`].
    pub fn holds(&mut self, site: &str, ids: &[Vec<u8>]) -> Result<Vec<u8>, KeyError> {
        let longest = self.info()?.longest_list.max(1);
        let most = usize::try_from(longest).unwrap_or(1);
        for some in ids.chunks(most) {
            // No touch, so that what is signed proves nothing to anybody.
            let answer = self.call_with(GET_ASSERTION, |to| {
                to.map(4)?.u8(1)?.str(site)?.u8(2)?.bytes(&[0; 32])?;
                to.u8(3)?;
                write_ids(to, some)?;
                to.u8(5)?.map(1)?.str("up")?.bool(false)?.ok()
            });
            match answer {
                Err(KeyError::NoCredential) => {}
                answer => return Ok(read_assertion(&answer?, site, some, false)?.id),
            }
        }
        Err(KeyError::NoCredential)
    }

    /// `extension` is what is asked of hmac-secret.
    pub(crate) fn assert_with(
        &mut self,
        site: &str,
        ids: &[Vec<u8>],
        client_data: &[u8; 32],
        token: Option<&Token>,
        extension: Option<&[u8]>,
    ) -> Result<Assertion, KeyError> {
        let proof = token.map(|token| (token.authenticate(client_data), token.protocol));
        let fields = 3 + u64::from(extension.is_some()) + 2 * u64::from(proof.is_some());
        let answer = self.call_with(GET_ASSERTION, |to| {
            to.map(fields)?.u8(1)?.str(site)?;
            to.u8(2)?.bytes(client_data)?.u8(3)?;
            write_ids(to, ids)?;
            if let Some(extension) = extension {
                to.u8(4)?.map(1)?.str("hmac-secret")?;
                to.writer_mut().extend_from_slice(extension);
            }
            if let Some((proof, protocol)) = &proof {
                to.u8(6)?.bytes(proof)?.u8(7)?.u8(protocol.number())?;
            }
            Ok(())
        })?;
        let assertion = read_assertion(&answer, site, ids, true)?;
        if token.is_some() && !assertion.verified {
            return Err(KeyError::Garbled);
        }
        Ok(assertion)
    }

    pub(crate) fn token_for(
        &mut self,
        verification: &Verification,
        purpose: Purpose<'_>,
    ) -> Result<Option<Token>, KeyError> {
        match verification {
            Verification::None => Ok(None),
            Verification::Pin(pin) => self.token(pin, purpose).map(Some),
            Verification::Finger => self.token_by_finger(purpose).map(Some),
        }
    }
}

type Proof = (Vec<u8>, Token);

fn write_new(
    to: &mut Writer,
    new: &NewCredential<'_>,
    client_data: &[u8; 32],
    proof: Option<&Proof>,
) -> Written {
    let optional = [!new.not_beside.is_empty(), new.secrets, new.kept];
    let fields = optional.into_iter().map(u64::from).sum::<u64>();
    to.map(4 + fields + 2 * u64::from(proof.is_some()))?;
    to.u8(1)?.bytes(client_data)?;
    to.u8(2)?.map(2)?.str("id")?.str(new.site)?;
    to.str("name")?.str(new.site_name)?;
    to.u8(3)?.map(3)?.str("id")?.bytes(new.user)?;
    to.str("name")?.str(new.user_name)?;
    to.str("displayName")?.str(new.user_name)?;
    // ES256, which every key has (RFC 9053, section 2.1).
    to.u8(4)?.array(1)?.map(2)?.str("alg")?.i8(-7)?;
    to.str("type")?.str("public-key")?;
    if !new.not_beside.is_empty() {
        to.u8(5)?;
        write_ids(to, new.not_beside)?;
    }
    if new.secrets {
        to.u8(6)?.map(1)?.str("hmac-secret")?.bool(true)?;
    }
    if new.kept {
        to.u8(7)?.map(1)?.str("rk")?.bool(true)?;
    }
    if let Some((proof, token)) = proof {
        to.u8(8)?.bytes(proof)?.u8(9)?.u8(token.protocol.number())?;
    }
    Ok(())
}

fn write_ids(to: &mut Writer, ids: &[Vec<u8>]) -> Written {
    to.array(ids.len().try_into().unwrap_or(u64::MAX))?;
    for id in ids {
        write_id(to, id)?;
    }
    Ok(())
}

pub(crate) fn write_id(to: &mut Writer, id: &[u8]) -> Written {
    to.map(2)?.str("id")?.bytes(id)?;
    to.str("type")?.str("public-key")?.ok()
}

/// The identifier in a credential's description.
pub(crate) fn read_id(reader: &mut Reader<'_>) -> Result<Vec<u8>, KeyError> {
    let mut id = None;
    cbor::named(reader, |name, reader| {
        if name == "id" {
            id = Some(reader.bytes()?.to_vec());
        }
        Ok(name == "id")
    })?;
    id.ok_or(KeyError::Garbled)
}

fn read_assertion(
    bytes: &[u8],
    site: &str,
    ids: &[Vec<u8>],
    wants_touch: bool,
) -> Result<Assertion, KeyError> {
    let (mut id, mut auth_data, mut signature) = (None, None, None);
    cbor::numbered(&mut Reader::new(bytes), |key, reader| {
        match key {
            1 => id = Some(read_id(reader)?),
            2 => auth_data = Some(reader.bytes()?.to_vec()),
            3 => signature = Some(reader.bytes()?.to_vec()),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let auth_data = auth_data.ok_or(KeyError::Garbled)?;
    let read = AuthData::read(&auth_data)?;
    // A key that was asked for one credential need not repeat it.
    let id = match (id, ids) {
        (Some(id), ids) if ids.contains(&id) => id,
        (None, [only]) => only.clone(),
        _ => return Err(KeyError::Garbled),
    };
    if read.site != sha256(site.as_bytes()) || (wants_touch && !read.touched) {
        return Err(KeyError::Garbled);
    }
    let sealed = match read.hmac_secret {
        Some(HmacSecret::Sealed(sealed)) => Some(sealed),
        Some(HmacSecret::Made(_)) | None => None,
    };
    Ok(Assertion {
        id,
        verified: read.verified,
        auth_data,
        signature: signature.ok_or(KeyError::Garbled)?,
        sealed,
    })
}
