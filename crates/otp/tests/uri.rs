//! URIs as other programs write them, and as they are written for other programs.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

use otp::uri::{Labelled, parse, write};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};

const YANDEX: &str = "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI";

fn labels(uri: &str) -> (Option<String>, String) {
    let Labelled {
        issuer, account, ..
    } = parse(uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
    (issuer, account)
}

fn otp(uri: &str) -> Otp {
    parse(uri)
        .unwrap_or_else(|error| panic!("{uri}: {error}"))
        .otp
}

fn totp(algorithm: Algorithm, digits: u8, period: u64) -> Kind {
    Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    }
}

fn hotp(counter: u64) -> Kind {
    Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter,
    }
}

#[test]
fn issuer_and_account_are_read_from_labels_of_every_form() {
    let cases = [
        ("GitHub:me?secret=AA", Some("GitHub"), "me"),
        ("GitHub:me?secret=AA&issuer=GitHub", Some("GitHub"), "me"),
        ("GitHub%3Ame?secret=AA", Some("GitHub"), "me"),
        ("GitHub%3Ame?secret=AA&issuer=GitHub", Some("GitHub"), "me"),
        (
            "Big%20Corp:%20%20me%40x.org?secret=AA&issuer=Big%20Corp",
            Some("Big Corp"),
            "me@x.org",
        ),
        ("Big Corp: me?secret=AA", Some("Big Corp"), "me"),
        ("me@x.org?secret=AA", None, "me@x.org"),
        (
            "me@x.org?secret=AA&issuer=Facebook",
            Some("Facebook"),
            "me@x.org",
        ),
        ("?secret=AA&issuer=Code1", Some("Code1"), ""),
        ("GitHub:?secret=AA", Some("GitHub"), ""),
        (":me?secret=AA&issuer&digits=6", None, "me"),
        ("github:me?secret=AA&issuer=GitHub", Some("GitHub"), "me"),
        (
            "Caf\u{e9}:J\u{f6}rg \u{1F600}?secret=AA&issuer=Caf\u{e9}",
            Some("Caf\u{e9}"),
            "J\u{f6}rg \u{1F600}",
        ),
        ("a/b:c/d?secret=AA", Some("a/b"), "c/d"),
        ("a:b:c?secret=AA", Some("a"), "b:c"),
        ("a%3Ab:c?secret=AA", Some("a:b"), "c"),
    ];
    for (rest, issuer, account) in cases {
        let (read_issuer, read_account) = labels(&format!("otpauth://totp/{rest}"));
        assert_eq!(
            (read_issuer.as_deref(), read_account.as_str()),
            (issuer, account),
            "{rest}"
        );
    }
    assert_eq!(labels("otpauth://totp?secret=AA"), (None, String::new()));
}

#[test]
fn a_prefix_of_another_name_than_the_issuer_stays_in_the_account() {
    let cases = [
        (
            "Microsoft:me?secret=AA&issuer=Contoso",
            "Contoso",
            "Microsoft:me",
        ),
        ("Steamy:me?secret=AA&issuer=Steam", "Steam", "Steamy:me"),
        (
            "%3Acool%40x.com?secret=AA&issuer=%2Fe%2F",
            "/e/",
            ":cool@x.com",
        ),
        ("\u{e9}?secret=AA&issuer=x", "x", "\u{e9}"),
    ];
    for (rest, issuer, account) in cases {
        assert_eq!(
            labels(&format!("otpauth://totp/{rest}")),
            (Some(issuer.to_owned()), account.to_owned()),
            "{rest}"
        );
    }
}

#[test]
fn a_plus_is_a_space_in_the_issuer_parameter_unless_the_label_has_the_same_plus() {
    let cases = [
        (
            "Air%20Canada:me?secret=AA&issuer=Air+Canada",
            "Air Canada",
            "me",
        ),
        (
            "me+tag@x.org?secret=AA&issuer=Air+Canada",
            "Air Canada",
            "me+tag@x.org",
        ),
        ("Disney%2B:me?secret=AA&issuer=Disney%2B", "Disney+", "me"),
        ("Disney+:me?secret=AA&issuer=Disney+", "Disney+", "me"),
    ];
    for (rest, issuer, account) in cases {
        assert_eq!(
            labels(&format!("otpauth://totp/{rest}")),
            (Some(issuer.to_owned()), account.to_owned()),
            "{rest}"
        );
    }
}

#[test]
fn numbers_are_read_and_have_googles_defaults() {
    let cases = [
        ("totp/a?secret=AA", totp(Algorithm::Sha1, 6, 30)),
        (
            "totp/a?secret=AA&algorithm=&digits=&period=",
            totp(Algorithm::Sha1, 6, 30),
        ),
        (
            "totp/a?secret=AA&algorithm=sha-256&digits=10&period=86400",
            totp(Algorithm::Sha256, 10, 86_400),
        ),
        (
            "TOTP/a?SECRET=AA&Algorithm=HmacSHA512&DIGITS=4&period=1",
            totp(Algorithm::Sha512, 4, 1),
        ),
        (
            "totp/a?secret=AA&image=x&image=y&codeDisplay=%7B%7D&counter=9",
            totp(Algorithm::Sha1, 6, 30),
        ),
        ("hotp/a?secret=AA", hotp(0)),
        (
            "hotp/a?secret=AA&counter=18446744073709551615",
            hotp(u64::MAX),
        ),
    ];
    for (rest, kind) in cases {
        assert_eq!(otp(&format!("otpauth://{rest}")).kind, kind, "{rest}");
    }
}

#[test]
fn secrets_are_read_in_every_spelling() {
    for secret in [
        "MZXW6YTBOI",
        "mzxw6ytboi",
        "MZXW6YTBOI%3D%3D%3D",
        "MZXW6YTBOI======",
        "MZXW 6YTB-OI",
        "mzxw+6ytb+oi",
    ] {
        assert_eq!(
            otp(&format!("otpauth://totp/a?secret={secret}"))
                .secret
                .expose(),
            b"foobar",
            "{secret}"
        );
    }
    let short = otp("otpauth://totp/a?secret=74");
    assert_eq!(short.secret.expose(), [0xff]);
}

#[test]
fn steam_is_told_by_scheme_type_or_encoder_but_not_by_its_name() {
    for uri in [
        "steam://MZXW6YTBOI",
        "otpauth://steam/Steam:me?secret=MZXW6YTBOI&digits=6&period=60",
        "otpauth://totp/Steam:me?secret=MZXW6YTBOI&encoder=steam",
        "STEAM://mzxw6ytboi",
    ] {
        let otp = otp(uri);
        assert_eq!(
            (otp.kind, otp.secret.expose()),
            (Kind::Steam, b"foobar".as_slice()),
            "{uri}"
        );
    }
    assert_eq!(
        labels("steam://MZXW6YTBOI"),
        (Some("Steam".to_owned()), String::new())
    );
    assert_eq!(
        otp("otpauth://totp/Steam:me?secret=AA&issuer=Steam").kind,
        totp(Algorithm::Sha1, 6, 30)
    );
}

#[test]
fn motp_is_read_from_its_own_scheme_and_from_otpauth_with_a_hexadecimal_secret() {
    for uri in [
        "motp://VPN:me?secret=e3152afee62599c8",
        "otpauth://motp/VPN:me?secret=E3152AFEE62599C8",
        "motp:/VPN%3Ame?secret=e3152afee62599c8&issuer=VPN",
        "motp:///VPN:me?secret=e3152afee62599c8",
    ] {
        assert_eq!(
            labels(uri),
            (Some("VPN".to_owned()), "me".to_owned()),
            "{uri}"
        );
        let otp = otp(uri);
        assert_eq!(
            (otp.kind, otp.secret.to_hex().expose()),
            (Kind::Motp, "e3152afee62599c8"),
            "{uri}"
        );
    }
}

#[test]
fn yandex_pins_are_read_plain_and_in_base32() {
    for (parameters, pin) in [
        ("&pin_length=4&uid=1", None),
        ("&pin=7586", Some("7586")),
        ("&pin=G42TQNQ", Some("7586")),
    ] {
        let otp = otp(&format!(
            "otpauth://yaotp/me@yandex.ru?secret={YANDEX}{parameters}"
        ));
        assert_eq!(
            (otp.kind, otp.pin.as_ref().map(SecretText::expose)),
            (Kind::Yandex, pin),
            "{parameters}"
        );
    }
}

#[test]
fn control_and_invisible_characters_in_labels_are_kept_for_the_display_to_escape() {
    let (issuer, account) = labels("otpauth://totp/%E2%80%AEbuHtiG:%00me%0A?secret=AA");
    assert_eq!(
        (issuer.as_deref(), account.as_str()),
        (Some("\u{202E}buHtiG"), "\0me\n")
    );
    assert_eq!(otp::display::escape("\u{202E}buHtiG"), "\\u{202E}buHtiG");
}

#[test]
fn uris_are_written_for_other_programs_to_read() {
    let secret = || Secret::from_hex("e3152afee62599c8").unwrap();
    let pin = || Some(SecretText::new("1234".to_owned()));
    let written = |otp: Otp| {
        write(Some("Big Corp"), "me@x.org", &otp)
            .expose()
            .to_owned()
    };
    let of_kind = |kind| written(Otp::new(secret(), kind, None).unwrap());
    let label = "Big%20Corp:me%40x.org?secret=4MKSV7XGEWM4Q&issuer=Big%20Corp&algorithm=SHA";
    assert_eq!(
        of_kind(totp(Algorithm::Sha512, 10, 1)),
        format!("otpauth://totp/{label}512&digits=10&period=1")
    );
    assert_eq!(
        of_kind(hotp(7)),
        format!("otpauth://hotp/{label}1&digits=6&counter=7")
    );
    assert_eq!(
        of_kind(Kind::Steam),
        format!("otpauth://steam/{label}1&digits=5&period=30&encoder=steam")
    );
    assert_eq!(
        of_kind(Kind::BattleNet),
        format!("otpauth://totp/{label}1&digits=8&period=30&encoder=battlenet")
    );
    assert_eq!(
        of_kind(Kind::Motp),
        "motp://Big%20Corp:me%40x.org?secret=e3152afee62599c8"
    );
    assert_eq!(
        written(Otp::new(secret(), Kind::Motp, pin()).unwrap()),
        "motp://Big%20Corp:me%40x.org?secret=e3152afee62599c8&pin=1234"
    );
    assert_eq!(
        written(Otp::new(Secret::from_base32(YANDEX).unwrap(), Kind::Yandex, pin()).unwrap()),
        format!(
            "otpauth://yaotp/Big%20Corp:me%40x.org?secret={YANDEX}&issuer=Big%20Corp&pin=GEZDGNA"
        )
    );
}
