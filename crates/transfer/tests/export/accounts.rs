//! Accounts to export.

use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};
use proptest::prelude::*;
use rand_core::{Infallible, TryCryptoRng, TryRng};
use vault::{Account, BackupCode, BackupCodeSet, Icon, Id};
use zeroize::Zeroizing;

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";
const DRAWING: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'/>";

/// Random bytes that are the same in every run (SplitMix64).
pub(crate) struct Repeatable(pub(crate) u64);

impl TryRng for Repeatable {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64()
            .map(|number| u32::try_from(number >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let random = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Repeatable {}

pub(crate) fn now() -> UnixTime {
    UnixTime::new(1_700_000_000).unwrap()
}

/// What an account is made of; accounts themselves cannot be copied, or printed by a test that fails.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) issuer: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) secret: Vec<u8>,
    pub(crate) pin: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) notes: String,
    pub(crate) icon: Option<(String, Vec<u8>)>,
    pub(crate) favorite: bool,
    pub(crate) use_count: u64,
    pub(crate) backup_codes: Vec<String>,
}

impl Plan {
    pub(crate) fn new(issuer: &str, name: &str, kind: Kind) -> Self {
        Self {
            issuer: issuer.to_owned(),
            name: name.to_owned(),
            kind,
            secret: (1..=20).collect(),
            pin: kind.needs_pin().then(|| "123456".to_owned()),
            tags: Vec::new(),
            notes: String::new(),
            icon: None,
            favorite: false,
            use_count: 0,
            backup_codes: Vec::new(),
        }
    }

    pub(crate) fn account(&self, number: u8) -> Account {
        let secret = Secret::new(Zeroizing::new(self.secret.clone())).unwrap();
        let pin = self.pin.clone().map(SecretText::new);
        let otp = Otp::new(secret, self.kind, pin).unwrap();
        let id = Id::from_bytes([number; 16]);
        let mut account = Account::new(id, self.issuer.clone(), self.name.clone(), otp, now());
        account.tags.clone_from(&self.tags);
        account.notes = SecretText::new(self.notes.clone());
        let icon = self.icon.clone();
        account.icon = icon.map(|(media_type, bytes)| Icon::new(media_type, bytes));
        account.favorite = self.favorite;
        account.use_count = self.use_count;
        let set = |codes: Vec<BackupCode>, number| {
            BackupCodeSet::new(Id::from_bytes([number; 16]), now(), codes)
        };
        let code = |code: &str| BackupCode::new(SecretText::new(code.to_owned()));
        let unused = self.backup_codes.iter().map(|text| code(text));
        let mut used = code("used");
        used.used = Some(now());
        let mut replaced = set(vec![code("replaced")], 1);
        replaced.invalid_since = Some(now());
        let codes = unused.chain([used]).collect();
        account.backup_code_sets = vec![replaced, set(codes, 2)];
        account
    }
}

pub(crate) fn accounts(plans: &[Plan]) -> Vec<Account> {
    let numbered = (1..).zip(plans);
    numbered
        .map(|(number, plan)| plan.account(number))
        .collect()
}

pub(crate) fn totp(algorithm: Algorithm, digits: u8, period: u64) -> Kind {
    Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    }
}

pub(crate) fn hotp(algorithm: Algorithm, digits: u8, counter: u64) -> Kind {
    Kind::Hotp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        counter,
    }
}

/// One of each kind, with everything that can be kept beside it.
pub(crate) fn one_of_each() -> Vec<Plan> {
    let full = Plan {
        tags: vec!["Work".to_owned(), "Büro & <Haus>".to_owned()],
        notes: "First line\n\"Second\" <line> & 'more' 日本".to_owned(),
        icon: Some(("image/png".to_owned(), PIXEL.to_vec())),
        favorite: true,
        use_count: 7,
        backup_codes: vec!["1111-2222".to_owned(), "3333 4444".to_owned()],
        ..Plan::new(
            "Example & Söhne",
            "alice+test@example.com",
            totp(Algorithm::Sha1, 6, 30),
        )
    };
    let one_tag = Plan {
        tags: vec!["Work".to_owned()],
        secret: vec![0xff; 64],
        ..Plan::new("Bank", "bob \"b\" <bob>", totp(Algorithm::Sha512, 8, 60))
    };
    let mut plans = vec![
        full,
        one_tag,
        Plan::new("", "nobody", totp(Algorithm::Sha256, 7, 90)),
        Plan::new("Door", "back", hotp(Algorithm::Sha1, 6, 41)),
        Plan::new("Gate", "", hotp(Algorithm::Sha256, 8, 1 << 40)),
        Plan::new("Steam", "player", Kind::Steam),
        Plan::new("Battle.net", "EU-1", Kind::BattleNet),
        Plan::new("Modem", "admin", Kind::Motp),
        Plan::new("Yandex", "ya", Kind::Yandex),
    ];
    for (number, plan) in (1..).zip(&mut plans).skip(2) {
        let length = if plan.kind == Kind::Yandex { 16 } else { 20 };
        plan.secret = vec![number; length];
    }
    plans
}

/// Any account.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let names = (
        "[a-zA-Z0-9 .@+'<>&\"é日-]{0,12}",
        "[a-zA-Z0-9 .@+'<>&\"é日-]{0,12}",
    );
    let secret = proptest::collection::vec(any::<u8>(), 1..40);
    let tags = proptest::collection::btree_set("[a-zA-Z0-9<&é;,]{1,6}", 0..3);
    let codes = proptest::collection::vec("[a-z0-9&<-]{1,8}", 0..3);
    let more = (
        any::<bool>(),
        prop_oneof![Just(0), 0..100_u64, any::<u64>()],
        icon(),
    );
    let notes = "[ -~\n\t\r\u{7}é日\u{fffe}]{0,30}";
    (
        names,
        kind(),
        secret,
        "[0-9]{4,8}",
        any::<bool>(),
        tags,
        notes,
        codes,
        more,
    )
        .prop_map(
            |((issuer, name), kind, secret, pin, has_pin, tags, notes, codes, more)| Plan {
                issuer: issuer.trim().to_owned(),
                name: name.trim().to_owned(),
                kind,
                secret: if kind == Kind::Yandex {
                    secret.into_iter().cycle().take(16).collect()
                } else {
                    secret
                },
                pin: Some(pin).filter(|_| has_pin && kind.needs_pin()),
                tags: tags.into_iter().collect(),
                notes,
                icon: more.2,
                favorite: more.0,
                use_count: more.1,
                backup_codes: codes,
            },
        )
}

fn icon() -> impl Strategy<Value = Option<(String, Vec<u8>)>> {
    prop_oneof![
        Just(None),
        Just(Some(("image/png".to_owned(), PIXEL.to_vec()))),
        Just(Some(("image/svg+xml".to_owned(), DRAWING.to_vec()))),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    let algorithm = || {
        prop_oneof![
            Just(Algorithm::Sha1),
            Just(Algorithm::Sha256),
            Just(Algorithm::Sha512)
        ]
    };
    let digits = || prop_oneof![Just(6), Just(8), 4..=10_u8];
    let period = prop_oneof![Just(30), Just(60), 1..=86_400_u64];
    let counter = prop_oneof![
        0..1000_u64,
        Just(u64::from(u32::MAX)),
        Just(i64::MAX.unsigned_abs()),
        Just(u64::MAX)
    ];
    prop_oneof![
        4 => (algorithm(), digits(), period).prop_map(|(algorithm, digits, period)| totp(algorithm, digits, period)),
        2 => (algorithm(), digits(), counter).prop_map(|(algorithm, digits, counter)| hotp(algorithm, digits, counter)),
        1 => Just(Kind::Steam),
        1 => Just(Kind::BattleNet),
        1 => Just(Kind::Motp),
        1 => Just(Kind::Yandex),
    ]
}
