//! What somebody is sent to join by: a link, or an invitation for a contact card (docs/team-log.md, "Invitations").

use super::address::Address;
use super::identity;
use super::storage::StorageOptions;
use crate::error::{Code, UserError};
use data_encoding::BASE64URL_NOPAD;
use team::{CardInvitation, Hash, MemberKey, Token};
use vault::Id;
use zeroize::Zeroizing;

const LINK: &str = "countersign-team:1:";
const FOR_CARD: &str = "countersign-team-card:1:";

/// What a link says, or an invitation for a contact card.
pub struct Link {
    pub(super) vault: Id,
    pub(super) genesis: Hash,
    pub(super) inviter: [u8; 32],
    pub(super) invitation: Id,
    pub(super) address: Address,
    pub(super) good_for: GoodFor,
}

/// Whom it lets ask.
pub(super) enum GoodFor {
    /// Whoever has it.
    Holder(Zeroizing<[u8; 16]>),
    /// Whoever has the member key of a contact card.
    Card(CardInvitation),
}

impl Link {
    /// The link, to be sent.
    pub fn to_text(&self) -> Zeroizing<String> {
        let token_seed = match &self.good_for {
            GoodFor::Holder(token_seed) => token_seed,
            GoodFor::Card(invitation) => {
                let encoded = BASE64URL_NOPAD.encode(&invitation.to_bytes());
                return Zeroizing::new(format!("{FOR_CARD}{encoded}"));
            }
        };
        let address = self.address.to_bytes();
        let bytes = [
            self.vault.as_bytes().as_slice(),
            &self.genesis,
            &self.inviter,
            self.invitation.as_bytes(),
            token_seed.as_slice(),
            &address,
        ];
        let bytes = Zeroizing::new(bytes.concat());
        Zeroizing::new(format!("{LINK}{}", BASE64URL_NOPAD.encode(&bytes)))
    }

    /// Reads what somebody sent.
    ///
    /// # Errors
    /// `team-link-malformed`.
    pub fn read(text: &str) -> Result<Self, UserError> {
        parse(text.trim()).ok_or(Code::TeamLinkMalformed.into())
    }

    /// An invitation for a contact card.
    pub(super) fn for_card(invitation: CardInvitation) -> Option<Self> {
        is_team(invitation.vault).then_some(())?;
        Some(Self {
            vault: invitation.vault,
            genesis: invitation.genesis,
            inviter: invitation.inviter,
            invitation: invitation.invitation,
            address: Address::read(&invitation.address)?,
            good_for: GoodFor::Card(invitation),
        })
    }

    /// Where it says that the storage is, without a way in. Whoever joins may know better.
    pub fn storage(&self) -> StorageOptions {
        self.address.options()
    }

    /// Whether it is for one contact card, and twelve words are compared.
    pub fn is_for_card(&self) -> bool {
        self.card().is_some()
    }

    /// The member key of the contact card that it is for.
    pub(super) fn card(&self) -> Option<&[u8; 32]> {
        match &self.good_for {
            GoodFor::Holder(_) => None,
            GoodFor::Card(invitation) => Some(&invitation.card),
        }
    }

    /// The invitation's token key.
    pub(super) fn token_key(&self) -> [u8; 32] {
        match &self.good_for {
            GoodFor::Holder(token_seed) => self.token(token_seed).public(),
            GoodFor::Card(invitation) => invitation.card,
        }
    }

    /// What signs the request of who joins with this member key.
    pub(super) fn signer(&self, member: &MemberKey) -> Token {
        match &self.good_for {
            GoodFor::Holder(token_seed) => self.token(token_seed),
            GoodFor::Card(_) => Token::of_card(member),
        }
    }

    /// The token hangs on the address too: a link that leads elsewhere asks for nothing.
    fn token(&self, token_seed: &[u8; 16]) -> Token {
        Token::new(token_seed, &self.address.to_bytes())
    }
}

fn parse(text: &str) -> Option<Link> {
    let decode = |encoded: &str| BASE64URL_NOPAD.decode(encoded.as_bytes()).ok();
    if let Some(encoded) = text.strip_prefix(FOR_CARD) {
        return Link::for_card(CardInvitation::read(&decode(encoded)?)?);
    }
    let bytes = Zeroizing::new(decode(text.strip_prefix(LINK)?)?);
    let (vault, rest) = bytes.split_first_chunk()?;
    let (genesis, rest) = rest.split_first_chunk()?;
    let (inviter, rest) = rest.split_first_chunk()?;
    let (invitation, rest) = rest.split_first_chunk()?;
    let (token_seed, address) = rest.split_first_chunk()?;
    let vault = Id::from_bytes(*vault);
    is_team(vault).then_some(())?;
    Some(Link {
        vault,
        genesis: *genesis,
        inviter: *inviter,
        invitation: Id::from_bytes(*invitation),
        address: Address::read(address)?,
        good_for: GoodFor::Holder(Zeroizing::new(*token_seed)),
    })
}

/// The id of zero bytes is that of contact cards, whose keys come into no log.
fn is_team(vault: Id) -> bool {
    vault != identity::NO_TEAM
}

#[cfg(test)]
mod tests {
    use super::super::address::Where;
    use super::*;
    use platform::random::SeededRandom;
    use team::new_card_invitation;

    fn link(place: Where) -> Link {
        Link {
            vault: Id::from_bytes([1; 16]),
            genesis: [2; 32],
            inviter: [3; 32],
            invitation: Id::from_bytes([4; 16]),
            address: address(place),
            good_for: GoodFor::Holder(Zeroizing::new([5; 16])),
        }
    }

    fn address(place: Where) -> Address {
        let name = "Ops".to_owned();
        Address { name, place }
    }

    fn folder(path: &str) -> Where {
        Where::Folder(path.to_owned())
    }

    fn bucket() -> Where {
        Where::S3 {
            endpoint: "https://s3.example.com".to_owned(),
            region: "us-east-1".to_owned(),
            bucket: "vaults".to_owned(),
            prefix: "ops".to_owned(),
        }
    }

    fn for_card(place: Where) -> Link {
        let (vault, card) = (Id::from_bytes([1; 16]), [6; 32]);
        let invitation = new_card_invitation(vault, &card, &mut SeededRandom::new(1));
        let address = address(place).to_bytes().to_vec();
        let by = MemberKey::from_seed(&[7; 32]);
        let log = (vault, [2; 32]);
        Link::for_card(CardInvitation::sign(log, (invitation, card), address, &by)).unwrap()
    }

    #[test]
    fn a_link_is_read_as_it_was_made_and_not_when_a_part_is_missing() {
        for link in [
            link(folder("/srv/team")),
            link(bucket()),
            for_card(bucket()),
        ] {
            let text = link.to_text();
            let read = Link::read(&format!(" {}\n", *text)).unwrap();
            assert_eq!(*read.to_text(), *text);
            assert_eq!(read.storage().place, link.storage().place);
            assert_eq!(read.card(), link.card());
            for end in 0..text.len() {
                let error = Link::read(&text[..end]).err().unwrap();
                assert_eq!(error.code(), Code::TeamLinkMalformed);
            }
        }
    }

    #[test]
    fn a_link_that_leads_elsewhere_has_another_token() {
        let token = |path| link(folder(path)).token_key();
        assert_eq!(token("/srv/team"), token("/srv/team"));
        assert_ne!(token("/srv/team"), token("/srv/other"));
    }

    #[test]
    fn an_invitation_for_a_card_that_was_changed_anywhere_is_none() {
        let whole = for_card(folder("/srv/team")).to_text();
        let start = FOR_CARD.len();
        for at in start..whole.len() {
            let mut changed = whole.to_string();
            let other = if &whole[at..=at] == "A" { "B" } else { "A" };
            changed.replace_range(at..=at, other);
            assert!(Link::read(&changed).is_err(), "letter {at}");
        }
    }
}
