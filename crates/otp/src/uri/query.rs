//! The parameters of a URI.

use zeroize::Zeroizing;

use super::UriError;
use super::percent::{Plus, decode};

/// The parameters that mean something here. All others are passed over: programs add many.
const NAMES: [&str; 8] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
    "encoder",
    "pin",
];

/// The parameters of [`NAMES`] that a URI has, still escaped.
pub(super) struct Query<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Query<'a> {
    /// Names are read in any case.
    pub(super) fn parse(text: &'a str) -> Result<Self, UriError> {
        let mut query = Self(Vec::with_capacity(NAMES.len()));
        for parameter in text.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let Some(name) = NAMES
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            if query.raw(name).is_some() {
                return Err(UriError::Duplicate(name));
            }
            query.0.push((name, value));
        }
        Ok(query)
    }

    /// The value as it stands in the URI.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    /// The value without escapes.
    pub(super) fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, UriError> {
        self.raw(name)
            .map(|value| decode(value, Plus::Space))
            .transpose()
    }

    /// The value without escapes; one that is empty counts as absent.
    pub(super) fn set(&self, name: &str) -> Result<Option<Zeroizing<String>>, UriError> {
        Ok(self.get(name)?.filter(|value| !value.is_empty()))
    }
}
