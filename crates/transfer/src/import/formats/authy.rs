//! Authy: the preferences of its Android program (`com.authy.storage.tokens.authenticator.xml` and `.authy.xml`, Authy
//! 24), and the answer of its server that people catch on the way to their own phone (`authenticator_tokens`).
//!
//! Secrets of other sites may be under AES-256-CBC with a key from PBKDF2-HMAC-SHA1 and each its own salt. Tokens of
//! Authy itself are never sealed: hexadecimal, seven digits, ten seconds.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use otp::{Kind, Secret};
use serde::Deserialize;

use crate::import::cipher::{BLOCK, open_aes_256_cbc};
use crate::import::derive::{check_pbkdf2_sha1_of_all, pbkdf2_sha1};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::xml;
use crate::import::{Access, MAX_ENTRIES};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Authy,
    recognises: |file| {
        CAUGHT.iter().any(|key| file.has_keys(&[key]))
            || file.array_has_keys(&["decryptedSecret", "name"])
            || xml::is_preferences(file, PREFERENCES)
    },
    read,
};

const PREFERENCES: &str = "com.authy.storage.tokens.";
/// Tokens of other sites, as they are and as scripts leave them when they have opened them; Authy's own.
const CAUGHT: &[&str] = &["authenticator_tokens", "decrypted_authenticator_tokens"];
const CAUGHT_OWN: &str = "apps";
/// Rounds of the key where nothing is said about them.
const ROUNDS: u32 = 1_000;
const OWN_DIGITS: i64 = 7;
const OWN_PERIOD: i64 = 10;

/// The phone writes names one way, the server another.
#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    name: Option<String>,
    #[serde(default, alias = "originalName")]
    original_name: Option<String>,
    #[serde(default, alias = "originalIssuer")]
    original_issuer: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default, alias = "accountType")]
    account_type: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default, alias = "decryptedSecret")]
    decrypted_seed: Option<Text>,
    #[serde(default, alias = "encryptedSecret")]
    encrypted_seed: Option<String>,
    /// Of a token of Authy's own.
    #[serde(default, alias = "secretSeed")]
    secret_seed: Option<Text>,
    #[serde(default)]
    salt: Option<String>,
    #[serde(default)]
    unique_iv: Option<String>,
    #[serde(default)]
    key_derivation_iterations: Option<u32>,
}

impl Token {
    fn is_sealed(&self) -> bool {
        self.decrypted_seed.is_none() && self.secret_seed.is_none() && self.encrypted_seed.is_some()
    }

    fn rounds(&self) -> u32 {
        self.key_derivation_iterations.unwrap_or(ROUNDS)
    }
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let tokens = tokens(file)?;
    let is_sealed = |token: &&Option<Token>| token.as_ref().is_some_and(Token::is_sealed);
    let sealed = tokens.iter().filter(is_sealed).count();
    let rounds = tokens.iter().flatten().filter(|token| token.is_sealed());
    let rounds = rounds.fold(0_u64, |sum, token| {
        sum.saturating_add(token.rounds().into())
    });
    if sealed > 0 {
        access.password.ok_or(ReadError::PasswordNeeded)?;
        check_pbkdf2_sha1_of_all(rounds, access)?;
    }
    let mut found = Found::default();
    let mut opened = 0_usize;
    for token in &tokens {
        let item = match token {
            Some(token) => read_token(token, access),
            None => Err(Skipped::new("", "", SkipReason::Damaged)),
        };
        let is_opened = item.is_ok() && is_sealed(&token);
        opened = opened.saturating_add(usize::from(is_opened));
        found.push(item)?;
    }
    // Nothing but what comes out tells a wrong password.
    if sealed > 0 && opened == 0 {
        return Err(ReadError::WrongPassword);
    }
    Ok(found)
}

/// All tokens of the file; `None` for one that is damaged.
fn tokens(file: &File<'_>) -> Result<Vec<Option<Token>>, ReadError> {
    let mut tokens = Vec::new();
    let mut add = |text: &str| -> Result<(), ReadError> {
        for token in json::list(text)? {
            if tokens.len() == MAX_ENTRIES {
                return Err(ReadError::TooMany);
            }
            tokens.push(json::value(token).ok());
        }
        Ok(())
    };
    if let Some(list) = file.array() {
        tokens.extend(list.iter().map(|token| json::value(token).ok()));
    } else if let Some(object) = file.object() {
        for key in CAUGHT.iter().chain([&CAUGHT_OWN]) {
            if let Some(list) = json::member(object, key) {
                add(list.get())?;
            }
        }
    } else {
        for (name, value) in xml::preferences(file.text().ok_or(ReadError::Damaged)?)? {
            if name.starts_with(PREFERENCES) && name.ends_with(".key") {
                add(&value)?;
            }
        }
    }
    Ok(tokens)
}

fn read_token(token: &Token, access: Access<'_>) -> Result<Entry, Skipped> {
    let (issuer, account) = names(token);
    let labelled = one_time_password(token, access)
        .and_then(|(secret, kind)| parts::labelled(issuer, account, secret, kind, None))
        .map_err(|reason| Skipped::new(issuer, account, reason))?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

/// What the site said, rather than what Authy made of it; a token of Authy's own has only the name of the site.
fn names(token: &Token) -> (&str, &str) {
    let name = text(token.name.as_deref()).unwrap_or_default();
    if is_own(token) {
        return (name, "");
    }
    let account = text(token.original_name.as_deref()).unwrap_or(name);
    let issuer = text(token.original_issuer.as_deref()).or(text(token.issuer.as_deref()));
    match issuer {
        Some(issuer) => (issuer, account),
        None if account.contains(':') => ("", account),
        None => account.split_once(" - ").unwrap_or(("", account)),
    }
}

fn text(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

fn is_own(token: &Token) -> bool {
    token.secret_seed.is_some()
        || (token.account_type.as_deref() == Some("authy")
            && token
                .decrypted_seed
                .as_deref()
                .is_some_and(|seed| is_hex(seed)))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn one_time_password(token: &Token, access: Access<'_>) -> Result<(Secret, Kind), SkipReason> {
    if is_own(token) {
        let seed = token.secret_seed.as_ref().or(token.decrypted_seed.as_ref());
        let numbers = Parts {
            digits: Some(token.digits.0.unwrap_or(OWN_DIGITS)),
            period: Some(OWN_PERIOD),
            ..Parts::default()
        };
        let secret = Secret::from_hex(seed.ok_or(SkipReason::SecretMissing)?)?;
        return Ok((secret, numbers.totp()?));
    }
    let numbers = Parts {
        digits: token.digits.0,
        ..Parts::default()
    };
    let secret = match &token.decrypted_seed {
        Some(seed) => parts::base32(seed)?,
        None => parts::base32(&open(token, access)?)?,
    };
    Ok((secret, numbers.totp()?))
}

/// The secret in Base32.
fn open(token: &Token, access: Access<'_>) -> Result<Text, SkipReason> {
    let password = access.password.ok_or(SkipReason::SecretMissing)?;
    let sealed = token.encrypted_seed.as_ref();
    let sealed = sealed.ok_or(SkipReason::SecretMissing)?.as_bytes();
    let sealed = BASE64
        .decode(sealed)
        .map_err(|_base64| SkipReason::Damaged)?;
    let salt = token.salt.as_ref().ok_or(SkipReason::Damaged)?.as_bytes();
    let iv = match token.unique_iv.as_deref().filter(|iv| !iv.is_empty()) {
        None => vec![0; BLOCK],
        Some(iv) => HEXLOWER_PERMISSIVE
            .decode(iv.as_bytes())
            .map_err(|_hex| SkipReason::Damaged)?,
    };
    let password = password.expose().as_bytes();
    let key =
        pbkdf2_sha1(password, salt, token.rounds(), access).map_err(|_cost| SkipReason::Damaged)?;
    let seed = open_aes_256_cbc(&key, &iv, &sealed).map_err(|_padding| SkipReason::Damaged)?;
    let seed = std::str::from_utf8(&seed).map_err(|_utf8| SkipReason::Damaged)?;
    Ok(Text::new(seed.to_owned()))
}
