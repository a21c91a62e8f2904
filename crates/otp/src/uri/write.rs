//! Writing URIs that other programs make the same codes from.

use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Kind, Otp, SecretText};

/// All but the unreserved characters of RFC 3986 section 2.3.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Writes the URI that [`super::parse`] reads back to the same password. A stored PIN is part of it.
///
/// The names come back too, but for the few that `docs/otp.md` lists: readers take spaces in front as padding.
#[must_use]
pub fn write(issuer: Option<&str>, account: &str, otp: &Otp) -> SecretText {
    let issuer = issuer.unwrap_or_default();
    let mut uri = Uri::with_room_for(issuer, account, otp);
    uri.text.push_str(prefix(otp.kind));
    if !issuer.is_empty() || otp.kind == Kind::Motp || account.contains(':') {
        uri.escaped(issuer);
        uri.text.push(':');
    }
    uri.escaped(account);
    uri.parameter("?secret=", secret(otp).expose());
    // Stratum reads mOTP only in this shortest form, and needs the colon above.
    if !issuer.is_empty() && otp.kind != Kind::Motp {
        uri.parameter("&issuer=", issuer);
    }
    uri.numbers(otp.kind);
    if let Some(pin) = pin(otp) {
        uri.parameter("&pin=", pin.expose());
    }
    SecretText::new(uri.text)
}

/// A Battle.net password is written as the TOTP that it is; its encoder parameter tells only this program more.
fn prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Totp { .. } | Kind::BattleNet => "otpauth://totp/",
        Kind::Hotp { .. } => "otpauth://hotp/",
        Kind::Steam => "otpauth://steam/",
        Kind::Yandex => "otpauth://yaotp/",
        Kind::Motp => "motp://",
    }
}

fn secret(otp: &Otp) -> SecretText {
    match otp.kind {
        Kind::Motp => otp.secret.to_hex(),
        Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam | Kind::BattleNet | Kind::Yandex => {
            otp.secret.to_base32()
        }
    }
}

/// The stored PIN as a parameter: in Base32 for Yandex, as Aegis and Ente have it.
fn pin(otp: &Otp) -> Option<SecretText> {
    let pin = otp.pin.as_ref().filter(|_| otp.kind.needs_pin())?.expose();
    Some(SecretText::new(if otp.kind == Kind::Yandex {
        BASE32_NOPAD.encode(pin.as_bytes())
    } else {
        pin.to_owned()
    }))
}

struct Uri {
    text: String,
}

impl Uri {
    /// Room for all that will be written: text that grows leaves copies of the secret behind.
    fn with_room_for(issuer: &str, account: &str, otp: &Otp) -> Self {
        let pin = otp.pin.as_ref().map_or(0, |pin| pin.expose().len());
        let escaped = 3 * (2 * issuer.len() + account.len() + pin);
        Self {
            text: String::with_capacity(escaped + 2 * otp.secret.expose().len() + 200),
        }
    }

    fn escaped(&mut self, value: &str) {
        self.text.extend(utf8_percent_encode(value, ESCAPED));
    }

    fn parameter(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        self.escaped(value);
    }

    /// Mobile-OTP and Yandex have no numbers to set.
    fn numbers(&mut self, kind: Kind) {
        if kind.needs_pin() {
            return;
        }
        self.parameter("&algorithm=", kind.algorithm_name());
        self.parameter("&digits=", &kind.digits().to_string());
        if let Some(period) = kind.period() {
            self.parameter("&period=", &period.get().to_string());
        }
        if let Some(counter) = kind.counter() {
            self.parameter("&counter=", &counter.to_string());
        }
        // `steam` is KeePassXC's way to say it.
        if matches!(kind, Kind::Steam | Kind::BattleNet) {
            self.parameter("&encoder=", kind.type_name());
        }
    }
}
