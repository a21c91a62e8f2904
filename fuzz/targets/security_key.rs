//! What a security key says: reports in any order, and answers of CTAP 2 and U2F to everything that is asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platform::hid::{FakeHid, REPORT, Report};
use platform::security_key::{
    Assembly, AuthData, Control, Heard, Info, KeyError, NewCredential, Pin, SecurityKey,
    SecurityKeys, Verification,
};

const CHANNEL: u32 = 1;
const INIT: u8 = 0x86;
const CANCEL: u8 = 0x91;
/// Status "other": no answers are left.
const NO_MORE: &[u8] = &[0x7f];

fuzz_target!(|bytes: &[u8]| {
    let Some((what, rest)) = bytes.split_first() else {
        return;
    };
    let _ = Info::read(rest);
    let _ = AuthData::read(rest);
    hear(rest);
    let what = *what;
    let mut answers = Answers::new(rest);
    let keys = SecurityKeys::of(FakeHid::new(move |report| Ok(answers.to(report))));
    let talked = keys.with(&FakeHid::location(), &Control::silent(), move |key| {
        talk(key, what)
    });
    // Our own side never breaks, whatever the key says.
    assert_ne!(talked, Err(KeyError::Failed));
});

fn hear(bytes: &[u8]) {
    let mut assembly = Assembly::new(CHANNEL, 0x10);
    for chunk in bytes.chunks(REPORT) {
        let mut report = [0; REPORT];
        report[..chunk.len()].copy_from_slice(chunk);
        if let Heard::Done(answer) = assembly.hear(&report) {
            assert!(answer.len() <= 57 + 128 * 59);
        }
    }
}

fn talk(key: &mut SecurityKey, what: u8) -> Result<(), KeyError> {
    let pin = Pin::new("1234").expect("a PIN may have four digits");
    let ids = [vec![1; 16]];
    match what % 17 {
        0 => key.info().map(drop),
        1 => key.retries().map(drop),
        2 => key.set_pin(&pin),
        3 => key.change_pin(&pin, &pin),
        4 => key.space(&pin).map(drop),
        5 => key.passkeys(&pin).map(drop),
        6 => key.set_always_verifies(&pin, true),
        7 => key.set_shortest_pin(&pin, 6),
        8 => key.sensor().map(drop),
        9 => key.fingerprints(&pin).map(drop),
        10 => key.learn_finger(&pin, |_| {}).map(drop),
        11 => key.u2f_register(&[0; 32], &[0; 32]).map(drop),
        12 => key.u2f_sign(&[0; 32], &[0; 32], &[1; 64]).map(drop),
        13 => key
            .secret("a.example", &ids, &[7; 32], &Verification::None)
            .map(drop),
        14 => key
            .secret("a.example", &ids, &[7; 32], &Verification::Pin(pin))
            .map(drop),
        15 => key.holds("a.example", &ids).map(drop),
        _ => {
            let new = NewCredential {
                site: "a.example",
                site_name: "A",
                user: &[1],
                user_name: "Ann",
                kept: false,
                secrets: true,
                not_beside: &[],
            };
            key.make_credential(&new, &Verification::None).map(drop)
        }
    }
}

/// The answers that are left: a length of one byte before each.
struct Answers {
    left: Vec<u8>,
}

impl Answers {
    fn new(bytes: &[u8]) -> Self {
        Self {
            left: bytes.to_vec(),
        }
    }

    /// An answer to what begins with this report; the reports after it say nothing new.
    fn to(&mut self, report: &Report) -> Vec<Report> {
        match report[4] {
            INIT => {
                let mut answer = report[7..15].to_vec();
                answer.extend(CHANNEL.to_be_bytes());
                answer.extend([2, 1, 0, 0, 5]);
                cut(u32::MAX, INIT, &answer)
            }
            CANCEL => Vec::new(),
            command if command & 0x80 != 0 => cut(CHANNEL, command, &self.next()),
            _ => Vec::new(),
        }
    }

    fn next(&mut self) -> Vec<u8> {
        let Some((length, rest)) = self.left.split_first() else {
            return NO_MORE.to_vec();
        };
        let (answer, left) = rest.split_at(usize::from(*length).min(rest.len()));
        let answer = answer.to_vec();
        self.left = left.to_vec();
        answer
    }
}

fn cut(channel: u32, command: u8, data: &[u8]) -> Vec<Report> {
    let (first, rest) = data.split_at(data.len().min(57));
    let length = u8::try_from(data.len()).expect("answers are short");
    let frame = |head: &[u8], data: &[u8]| {
        let bytes = [&channel.to_be_bytes(), head, data].concat();
        let mut report = [0; REPORT];
        report[..bytes.len()].copy_from_slice(&bytes);
        report
    };
    let mut reports = vec![frame(&[command, 0, length], first)];
    let numbered = (0..).zip(rest.chunks(59));
    reports.extend(numbered.map(|(number, part)| frame(&[number], part)));
    reports
}
