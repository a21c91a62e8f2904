//! The codes of one day of a lease, sealed for its recipient.

use super::codes::{self, Shape};
use super::{Grant, LeaseRefused, NotLent};
use crate::entry::{expect_array, fixed, integer};
use crate::envelope::padded;
use crate::keys::{DeviceKey, DeviceRecord, MemberKey, is_signed};
use crate::ops::{id, text};
use otp::{Otp, Period, UnixTime};
use rand_core::CryptoRng;
use std::collections::VecDeque;
use vault::Id;
use vault::primitives::{Malformed, Reader, Writer};
use zeroize::Zeroizing;

/// Largest slice, in bytes.
pub const MAX_SLICE: usize = 524_288;
const VERSION: u64 = 1;
const CONTEXT: &[u8] = b"countersign/v1/lease-slice";
const LONGEST_NAME: usize = 1_024;
/// How far two clocks may be apart, in seconds.
const CLOCKS_APART: u64 = 300;

/// A slice that was checked: its codes may be shown.
pub struct LeaseSlice {
    grant: Grant,
    number: u32,
    issuer: String,
    account: String,
    period: u64,
    /// Those that are not over yet; the first is of the period `first`.
    codes: VecDeque<Zeroizing<String>>,
    first: u64,
    until: u64,
}

static_assertions::assert_not_impl_any!(LeaseSlice: Clone, std::fmt::Debug);

/// How many slices a lease has.
pub fn slice_count(grant: &Grant) -> u32 {
    let length = grant.terms().until - grant.terms().from;
    u32::try_from(length.div_ceil(86_400)).unwrap_or(0)
}

impl Grant {
    /// Computes and seals slice `number` for the recipient. `poster` is the lender or another whom the grant names.
    ///
    /// # Errors
    /// `Kind`, `NoSlice`, `NotAPoster`, `NotSealed`.
    pub fn slice(
        &self,
        (number, now): (u32, UnixTime),
        (issuer, account, otp): (&str, &str, &Otp),
        (poster, recipient): (&MemberKey, &DeviceRecord),
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, NotLent> {
        let shape = Shape::of(otp.kind).ok_or(NotLent::Kind)?;
        let time = self.time_of(number).ok_or(NotLent::NoSlice)?;
        if !self.may_post(&poster.public()) {
            return Err(NotLent::NotAPoster);
        }
        if recipient.id() != self.terms().recipient
            || issuer.len().max(account.len()) > LONGEST_NAME
        {
            return Err(NotLent::NotSealed);
        }
        let period = otp.kind.period().unwrap_or(Period::THIRTY).get();
        let (first, count) = periods(time, period);
        let codes = codes::packed((otp, shape), (first, count, period)).ok_or(NotLent::Kind)?;
        let (grant, signature) = self.signed();
        let mut w = Writer::with_capacity(codes.len() + 4_096);
        w.array(9);
        w.bytes(grant);
        w.bytes(signature);
        w.unsigned(u64::from(number));
        w.unsigned(now.get());
        w.text(issuer);
        w.text(account);
        w.unsigned(shape.number());
        w.unsigned(period);
        w.bytes(&codes);
        let plain = signed(&w.into_bytes(), poster).ok_or(NotLent::NotSealed)?;
        let lease = self.terms().lease;
        let sealed = recipient.seal(&info(lease, number, recipient.id()), &plain, rng);
        Ok(object(
            lease,
            number,
            recipient.id(),
            &sealed.ok_or(NotLent::NotSealed)?,
        ))
    }
}

impl LeaseSlice {
    /// Opens a slice for this device. `is_verified` says whether a member key is of somebody whom the user verified.
    ///
    /// # Errors
    /// Every variant of [`LeaseRefused`]; no code is shown.
    pub fn open(
        bytes: &[u8],
        device: &DeviceKey,
        now: UnixTime,
        is_verified: impl Fn(&[u8; 32]) -> bool,
    ) -> Result<Self, LeaseRefused> {
        let outside = Outside::read(bytes).ok_or(LeaseRefused::Malformed)?;
        let recipient = outside.recipient;
        if recipient != device.id() {
            return Err(LeaseRefused::OfAnotherDevice { recipient });
        }
        let info = info(outside.lease, outside.number, recipient);
        let plain = device.open(&info, outside.sealed);
        let plain = plain.ok_or(LeaseRefused::Changed)?;
        let inside = Inside::read(&plain).ok_or(LeaseRefused::Malformed)?;
        let content = Content::read(inside.content).ok_or(LeaseRefused::Malformed)?;
        let this = content.checked()?;
        let grant = &this.grant;
        if !is_verified(&grant.lender()) {
            let lender = grant.lender();
            return Err(LeaseRefused::UnknownLender { lender });
        }
        let belongs = grant.terms().lease == outside.lease
            && grant.terms().recipient == recipient
            && this.number == outside.number
            && grant.is_signed()
            && grant.may_post(&inside.poster)
            && inside.is_signed();
        belongs.then_some(()).ok_or(LeaseRefused::NotSigned)?;
        let ahead = content.issued.saturating_sub(now.get());
        if ahead > CLOCKS_APART {
            return Err(LeaseRefused::ClockOff { seconds: ahead });
        }
        if now.get() >= this.until {
            return Err(LeaseRefused::Over);
        }
        Ok(this)
    }

    /// What the lender allowed.
    pub fn grant(&self) -> &Grant {
        &self.grant
    }

    /// Which slice of the lease it is, from 0.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The issuer and the account name, as the lender has them.
    pub fn label(&self) -> (&str, &str) {
        (&self.issuer, &self.account)
    }

    /// The first second after the slice.
    pub fn until(&self) -> UnixTime {
        i64::try_from(self.until)
            .ok()
            .and_then(UnixTime::new)
            .unwrap_or(UnixTime::EPOCH)
    }

    /// The code of this moment, and the first second after it; `None` outside of the slice, and once it was forgotten.
    pub fn code(&self, at: UnixTime) -> Option<(&str, u64)> {
        let at = at.get();
        let begins = self.grant.time_of(self.number)?.0;
        if at < begins || at >= self.until {
            return None;
        }
        let place = (at / self.period).checked_sub(self.first)?;
        let code = self.codes.get(usize::try_from(place).ok()?)?;
        let ends = (at / self.period + 1) * self.period;
        Some((code.as_str(), ends.min(self.until)))
    }

    /// Forgets the codes of all periods before the one of this moment, and all of them when the slice is over.
    pub fn forget_past(&mut self, now: UnixTime) {
        let kept_from = match now.get() < self.until {
            true => now.get() / self.period,
            false => u64::MAX,
        };
        while self.first < kept_from && self.codes.pop_front().is_some() {
            self.first += 1;
        }
    }
}

/// The first period that overlaps this time, and how many do.
fn periods((from, until): (u64, u64), period: u64) -> (u64, u64) {
    let first = from / period;
    (first, until.div_ceil(period) - first)
}

fn info(lease: Id, number: u32, recipient: Id) -> Vec<u8> {
    let context = b"countersign/v1/lease".as_slice();
    let number = number.to_be_bytes();
    [context, lease.as_bytes(), &number, recipient.as_bytes()].concat()
}

fn object(lease: Id, number: u32, recipient: Id, sealed: &[u8]) -> Vec<u8> {
    let mut w = Writer::with_capacity(sealed.len() + 64);
    w.array(5);
    w.unsigned(VERSION);
    w.bytes(lease.as_bytes());
    w.unsigned(u64::from(number));
    w.bytes(recipient.as_bytes());
    w.bytes(sealed);
    w.into_bytes().to_vec()
}

/// The plaintext: the content, signed, and padded so that its size says little.
fn signed(content: &[u8], poster: &MemberKey) -> Option<Zeroizing<Vec<u8>>> {
    let signature = poster.sign(&to_sign(content));
    let length = u32::try_from(content.len()).ok()?.to_be_bytes();
    let size = padded(4 + content.len() + 32 + 64);
    let mut plain = Zeroizing::new(Vec::with_capacity(size));
    for part in [&length, content, &poster.public(), &signature] {
        plain.extend_from_slice(part);
    }
    plain.resize(size, 0);
    Some(plain)
}

fn to_sign(content: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([CONTEXT, content].concat())
}

/// What anybody sees of a slice.
struct Outside<'a> {
    lease: Id,
    number: u32,
    recipient: Id,
    sealed: &'a [u8],
}

impl<'a> Outside<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > MAX_SLICE {
            return None;
        }
        vault::primitives::check(bytes).ok()?;
        Self::read_array(bytes).ok()
    }

    fn read_array(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let r = &mut Reader::new(bytes);
        expect_array(r, 5)?;
        if r.unsigned()? != VERSION {
            return Err(Malformed { at: 0 });
        }
        let this = Self {
            lease: id(r)?,
            number: slice_number(r)?,
            recipient: id(r)?,
            sealed: r.bytes()?,
        };
        r.end()?;
        Ok(this)
    }
}

fn slice_number(r: &mut Reader<'_>) -> Result<u32, Malformed> {
    u32::try_from(r.unsigned()?).map_err(|_| Malformed { at: 0 })
}

/// The parts of a plaintext.
struct Inside<'a> {
    content: &'a [u8],
    poster: [u8; 32],
    signature: [u8; 64],
}

impl<'a> Inside<'a> {
    fn read(plain: &'a [u8]) -> Option<Self> {
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (content, rest) = rest.split_at_checked(length)?;
        let (poster, rest) = rest.split_first_chunk::<32>()?;
        let (signature, padding) = rest.split_first_chunk::<64>()?;
        let used = plain.len() - padding.len();
        let is_padded = plain.len() == padded(used) && padding.iter().all(|byte| *byte == 0);
        is_padded.then_some(Self {
            content,
            poster: *poster,
            signature: *signature,
        })
    }

    fn is_signed(&self) -> bool {
        is_signed(&self.poster, &to_sign(self.content), &self.signature)
    }
}

/// What a poster says.
struct Content<'a> {
    grant: Grant,
    number: u32,
    issued: u64,
    issuer: String,
    account: String,
    shape: Shape,
    period: u64,
    codes: &'a [u8],
}

impl<'a> Content<'a> {
    fn read(content: &'a [u8]) -> Option<Self> {
        vault::primitives::check(content).ok()?;
        Self::read_array(content).ok()?
    }

    fn read_array(content: &'a [u8]) -> Result<Option<Self>, Malformed> {
        let r = &mut Reader::new(content);
        expect_array(r, 9)?;
        let (grant, signature) = (r.bytes()?, fixed(r)?);
        let (number, issued) = (slice_number(r)?, integer(r)?);
        let (issuer, account) = (text(r, LONGEST_NAME)?, text(r, LONGEST_NAME)?);
        let shape = Shape::from_number(r.unsigned()?);
        let period = Period::new(r.unsigned()?);
        let codes = r.bytes()?;
        r.end()?;
        let (Some(shape), Some(period)) = (shape, period) else {
            return Ok(None);
        };
        let is_steam = shape == Shape::Steam;
        if is_steam && period != Period::THIRTY {
            return Ok(None);
        }
        Ok(Grant::read(grant, signature).map(|grant| Self {
            grant,
            number,
            issued,
            issuer,
            account,
            shape,
            period: period.get(),
            codes,
        }))
    }

    /// With its codes.
    fn checked(&self) -> Result<LeaseSlice, LeaseRefused> {
        let time = self.grant.time_of(self.number);
        let time = time.ok_or(LeaseRefused::NotSigned)?;
        let (first, count) = periods(time, self.period);
        let codes = codes::unpacked(self.codes, self.shape, count);
        Ok(LeaseSlice {
            grant: self.grant.clone(),
            number: self.number,
            issuer: self.issuer.clone(),
            account: self.account.clone(),
            period: self.period,
            codes: codes.ok_or(LeaseRefused::Malformed)?.into(),
            first,
            until: time.1,
        })
    }
}
