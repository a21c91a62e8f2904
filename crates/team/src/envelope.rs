//! What entries and snapshots have in common: a header in the open, and under the epoch's key a content that a device
//! signed (docs/team-log.md, "Entry").

use crate::Hash;
use crate::keys::{DeviceKey, is_signed};
use vault::primitives::{Key, Malformed, Reader, TAG_LEN, decrypt, encrypt, hkdf, padme, same};
use zeroize::Zeroizing;

const SIGNATURE: usize = 64;

/// The texts that keep one kind of object from being taken for another.
pub(crate) struct Contexts {
    pub(crate) key: &'static [u8],
    pub(crate) commit: &'static [u8],
    pub(crate) body: &'static [u8],
    pub(crate) signature: &'static [u8],
}

/// An object whose outside is well made. It says nothing until it is opened.
pub(crate) struct Envelope<'a> {
    header: &'a [u8],
    commit: &'a [u8],
    ciphertext: &'a [u8],
    tag: [u8; TAG_LEN],
}

/// What was inside, not yet checked against a key of its author.
pub(crate) struct Inside {
    signed: Zeroizing<Vec<u8>>,
    content_at: usize,
    signature: [u8; SIGNATURE],
}

impl<'a> Envelope<'a> {
    pub(crate) fn read(bytes: &'a [u8], most: usize) -> Result<Self, Malformed> {
        if bytes.len() > most {
            return Err(Malformed { at: most });
        }
        let header = Reader::new(bytes).item()?;
        let at = header.len();
        let malformed = Malformed { at };
        let rest = bytes.get(at..).ok_or(malformed)?;
        let (commit, body) = rest.split_at_checked(32).ok_or(malformed)?;
        let (ciphertext, tag) = body.split_last_chunk().ok_or(malformed)?;
        Ok(Self {
            header,
            commit,
            ciphertext,
            tag: *tag,
        })
    }

    pub(crate) fn header(&self) -> &'a [u8] {
        self.header
    }

    /// What is inside, if this key sealed it with the header's `salt`.
    pub(crate) fn open(&self, of: &Contexts, epoch_key: &Key, salt: &[u8; 32]) -> Option<Inside> {
        let (key, commit) = keys(of, epoch_key, salt, self.header);
        if !same(&commit, self.commit) {
            return None;
        }
        let mut plain = Zeroizing::new(self.ciphertext.to_vec());
        decrypt(&key, &aad(of, self.header), &mut plain, &self.tag).ok()?;
        Inside::read(of, &plain, self.header)
    }
}

impl Inside {
    fn read(of: &Contexts, plain: &[u8], header: &[u8]) -> Option<Self> {
        let (len, rest) = plain.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (content, rest) = rest.split_at_checked(len)?;
        let (signature, padding) = rest.split_first_chunk()?;
        let used = plain.len() - padding.len();
        if plain.len() != padded(used) || padding.iter().any(|byte| *byte != 0) {
            return None;
        }
        let signed = signed(of, header, content);
        Some(Self {
            content_at: signed.len() - content.len(),
            signed,
            signature: *signature,
        })
    }

    pub(crate) fn content(&self) -> &[u8] {
        self.signed.get(self.content_at..).unwrap_or_default()
    }

    pub(crate) fn is_signed_by(&self, key: &[u8; 32]) -> bool {
        is_signed(key, &self.signed, &self.signature)
    }
}

/// Seals and signs. `None` where it would be larger than `most`.
pub(crate) fn seal(
    of: &Contexts,
    (header, salt): (&[u8], &[u8; 32]),
    content: &[u8],
    (epoch_key, device): (&Key, &DeviceKey),
    most: usize,
) -> Option<Vec<u8>> {
    let signature = device.sign(&signed(of, header, content));
    let used = 4 + content.len() + SIGNATURE;
    let size = padded(used);
    if header.len() + 32 + size + TAG_LEN > most {
        return None;
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(size));
    plain.extend_from_slice(&u32::try_from(content.len()).ok()?.to_be_bytes());
    plain.extend_from_slice(content);
    plain.extend_from_slice(&signature);
    plain.resize(size, 0);
    let (key, commit) = keys(of, epoch_key, salt, header);
    let tag = encrypt(&key, &aad(of, header), &mut plain);
    Some([header, &commit, &plain, &tag].concat())
}

fn keys(of: &Contexts, epoch_key: &Key, salt: &[u8; 32], header: &[u8]) -> (Key, Hash) {
    let derive = |context: &[u8]| hkdf(epoch_key.expose(), salt, &[context, header]);
    let commit = *derive(of.commit).expose();
    (derive(of.key), commit)
}

fn aad(of: &Contexts, header: &[u8]) -> Vec<u8> {
    [of.body, header].concat()
}

fn signed(of: &Contexts, header: &[u8], content: &[u8]) -> Zeroizing<Vec<u8>> {
    let len = u32::try_from(header.len()).expect("a header is far below 4 GiB");
    Zeroizing::new([of.signature, &len.to_be_bytes(), header, content].concat())
}

/// The size of the plaintext for so many bytes of it.
pub(crate) fn padded(used: usize) -> usize {
    match used.next_multiple_of(256) {
        size if size <= 4096 => size,
        _ => u64::try_from(used)
            .ok()
            .and_then(|used| usize::try_from(padme(used)).ok())
            .unwrap_or(usize::MAX),
    }
}
