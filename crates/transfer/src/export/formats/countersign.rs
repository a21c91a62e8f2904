//! A vault of this program (docs/vault-format.md) with the accounts, under a password of its own. Everything is kept.

use otp::{SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::{Account, Kdf, OpenError, Password, SealError, SlotError, Vault};
use zeroize::Zeroizing;

use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Always,
    extension: "countersign",
    keeps: |_account, _part| true,
    tells_by_secret: false,
    write,
};

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let password = password.ok_or(WriteError::AlwaysEncrypted)?;
    let password = Password::new(password.expose()).ok_or(WriteError::BadPassword)?;
    let mut vault = Vault::create(&password, kdf()?, String::new(), now, rng)
        .map_err(|_memory: SlotError| WriteError::OutOfMemory)?;
    for account in accounts {
        let copy = Account::from_cbor(&account.to_cbor())
            .map_err(|_too_long: OpenError| WriteError::TooLarge)?;
        vault.document_mut().insert(copy);
    }
    let sealed = vault
        .seal(rng)
        .map_err(|_too_large: SealError| WriteError::TooLarge)?;
    Ok(Zeroizing::new(sealed.bytes().to_vec()))
}

/// The file is meant to lie where others come by, so its password costs four times what is the least for a vault. Every
/// computer that is likely to open it has that much memory.
fn kdf() -> Result<Kdf, WriteError> {
    Kdf::new(256 << 10, 3, 1).ok_or(WriteError::TooLarge)
}
