//! A vault of 10,000 accounts for benchmarks.

use session::codes;
use session::unlock::{self, SlotNames};
use session::{Effects, OpenVault, UserError};
use std::path::Path;

const ACCOUNTS: usize = 10_000;

/// A new vault of 10,000 accounts at `path`, and the words of its recovery kit.
pub(crate) fn create(effects: &mut Effects, path: &Path) -> Result<(OpenVault, String), UserError> {
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password("correct horse")?;
    let new = unlock::new_vault(effects, &password, names, true)?;
    let words = new
        .kit()
        .map(|kit| kit.words.expose().to_owned())
        .unwrap_or_default();
    let mut open = new.save(effects, path, None)?;
    let uri = |number| {
        let account = format!("user{number}@example.com");
        format!("otpauth://totp/Site%20{number}:{account}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    };
    let accounts: Result<Vec<_>, _> = (0..ACCOUNTS).map(|n| codes::read_uri(&uri(n))).collect();
    codes::add(effects, &mut open, accounts?)?;
    Ok((open, words))
}
