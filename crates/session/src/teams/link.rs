//! Links to join by (docs/team-log.md, "Invitations").

use crate::error::{Code, UserError};
use data_encoding::BASE64URL_NOPAD;
use team::Hash;
use vault::Id;
use zeroize::Zeroizing;

const SCHEME: &str = "countersign-team:1:";

/// What a link says.
pub(super) struct Link {
    pub(super) vault: Id,
    pub(super) genesis: Hash,
    pub(super) inviter: [u8; 32],
    pub(super) invitation: Id,
    pub(super) token_seed: Zeroizing<[u8; 16]>,
}

impl Link {
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        let bytes = [
            self.vault.as_bytes().as_slice(),
            &self.genesis,
            &self.inviter,
            self.invitation.as_bytes(),
            self.token_seed.as_slice(),
        ];
        let bytes = Zeroizing::new(bytes.concat());
        Zeroizing::new(format!("{SCHEME}{}", BASE64URL_NOPAD.encode(&bytes)))
    }

    /// # Errors
    /// `team-link-malformed`.
    pub(super) fn read(text: &str) -> Result<Self, UserError> {
        parse(text.trim()).ok_or(Code::TeamLinkMalformed.into())
    }
}

fn parse(text: &str) -> Option<Link> {
    let encoded = text.strip_prefix(SCHEME)?;
    let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?);
    let (vault, rest) = bytes.split_first_chunk()?;
    let (genesis, rest) = rest.split_first_chunk()?;
    let (inviter, rest) = rest.split_first_chunk()?;
    let (invitation, seed) = rest.split_first_chunk()?;
    Some(Link {
        vault: Id::from_bytes(*vault),
        genesis: *genesis,
        inviter: *inviter,
        invitation: Id::from_bytes(*invitation),
        token_seed: Zeroizing::new(seed.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_was_made_and_not_when_a_part_is_missing() {
        let link = Link {
            vault: Id::from_bytes([1; 16]),
            genesis: [2; 32],
            inviter: [3; 32],
            invitation: Id::from_bytes([4; 16]),
            token_seed: Zeroizing::new([5; 16]),
        };
        let text = link.to_text();
        let read = Link::read(&format!(" {}\n", *text)).unwrap();
        assert_eq!(*read.to_text(), *text);
        for end in 0..text.len() {
            let error = Link::read(&text[..end]).err().unwrap();
            assert_eq!(error.code(), Code::TeamLinkMalformed);
        }
    }
}
