//! Links to join by (docs/team-log.md, "Invitations").

use super::address::Address;
use super::storage::StorageOptions;
use crate::error::{Code, UserError};
use data_encoding::BASE64URL_NOPAD;
use team::{Hash, Token};
use vault::Id;
use zeroize::Zeroizing;

const SCHEME: &str = "countersign-team:1:";

/// What a link says.
pub struct Link {
    pub(super) vault: Id,
    pub(super) genesis: Hash,
    pub(super) inviter: [u8; 32],
    pub(super) invitation: Id,
    pub(super) token_seed: Zeroizing<[u8; 16]>,
    pub(super) address: Address,
}

impl Link {
    /// The link, to be sent.
    pub fn to_text(&self) -> Zeroizing<String> {
        let address = self.address.to_bytes();
        let bytes = [
            self.vault.as_bytes().as_slice(),
            &self.genesis,
            &self.inviter,
            self.invitation.as_bytes(),
            self.token_seed.as_slice(),
            &address,
        ];
        let bytes = Zeroizing::new(bytes.concat());
        Zeroizing::new(format!("{SCHEME}{}", BASE64URL_NOPAD.encode(&bytes)))
    }

    /// Reads what somebody sent.
    ///
    /// # Errors
    /// `team-link-malformed`.
    pub fn read(text: &str) -> Result<Self, UserError> {
        parse(text.trim()).ok_or(Code::TeamLinkMalformed.into())
    }

    /// Where it says that the storage is, without a way in. Whoever joins may know better.
    pub fn storage(&self) -> StorageOptions {
        self.address.options()
    }

    /// What signs the request. It hangs on the address too: a link that leads elsewhere asks for nothing.
    pub(super) fn token(&self) -> Token {
        Token::new(&self.token_seed, &self.address.to_bytes())
    }
}

fn parse(text: &str) -> Option<Link> {
    let encoded = text.strip_prefix(SCHEME)?;
    let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?);
    let (vault, rest) = bytes.split_first_chunk()?;
    let (genesis, rest) = rest.split_first_chunk()?;
    let (inviter, rest) = rest.split_first_chunk()?;
    let (invitation, rest) = rest.split_first_chunk()?;
    let (seed, address) = rest.split_first_chunk()?;
    Some(Link {
        vault: Id::from_bytes(*vault),
        genesis: *genesis,
        inviter: *inviter,
        invitation: Id::from_bytes(*invitation),
        token_seed: Zeroizing::new(*seed),
        address: Address::read(address)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::address::Where;
    use super::*;

    fn link(place: Where) -> Link {
        Link {
            vault: Id::from_bytes([1; 16]),
            genesis: [2; 32],
            inviter: [3; 32],
            invitation: Id::from_bytes([4; 16]),
            token_seed: Zeroizing::new([5; 16]),
            address: Address {
                name: "Ops".to_owned(),
                place,
            },
        }
    }

    fn folder(path: &str) -> Where {
        Where::Folder(path.to_owned())
    }

    #[test]
    fn a_link_is_read_as_it_was_made_and_not_when_a_part_is_missing() {
        let bucket = Where::S3 {
            endpoint: "https://s3.example.com".to_owned(),
            region: "us-east-1".to_owned(),
            bucket: "vaults".to_owned(),
            prefix: "ops".to_owned(),
        };
        for link in [link(folder("/srv/team")), link(bucket)] {
            let text = link.to_text();
            let read = Link::read(&format!(" {}\n", *text)).unwrap();
            assert_eq!(*read.to_text(), *text);
            assert_eq!(read.storage().place, link.storage().place);
            for end in 0..text.len() {
                let error = Link::read(&text[..end]).err().unwrap();
                assert_eq!(error.code(), Code::TeamLinkMalformed);
            }
        }
    }

    #[test]
    fn a_link_that_leads_elsewhere_has_another_token() {
        let token = |path| link(folder(path)).token().public();
        assert_eq!(token("/srv/team"), token("/srv/team"));
        assert_ne!(token("/srv/team"), token("/srv/other"));
    }
}
