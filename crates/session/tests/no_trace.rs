//! What is left in this process's memory of a vault that was locked. Alone in its file, because what other tests use
//! would be found, too.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and asks the kernel for this process's memory"
)]

#[path = "../../../tests/memory/mod.rs"]
mod memory;

use memory::{MASK, Memory, hidden};
use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::codes::{self, Added};
use session::unlock::{self, Credential, SlotNames};
use session::{Effects, OpenVault, SecretText};
use std::path::Path;
use std::time::Duration;

const PASSWORD: [u8; 27] = hidden(b"plover quartz anvil lagoon!");
/// Its secret is the text below in Base32.
const URI: [u8; 71] =
    hidden(b"otpauth://totp/Canary:ada?issuer=Canary&secret=NVQWOZLOORQSA23JNZTWM2LT");
const BASE32: [u8; 24] = hidden(b"NVQWOZLOORQSA23JNZTWM2LT");
const SECRET: [u8; 15] = hidden(b"magenta kingfis");

fn shown(hidden: &[u8]) -> SecretText {
    let mut text = String::with_capacity(hidden.len());
    text.extend(hidden.iter().map(|byte| char::from(byte ^ MASK)));
    text.into()
}

#[test]
fn nothing_of_a_vault_is_left_in_memory_after_it_was_locked() {
    let mut memory = Memory::of("self").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    make(&path);
    let mut effects = effects(2);
    let mut open = open(&path);
    let id = codes::list(&open, "").first().unwrap().id;
    drop(codes::code(&mut effects, &mut open, id, None, false, None).unwrap());
    drop(codes::show(&open, id, true).unwrap().secrets.unwrap());
    assert!(memory.holds(&SECRET), "what is there is found");
    open.protect_password(&mut effects).unwrap();
    assert!(!memory.holds(&PASSWORD), "it is not kept until the lock");
    drop(open);
    for (what, hidden) in [
        ("secret", &SECRET[..]),
        ("secret in Base32", &BASE32),
        ("password", &PASSWORD),
        ("address", &URI),
    ] {
        assert!(!memory.holds(hidden), "the {what} is still there");
    }
}

/// A vault with a password and one account, closed again.
fn make(path: &Path) {
    let mut effects = effects(1);
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password(shown(&PASSWORD).expose()).unwrap();
    let new = unlock::new_vault(&mut effects, &password, names, true).unwrap();
    let saved = new.save(&mut effects, path, None);
    let mut open = saved.map_err(|failed| failed.error).unwrap();
    let labelled = codes::read_uri(shown(&URI).expose()).unwrap();
    let added = codes::add(&mut effects, &mut open, vec![labelled]).unwrap();
    assert!(matches!(added.first(), Some(Added::New(_))));
}

fn open(path: &Path) -> OpenVault {
    let password = unlock::password(shown(&PASSWORD).expose()).unwrap();
    unlock::open(path, &Credential::Password(password)).unwrap()
}

/// A computer with little memory, so that passwords are as cheap as they may be.
fn effects(seed: u64) -> Effects {
    let clock = FixedClock {
        unix_seconds: 1_780_000_000,
        each_takes: Duration::from_secs(1),
    };
    Effects::new(Box::new(clock), Box::new(SeededRandom::new(seed)), 0)
}
