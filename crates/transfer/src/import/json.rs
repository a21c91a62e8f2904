//! JSON of strangers: one level at a time, so that one bad account does not sink the file, and with limits on how
//! much a level may hold. Depth is limited by `serde_json` (128).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::MAX_ENTRIES;
use super::error::ReadError;

/// Text of a file that may be a secret. Wiped on drop.
pub(super) type Text = Zeroizing<String>;

/// Keys and values of one object; the values are not looked into yet.
pub(super) type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Most keys of an object that is read with all its keys.
const MOST_KEYS: usize = 10_000;
/// Longest item, in bytes.
const MOST_ITEM: usize = 1 << 20;

/// # Errors
/// `Damaged` where it is no object, or has more than 10,000 keys.
pub(super) fn object(text: &str) -> Result<Object<'_>, ReadError> {
    let Level::<Object<'_>>(object) =
        serde_json::from_str(text).map_err(|_json| ReadError::Damaged)?;
    Ok(object)
}

/// # Errors
/// `Damaged` where it is no array; `TooMany` where it has more than [`MAX_ENTRIES`] values.
pub(super) fn list(text: &str) -> Result<Vec<&RawValue>, ReadError> {
    let Level::<Vec<&RawValue>>(values) =
        serde_json::from_str(text).map_err(|_json| ReadError::Damaged)?;
    if values.len() > MAX_ENTRIES {
        return Err(ReadError::TooMany);
    }
    Ok(values)
}

/// A value of a known shape. Keys that the shape does not name are left out.
///
/// # Errors
/// `Damaged`.
pub(super) fn value<T: DeserializeOwned>(raw: &RawValue) -> Result<T, ReadError> {
    serde_json::from_str(raw.get()).map_err(|_json| ReadError::Damaged)
}

/// One item of a list, such as an account. What it is kept as takes up to forty times its length, so that a longer one
/// than 1 MiB is taken for damaged.
///
/// # Errors
/// `Damaged`.
pub(super) fn item<T: DeserializeOwned>(raw: &RawValue) -> Result<T, ReadError> {
    if raw.get().len() > MOST_ITEM {
        return Err(ReadError::Damaged);
    }
    value(raw)
}

/// The values of a known shape under a key, such as the names of folders. Those of another shape are left out.
///
/// # Errors
/// `Damaged` where it is no array; `TooMany`.
pub(super) fn values<T: DeserializeOwned>(
    object: &Object<'_>,
    key: &str,
) -> Result<Vec<T>, ReadError> {
    let Some(raw) = member(object, key) else {
        return Ok(Vec::new());
    };
    let values = list(raw.get())?.into_iter();
    Ok(values.filter_map(|raw| item(raw).ok()).collect())
}

/// The value of a key; `None` where it is missing or `null`.
pub(super) fn member<'a>(object: &Object<'a>, key: &str) -> Option<&'a RawValue> {
    object.get(key).copied().filter(|raw| raw.get() != "null")
}

struct Level<T>(T);

impl<'de: 'a, 'a> Deserialize<'de> for Level<Object<'a>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keys(PhantomData)).map(Self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Level<Vec<&'a RawValue>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Values(PhantomData)).map(Self)
    }
}

struct Keys<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for Keys<'a> {
    type Value = Object<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'a>, A::Error> {
        let mut object = Object::new();
        while let Some((key, value)) = map.next_entry::<String, &'a RawValue>()? {
            if object.len() == MOST_KEYS {
                return Err(A::Error::custom("too many keys"));
            }
            object.insert(key, value);
        }
        Ok(object)
    }
}

struct Values<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for Values<'a> {
    type Value = Vec<&'a RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    /// Keeps one more than are allowed, so that the caller sees that there are too many.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<&'a RawValue>()? {
            if values.len() <= MAX_ENTRIES {
                values.push(value);
            }
        }
        Ok(values)
    }
}

/// A number, also where a program writes it as text; missing, `null` and `""` are none.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Number(pub(super) Option<i64>);

impl Number {
    /// How often; what is no such number is never.
    pub(super) fn count(self) -> u64 {
        let count = self.0.and_then(|number| u64::try_from(number).ok());
        count.unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_unit<E: Error>(self) -> Result<Number, E> {
        Ok(Number(None))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
        Ok(Number(Some(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        i64::try_from(number)
            .map(|number| Number(Some(number)))
            .map_err(|_large| E::custom("too large"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        match text.trim() {
            "" => Ok(Number(None)),
            digits => digits
                .parse()
                .map(|number| Number(Some(number)))
                .map_err(|_text| E::custom("no number")),
        }
    }
}
