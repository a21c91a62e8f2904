//! What a lender allows: whose codes, to whom, how long, and who may hand them over.

use super::NotLent;
use super::codes::Shape;
use crate::entry::{expect_array, fixed, integer};
use crate::keys::{MemberKey, is_signed};
use crate::ops::{ascending, id};
use otp::{Otp, UnixTime};
use std::collections::BTreeSet;
use vault::Id;
use vault::primitives::{Malformed, Reader, Writer};

const VERSION: u64 = 1;
const CONTEXT: &[u8] = b"countersign/v1/lease-grant";
/// Longest lease, in seconds: 31 days.
const LONGEST: u64 = 31 * 86_400;
const MOST_POSTERS: usize = 64;
/// Shortest secret whose codes are lent, in bytes: 80 bits.
const SHORTEST_SECRET: usize = 10;

/// What a lender says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeaseTerms {
    /// Names the lease.
    pub lease: Id,
    /// The device that gets the codes.
    pub recipient: Id,
    /// The team vault; 16 zero bytes for a personal one.
    pub vault: Id,
    /// The account.
    pub item: Id,
    /// The secret whose codes are lent.
    pub version: Id,
    /// The first second.
    pub from: u64,
    /// The first second after it.
    pub until: u64,
}

/// A lender's signed word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Grant {
    terms: LeaseTerms,
    lender: [u8; 32],
    posters: BTreeSet<[u8; 32]>,
    bytes: Vec<u8>,
    signature: [u8; 64],
}

impl Grant {
    /// Allows the codes of `otp`. Its slices are handed over by the lender, and by the members with these keys.
    ///
    /// # Errors
    /// `Kind`, `ShortSecret`, `Time`, `Posters`.
    pub fn sign(
        terms: LeaseTerms,
        otp: &Otp,
        lender: &MemberKey,
        posters: &[[u8; 32]],
    ) -> Result<Self, NotLent> {
        Shape::of(otp.kind).ok_or(NotLent::Kind)?;
        if otp.secret.expose().len() < SHORTEST_SECRET {
            return Err(NotLent::ShortSecret);
        }
        if !has_time(&terms) {
            return Err(NotLent::Time);
        }
        let mut posters: BTreeSet<[u8; 32]> = posters.iter().copied().collect();
        posters.insert(lender.public());
        if posters.len() > MOST_POSTERS {
            return Err(NotLent::Posters);
        }
        let bytes = bytes(&terms, &lender.public(), &posters);
        let signature = lender.sign(&[CONTEXT, &bytes].concat());
        Ok(Self {
            terms,
            lender: lender.public(),
            posters,
            bytes,
            signature,
        })
    }

    /// Reads what `is_signed` has to be asked of. `None`: it is no grant.
    pub(super) fn read(bytes: &[u8], signature: [u8; 64]) -> Option<Self> {
        let this = Self::read_array(bytes, signature).ok()?;
        let is_complete = this.posters.contains(&this.lender)
            && this.posters.len() <= MOST_POSTERS
            && has_time(&this.terms);
        is_complete.then_some(this)
    }

    fn read_array(bytes: &[u8], signature: [u8; 64]) -> Result<Self, Malformed> {
        vault::primitives::check(bytes)?;
        let r = &mut Reader::new(bytes);
        expect_array(r, 10)?;
        if r.unsigned()? != VERSION {
            return Err(Malformed { at: 0 });
        }
        let terms = LeaseTerms {
            lease: id(r)?,
            recipient: id(r)?,
            vault: id(r)?,
            item: id(r)?,
            version: id(r)?,
            from: integer(r)?,
            until: integer(r)?,
        };
        let lender = fixed(r)?;
        let posters = ascending(r, fixed::<32>, |one, next| one < next)?;
        r.end()?;
        Ok(Self {
            terms,
            lender,
            posters: posters.into_iter().collect(),
            bytes: bytes.to_vec(),
            signature,
        })
    }

    /// What was said.
    pub fn terms(&self) -> &LeaseTerms {
        &self.terms
    }

    /// The lender's member key.
    pub fn lender(&self) -> [u8; 32] {
        self.lender
    }

    pub(super) fn is_signed(&self) -> bool {
        is_signed(
            &self.lender,
            &[CONTEXT, &self.bytes].concat(),
            &self.signature,
        )
    }

    pub(super) fn may_post(&self, member: &[u8; 32]) -> bool {
        self.posters.contains(member)
    }

    pub(super) fn signed(&self) -> (&[u8], &[u8; 64]) {
        (&self.bytes, &self.signature)
    }

    /// The first second of a slice, and the first second after it. `None`: the lease has no such slice.
    pub(super) fn time_of(&self, slice: u32) -> Option<(u64, u64)> {
        let from = self.terms.from + 86_400 * u64::from(slice);
        (from < self.terms.until).then(|| (from, self.terms.until.min(from + 86_400)))
    }

    /// Which slice is of this moment.
    pub fn slice_at(&self, now: UnixTime) -> Option<u32> {
        let since = now.get().checked_sub(self.terms.from)?;
        let slice = u32::try_from(since / 86_400).ok()?;
        self.time_of(slice).map(|_| slice)
    }
}

fn has_time(terms: &LeaseTerms) -> bool {
    let length = terms.until.checked_sub(terms.from);
    length.is_some_and(|length| (1..=LONGEST).contains(&length))
}

fn bytes(terms: &LeaseTerms, lender: &[u8; 32], posters: &BTreeSet<[u8; 32]>) -> Vec<u8> {
    let mut w = Writer::with_capacity(256 + posters.len() * 34);
    w.array(10);
    w.unsigned(VERSION);
    for id in [
        terms.lease,
        terms.recipient,
        terms.vault,
        terms.item,
        terms.version,
    ] {
        w.bytes(id.as_bytes());
    }
    w.unsigned(terms.from);
    w.unsigned(terms.until);
    w.bytes(lender);
    w.array(posters.len());
    for poster in posters {
        w.bytes(poster);
    }
    w.into_bytes().to_vec()
}
