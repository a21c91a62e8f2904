//! The XML of a database, with the values that are secret encrypted one after the other.

use data_encoding::BASE64;
use otp::{Algorithm, Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;
use zeroize::Zeroizing;

use super::icon;
use crate::export::WriteError;
use crate::export::parts::{backup_code_lines, named, random, uri};
use crate::kdbx::InnerStream;

/// Seconds from the year 1, from which the database counts, to 1970.
const YEAR_1: u64 = 62_135_596_800;
/// What stands for a character that XML has no way to write.
const REPLACEMENT: char = '\u{fffd}';

/// Whether XML 1.0 has all characters of the text.
pub(super) fn holds(text: &str) -> bool {
    text.chars().all(is_character)
}

fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// # Errors
/// `TooLarge`.
pub(super) fn write(
    out: &mut Vec<u8>,
    stream: InnerStream,
    accounts: &[&Account],
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<(), WriteError> {
    let mut xml = Xml { out, stream };
    let icons: Vec<_> = accounts
        .iter()
        .map(|account| icon(account).map(|_| BASE64.encode(&random::<16>(rng))))
        .collect();
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<KeePassFile><Meta>");
    xml.raw("<Generator>Countersign</Generator><DatabaseName>Countersign</DatabaseName>");
    xml.raw("<MemoryProtection><ProtectPassword>True</ProtectPassword></MemoryProtection>");
    xml.raw("<RecycleBinEnabled>False</RecycleBinEnabled><CustomIcons>");
    for (account, id) in accounts.iter().zip(&icons) {
        if let (Some(picture), Some(id)) = (icon(account), id) {
            xml.raw("<Icon>");
            xml.element("UUID", id);
            xml.element("Data", &BASE64.encode(picture));
            xml.raw("</Icon>");
        }
    }
    xml.raw("</CustomIcons></Meta><Root><Group>");
    xml.element("UUID", &BASE64.encode(&random::<16>(rng)));
    xml.raw("<Name>Countersign</Name><IconID>48</IconID>");
    xml.times(now, now, 0);
    for (account, icon) in accounts.iter().zip(&icons) {
        xml.entry(account, icon.as_deref(), &BASE64.encode(&random::<16>(rng)))?;
    }
    xml.raw("</Group></Root></KeePassFile>");
    Ok(())
}

struct Xml<'o> {
    out: &'o mut Vec<u8>,
    stream: InnerStream,
}

impl Xml<'_> {
    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '&' => self.raw("&amp;"),
                // Otherwise readers make a line feed of it.
                '\r' => self.raw("&#13;"),
                character if is_character(character) => {
                    self.raw(character.encode_utf8(&mut [0; 4]));
                }
                _ => self.raw(REPLACEMENT.encode_utf8(&mut [0; 4])),
            }
        }
    }

    fn element(&mut self, name: &str, text: &str) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    fn entry(
        &mut self,
        account: &Account,
        icon: Option<&str>,
        uuid: &str,
    ) -> Result<(), WriteError> {
        self.raw("<Entry>");
        self.element("UUID", uuid);
        self.raw("<IconID>0</IconID>");
        if let Some(icon) = icon {
            self.element("CustomIconUUID", icon);
        }
        let tags = account.tags.iter().filter(|tag| super::is_tag(tag));
        let tags: Vec<_> = tags.map(String::as_str).collect();
        self.element("Tags", &tags.join(";"));
        self.times(account.created, account.changed, account.use_count);
        let (title, username) = named(account);
        self.field("Title", title);
        self.field("UserName", username);
        self.field("URL", "");
        self.field("Notes", account.notes.expose());
        self.secret("Password", "")?;
        self.one_time_password(account)?;
        if let Some(codes) = backup_code_lines(account) {
            self.secret("Backup codes", codes.expose())?;
        }
        self.raw("</Entry>");
        Ok(())
    }

    fn one_time_password(&mut self, account: &Account) -> Result<(), WriteError> {
        let otp = account.otp();
        match otp.kind {
            Kind::Hotp { counter, .. } => {
                self.secret("HmacOtp-Secret-Base32", otp.secret.to_base32().expose())?;
                self.field("HmacOtp-Counter", &counter.to_string());
                Ok(())
            }
            Kind::Totp {
                algorithm,
                digits,
                period,
            } => {
                // KeePassXC would make wrong codes of a longer period; KeePass knows no other lengths.
                if period.get() <= super::KEEPASSXC_PERIOD {
                    self.secret("otp", time_based_uri(account).expose())?;
                }
                if super::KEEPASS_DIGITS.contains(&digits.get()) {
                    self.secret("TimeOtp-Secret-Base32", otp.secret.to_base32().expose())?;
                    self.field("TimeOtp-Length", &digits.get().to_string());
                    self.field("TimeOtp-Period", &period.get().to_string());
                    self.field("TimeOtp-Algorithm", hmac_name(algorithm));
                }
                Ok(())
            }
            Kind::Steam | Kind::BattleNet | Kind::Motp | Kind::Yandex => {
                self.secret("otp", time_based_uri(account).expose())
            }
        }
    }

    fn field(&mut self, key: &str, value: &str) {
        self.raw("<String>");
        self.element("Key", key);
        self.element("Value", value);
        self.raw("</String>");
    }

    fn secret(&mut self, key: &str, value: &str) -> Result<(), WriteError> {
        let mut bytes = Zeroizing::new(value.as_bytes().to_vec());
        self.stream.apply(&mut bytes).ok_or(WriteError::TooLarge)?;
        self.raw("<String>");
        self.element("Key", key);
        self.raw("<Value Protected=\"True\">");
        self.raw(&BASE64.encode(&bytes));
        self.raw("</Value></String>");
        Ok(())
    }

    fn times(&mut self, created: UnixTime, changed: UnixTime, use_count: u64) {
        let time = |time: UnixTime| {
            let seconds = time.get().saturating_add(YEAR_1);
            BASE64.encode(&seconds.to_le_bytes())
        };
        let (created, changed) = (time(created), time(changed));
        let use_count = i32::try_from(use_count).unwrap_or_default();
        self.raw("<Times>");
        self.element("CreationTime", &created);
        self.element("LastModificationTime", &changed);
        self.element("LastAccessTime", &changed);
        self.element("ExpiryTime", &created);
        self.raw("<Expires>False</Expires>");
        self.element("UsageCount", &use_count.to_string());
        self.element("LocationChanged", &created);
        self.raw("</Times>");
    }
}

/// KeePass's names.
fn hmac_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha1 => "HMAC-SHA-1",
        Algorithm::Sha256 => "HMAC-SHA-256",
        Algorithm::Sha512 => "HMAC-SHA-512",
    }
}

/// KeePassXC knows Steam by the encoder alone.
fn time_based_uri(account: &Account) -> SecretText {
    let uri = uri(account);
    match uri.expose().strip_prefix("otpauth://steam/") {
        Some(rest) => {
            let mut totp = String::with_capacity(uri.expose().len());
            totp.push_str("otpauth://totp/");
            totp.push_str(rest);
            SecretText::new(totp)
        }
        None => uri,
    }
}
