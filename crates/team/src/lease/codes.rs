//! Codes as numbers of so many bits, one after the other.

use otp::{Code, Kind, Otp, UnixTime};
use zeroize::Zeroizing;

/// The alphabet of Steam's codes.
const STEAM: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";
const STEAM_LENGTH: usize = 5;

/// What codes look like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Digits(u8),
    Steam,
}

impl Shape {
    /// `None`: codes of this kind are not lent.
    pub(super) fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Totp { digits, .. } => Some(Self::Digits(digits.get())),
            Kind::BattleNet => Some(Self::Digits(kind.digits())),
            Kind::Steam => Some(Self::Steam),
            Kind::Hotp { .. } | Kind::Motp | Kind::Yandex => None,
        }
    }

    /// As a slice has it: 0 for Steam.
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Digits(digits) => u64::from(digits),
            Self::Steam => 0,
        }
    }

    pub(super) fn from_number(number: u64) -> Option<Self> {
        match u8::try_from(number).ok()? {
            0 => Some(Self::Steam),
            digits @ 4..=10 => Some(Self::Digits(digits)),
            _ => None,
        }
    }

    /// How many codes there are.
    fn space(self) -> u64 {
        match self {
            Self::Digits(digits) => 10_u64.pow(u32::from(digits)),
            Self::Steam => 26_u64.pow(5),
        }
    }

    pub(super) fn bits(self) -> u32 {
        u64::BITS - (self.space() - 1).leading_zeros()
    }

    fn number_of(self, code: &Code) -> Option<u64> {
        let text = code.text();
        match self {
            Self::Digits(_) => text.parse().ok(),
            Self::Steam => text.bytes().try_fold(0, |number, letter| {
                let place = STEAM.iter().position(|one| *one == letter)?;
                Some(number * 26 + u64::try_from(place).ok()?)
            }),
        }
    }

    fn text_of(self, number: u64) -> Zeroizing<String> {
        let text = match self {
            Self::Digits(digits) => {
                let width = usize::from(digits);
                format!("{number:0width$}")
            }
            Self::Steam => {
                let places = (0..STEAM_LENGTH).rev();
                let digit = |place: usize| {
                    let weight = 26_u64.pow(u32::try_from(place).unwrap_or(0));
                    usize::try_from(number / weight % 26).ok()
                };
                let letter = |place| Some(char::from(*STEAM.get(digit(place)?)?));
                places.filter_map(letter).collect()
            }
        };
        Zeroizing::new(text)
    }
}

/// The numbers of the periods from `first` on, in so many bits each.
pub(super) fn packed(
    (otp, shape): (&Otp, Shape),
    (first, count, period): (u64, u64, u64),
) -> Option<Zeroizing<Vec<u8>>> {
    let bits = shape.bits();
    let size = usize::try_from((count * u64::from(bits)).div_ceil(8)).ok()?;
    let mut packed = Zeroizing::new(Vec::with_capacity(size));
    let (mut waiting, mut held) = (0_u128, 0);
    for step in first..first + count {
        let at = UnixTime::new(i64::try_from(step * period).ok()?)?;
        let code = otp.code(at, None).ok()?;
        waiting = waiting << bits | u128::from(shape.number_of(&code)?);
        held += bits;
        while held >= 8 {
            held -= 8;
            packed.push(low_byte(waiting >> held));
            waiting &= (1 << held) - 1;
        }
    }
    if held > 0 {
        packed.push(low_byte(waiting << (8 - held)));
    }
    Some(packed)
}

fn low_byte(number: u128) -> u8 {
    u8::try_from(number & 0xff).unwrap_or(0)
}

/// The texts of packed codes. `None`: they are not exactly `count` codes of this shape.
pub(super) fn unpacked(packed: &[u8], shape: Shape, count: u64) -> Option<Vec<Zeroizing<String>>> {
    let bits = shape.bits();
    let size = usize::try_from((count * u64::from(bits)).div_ceil(8)).ok()?;
    if packed.len() != size {
        return None;
    }
    let mut texts = Vec::with_capacity(usize::try_from(count).ok()?);
    let (mut waiting, mut held, mut bytes) = (0_u128, 0, packed.iter());
    for _ in 0..count {
        while held < bits {
            waiting = waiting << 8 | u128::from(*bytes.next()?);
            held += 8;
        }
        held -= bits;
        let number = u64::try_from(waiting >> held).ok()?;
        waiting &= (1 << held) - 1;
        if number >= shape.space() {
            return None;
        }
        texts.push(shape.text_of(number));
    }
    (waiting == 0).then_some(texts)
}
