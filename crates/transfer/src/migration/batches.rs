//! Which parts of which exports were scanned.

use std::collections::{BTreeMap, BTreeSet};

use otp::uri::Labelled;

use super::{EntryError, Part};

/// Collects the parts of any number of exports, in any order and any part more than once.
#[derive(Default)]
pub struct Batches {
    parts: Vec<Part>,
}

/// An export of which not all parts were scanned: "2 of 3 scanned".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Missing {
    /// The export.
    pub batch_id: i32,
    /// Parts that are there, fewer than `size`.
    pub scanned: u32,
    /// Parts it has.
    pub size: u32,
}

impl Batches {
    /// Takes a part. One that is there already changes nothing; one that only claims the same place, as exports of
    /// programs that do not number theirs do, is kept beside the other.
    pub fn add(&mut self, part: Part) {
        if !self.parts.iter().any(|other| is_same(other, &part)) {
            self.parts.push(part);
        }
    }

    /// The exports that are not complete yet, by their numbers.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let mut batches: BTreeMap<i32, (BTreeSet<u32>, u32)> = BTreeMap::new();
        for part in &self.parts {
            let (indexes, size) = batches.entry(part.batch_id).or_default();
            indexes.insert(part.index);
            *size = part.size.max(*size);
        }
        let batches = batches
            .into_iter()
            .map(|(batch_id, (indexes, size))| Missing {
                batch_id,
                scanned: u32::try_from(indexes.len()).unwrap_or(u32::MAX),
                size,
            });
        batches.filter(|batch| batch.scanned < batch.size).collect()
    }

    /// All accounts that were scanned, in the order of their exports.
    #[must_use]
    pub fn into_entries(mut self) -> Vec<Result<Labelled, EntryError>> {
        self.parts.sort_by_key(|part| (part.batch_id, part.index));
        self.parts
            .into_iter()
            .flat_map(|part| part.entries)
            .collect()
    }
}

fn is_same(a: &Part, b: &Part) -> bool {
    (a.batch_id, a.index, a.size, a.entries.len()) == (b.batch_id, b.index, b.size, b.entries.len())
        && a.entries.iter().zip(&b.entries).all(|pair| match pair {
            (Ok(a), Ok(b)) => is_same_account(a, b),
            (Err(a), Err(b)) => a == b,
            _ => false,
        })
}

fn is_same_account(a: &Labelled, b: &Labelled) -> bool {
    (&a.issuer, &a.account, a.otp.kind) == (&b.issuer, &b.account, b.otp.kind)
        && a.otp.secret.same_as(&b.otp.secret)
}

#[cfg(test)]
mod tests {
    use otp::{Kind, Otp, Secret};
    use zeroize::Zeroizing;

    use super::*;

    fn part(batch_id: i32, index: u32, size: u32, accounts: &[&str]) -> Part {
        let entry = |account: &&str| {
            let secret = Secret::new(Zeroizing::new(vec![7; 20])).unwrap();
            Ok(Labelled {
                issuer: None,
                account: (*account).to_owned(),
                otp: Otp::new(secret, Kind::Steam, None).unwrap(),
            })
        };
        Part {
            batch_id,
            index,
            size,
            entries: accounts.iter().map(entry).collect(),
        }
    }

    fn accounts(batches: Batches) -> Vec<String> {
        batches
            .into_entries()
            .into_iter()
            .map(|entry| entry.unwrap().account)
            .collect()
    }

    #[test]
    fn two_of_three_scanned_is_said_until_the_third_comes() {
        let mut batches = Batches::default();
        assert_eq!(batches.missing(), []);
        batches.add(part(5, 2, 3, &["c"]));
        batches.add(part(5, 0, 3, &["a"]));
        batches.add(part(5, 2, 3, &["c"]));
        let missing = Missing {
            batch_id: 5,
            scanned: 2,
            size: 3,
        };
        assert_eq!(batches.missing(), [missing]);
        batches.add(part(5, 1, 3, &["b"]));
        assert_eq!(batches.missing(), []);
        assert_eq!(accounts(batches), ["a", "b", "c"]);
    }

    #[test]
    fn two_exports_that_claim_the_same_place_are_both_kept() {
        let mut batches = Batches::default();
        batches.add(part(0, 0, 1, &["a"]));
        batches.add(part(0, 0, 1, &["b"]));
        assert_eq!(batches.missing(), []);
        assert_eq!(accounts(batches), ["a", "b"]);
    }
}
