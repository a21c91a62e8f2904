//! What must hold for every URI.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

use otp::uri::{is_otp_uri, parse, write};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn what_is_written_is_read_back_the_same(
        (kind, key, pin) in parts(),
        issuer in prop::option::of("\\PC{0,12}[^\\s]|[ :+%&=?#/a\u{e9}]{0,6}[:+a]"),
        account in "|[^\\s]\\PC{0,20}|[:+%&=?#/a\u{e9}][ :+%&=?#/a\u{e9}]{0,6}",
    ) {
        let otp = Otp::new(Secret::new(key.into()).unwrap(), kind, pin.map(SecretText::new)).unwrap();
        let read = parse(write(issuer.as_deref(), &account, &otp).expose()).unwrap();
        prop_assert_eq!(read.otp.kind, otp.kind);
        prop_assert!(read.otp.secret.same_as(&otp.secret));
        prop_assert_eq!(read.otp.pin.as_ref().map(SecretText::expose), otp.pin.as_ref().map(SecretText::expose));
        prop_assert_eq!(read.account, account);
        if kind == Kind::Motp {
            // Its label has no parameter beside it, so spaces in front are padding.
            prop_assert_eq!(read.issuer, issuer.map(|issuer| issuer.trim().to_owned()));
        } else {
            prop_assert_eq!(read.issuer, issuer);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,200}", tail in "[a-zA-Z0-9%&=?:+/ -]{0,200}") {
        for uri in [
            text.clone(),
            format!("otpauth://totp/{text}?secret=AA{tail}"),
            format!("otpauth://{tail}"),
            format!("motp://{tail}?{text}"),
            format!("steam://{text}"),
            format!("otpauth://yaotp/{tail}?secret={text}&pin={tail}"),
        ] {
            let read = parse(&uri);
            prop_assert!(read.is_err() || is_otp_uri(&uri));
        }
    }
}

/// Parts that go together: all kinds, secrets of all lengths in use, PINs where they have a use.
fn parts() -> impl Strategy<Value = (Kind, Vec<u8>, Option<String>)> {
    let algorithm =
        prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let digits = (4..=10_u8).prop_map(|n| Digits::new(n).unwrap());
    let period = (1..=86_400_u64).prop_map(|n| Period::new(n).unwrap());
    let kind = prop_oneof![
        (algorithm.clone(), digits.clone(), period).prop_map(|(algorithm, digits, period)| {
            Kind::Totp {
                algorithm,
                digits,
                period,
            }
        }),
        (algorithm, digits, any::<u64>()).prop_map(|(algorithm, digits, counter)| Kind::Hotp {
            algorithm,
            digits,
            counter
        }),
        Just(Kind::Steam),
        Just(Kind::BattleNet),
        Just(Kind::Motp),
        Just(Kind::Yandex),
    ];
    kind.prop_flat_map(|kind| {
        let length = if kind == Kind::Yandex {
            16..=16
        } else {
            1..=100
        };
        let pin = if kind == Kind::Motp {
            "\\PC{1,16}"
        } else {
            "[0-9]{4,16}"
        };
        let pin = prop::option::of(pin).prop_map(move |pin| pin.filter(|_| kind.needs_pin()));
        (Just(kind), prop::collection::vec(any::<u8>(), length), pin)
    })
}
