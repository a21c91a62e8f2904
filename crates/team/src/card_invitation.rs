//! Invitations for a contact card (docs/team-log.md, "Invitations"): of use to the card's owner alone, and no secret.

use crate::Hash;
use crate::keys::{MemberKey, is_signed};
use rand_core::CryptoRng;
use vault::Id;
use vault::primitives::{MAX_STRING, sha256};

/// What is pasted to somebody whose contact card was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CardInvitation {
    /// The vault.
    pub vault: Id,
    /// The hash of slot 0.
    pub genesis: Hash,
    /// The inviter's member key.
    pub inviter: [u8; 32],
    /// The invitation.
    pub invitation: Id,
    /// The member key in the card, which is the invitation's token key.
    pub card: [u8; 32],
    /// Where the storage is, in the words of whoever keeps it.
    pub address: Vec<u8>,
    signature: [u8; 64],
}

/// An id for a new invitation of the card with this member key: everybody can tell it from that of a link.
pub fn new_card_invitation(vault: Id, card: &[u8; 32], rng: &mut dyn CryptoRng) -> Id {
    let mut salt = [0; 8];
    rng.fill_bytes(&mut salt);
    id_of(vault, salt, card)
}

/// Whether an invitation is for the card whose member key is its token key. Else it is a link.
pub fn is_for_card(vault: Id, invitation: Id, token_key: &[u8; 32]) -> bool {
    let salt = invitation.as_bytes().first_chunk();
    salt.is_some_and(|salt| id_of(vault, *salt, token_key) == invitation)
}

fn id_of(vault: Id, salt: [u8; 8], card: &[u8; 32]) -> Id {
    let context = b"countersign/v1/team/card-invitation".as_slice();
    let hash = sha256(&[context, vault.as_bytes(), &salt, card].concat());
    let mut id = [0; 16];
    let bytes = salt.into_iter().chain(hash);
    id.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
    Id::from_bytes(id)
}

impl CardInvitation {
    /// Signs it with the inviter's member key, whose public half becomes `inviter`.
    pub fn sign(
        (vault, genesis): (Id, Hash),
        (invitation, card): (Id, [u8; 32]),
        address: Vec<u8>,
        by: &MemberKey,
    ) -> Self {
        let mut this = Self {
            vault,
            genesis,
            inviter: by.public(),
            invitation,
            card,
            address,
            signature: [0; 64],
        };
        this.signature = by.sign(&this.signed());
        this
    }

    /// Reads what anybody may have sent. `None`: it is something else, was changed, or is for no card.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (vault, rest) = bytes.split_first_chunk()?;
        let (genesis, rest) = rest.split_first_chunk()?;
        let (inviter, rest) = rest.split_first_chunk()?;
        let (invitation, rest) = rest.split_first_chunk()?;
        let (card, rest) = rest.split_first_chunk()?;
        let (signature, address) = rest.split_first_chunk()?;
        if address.len() > MAX_STRING {
            return None;
        }
        let this = Self {
            vault: Id::from_bytes(*vault),
            genesis: *genesis,
            inviter: *inviter,
            invitation: Id::from_bytes(*invitation),
            card: *card,
            address: address.to_vec(),
            signature: *signature,
        };
        let is_whole = is_for_card(this.vault, this.invitation, &this.card)
            && is_signed(&this.inviter, &this.signed(), &this.signature);
        is_whole.then_some(this)
    }

    /// What [`Self::read`] takes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [
            &self.before_address(),
            self.signature.as_slice(),
            &self.address,
        ]
        .concat()
    }

    fn before_address(&self) -> Vec<u8> {
        [
            self.vault.as_bytes().as_slice(),
            &self.genesis,
            &self.inviter,
            self.invitation.as_bytes(),
            &self.card,
        ]
        .concat()
    }

    fn signed(&self) -> Vec<u8> {
        let context = b"countersign/v1/team/invitation".as_slice();
        [context, &self.before_address(), &self.address].concat()
    }
}
