//! One-time passwords in the fields of a KeePass entry, in the four ways that programs write them: `otp` with a URI
//! (KeePassXC) or with KeeOtp's parameters, `TOTP Seed` and `TOTP Settings` (KeeTrayTOTP), and `TimeOtp-` and `HmacOtp-`
//! with their parts (KeePass 2.47).

use data_encoding::BASE64;
use otp::uri::{self, Labelled};
use otp::{Kind, Otp, Secret, SecretText};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::import::error::SkipReason;
use crate::import::json::Text;
use crate::import::parts::{self, Parts};

/// Names and values of an entry's fields.
pub(super) struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> FromIterator<(&'a str, &'a str)> for Fields<'a> {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(fields: T) -> Self {
        Self(fields.into_iter().collect())
    }
}

type Found = Result<Labelled, SkipReason>;

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let mut fields = self.0.iter().filter(|(key, _)| *key == name);
        fields.next().map(|(_, value)| value.trim())
    }

    /// Empty where there is no such field.
    pub(super) fn text(&self, name: &str) -> &'a str {
        self.get(name).unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// All that are there; the same one written in several ways is one.
    pub(super) fn one_time_passwords(&self) -> Vec<Found> {
        let ways = [self.otp(), self.seed(), self.timed(), self.counted()];
        let mut found: Vec<Found> = Vec::new();
        for way in ways.into_iter().flatten() {
            let is_known = |known: &Found| matches!((known, &way), (Ok(a), Ok(b)) if is_same(a, b));
            if !found.iter().any(is_known) {
                found.push(way);
            }
        }
        found
    }

    fn otp(&self) -> Option<Found> {
        let value = self.get("otp").filter(|value| !value.is_empty())?;
        if uri::is_otp_uri(value) {
            return Some(uri::parse(value).map_err(SkipReason::Uri));
        }
        Some(keeotp(value))
    }

    fn seed(&self) -> Option<Found> {
        let seed = self.get("TOTP Seed").filter(|seed| !seed.is_empty())?;
        let mut settings = self.text("TOTP Settings").split(';').map(str::trim);
        let period = settings.next().and_then(|period| period.parse().ok());
        let kind = match settings.next() {
            Some("S") => Ok(Kind::Steam),
            digits => Parts {
                period,
                digits: digits.and_then(|digits| digits.parse().ok()),
                ..Parts::default()
            }
            .totp(),
        };
        Some(join(parts::base32(seed), kind))
    }

    fn timed(&self) -> Option<Found> {
        let secret = self.secret("TimeOtp")?;
        let numbers = Parts {
            algorithm: self.get("TimeOtp-Algorithm"),
            digits: self.number("TimeOtp-Length"),
            period: self.number("TimeOtp-Period"),
            counter: None,
        };
        Some(join(secret, numbers.totp()))
    }

    fn counted(&self) -> Option<Found> {
        let secret = self.secret("HmacOtp")?;
        let numbers = Parts {
            counter: self.number("HmacOtp-Counter"),
            ..Parts::default()
        };
        Some(join(secret, numbers.hotp()))
    }

    /// The secret is text itself, or written in one of three ways.
    fn secret(&self, kind: &str) -> Option<Result<Secret, SkipReason>> {
        let with = |ending: &str| {
            let value = self.get(&format!("{kind}-Secret{ending}"))?;
            Some(value).filter(|value| !value.is_empty())
        };
        let bytes = |bytes| Secret::new(Zeroizing::new(bytes)).ok_or(SkipReason::SecretMissing);
        if let Some(text) = with("") {
            return Some(bytes(text.as_bytes().to_vec()));
        }
        if let Some(text) = with("-Base32") {
            return Some(parts::base32(text));
        }
        if let Some(text) = with("-Hex") {
            return Some(Secret::from_hex(text).map_err(SkipReason::from));
        }
        let decoded = BASE64.decode(with("-Base64")?.as_bytes());
        Some(
            decoded
                .map_err(|_base64| SkipReason::Damaged)
                .and_then(bytes),
        )
    }

    /// Each line of a field that is named so.
    pub(super) fn backup_codes(&self) -> Vec<SecretText> {
        let is_codes = |name: &str| {
            let name = name.to_ascii_lowercase();
            let words = name.contains("backup") || name.contains("recovery");
            words && name.contains("code")
        };
        let fields = self.0.iter().filter(|(name, _)| is_codes(name));
        let lines = fields.flat_map(|(_, value)| value.lines().map(str::trim));
        lines
            .filter(|line| !line.is_empty())
            .map(|line| SecretText::new(line.to_owned()))
            .collect()
    }
}

fn is_same(a: &Labelled, b: &Labelled) -> bool {
    a.otp.kind == b.otp.kind && a.otp.secret.same_as(&b.otp.secret)
}

fn join(secret: Result<Secret, SkipReason>, kind: Result<Kind, SkipReason>) -> Found {
    Ok(Labelled {
        issuer: None,
        account: String::new(),
        otp: Otp::new(secret?, kind?, None)?,
    })
}

/// `key=SECRET&step=30&size=6&type=Totp&counter=0&otpHashMode=Sha1`; all but the key may be missing.
fn keeotp(query: &str) -> Found {
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let value = percent_decode_str(value).decode_utf8().ok()?;
        Some(Text::new(value.into_owned()))
    };
    let number = |name: &str| value(name)?.parse().ok();
    let algorithm = value("otpHashMode");
    let numbers = Parts {
        algorithm: algorithm.as_deref().map(String::as_str),
        digits: number("size"),
        period: number("step"),
        counter: number("counter"),
    };
    let key = value("key").ok_or(SkipReason::SecretMissing)?;
    let kind = value("type").unwrap_or_default().to_ascii_lowercase();
    let kind = match kind.as_str() {
        "" | "totp" => numbers.totp(),
        "hotp" => numbers.hotp(),
        "steam" => Ok(Kind::Steam),
        _ => Err(SkipReason::UnknownType),
    };
    join(parts::base32(&key), kind)
}
