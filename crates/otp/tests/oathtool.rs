//! 10,000 random cases against oathtool (OATH Toolkit), an independent implementation.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]
#![expect(clippy::disallowed_types, reason = "the test starts oathtool")]

use std::fmt::Write;
use std::process::Command;

use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, UnixTime};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Random keys, kinds and times.
const CASES: u32 = 10_000;
/// Codes of each: the one of its time or counter, and the one after it.
const BATCH: u32 = 2;

#[test]
fn ten_thousand_random_cases_are_those_of_oathtool() {
    if Command::new("oathtool").arg("--version").output().is_err() {
        println!(
            "SKIPPED ten_thousand_random_cases_are_those_of_oathtool: oathtool is not installed"
        );
        return;
    }
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    });
    let cases = (
        prop::collection::vec(any::<u8>(), 1..=64),
        kind(),
        0..=1_i64 << 33,
    );
    runner
        .run(&cases, |(key, kind, time)| {
            let theirs = oathtool(&key, kind, time);
            prop_assert_eq!(theirs.lines().count(), usize::try_from(BATCH).unwrap());
            prop_assert_eq!(ours(&key, kind, time), theirs);
            Ok(())
        })
        .unwrap();
}

/// oathtool makes HOTP codes with SHA-1 only, and codes of 6 to 8 digits.
fn kind() -> impl Strategy<Value = Kind> {
    let algorithm =
        prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let digits = (6..=8_u8).prop_map(|n| Digits::new(n).unwrap());
    let period = (1..=86_400_u64).prop_map(|n| Period::new(n).unwrap());
    prop_oneof![
        3 => (algorithm, digits.clone(), period)
            .prop_map(|(algorithm, digits, period)| Kind::Totp { algorithm, digits, period }),
        1 => (digits, 0..i64::MAX.unsigned_abs())
            .prop_map(|(digits, counter)| Kind::Hotp { algorithm: Algorithm::Sha1, digits, counter }),
    ]
}

/// The first code and those after it, one per line.
fn oathtool(key: &[u8], kind: Kind, time: i64) -> String {
    let hex = key.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let mut command = Command::new("oathtool");
    command.args([
        format!("--digits={}", kind.digits()),
        format!("--window={}", BATCH - 1),
    ]);
    match kind.period() {
        Some(period) => command.args([
            format!("--totp={}", kind.algorithm_name()),
            format!("--time-step-size={}s", period.get()),
            format!("--now=@{time}"),
        ]),
        None => command.args([
            String::from("--hotp"),
            format!("--counter={}", kind.counter().unwrap()),
        ]),
    };
    let output = command.arg(hex).env("TZ", "UTC").output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn ours(key: &[u8], kind: Kind, time: i64) -> String {
    let mut otp = Otp::new(Secret::new(key.to_vec().into()).unwrap(), kind, None).unwrap();
    let step = i64::try_from(kind.period().map_or(0, Period::get)).unwrap();
    (0..i64::from(BATCH)).fold(String::new(), |codes, n| {
        let code = otp
            .code(UnixTime::new(time + n * step).unwrap(), None)
            .unwrap();
        otp.kind = otp.kind.after_use().unwrap();
        codes + code.text() + "\n"
    })
}
