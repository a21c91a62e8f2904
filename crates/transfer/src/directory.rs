//! The list of 2fa.directory: which second factors a service offers, and its pages about them.
//!
//! The format is that of `all.json`, version 3 of its public interface: an array of `[name, entry]`. Services are found
//! by their domains and names in the list at hand; nothing is asked of anybody.

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

/// The longest file that is read, in bytes. The public list has less than 1 MiB.
pub const MAX_FILE: usize = 4 << 20;
/// The most services that are read; the public list has some 2,500.
pub const MAX_SERVICES: usize = 20_000;
/// The longest address that is kept, in bytes.
const MAX_LINK: usize = 2048;

/// Why a file gives no list.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotRead {
    /// It is longer than [`MAX_FILE`].
    #[error("the file is too long")]
    TooLong,
    /// It is not JSON of this shape, or has more than [`MAX_SERVICES`].
    #[error("not a list of 2fa.directory")]
    NotDirectory,
}

/// A second factor that a service offers.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Offer {
    /// Codes from any authenticator.
    Totp,
    /// Any FIDO2 or U2F security key.
    SecurityKey,
    /// A text message.
    Sms,
    /// A call.
    Call,
    /// An e-mail.
    Email,
    /// A program or device of one maker only, which nobody can replace by another.
    Proprietary,
}

impl Offer {
    /// As the list writes it; what this version does not know is left out.
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "totp" => Self::Totp,
            "u2f" => Self::SecurityKey,
            "sms" => Self::Sms,
            "call" => Self::Call,
            "email" => Self::Email,
            "custom-software" | "custom-hardware" => Self::Proprietary,
            _ => return None,
        })
    }
}

/// What the list says of a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// Its main domain in lower case.
    pub domain: String,
    /// What it offers, each once; empty: no second factor.
    pub offers: Vec<Offer>,
    /// Its page about setting one up; `https` only.
    pub documentation: Option<String>,
    /// Its page for those who lost theirs; `https` only.
    pub recovery: Option<String>,
}

/// The list.
pub struct Directory {
    services: Vec<Service>,
    by_domain: BTreeMap<String, usize>,
    /// Only names that one service alone has.
    by_name: BTreeMap<String, Option<usize>>,
}

/// Reads the list. Fields and methods that are not known are left out.
///
/// # Errors
/// See [`NotRead`].
pub fn read(bytes: &[u8]) -> Result<Directory, NotRead> {
    if bytes.len() > MAX_FILE {
        return Err(NotRead::TooLong);
    }
    let entries: Entries = serde_json::from_slice(bytes).map_err(|_| NotRead::NotDirectory)?;
    let mut directory = Directory {
        services: Vec::with_capacity(entries.0.len()),
        by_domain: BTreeMap::new(),
        by_name: BTreeMap::new(),
    };
    for (name, entry) in entries.0 {
        directory.add(name, entry);
    }
    Ok(directory)
}

impl Directory {
    fn add(&mut self, name: String, entry: Entry) {
        let at = self.services.len();
        let domain = entry.domain.to_lowercase();
        let domains = entry.additional_domains.iter();
        let domains = domains.map(|domain| domain.to_lowercase());
        for domain in std::iter::once(domain.clone()).chain(domains) {
            self.by_domain.entry(domain).or_insert(at);
        }
        let names = self.by_name.entry(name.to_lowercase());
        names.and_modify(|known| *known = None).or_insert(Some(at));
        let offers = entry.tfa.iter();
        let mut offers: Vec<Offer> = offers.filter_map(|name| Offer::from_name(name)).collect();
        offers.sort_unstable();
        offers.dedup();
        self.services.push(Service {
            name,
            domain,
            offers,
            documentation: entry.documentation.filter(|link| is_link(link)),
            recovery: entry.recovery.filter(|link| is_link(link)),
        });
    }

    /// All services in the order of the list.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The service of an account: by the host of its recovery page, else by an issuer that is a domain, else by an issuer
    /// that is the name of exactly one service. A domain counts for all domains below it.
    pub fn find(&self, issuer: &str, link: &str) -> Option<&Service> {
        let issuer = issuer.trim().to_lowercase();
        let by_link = host(link).and_then(|host| self.by_host(&host));
        let by_domain = || self.by_host(&issuer);
        let by_name = || self.by_name.get(&issuer).copied().flatten();
        let at = by_link.or_else(by_domain).or_else(by_name)?;
        self.services.get(at)
    }

    /// The longest domain of the list that the host is or is below.
    fn by_host(&self, host: &str) -> Option<usize> {
        let mut rest = host;
        loop {
            if let Some(at) = self.by_domain.get(rest) {
                return Some(*at);
            }
            (_, rest) = rest.split_once('.')?;
        }
    }
}

/// The host of an `https` address, in lower case.
fn host(link: &str) -> Option<String> {
    let rest = link.strip_prefix("https://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.to_lowercase()).filter(|host| !host.is_empty())
}

fn is_link(link: &str) -> bool {
    link.len() <= MAX_LINK && link.starts_with("https://")
}

#[derive(Deserialize)]
struct Entry {
    domain: String,
    #[serde(default, rename = "additional-domains")]
    additional_domains: Vec<String>,
    #[serde(default)]
    tfa: Vec<String>,
    documentation: Option<String>,
    recovery: Option<String>,
}

/// At most [`MAX_SERVICES`].
struct Entries(Vec<(String, Entry)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of services")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            if entries.len() == MAX_SERVICES {
                return Err(A::Error::custom("too many services"));
            }
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

#[cfg(test)]
mod tests;
