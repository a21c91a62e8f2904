//! A token as FreeOTP 1, FreeOTP 2 and FreeOTP+ describe it.

use otp::{Kind, Secret};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::import::entry::{Entry, Extras, Skipped};
use crate::import::error::SkipReason;
use crate::import::json::Number;
use crate::import::parts::{self, Parts};

#[derive(Deserialize)]
struct Token {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    algo: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    /// Before the colon of the label; what the program shows.
    #[serde(default, rename = "issuerExt")]
    issuer: Option<String>,
    /// The parameter of the URI.
    #[serde(default, rename = "issuerInt")]
    issuer_parameter: Option<String>,
    #[serde(default, rename = "issuerAlt")]
    renamed_issuer: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default, rename = "labelAlt")]
    renamed_label: Option<String>,
    /// Java's bytes: from -128 to 127.
    #[serde(default)]
    secret: Zeroizing<Vec<i8>>,
}

/// Reads a token; `key` where its secret is kept elsewhere.
pub(in crate::import::formats) fn read(
    json: &str,
    key: Option<Result<Secret, SkipReason>>,
) -> Result<Entry, Skipped> {
    let Ok(token) = serde_json::from_str::<Token>(json) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = first(&[
        &token.renamed_issuer,
        &token.issuer,
        &token.issuer_parameter,
    ]);
    let label = first(&[&token.renamed_label, &token.label]);
    let secret = key.unwrap_or_else(|| own_secret(&token.secret));
    let labelled = secret
        .and_then(|secret| parts::labelled(issuer, label, secret, kind(&token)?, None))
        .map_err(|reason| Skipped::new(issuer, label, reason))?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

fn first<'a>(texts: &[&'a Option<String>]) -> &'a str {
    let mut texts = texts.iter().filter_map(|text| text.as_deref());
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn own_secret(bytes: &[i8]) -> Result<Secret, SkipReason> {
    if bytes.is_empty() {
        return Err(SkipReason::SecretMissing);
    }
    let bytes = bytes.iter().map(|byte| byte.cast_unsigned()).collect();
    Secret::new(Zeroizing::new(bytes)).ok_or(SkipReason::Damaged)
}

/// The program makes letters of Steam's for this one issuer. A counter is that of the code it would show next; -1 is
/// what it keeps for a URI that counts from 0, before the first use.
fn kind(token: &Token) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        algorithm: token.algo.as_deref(),
        digits: token.digits.0,
        period: token.period.0.filter(|period| *period > 0),
        counter: token.counter.0.map(|counter| match counter {
            -1 => 0,
            counter => counter,
        }),
    };
    match token.kind.as_deref() {
        Some("HOTP") => numbers.hotp(),
        Some("TOTP") if token.issuer.as_deref() == Some("Steam") => Ok(Kind::Steam),
        Some("TOTP") => numbers.totp(),
        Some(_) | None => Err(SkipReason::UnknownType),
    }
}
