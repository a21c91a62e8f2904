//! Contact cards: who somebody is, before there is a team vault between them (docs/team-log.md, "Contact cards").

use crate::entry::{expect_array, fixed};
use crate::keys::{
    DeviceKey, MemberKey, SEALING_KEY, can_be_sealed_to, device_id, is_signed, member_id,
};
use crate::ops::{MAX_NAME, text};
use data_encoding::BASE64URL_NOPAD;
use std::sync::Arc;
use vault::Id;
use vault::primitives::{Malformed, Reader, Writer};

/// Longest text that is read, in bytes.
pub const MAX_CARD: usize = 8192;
const SCHEME: &str = "countersign-card:1:";
const CONTEXT: &[u8] = b"countersign/v1/team/card";

/// What somebody hands out to be invited by. It is no secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContactCard {
    name: String,
    member_key: [u8; 32],
    signing: [u8; 32],
    sealing: Arc<[u8]>,
    /// By the member key and by the device.
    signatures: [[u8; 64]; 2],
}

/// Why a text is no contact card.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotACard {
    /// It is something else, or a part is missing.
    #[error("this is not a whole contact card")]
    Malformed,
    /// Its keys did not sign it: it was changed.
    #[error("the keys in the contact card did not sign it")]
    NotSigned,
}

impl From<Malformed> for NotACard {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl ContactCard {
    /// The card of a member key and a device of its owner. `None` where the name is empty or longer than 256 bytes.
    pub fn sign(member: &MemberKey, device: &DeviceKey, name: String) -> Option<Self> {
        if name.is_empty() || name.len() > MAX_NAME {
            return None;
        }
        let (signing, sealing) = device.public();
        let mut this = Self {
            name,
            member_key: member.public(),
            signing,
            sealing,
            signatures: [[0; 64]; 2],
        };
        let signed = signed(&this.fields());
        this.signatures = [member.sign(&signed), device.sign(&signed)];
        Some(this)
    }

    /// Reads what anybody may have sent; white space in it means nothing.
    ///
    /// # Errors
    /// See [`NotACard`].
    pub fn read(text: &str) -> Result<Self, NotACard> {
        if text.len() > MAX_CARD {
            return Err(NotACard::Malformed);
        }
        let text: String = text.split_ascii_whitespace().collect();
        let encoded = text.strip_prefix(SCHEME).ok_or(NotACard::Malformed)?;
        let bytes = BASE64URL_NOPAD.decode(encoded.as_bytes());
        let bytes = bytes.map_err(|_| NotACard::Malformed)?;
        let (bytes, by_device) = bytes.split_last_chunk().ok_or(NotACard::Malformed)?;
        let (fields, by_member) = bytes.split_last_chunk().ok_or(NotACard::Malformed)?;
        let this = Self::read_fields(fields, [*by_member, *by_device])?;
        let signed = signed(fields);
        let is_signed = is_signed(&this.member_key, &signed, by_member)
            && is_signed(&this.signing, &signed, by_device);
        is_signed.then_some(this).ok_or(NotACard::NotSigned)
    }

    /// The card, to be sent.
    pub fn to_text(&self) -> String {
        let bytes = [self.fields().as_slice(), &self.signatures.concat()].concat();
        format!("{SCHEME}{}", BASE64URL_NOPAD.encode(&bytes))
    }

    /// What its owner wants to be called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key with which its owner joins.
    pub fn member_key(&self) -> &[u8; 32] {
        &self.member_key
    }

    /// The id that its owner has as a member.
    pub fn member(&self) -> Id {
        member_id(&self.member_key)
    }

    /// The device of its owner.
    pub fn device(&self) -> Id {
        device_id(&self.signing, &self.sealing)
    }

    fn fields(&self) -> Vec<u8> {
        let mut w = Writer::with_capacity(2048);
        w.array(4);
        w.text(&self.name);
        w.bytes(&self.member_key);
        w.bytes(&self.signing);
        w.bytes(&self.sealing);
        w.into_bytes().to_vec()
    }

    fn read_fields(fields: &[u8], signatures: [[u8; 64]; 2]) -> Result<Self, NotACard> {
        let r = &mut Reader::new(fields);
        expect_array(r, 4)?;
        let this = Self {
            name: text(r, MAX_NAME)?,
            member_key: fixed(r)?,
            signing: fixed(r)?,
            sealing: fixed::<SEALING_KEY>(r)?.as_slice().into(),
            signatures,
        };
        r.end()?;
        match !this.name.is_empty() && can_be_sealed_to(&this.sealing) {
            true => Ok(this),
            false => Err(NotACard::Malformed),
        }
    }
}

fn signed(fields: &[u8]) -> Vec<u8> {
    [CONTEXT, fields].concat()
}
