//! WinAuth's files (what WinAuth 3.6 writes): its list of URIs where one is Steam's, that list in a zip archive under a
//! password, and its own configuration `winauth.xml`. A list without Steam is read as any list of URIs.
//!
//! The encryption of the configuration ties it to an account of Windows, or is WinAuth's own; both are refused, because
//! the program itself exports a list.

use data_encoding::HEXLOWER_PERMISSIVE;
use otp::{Kind, Secret};
use percent_encoding::percent_decode_str;

use super::{otpauth, steam};
use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::Text;
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::xml::{self, Element};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Winauth,
    recognises: |file| {
        xml::has_root(file, ROOT)
            || list_member(file).is_some()
            || file
                .text()
                .is_some_and(|text| otpauth::is_list(text) && has_steam_data(text))
    },
    read,
};

const ROOT: &str = "WinAuth";
/// The parameter with Steam's own file, which begins with a bracket; the URI's secret is none of the codes.
const STEAM_DATA: &str = "data=%7b";
/// Where Steam's own file stands among the parts of its secret data.
const STEAM_PART: usize = 3;

/// The only member of an archive, where it is a text.
fn list_member(file: &File<'_>) -> Option<String> {
    let archive = file.archive()?;
    if archive.find(|name| !is_list_name(name)).is_some() {
        return None;
    }
    archive.find(is_list_name)
}

fn is_list_name(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".txt")
}

/// Whether one of the URIs is WinAuth's of a Steam account.
pub(super) fn has_steam_data(text: &str) -> bool {
    otpauth::lines(text).any(|line| steam_data(line).is_some())
}

/// Steam's own file in a URI.
fn steam_data(line: &str) -> Option<Text> {
    let (_, query) = line.split_once('?')?;
    let is_data = |parameter: &&str| {
        parameter
            .get(..STEAM_DATA.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(STEAM_DATA))
    };
    let (_, value) = query.split('&').find(is_data)?.split_once('=')?;
    let json = percent_decode_str(value).decode_utf8().ok()?;
    Some(Text::new(json.into_owned()))
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if xml::has_root(file, ROOT) {
        return read_configuration(file.text().ok_or(ReadError::Damaged)?);
    }
    let Some(archive) = file.archive() else {
        return read_list(file.text().ok_or(ReadError::Damaged)?);
    };
    let name = list_member(file).ok_or(ReadError::Damaged)?;
    let password = access.password.map(|password| password.expose().as_bytes());
    let list = archive.member(&name, password)?;
    read_list(std::str::from_utf8(&list).map_err(|_utf8| ReadError::Damaged)?)
}

fn read_configuration(text: &str) -> Result<Found, ReadError> {
    let root = xml::parse(text)?;
    if is_encrypted(&root) {
        return Err(ReadError::UnknownEncryption);
    }
    Found::of(root.children_named("WinAuthAuthenticator"), read_element)
}

fn read_list(text: &str) -> Result<Found, ReadError> {
    let mut found = Found::default();
    for line in otpauth::lines(text) {
        found.push(match steam_data(line) {
            Some(json) => steam::read_account(&json),
            None => otpauth::read_line(line),
        })?;
    }
    Ok(found)
}

/// As a whole, or one of its accounts.
fn is_encrypted(root: &Element) -> bool {
    let is_sealed = |element: &Element| {
        let kinds = element.attribute("encrypted");
        kinds.is_some_and(|kinds| !kinds.is_empty())
    };
    let accounts = root.children_named("WinAuthAuthenticator");
    root.child("data").is_some()
        || accounts
            .filter_map(|account| account.child("authenticatordata"))
            .any(is_sealed)
}

fn read_element(account: &Element) -> Result<Entry, Skipped> {
    let name = account.text_of("name");
    let data = account.child("authenticatordata");
    let data = data.map_or("", |data| data.text_of("secretdata"));
    let kind = account.attribute("type").unwrap_or_default();
    let kind = kind.rsplit('.').next().unwrap_or_default();
    if kind == "SteamAuthenticator"
        && let Some(json) = data.split('|').nth(STEAM_PART).and_then(unhex)
        && let Ok(entry) = steam::read_account(&json)
    {
        return Ok(entry);
    }
    let (issuer, account) = names(kind, name);
    let labelled = one_time_password(kind, data)
        .and_then(|(secret, kind)| parts::labelled(issuer, account, secret, kind, None))
        .map_err(|reason| Skipped::new(issuer, account, reason))?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

/// WinAuth has one name, often as `Issuer (account)`; of some kinds the issuer is known.
fn names<'a>(kind: &str, name: &'a str) -> (&'a str, &'a str) {
    let (issuer, account) = match name.split_once(" (") {
        Some((issuer, account)) => (issuer, account.strip_suffix(')').unwrap_or(account)),
        None => ("", name),
    };
    match kind {
        "BattleNetAuthenticator" if issuer.is_empty() => ("Battle.net", account),
        "SteamAuthenticator" if issuer.is_empty() => ("Steam", account),
        _ => (issuer, account),
    }
}

/// `HEX`, then after tabs digits, algorithm and period; after bars what only this kind has.
fn one_time_password(kind: &str, data: &str) -> Result<(Secret, Kind), SkipReason> {
    let mut rest = data.split('|');
    let mut base = rest.next().unwrap_or_default().split('\t');
    let secret = Secret::from_hex(base.next().unwrap_or_default())?;
    let digits = base.next().and_then(number);
    let algorithm = base.next();
    let numbers = Parts {
        algorithm,
        digits: digits.or_else(|| (kind == "BattleNetAuthenticator").then_some(8)),
        period: base.next().and_then(number),
        // The counter of the code that was shown last.
        counter: rest
            .next()
            .and_then(number)
            .and_then(|last| last.checked_add(1)),
    };
    let kind = match kind {
        "SteamAuthenticator" => Kind::Steam,
        "HOTPAuthenticator" => numbers.hotp()?,
        "GoogleAuthenticator"
        | "MicrosoftAuthenticator"
        | "OktaVerifyAuthenticator"
        | "GuildWarsAuthenticator"
        | "BattleNetAuthenticator"
        | "TrionAuthenticator" => numbers.totp()?,
        _ => return Err(SkipReason::UnknownType),
    };
    Ok((secret, kind))
}

fn number(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

fn unhex(text: &str) -> Option<Text> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
    Some(Text::new(String::from_utf8(bytes).ok()?))
}
