//! The fields of an entry, and the one-time passwords in them.

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use otp::uri::{self, Labelled};
use otp::{Kind, Otp, Secret, SecretText};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::json::Text;
use crate::import::login;
use crate::import::parts::{self, Parts};
use crate::import::picture::Pictures;

/// Longest path of groups that is taken for a label, in bytes.
const MOST_PATH: usize = 1024;

/// Most one-time passwords of one entry.
const MOST_OF_ONE: usize = 20;

/// An entry as it stands in the XML.
#[derive(Default)]
pub(super) struct Item {
    pub(super) fields: Vec<(Text, Text)>,
    /// Its picture's id; empty where there is none.
    pub(super) icon: String,
    /// Between semicolons or commas.
    pub(super) tags: String,
    pub(super) use_count: u64,
    pub(super) is_deleted: bool,
}

/// What an account of an entry is, or why it is none.
type Candidate = Result<Labelled, SkipReason>;

impl Item {
    /// Adds the accounts of the entry, which stands in the groups of `path`.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) fn add_to<'p>(
        &self,
        path: impl Iterator<Item = &'p str> + Clone,
        icons: &mut Pictures<'_>,
        found: &mut Found,
    ) -> Result<(), ReadError> {
        let candidates = self.one_time_passwords();
        if candidates.is_empty() && !self.is_deleted {
            found.without_otp = found.without_otp.saturating_add(1);
        }
        let (title, username) = (self.get("Title"), self.get("UserName"));
        let is_wanted = !self.is_deleted && candidates.iter().any(Result::is_ok);
        let extras = if is_wanted {
            self.extras(path, icons)
        } else {
            Extras::default()
        };
        for (place, candidate) in candidates.into_iter().enumerate() {
            found.push(match candidate {
                _ if self.is_deleted => Err(Skipped::new(title, username, SkipReason::Deleted)),
                // Nobody has that many: all of them would carry the entry's notes and pictures.
                _ if place >= MOST_OF_ONE => {
                    Err(Skipped::new(title, username, SkipReason::Damaged))
                }
                Ok(mut labelled) => {
                    login::fill_names(&mut labelled, title, username);
                    let extras = extras.copy();
                    Ok(Entry { labelled, extras })
                }
                Err(reason) => Err(Skipped::new(title, username, reason)),
            })?;
        }
        Ok(())
    }

    fn extras<'p>(
        &self,
        path: impl Iterator<Item = &'p str> + Clone,
        icons: &mut Pictures<'_>,
    ) -> Extras {
        let mut extras = Extras {
            notes: SecretText::new(self.notes().to_owned()),
            icon: icons.get(&self.icon),
            use_count: self.use_count,
            ..Extras::default()
        };
        let length: usize = path
            .clone()
            .map(|group| group.len().saturating_add(1))
            .sum();
        if length <= MOST_PATH {
            extras.add_tag(&path.collect::<Vec<_>>().join("/"));
        }
        self.tags
            .split([';', ','])
            .for_each(|tag| extras.add_tag(tag));
        for (key, value) in &self.fields {
            extras.add_field(key, value);
        }
        extras.cut_notes();
        extras
    }

    /// The value of a field; empty where there is none.
    fn get(&self, key: &str) -> &str {
        self.find(key).unwrap_or_default()
    }

    /// As they are, also where there is nothing but blanks in them.
    fn notes(&self) -> &str {
        let blank = || {
            let mut fields = self.fields.iter();
            let notes = fields.find(|(name, _)| name.as_str() == "Notes");
            notes.map(|(_, value)| value.as_str())
        };
        self.find("Notes").or_else(blank).unwrap_or_default()
    }

    /// The value of a field that has one.
    fn find(&self, key: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let field = fields.find(|(name, value)| name.as_str() == key && !value.trim().is_empty());
        field.map(|(_, value)| value.as_str())
    }

    /// Each once, however many fields it is written in.
    fn one_time_passwords(&self) -> Vec<Candidate> {
        let own = self.find("otp").map(one_field);
        let seed = self.find("TOTP Seed").map(|seed| self.seed(seed));
        let time = self.of_prefix("TimeOtp", Self::time_based);
        let counter = self.of_prefix("HmacOtp", Self::counter_based);
        let mut found: Vec<Candidate> = Vec::new();
        for candidate in [own, seed, time, counter]
            .into_iter()
            .flatten()
            .chain(self.uris())
        {
            let is_known = |known: &Candidate| match (known, &candidate) {
                (Ok(known), Ok(new)) => same(&known.otp, &new.otp),
                (Err(known), Err(new)) => known == new,
                _ => false,
            };
            if !found.iter().any(is_known) {
                found.push(candidate);
            }
        }
        found
    }

    /// URIs in fields that a person named.
    fn uris(&self) -> impl Iterator<Item = Candidate> {
        let own = |key: &str| matches!(key, "otp" | "Title" | "UserName" | "Notes");
        let others = self.fields.iter().filter(move |(key, _)| !own(key));
        let uris = others.filter(|(_, value)| {
            let scheme = value.trim_start().get(..10);
            scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("otpauth://"))
        });
        uris.map(|(_, value)| uri::parse(value).map_err(SkipReason::Uri))
    }

    /// What KeeTrayTOTP and older KeePassXC write: seconds and digits, or `S` for Steam, between semicolons. An address
    /// that tells the time may follow.
    fn seed(&self, seed: &str) -> Candidate {
        let mut settings = self.get("TOTP Settings").split(';').map(str::trim);
        let period = settings.next().filter(|text| !text.is_empty());
        let digits = settings.next().filter(|text| !text.is_empty());
        let kind = if digits.is_some_and(|digits| digits.eq_ignore_ascii_case("S")) {
            Kind::Steam
        } else {
            let period = period.map(|text| text.parse().map_err(|_text| SkipReason::BadPeriod));
            let digits = digits.map(|text| text.parse().map_err(|_text| SkipReason::BadDigits));
            let parts = Parts {
                period: period.transpose()?,
                digits: digits.transpose()?,
                ..Parts::default()
            };
            parts.totp()?
        };
        unnamed(parts::base32(seed)?, kind)
    }

    /// What KeePass itself writes: the secret in one of four fields, named after its encoding.
    fn of_prefix(
        &self,
        prefix: &str,
        kind: fn(&Self) -> Result<Kind, SkipReason>,
    ) -> Option<Candidate> {
        let named = [
            ("", "utf8"),
            ("-Hex", "hex"),
            ("-Base32", "base32"),
            ("-Base64", "base64"),
        ];
        let (text, encoding) = named.iter().find_map(|(suffix, encoding)| {
            let text = self.find(&format!("{prefix}-Secret{suffix}"))?;
            Some((text, encoding))
        })?;
        let kind = kind(self);
        Some(decode(text, encoding).and_then(|secret| unnamed(secret, kind?)))
    }

    fn time_based(&self) -> Result<Kind, SkipReason> {
        let parts = Parts {
            algorithm: self.find("TimeOtp-Algorithm"),
            digits: number(self.find("TimeOtp-Length")).ok_or(SkipReason::BadDigits)?,
            period: number(self.find("TimeOtp-Period")).ok_or(SkipReason::BadPeriod)?,
            counter: None,
        };
        parts.totp()
    }

    /// The counter is of the next code; without one, KeePass begins with 0.
    fn counter_based(&self) -> Result<Kind, SkipReason> {
        let counter = number(self.find("HmacOtp-Counter")).ok_or(SkipReason::BadCounter)?;
        let parts = Parts {
            counter: counter.or(Some(0)),
            ..Parts::default()
        };
        parts.hotp()
    }
}

fn same(one: &Otp, other: &Otp) -> bool {
    one.kind == other.kind && one.secret.same_as(&other.secret)
}

/// The field `otp`: a URI (KeePassXC), the parameters of KeeOtp, or the secret alone.
fn one_field(text: &str) -> Candidate {
    if uri::is_otp_uri(text) {
        return uri::parse(text).map_err(SkipReason::Uri);
    }
    match parameter(text, "key") {
        Some(key) => kee_otp(text, key),
        // Parameters without a key.
        None if text.trim_end_matches('=').contains('=') => Err(SkipReason::SecretMissing),
        None => unnamed(parts::base32(text)?, Parts::default().totp()?),
    }
}

/// `key=SECRET&step=30&size=6&type=Totp&counter=0&otpHashMode=Sha1&encoding=Base32`; all but the key may be missing
/// (KeeOtp 1.3, KeeOtp2).
fn kee_otp(text: &str, key: &str) -> Candidate {
    let key: Zeroizing<Vec<u8>> = Zeroizing::new(percent_decode_str(key).collect());
    let key = str::from_utf8(&key).map_err(|_utf8| SkipReason::Damaged)?;
    let encoding = parameter(text, "encoding").unwrap_or("base32");
    let secret = decode(key, &encoding.to_ascii_lowercase())?;
    let get = |name: &str| number(parameter(text, name));
    let parts = Parts {
        algorithm: parameter(text, "otpHashMode"),
        digits: get("size").ok_or(SkipReason::BadDigits)?,
        period: get("step").ok_or(SkipReason::BadPeriod)?,
        counter: get("counter").ok_or(SkipReason::BadCounter)?.or(Some(0)),
    };
    let kind = parameter(text, "type").unwrap_or("totp");
    let kind = match kind.to_ascii_lowercase().as_str() {
        "totp" => parts.totp()?,
        "hotp" => parts.hotp()?,
        "steam" => Kind::Steam,
        _ => return Err(SkipReason::UnknownType),
    };
    unnamed(secret, kind)
}

fn parameter<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut pairs = text
        .trim()
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value.trim())
        .filter(|value| !value.is_empty())
}

/// `None` for what is no number; `Some(None)` where there is nothing.
fn number(text: Option<&str>) -> Option<Option<i64>> {
    text.map_or(Some(None), |text| text.trim().parse().ok().map(Some))
}

fn decode(text: &str, encoding: &str) -> Result<Secret, SkipReason> {
    let text = text.trim();
    let bytes = match encoding {
        "base32" => return parts::base32(text),
        "utf8" => text.as_bytes().to_vec(),
        "hex" => HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .map_err(|_hex| SkipReason::Damaged)?,
        "base64" => BASE64_NOPAD
            .decode(text.trim_end_matches('=').as_bytes())
            .map_err(|_base64| SkipReason::Damaged)?,
        _ => return Err(SkipReason::Damaged),
    };
    let is_empty = bytes.is_empty();
    let secret = Secret::new(Zeroizing::new(bytes));
    secret.ok_or(if is_empty {
        SkipReason::SecretMissing
    } else {
        SkipReason::Damaged
    })
}

fn unnamed(secret: Secret, kind: Kind) -> Candidate {
    parts::labelled("", "", secret, kind, None)
}
