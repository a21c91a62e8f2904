//! 10,000 codes in one pass, for each kind of hash.
use criterion::{Criterion, criterion_group, criterion_main};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, UnixTime};
use std::hint::black_box;
use zeroize::Zeroizing;

const ACCOUNTS: u64 = 10_000;

fn accounts(algorithm: Algorithm) -> Vec<Otp> {
    let otp = |number: u64| {
        let secret = Secret::new(Zeroizing::new(number.to_be_bytes().repeat(3)))?;
        let kind = Kind::Totp {
            algorithm,
            digits: Digits::SIX,
            period: Period::THIRTY,
        };
        Otp::new(secret, kind, None).ok()
    };
    (0..ACCOUNTS).filter_map(otp).collect()
}

fn codes(criterion: &mut Criterion) {
    for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
        let accounts = accounts(algorithm);
        let mut now = UnixTime::EPOCH;
        criterion.bench_function(&format!("10,000 codes, {}", algorithm.name()), |bencher| {
            bencher.iter(|| {
                now = UnixTime::new(1_780_000_000).unwrap_or(now);
                for otp in &accounts {
                    black_box(otp.code(now, None).ok());
                }
            });
        });
    }
}

criterion_group!(benches, codes);
criterion_main!(benches);
