//! Codes that are lent (docs/code-leases.md).

use super::counting::Counting;
use crate::{
    DeviceKey, DeviceRecord, Grant, LeaseRefused, LeaseSlice, LeaseTerms, MemberKey, NotLent,
    slice_count,
};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};
use proptest::prelude::*;
use vault::Id;
use zeroize::Zeroizing;

/// Not at the beginning of a period.
const FROM: u64 = 1_780_000_007;
const HOUR: u64 = 3_600;

fn at(seconds: u64) -> UnixTime {
    UnixTime::new(i64::try_from(seconds).unwrap()).unwrap()
}

fn id(byte: u8) -> Id {
    Id::from_bytes([byte; 16])
}

fn otp(kind: Kind) -> Otp {
    let secret = Zeroizing::new(b"a secret of 160 bits".to_vec());
    Otp::new(Secret::new(secret).unwrap(), kind, None).unwrap()
}

fn totp(algorithm: Algorithm, digits: u8, period: u64) -> Otp {
    otp(Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    })
}

fn usual() -> Otp {
    totp(Algorithm::Sha1, 6, 30)
}

/// A lender, a colleague who may hand over too, and a recipient.
struct Lending {
    lender: MemberKey,
    colleague: MemberKey,
    device: DeviceKey,
    record: DeviceRecord,
    rng: Counting,
}

impl Lending {
    fn new() -> Self {
        let mut rng = Counting(9);
        let [lender, colleague, recipient] = [0; 3].map(|_| MemberKey::generate(&mut rng));
        let device = DeviceKey::generate(&mut rng);
        let record = recipient.certify(id(0), &device, "laptop".into());
        Self {
            lender,
            colleague,
            device,
            record,
            rng,
        }
    }

    fn terms(&self, seconds: u64) -> LeaseTerms {
        LeaseTerms {
            lease: id(1),
            recipient: self.device.id(),
            vault: id(2),
            item: id(3),
            version: id(4),
            from: FROM,
            until: FROM + seconds,
        }
    }

    fn grant(&self, otp: &Otp, seconds: u64) -> Result<Grant, NotLent> {
        Grant::sign(
            self.terms(seconds),
            otp,
            &self.lender,
            &[self.colleague.public()],
        )
    }

    fn slice(&mut self, grant: &Grant, otp: &Otp, number: u32) -> Vec<u8> {
        let label = ("Registrar", "ops@example.com", otp);
        let keys = (&self.lender, &self.record);
        let when = (number, at(FROM));
        grant.slice(when, label, keys, &mut self.rng).unwrap()
    }

    /// What slice 0 is bound to.
    fn info(&self) -> Vec<u8> {
        let context = b"countersign/v1/lease".as_slice();
        let recipient = self.device.id();
        [context, id(1).as_bytes(), &[0; 4], recipient.as_bytes()].concat()
    }

    fn open(&self, slice: &[u8], now: u64) -> Result<LeaseSlice, LeaseRefused> {
        let lender = self.lender.public();
        LeaseSlice::open(slice, &self.device, at(now), |member| *member == lender)
    }
}

#[test]
fn a_recipient_sees_the_lenders_code_at_every_step_of_the_window_and_none_outside_of_it() {
    let mut lending = Lending::new();
    let day = 86_400;
    for (otp, seconds) in [
        (usual(), 8 * HOUR),
        (totp(Algorithm::Sha256, 7, 60), 2 * day + HOUR),
        (totp(Algorithm::Sha512, 8, 30), HOUR),
        (totp(Algorithm::Sha1, 10, 1), HOUR),
        (totp(Algorithm::Sha1, 4, 86_400), 3 * day),
        (otp(Kind::Steam), 8 * HOUR),
        (otp(Kind::BattleNet), 8 * HOUR),
    ] {
        let grant = lending.grant(&otp, seconds).unwrap();
        let step = otp.kind.period().unwrap_or(Period::THIRTY).get();
        for number in 0..slice_count(&grant) {
            let slice = lending.slice(&grant, &otp, number);
            let begins = FROM + day * u64::from(number);
            let ends = (begins + day).min(FROM + seconds);
            let opened = lending.open(&slice, begins).unwrap();
            for now in (begins..ends).step_by(usize::try_from(step).unwrap()) {
                for now in [now, (now + step - 1).min(ends - 1)] {
                    let (code, good_until) = opened.code(at(now)).unwrap();
                    assert_eq!(code, otp.code(at(now), None).unwrap().text(), "{now}");
                    assert!(now < good_until && good_until <= ends);
                }
            }
            assert_eq!(opened.code(at(begins - 1)), None);
            assert_eq!(opened.code(at(ends)), None);
        }
    }
}

#[test]
fn what_is_handed_over_holds_the_codes_and_nothing_of_the_secret() {
    let mut lending = Lending::new();
    let otp = usual();
    let grant = lending.grant(&otp, 8 * HOUR).unwrap();
    let slice = lending.slice(&grant, &otp, 0);
    let opened = (0..64)
        .find_map(|start| lending.device.open(&lending.info(), &slice[start..]))
        .expect("the recipient opens it");
    let secret = otp.secret.expose();
    for place in 0..secret.len() - 6 {
        let part = &secret[place..place + 6];
        assert!(!opened.windows(6).any(|window| window == part));
    }
    let codes = 8 * HOUR / 30 + 1;
    assert!(opened.len() < usize::try_from(codes * 20 / 8).unwrap() + 1_024);
}

#[test]
fn what_could_give_the_secret_away_or_get_out_of_step_is_not_lent() {
    let lending = Lending::new();
    let refused = |otp: &Otp, seconds| lending.grant(otp, seconds).err();
    let hotp = otp(Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter: 1,
    });
    let secret = |length| Secret::new(Zeroizing::new(vec![7; length])).unwrap();
    let pin = SecretText::new("1234".to_owned());
    let motp = Otp::new(secret(8), Kind::Motp, Some(pin)).unwrap();
    for otp in [hotp, motp] {
        assert_eq!(refused(&otp, HOUR), Some(NotLent::Kind));
    }
    let short = Otp::new(secret(9), usual().kind, None).unwrap();
    assert_eq!(refused(&short, HOUR), Some(NotLent::ShortSecret));
    let enough = Otp::new(secret(10), usual().kind, None).unwrap();
    assert_eq!(refused(&enough, HOUR), None);
    let month = 31 * 86_400;
    for (seconds, expected) in [
        (0, Some(NotLent::Time)),
        (month, None),
        (month + 1, Some(NotLent::Time)),
    ] {
        assert_eq!(refused(&usual(), seconds), expected);
    }
}

#[test]
fn a_slice_is_taken_only_by_its_recipient_from_a_verified_lender_in_its_time() {
    let mut lending = Lending::new();
    let otp = usual();
    let grant = lending.grant(&otp, 8 * HOUR).unwrap();
    let slice = lending.slice(&grant, &otp, 0);
    let refused = |lending: &Lending, now| lending.open(&slice, now).err();
    assert_eq!(refused(&lending, FROM), None);

    assert_eq!(refused(&lending, FROM + 8 * HOUR), Some(LeaseRefused::Over));
    assert_eq!(refused(&lending, FROM - 300), None);
    let seconds = 301;
    assert_eq!(
        refused(&lending, FROM - 301),
        Some(LeaseRefused::ClockOff { seconds })
    );
    let stranger = LeaseSlice::open(&slice, &lending.device, at(FROM), |_| false);
    let lender = lending.lender.public();
    assert_eq!(stranger.err(), Some(LeaseRefused::UnknownLender { lender }));
    let other = DeviceKey::generate(&mut lending.rng);
    let recipient = lending.device.id();
    let opened = LeaseSlice::open(&slice, &other, at(FROM), |_| true);
    assert_eq!(
        opened.err(),
        Some(LeaseRefused::OfAnotherDevice { recipient })
    );
}

#[test]
fn no_byte_of_a_slice_can_be_changed() {
    let mut lending = Lending::new();
    let otp = usual();
    let grant = lending.grant(&otp, 60).unwrap();
    let slice = lending.slice(&grant, &otp, 0);
    for place in 0..slice.len() {
        let mut changed = slice.clone();
        changed[place] ^= 1;
        assert!(lending.open(&changed, FROM).is_err(), "byte {place}");
        assert!(lending.open(&slice[..place], FROM).is_err());
    }
}

#[test]
fn a_colleague_whom_the_lender_named_hands_over_the_next_day_and_nobody_else_does() {
    let mut lending = Lending::new();
    let otp = usual();
    let grant = lending.grant(&otp, 3 * 86_400).unwrap();
    let label = ("Registrar", "ops@example.com", &otp);
    let tomorrow = FROM + 86_400;
    let rng = &mut lending.rng;
    let keys = (&lending.colleague, &lending.record);
    let slice = grant.slice((1, at(tomorrow)), label, keys, rng).unwrap();
    assert_eq!(grant.slice_at(at(tomorrow)), Some(1));
    assert_eq!(grant.slice_at(at(FROM + 3 * 86_400)), None);
    let stranger = MemberKey::generate(rng);
    let keys = (&stranger, &lending.record);
    let refused = grant.slice((1, at(tomorrow)), label, keys, rng);
    assert_eq!(refused.err(), Some(NotLent::NotAPoster));
    let keys = (&lending.lender, &lending.record);
    let refused = grant.slice((3, at(tomorrow)), label, keys, rng);
    assert_eq!(refused.err(), Some(NotLent::NoSlice));

    let opened = lending.open(&slice, tomorrow).unwrap();
    let shown = opened.code(at(tomorrow)).unwrap().0;
    assert_eq!(shown, otp.code(at(tomorrow), None).unwrap().text());

    // A colleague cannot lend for longer in the lender's name: the recipient takes nobody's word but the lender's.
    let colleague = &lending.colleague;
    let longer = Grant::sign(lending.terms(9 * 86_400), &otp, colleague, &[]).unwrap();
    let keys = (colleague, &lending.record);
    let slice = longer
        .slice((5, at(tomorrow)), label, keys, &mut lending.rng)
        .unwrap();
    let lender = lending.colleague.public();
    let refused = lending.open(&slice, tomorrow).err();
    assert_eq!(refused, Some(LeaseRefused::UnknownLender { lender }));
}

#[test]
fn codes_are_forgotten_as_their_time_passes() {
    let mut lending = Lending::new();
    let otp = usual();
    let grant = lending.grant(&otp, HOUR).unwrap();
    let slice = lending.slice(&grant, &otp, 0);
    let mut opened = lending.open(&slice, FROM).unwrap();
    let now = FROM + 600;
    opened.forget_past(at(now));
    assert_eq!(opened.code(at(now - 30)), None);
    let shown = opened.code(at(now)).unwrap().0;
    assert_eq!(shown, otp.code(at(now), None).unwrap().text());
    opened.forget_past(at(FROM + HOUR));
    assert_eq!(opened.code(at(now)), None);
}

proptest! {
    #[test]
    fn whatever_is_sealed_for_a_recipient_is_a_slice_or_refused(content in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut lending = Lending::new();
        let info = lending.info();
        let sealed = lending.record.seal(&info, &content, &mut lending.rng).unwrap();
        let mut w = vault::primitives::Writer::with_capacity(64);
        w.array(5);
        w.unsigned(1);
        w.bytes(id(1).as_bytes());
        w.unsigned(0);
        w.bytes(lending.device.id().as_bytes());
        w.bytes(&sealed);
        let opened = lending.open(&w.into_bytes(), FROM);
        prop_assert_eq!(opened.err(), Some(LeaseRefused::Malformed));
    }
}
