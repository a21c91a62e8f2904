//! URIs that must be refused, each with its own error.

use otp::uri::{UriError, is_otp_uri, parse};
use otp::{OtpError, SecretError};

const YANDEX: &str = "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI";

fn error(uri: &str) -> UriError {
    parse(uri)
        .err()
        .unwrap_or_else(|| panic!("accepted: {uri}"))
}

#[test]
fn bad_input_has_its_own_error() {
    let totp = |parameters: &str| error(&format!("otpauth://totp/a?{parameters}"));
    assert_eq!(totp(""), UriError::SecretMissing);
    assert_eq!(totp("issuer=x"), UriError::SecretMissing);
    assert_eq!(totp("secret="), UriError::Secret(SecretError::Empty));
    assert_eq!(totp("secret"), UriError::Secret(SecretError::Empty));
    assert_eq!(totp("secret=A"), UriError::Secret(SecretError::Empty));
    assert_eq!(
        totp("secret=AB1C"),
        UriError::Secret(SecretError::BadCharacter { at: 3 })
    );
    assert_eq!(
        totp(&format!("secret={}", "A".repeat(7000))),
        UriError::Secret(SecretError::TooLong)
    );
    for digits in ["0", "3", "11", "255", "256", "-6", "6.0", "six"] {
        assert_eq!(
            totp(&format!("secret=AA&digits={digits}")),
            UriError::BadDigits,
            "{digits}"
        );
    }
    for period in ["0", "-1", "86401", "18446744073709551616", "30s"] {
        assert_eq!(
            totp(&format!("secret=AA&period={period}")),
            UriError::BadPeriod,
            "{period}"
        );
    }
    for counter in ["-1", "18446744073709551616", "x"] {
        assert_eq!(
            error(&format!("otpauth://hotp/a?secret=AA&counter={counter}")),
            UriError::BadCounter,
            "{counter}"
        );
    }
    assert_eq!(totp("secret=AA&algorithm=MD5"), UriError::UnknownAlgorithm);
    assert_eq!(totp("secret=AA&encoder=base10"), UriError::UnknownEncoder);
    assert_eq!(
        error("motp://a:b?secret=MZXW6YTB"),
        UriError::Secret(SecretError::BadCharacter { at: 1 })
    );
    assert_eq!(
        error("otpauth://yaotp/a?secret=AA"),
        UriError::Otp(OtpError::NotAYandexSecret)
    );
    assert_eq!(
        error(&format!("otpauth://yaotp/a?secret={YANDEX}&pin=12")),
        UriError::Otp(OtpError::PinMalformed)
    );
}

#[test]
fn a_parameter_given_twice_is_refused_in_any_spelling() {
    for name in [
        "secret",
        "issuer",
        "algorithm",
        "digits",
        "period",
        "counter",
        "encoder",
        "pin",
    ] {
        let uri = format!(
            "otpauth://totp/a?secret=AA&{name}=6&{}=6",
            name.to_uppercase()
        );
        assert_eq!(error(&uri), UriError::Duplicate(name));
    }
}

#[test]
fn what_is_not_the_uri_of_a_one_time_password_is_refused() {
    for text in [
        "",
        "otpauth",
        "otpauth:",
        "https://x.org/?secret=AA",
        "MZXW6YTBOI",
        "otpauth-migration://offline?data=AA",
    ] {
        assert_eq!(error(text), UriError::NotOtpUri, "{text}");
        assert!(!is_otp_uri(text), "{text}");
    }
    assert_eq!(error("otpauth://offline?secret=AA"), UriError::UnknownType);
    assert_eq!(error("otpauth://"), UriError::UnknownType);
    for text in [
        "otpauth://",
        " OTPAUTH://totp/a\n",
        "motp://a",
        "steam://run/440",
    ] {
        assert!(is_otp_uri(text), "{text}");
    }
    assert_eq!(
        error("steam://run/440"),
        UriError::Secret(SecretError::BadCharacter { at: 4 })
    );
}

#[test]
fn broken_escapes_are_refused_wherever_they_stand() {
    for uri in [
        "totp/100%?secret=AA",
        "totp/%zz?secret=AA",
        "totp/a?secret=AA%",
        "totp/a?secret=AA&issuer=%4",
        "totp/%+1?secret=AA",
    ] {
        assert_eq!(
            error(&format!("otpauth://{uri}")),
            UriError::BadEscape,
            "{uri}"
        );
    }
    for uri in ["totp/%ff?secret=AA", "totp/a?secret=AA&issuer=%C3"] {
        assert_eq!(
            error(&format!("otpauth://{uri}")),
            UriError::NotUtf8,
            "{uri}"
        );
    }
}

#[test]
fn labels_end_at_1024_bytes_and_uris_at_64_kib() {
    let label = |bytes: usize| format!("otpauth://totp/{}?secret=AA", "a".repeat(bytes));
    assert!(parse(&label(1024)).is_ok());
    assert_eq!(error(&label(1025)), UriError::LabelTooLong);
    assert_eq!(
        error(&format!("{}&issuer={}", label(1), "a".repeat(1025))),
        UriError::LabelTooLong
    );
    assert_eq!(error(&label(1 << 20)), UriError::TooLong);
    assert!(parse(&format!("{}&data={}", label(1), "x".repeat(60_000))).is_ok());
}
