//! Every vector in tests/vectors/leases: written by an independent program that computed the codes, too, and each has one
//! outcome.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "reads vector files, and fails by panicking"
)]

use data_encoding::{BASE64, HEXLOWER};
use otp::UnixTime;
use std::collections::BTreeMap;
use std::fs;
use team::{DeviceKey, LeaseRefused, LeaseSlice};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/leases");

/// All codes of a slice, the first and the last at the ends of its time.
fn codes(slice: &LeaseSlice, from: u64) -> String {
    let mut codes = Vec::new();
    let mut now = from;
    while let Some((code, good_until)) =
        slice.code(UnixTime::new(i64::try_from(now).unwrap()).unwrap())
    {
        codes.push(code.to_owned());
        now = good_until;
    }
    codes.join(" ")
}

#[test]
fn each_vector_has_the_outcome_it_says() {
    let mut count = 0;
    for file in fs::read_dir(VECTORS).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (head, object) = text.split_once("\n\n").unwrap();
        let fields = head.lines().filter(|line| !line.starts_with('#'));
        let fields: BTreeMap<&str, &str> =
            fields.map(|line| line.split_once(": ").unwrap()).collect();
        let of_hex = |name: &str| HEXLOWER.decode(fields[name].as_bytes()).unwrap();
        let seeds = of_hex("device");
        let (signing, opening) = seeds.split_first_chunk::<32>().unwrap();
        let device = DeviceKey::from_seeds(signing, opening.try_into().unwrap());
        let now: u64 = fields["now"].parse().unwrap();
        let at = UnixTime::new(i64::try_from(now).unwrap()).unwrap();
        let object = BASE64.decode(object.trim_end().as_bytes()).unwrap();
        let lender = of_hex("lender");
        let opened = LeaseSlice::open(&object, &device, at, |member| *member == *lender);
        let (said, hash) = match &opened {
            Ok(slice) => (
                "opens",
                Some(HEXLOWER.encode(&vault::primitives::sha256(codes(slice, now).as_bytes()))),
            ),
            Err(LeaseRefused::NotSigned) => ("not-signed", None),
            Err(LeaseRefused::Malformed) => ("malformed", None),
            Err(LeaseRefused::ClockOff { seconds: 301 }) => ("clock-off", None),
            Err(_) => ("something else", None),
        };
        assert_eq!(said, fields["expect"], "{}", path.display());
        assert_eq!(
            hash.as_deref(),
            fields.get("codes-sha256").copied(),
            "{}",
            path.display()
        );
        count += 1;
    }
    assert_eq!(count, 14, "every vector was read");
}
