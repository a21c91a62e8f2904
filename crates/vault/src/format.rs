//! The outermost layer of the file: magic, lengths, checksum (docs/vault-format.md, "Layout").

use crate::crypto::{self, Checksum, TAG_LEN};
use crate::error::{Limit, OpenError};

/// Largest file, in bytes.
pub const MAX_FILE: u64 = 256 << 20;

/// How every vault begins.
pub const MAGIC: &[u8; 8] = b"CSIGNVLT";
const FORMAT: u16 = 1;
const MAX_HEADER: u32 = 65_536;
const MAC_LEN: usize = 32;
const CHECKSUM_LEN: usize = 32;

/// The parts of a file of format 1 whose checksum is right.
pub(crate) struct Envelope<'a> {
    pub(crate) header: &'a [u8],
    /// Everything up to the header's end: what `header_mac` is made of.
    pub(crate) authenticated: &'a [u8],
    pub(crate) header_mac: &'a [u8; MAC_LEN],
    /// Everything up to the end of `header_mac`: what the body is bound to.
    pub(crate) head: &'a [u8],
    pub(crate) body: &'a [u8],
    pub(crate) tag: &'a [u8; TAG_LEN],
}

/// The last 32 bytes: what tells two saves of a vault apart.
pub fn checksum(bytes: &[u8]) -> Option<Checksum> {
    bytes.last_chunk().copied()
}

/// The parts of a file, once limits and checksum are found right.
pub(crate) fn split(bytes: &[u8]) -> Result<Envelope<'_>, OpenError> {
    let (format, rest) = format_number(bytes)?;
    if u64::try_from(bytes.len()).map_or(true, |len| len > MAX_FILE) {
        return Err(OpenError::OverLimit(Limit::File));
    }
    let parts = if format == FORMAT {
        parts(bytes, rest)
    } else {
        Err(OpenError::Damaged)
    };
    if let Err(OpenError::OverLimit(_)) = parts {
        return parts;
    }
    let (content, checksum) = bytes.split_last_chunk().ok_or(OpenError::Damaged)?;
    if crypto::sha256(content) != *checksum {
        return Err(OpenError::Damaged);
    }
    if format > FORMAT {
        return Err(OpenError::TooNew {
            needed: u64::from(format),
        });
    }
    parts
}

/// The parts of a file that [`split`] has found right before; the checksum is not computed again.
pub(crate) fn split_again(bytes: &[u8]) -> Result<Envelope<'_>, OpenError> {
    let (_, rest) = format_number(bytes)?;
    parts(bytes, rest)
}

/// The format number, and what follows it.
fn format_number(bytes: &[u8]) -> Result<(u16, &[u8]), OpenError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(OpenError::NotAVault)?;
    let (format, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
    Ok((u16::from_be_bytes(*format), rest))
}

/// `bytes` is the file; `rest` is what follows the format number.
fn parts<'a>(bytes: &'a [u8], rest: &'a [u8]) -> Result<Envelope<'a>, OpenError> {
    let (header_len, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
    let header_len = u32::from_be_bytes(*header_len);
    if header_len > MAX_HEADER {
        return Err(OpenError::OverLimit(Limit::Header));
    }
    let header_len = usize::try_from(header_len).map_err(|_| OpenError::Damaged)?;
    let (header, rest) = rest
        .split_at_checked(header_len)
        .ok_or(OpenError::Damaged)?;
    let authenticated = before(bytes, rest)?;
    let (header_mac, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
    let head = before(bytes, rest)?;
    let (body_len, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
    let body_len = u64::from_be_bytes(*body_len);
    if body_len > MAX_FILE {
        return Err(OpenError::OverLimit(Limit::File));
    }
    let body_len = usize::try_from(body_len).map_err(|_| OpenError::Damaged)?;
    let (body, rest) = rest.split_at_checked(body_len).ok_or(OpenError::Damaged)?;
    let (tag, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
    if rest.len() != CHECKSUM_LEN {
        return Err(OpenError::Damaged);
    }
    Ok(Envelope {
        header,
        authenticated,
        header_mac,
        head,
        body,
        tag,
    })
}

/// What of `bytes` lies before `rest`, its tail.
fn before<'a>(bytes: &'a [u8], rest: &[u8]) -> Result<&'a [u8], OpenError> {
    let len = bytes.len().checked_sub(rest.len());
    len.and_then(|len| bytes.get(..len))
        .ok_or(OpenError::Damaged)
}

/// Puts a file together. `mac` makes `header_mac` from what comes before it; `seal` encrypts the
/// plaintext in place, given everything up to `header_mac`, and returns the tag.
///
/// `None` when the file would be over [`MAX_FILE`] or the header over its limit.
pub(crate) fn join(
    header: &[u8],
    mac: impl FnOnce(&[u8]) -> [u8; MAC_LEN],
    plaintext_len: usize,
    write_plaintext: impl FnOnce(&mut Vec<u8>),
    seal: impl FnOnce(&[u8], &mut [u8]) -> [u8; TAG_LEN],
) -> Option<Vec<u8>> {
    let header_len = u32::try_from(header.len())
        .ok()
        .filter(|len| *len <= MAX_HEADER)?;
    let head_len = MAGIC.len() + 2 + 4 + header.len() + MAC_LEN;
    let total = (head_len + 8 + TAG_LEN + CHECKSUM_LEN).checked_add(plaintext_len)?;
    if u64::try_from(total).ok()? > MAX_FILE {
        return None;
    }
    // The whole size is reserved: a reallocation would leave plaintext behind.
    let mut file = Vec::with_capacity(total);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&FORMAT.to_be_bytes());
    file.extend_from_slice(&header_len.to_be_bytes());
    file.extend_from_slice(header);
    let header_mac = mac(&file);
    file.extend_from_slice(&header_mac);
    file.extend_from_slice(&u64::try_from(plaintext_len).ok()?.to_be_bytes());
    write_plaintext(&mut file);
    let (before, plaintext) = file.split_at_mut_checked(head_len + 8)?;
    let tag = seal(before.get(..head_len)?, plaintext);
    file.extend_from_slice(&tag);
    let checksum = crypto::sha256(&file);
    file.extend_from_slice(&checksum);
    Some(file)
}
