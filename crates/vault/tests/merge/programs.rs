//! Programs that have the same vault open.

use crate::counting::Counting;
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, UnixTime};
use std::sync::OnceLock;
use vault::{Account, Id, Kdf, Password, Vault};
use zeroize::Zeroizing;

pub(crate) fn time(seconds: i64) -> UnixTime {
    UnixTime::new(1_780_000_000 + seconds).unwrap()
}

pub(crate) fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

pub(crate) fn totp(secret: u8) -> Otp {
    let kind = Kind::Totp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        period: Period::THIRTY,
    };
    otp(secret, kind)
}

pub(crate) fn hotp(secret: u8) -> Otp {
    let kind = Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter: 0,
    };
    otp(secret, kind)
}

pub(crate) fn otp(secret: u8, kind: Kind) -> Otp {
    let secret = Secret::new(Zeroizing::new(vec![secret; 20])).unwrap();
    Otp::new(secret, kind, None).unwrap()
}

pub(crate) fn account(number: u8, otp: Otp) -> Account {
    let issuer = format!("Site {number}");
    Account::new(id(number), issuer, "ada".into(), otp, time(0))
}

pub(crate) const TIMED: u8 = 1;
pub(crate) const COUNTED: u8 = 2;
pub(crate) const PLAIN: u8 = 3;

/// A vault as an older version wrote it: nothing in it has a clock. A password is costly, so all tests copy one.
pub(crate) fn without_clocks() -> Vault {
    static FIRST: OnceLock<Vault> = OnceLock::new();
    opened_again(FIRST.get_or_init(make))
}

pub(crate) fn make() -> Vault {
    let password = Password::new("correct horse").unwrap();
    let cheap = Kdf::new(8, 1, 1).unwrap();
    let rng = &mut Counting(0);
    let mut vault = Vault::create(&password, cheap, "Password".into(), time(0), rng).unwrap();
    for new in [
        account(TIMED, totp(1)),
        account(COUNTED, hotp(2)),
        account(PLAIN, otp(3, Kind::Steam)),
    ] {
        vault.document_mut().insert(new);
    }
    vault
}

/// The same, written by this version.
pub(crate) fn vault() -> Vault {
    let mut vault = without_clocks();
    save(&mut vault, 99);
    vault
}

/// Saves as a program of this number does.
pub(crate) fn save(vault: &mut Vault, program: u8) -> Vec<u8> {
    vault.stamp(id(program)).unwrap();
    let sealed = vault.seal(&mut Counting(u64::from(program) << 32)).unwrap();
    vault.saved(&sealed);
    sealed.bytes().to_vec()
}

/// Another program has the same file open.
pub(crate) fn opened_again(vault: &Vault) -> Vault {
    let sealed = vault.seal(&mut Counting(7)).unwrap();
    vault.reopen(sealed.bytes().to_vec()).unwrap()
}

/// A copy of the vault in which a program of this number changed something.
pub(crate) fn changed(vault: &Vault, program: u8, change: impl FnOnce(&mut Vault)) -> Vault {
    let mut copy = opened_again(vault);
    change(&mut copy);
    copy.stamp(id(program)).unwrap();
    copy
}

pub(crate) fn edited(
    vault: &Vault,
    program: u8,
    number: u8,
    edit: impl FnOnce(&mut Account),
) -> Vault {
    changed(vault, program, |copy| {
        edit(copy.document_mut().account_mut(id(number)).unwrap());
    })
}

pub(crate) fn merged(one: &Vault, other: &Vault) -> Vault {
    let mut merged = opened_again(one);
    merged.merge_copy(opened_again(other)).unwrap();
    merged
}

/// Both orders, which must give the same.
pub(crate) fn merged_both_ways(one: &Vault, other: &Vault) -> Vault {
    let merged_one = merged(one, other);
    let merged_other = merged(other, one);
    assert_eq!(
        merged_one.document_checksum(),
        merged_other.document_checksum()
    );
    merged_one
}

pub(crate) fn get(vault: &Vault, number: u8) -> &Account {
    vault.document().account(id(number)).unwrap()
}

pub(crate) fn secret(account: &Account) -> u8 {
    account.otp().secret.expose()[0]
}

pub(crate) fn counter(account: &Account) -> u64 {
    account.otp().kind.counter().unwrap()
}
