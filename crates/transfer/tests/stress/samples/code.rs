//! Texts as services show them, and codes in plain and in fancy styles.

use data_encoding::{BASE32_NOPAD, BASE64};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::canvas::Canvas;
use super::random::Random;

pub(crate) const NAMES: [&str; 10] = [
    "GitHub",
    "Google",
    "Amazon Web Services",
    "Proton",
    "Dropbox",
    "Microsoft",
    "GitLab",
    "npm",
    "Nextcloud",
    "PyPI",
];

/// One account.
pub(crate) fn account(random: &mut Random) -> String {
    let issuer = escaped(random.pick(&NAMES));
    let person = random.pick(&[
        "alice",
        "bob",
        "carol.smith",
        "dave+2fa",
        "long.user.name.for.testing",
    ]);
    let host = random.pick(&["example.com", "mail.example.org", "corp.example.net"]);
    let name = escaped(&format!("{person}@{host}"));
    let length = random.pick(&[10, 16, 20, 32]);
    let secret = BASE32_NOPAD.encode(&bytes(random, length));
    let mut text = format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}");
    if random.below(5) < 3 {
        let algorithm = random.pick(&["SHA1", "SHA256", "SHA512"]);
        let digits = random.pick(&[6, 6, 8]);
        text += &format!("&algorithm={algorithm}&digits={digits}&period=30");
    }
    text
}

/// An export of Google Authenticator.
pub(crate) fn export(random: &mut Random, accounts: usize) -> String {
    let mut message = Vec::new();
    for _account in 0..accounts {
        let issuer = random.pick(&NAMES);
        let length = random.pick(&[10, 20, 20]);
        let name = format!(
            "{issuer}:{}@example.com",
            random.pick(&["alice", "bob.jones", "carol"])
        );
        let mut account = field(1, &bytes(random, length));
        account.extend(field(2, name.as_bytes()));
        account.extend(field(3, issuer.as_bytes()));
        account.extend(b"\x20\x01\x28\x01\x30\x02");
        message.extend(field(1, &account));
    }
    message.extend(b"\x10\x01\x18\x02\x20\x00\x28");
    message.push(random.below(128) as u8);
    format!(
        "otpauth-migration://offline?data={}",
        escaped(&BASE64.encode(&message))
    )
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn bytes(random: &mut Random, count: usize) -> Vec<u8> {
    (0..count).map(|_| random.bits() as u8).collect()
}

/// A field of protobuf, shorter than 128 bytes.
fn field(number: u8, value: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, value.len() as u8], value].concat()
}

/// The code of a text with just this error correction.
pub(crate) fn code(text: &str, level: QrCodeEcc) -> QrCode {
    let segments = QrSegment::make_segments(text);
    QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, None, false)
        .unwrap()
}

pub(crate) fn plain(code: &QrCode, module: usize) -> Canvas {
    painted(code, module, 4, 0.0, 255.0)
}

/// With a border of so many modules, in these shades.
pub(crate) fn painted(
    code: &QrCode,
    module: usize,
    border: usize,
    dark: f32,
    light: f32,
) -> Canvas {
    let side = (code.size() as usize + 2 * border) * module;
    Canvas::drawn(side, side, 1, |x, y| {
        let place = |pixel: f32| (pixel / module as f32) as i32 - border as i32;
        if code.get_module(place(x), place(y)) {
            dark
        } else {
            light
        }
    })
}

/// Dots for modules, and round position patterns or dots there, too.
pub(crate) fn dotted(
    code: &QrCode,
    module: usize,
    radius: f32,
    round_patterns: bool,
    dark: f32,
    light: f32,
) -> Canvas {
    let size = code.size();
    let side = (size as usize + 8) * module;
    Canvas::drawn(side, side, 4, |x, y| {
        let (u, v) = (x / module as f32 - 4.0, y / module as f32 - 4.0);
        let (column, row) = (u.floor() as i32, v.floor() as i32);
        let far = size - 7;
        let corner = |start: i32, at: i32| (start..start + 7).contains(&at);
        let pattern = [(0, 0), (far, 0), (0, far)]
            .into_iter()
            .find(|(left, top)| corner(*left, column) && corner(*top, row));
        let is_dark = match pattern {
            Some((left, top)) if round_patterns => {
                round_pattern(u - left as f32 - 3.5, v - top as f32 - 3.5)
            }
            _ => {
                let from_middle = (u - column as f32 - 0.5).hypot(v - row as f32 - 0.5);
                code.get_module(column, row) && from_middle < radius
            }
        };
        if is_dark { dark } else { light }
    })
}

/// Whether a place is dark in a position pattern with round corners; counted from its middle.
fn round_pattern(x: f32, y: f32) -> bool {
    let inside = |half: f32, radius: f32| {
        let beyond = |place: f32| (place.abs() - (half - radius)).max(0.0);
        beyond(x).hypot(beyond(y)) <= radius && x.abs() <= half && y.abs() <= half
    };
    (inside(3.5, 2.0) && !inside(2.5, 1.3)) || inside(1.5, 1.5)
}
