//! What an account page knows beside the code: methods, deadlines, trusted devices, recovery.

use crate::cbor::{Reader, Writer};
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use otp::UnixTime;
use std::fmt;
use std::str::FromStr;

/// A calendar day without a time zone, years 0 to 9999, written `2026-12-31` (ISO 8601).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// How many days after the day of `now` (UTC) it is; negative before it. `None` beyond the calendar.
    pub fn days_after(self, now: UnixTime) -> Option<i64> {
        let now = jiff::Timestamp::from_second(i64::try_from(now.get()).ok()?).ok()?;
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let days = today.until((jiff::Unit::Day, self.0)).ok()?;
        Some(i64::from(days.get_days()))
    }
}

/// The text is not a date such as `2026-12-31`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a date of the form YYYY-MM-DD")]
pub struct NotADate;

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let exact = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = exact.then(|| text.parse().ok()).flatten();
        date.map(Self).ok_or(NotADate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A way to prove who one is that a site has switched on for the account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// Codes from an authenticator.
    App,
    /// A code by text message.
    Sms,
    /// A code by telephone call.
    Call,
    /// A code by e-mail.
    Email,
    /// A FIDO2 or U2F security key.
    SecurityKey,
    /// A passkey.
    Passkey,
    /// A question on a phone.
    Push,
    /// The site's single-use recovery codes.
    BackupCodes,
    /// A method that only a newer version knows.
    Other(u64),
}

/// The methods this version knows, at their numbers, with the names used on the command line.
const METHODS: [(Method, &str); 8] = [
    (Method::App, "app"),
    (Method::Sms, "sms"),
    (Method::Call, "call"),
    (Method::Email, "email"),
    (Method::SecurityKey, "security-key"),
    (Method::Passkey, "passkey"),
    (Method::Push, "push"),
    (Method::BackupCodes, "backup-codes"),
];

impl Method {
    /// The method called so on the command line, for example `sms`.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = METHODS.iter().find(|(_, known)| *known == name);
        found.map(|(method, _)| *method)
    }

    /// Its name; `other` for one that only a newer version knows.
    pub fn name(self) -> &'static str {
        let found = METHODS.iter().find(|(method, _)| *method == self);
        found.map_or("other", |(_, name)| name)
    }

    fn number(self) -> u64 {
        let known = (0..).zip(METHODS).find(|(_, (method, _))| *method == self);
        match (self, known) {
            (Self::Other(number), _) => number,
            (_, Some((number, _))) => number,
            (_, None) => unreachable!("every method but `Other` is in the table"),
        }
    }

    fn from_number(number: u64) -> Self {
        let known = (0..).zip(METHODS).find(|(at, _)| *at == number);
        known.map_or(Self::Other(number), |(_, (method, _))| method)
    }
}

/// Whether a method is asked for first or kept for when the first is not at hand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rank {
    /// Asked for first.
    Primary,
    /// Used when the primary method is not at hand.
    Backup,
}

/// A method that is on for an account.
pub struct MethodUse {
    /// Which method.
    pub method: Method,
    /// Primary or backup.
    pub rank: Rank,
    unknown: Unknown,
}

impl MethodUse {
    /// The method at this rank.
    pub fn new(method: Method, rank: Rank) -> Self {
        Self {
            method,
            rank,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.unsigned(0, this.method.number());
        map.unsigned(1, if this.rank == Rank::Backup { 1 } else { 0 });
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(Method::App, Rank::Primary);
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.method = Method::from_number(value.unsigned()?),
                1 => this.rank = read_rank(value)?,
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}

fn read_rank(mut value: Reader<'_>) -> Result<Rank, OpenError> {
    match value.unsigned()? {
        0 => Ok(Rank::Primary),
        1 => Ok(Rank::Backup),
        _ => Err(OpenError::TooNew { needed: 0 }),
    }
}

/// How long a site leaves this device alone after a sign-in.
pub struct TrustedDevice {
    /// Length in seconds; `None`: for one sign-on.
    pub seconds: Option<u64>,
    /// When it was granted, if known.
    pub since: Option<UnixTime>,
    unknown: Unknown,
}

impl TrustedDevice {
    /// Trusted for so many seconds, or for one sign-on.
    pub fn new(seconds: Option<u64>, since: Option<UnixTime>) -> Self {
        Self {
            seconds,
            since,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.optional(0, this.seconds);
        map.optional(1, this.since.map(UnixTime::get));
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(None, None);
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.seconds = Some(value.unsigned()?),
                1 => this.since = Some(read_time(value)?),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}

/// How to get back in when every method is lost.
#[derive(Default)]
pub struct Recovery {
    /// Who to write to or call.
    pub contact: String,
    /// The site's recovery page.
    pub link: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    unknown: Unknown,
}

impl Recovery {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.contact.is_empty()
            && self.link.is_empty()
            && self.steps.is_empty()
            && self.unknown.is_empty()
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.text(0, &this.contact);
        map.text(1, &this.link);
        map.list(2, &this.steps, |w, step| w.text(step));
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::default();
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.contact = value.text()?.to_owned(),
                1 => this.link = value.text()?.to_owned(),
                2 => this.steps = read_texts(value)?,
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}

pub(crate) fn read_time(mut value: Reader<'_>) -> Result<UnixTime, OpenError> {
    let seconds = i64::try_from(value.unsigned()?).ok();
    seconds.and_then(UnixTime::new).ok_or(OpenError::Damaged)
}

pub(crate) fn read_texts(value: Reader<'_>) -> Result<Vec<String>, OpenError> {
    read_list(value, |item| Ok(Reader::new(item).text()?.to_owned()))
}
