//! The data key of an open vault stays out of the system's swap space.

use platform::memory::keep_out_of_swap;
use vault::Vault;

/// The vault, with the memory of its key locked where the system allows it. Where it does not, the vault is open all
/// the same: a limit on locked memory must not keep anybody from the codes.
pub(crate) fn hold(mut vault: Vault) -> Vault {
    let (address, len) = vault.key_memory();
    if let Some(guard) = keep_out_of_swap(address, len) {
        vault.keep_with_key(Box::new(guard));
    }
    vault
}
