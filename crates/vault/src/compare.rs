//! Whether two documents hold the same, account by account: what proves a backup.

use crate::account::Account;
use crate::cbor::Writer;
use crate::crypto;
use crate::document::Document;
use crate::vault::Vault;
use zeroize::Zeroizing;

/// What [`Document::compare`] found. Accounts in the trash count as any other.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Comparison {
    /// Accounts that are the same in every field, secrets and history too.
    pub same: usize,
    /// Accounts that are in both, but not the same.
    pub changed: usize,
    /// Accounts that only this document has.
    pub only_here: usize,
    /// Accounts that only the other has.
    pub only_there: usize,
    /// Whether the documents are the same to the last byte: also names of slots, and what newer versions keep.
    pub identical: bool,
}

impl Document {
    /// Compares every account with the one of the same id in `other`.
    pub fn compare(&self, other: &Self) -> Comparison {
        let mut found = Comparison::default();
        for account in self.accounts() {
            match other.account(account.id()) {
                None => found.only_here += 1,
                Some(there) if is_same(account, there) => found.same += 1,
                Some(_) => found.changed += 1,
            }
        }
        let in_both = found.same + found.changed;
        found.only_there = other.accounts().len().saturating_sub(in_both);
        found.identical = found.changed + found.only_here + found.only_there == 0
            && crypto::same(&self.write(), &other.write());
        found
    }
}

fn is_same(here: &Account, there: &Account) -> bool {
    crypto::same(&written(here), &written(there))
}

/// As it stands in a file: what is not written there cannot differ.
fn written(account: &Account) -> Zeroizing<Vec<u8>> {
    let mut writer = Writer::with_capacity(512);
    Account::write(&mut writer, account);
    writer.into_bytes()
}

impl Vault {
    /// The next save counts on from `generation`, where that is more than its own: a vault that takes the place of a
    /// newer state must not look like the older file that it was made from.
    pub fn continue_after(&mut self, generation: u64) {
        self.header.generation = self.header.generation.max(generation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use otp::UnixTime;

    fn document(accounts: &[(u8, &str)]) -> Document {
        let mut document = Document::new(UnixTime::EPOCH);
        for (id, secret) in accounts {
            let otp = otp::uri::parse(&format!("otpauth://totp/me?secret={secret}"));
            let [issuer, name] = ["Site", "me"].map(str::to_owned);
            let id = Id::from_bytes([*id; 16]);
            let otp = otp.unwrap().otp;
            document.insert(Account::new(id, issuer, name, otp, UnixTime::EPOCH));
        }
        document
    }

    #[test]
    fn a_changed_secret_a_missing_account_and_an_added_one_are_each_noticed() {
        let all = document(&[(1, "GEZDGNBV"), (2, "MFRGGZDF")]);
        let again = all.compare(&document(&[(1, "GEZDGNBV"), (2, "MFRGGZDF")]));
        assert!(again.identical && again.same == 2, "{again:?}");
        let other = document(&[(1, "GEZDGNBW"), (3, "MFRGGZDF")]);
        let expected = Comparison {
            changed: 1,
            only_here: 1,
            only_there: 1,
            ..Comparison::default()
        };
        assert_eq!(all.compare(&other), expected);
    }

    #[test]
    fn a_changed_name_of_a_slot_is_noticed_though_all_accounts_are_the_same() {
        let [named, plain] = [1, 2].map(|_| document(&[(1, "GEZDGNBV")]));
        let mut named = named;
        let id = Id::from_bytes([9; 16]);
        let name = crate::document::SlotName::new(id, "Safe".to_owned(), UnixTime::EPOCH);
        named.slot_names.push(name);
        let found = named.compare(&plain);
        assert!(found.same == 1 && !found.identical, "{found:?}");
    }
}
