//! What the system knows of the memory of an open vault's key. Alone in its file, because locked memory and its limit
//! are the whole process's.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test fails by panicking, asks the kernel what it keeps out of swap, and runs itself again"
)]

use platform::clock::FixedClock;
use platform::random::SeededRandom;
use session::unlock::{self, Credential, SlotNames};
use session::{Effects, OpenVault};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Where a child finds the vault, and the words that open it.
const VAULT: &str = "KEY_MEMORY_VAULT";
const KIT: &str = "KEY_MEMORY_KIT";

#[test]
fn the_key_of_an_open_vault_is_never_swapped_and_a_limit_on_that_keeps_nobody_out() {
    if let (Ok(path), Ok(kit)) = (std::env::var(VAULT), std::env::var(KIT)) {
        let _open = open(Path::new(&path), &kit);
        assert_eq!(locked_kilobytes(), 0, "the system refused to lock the key");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    let kit = new_vault(&path);
    assert_eq!(locked_kilobytes(), 0, "no vault is open");
    let vault = open(&path, &kit);
    assert!(locked_kilobytes() > 0, "the key is locked in memory");
    drop(vault);
    assert_eq!(locked_kilobytes(), 0, "the vault was locked");
    opens_under_a_limit(&path, &kit);
}

/// The same test once more, in a process that may not lock any memory.
fn opens_under_a_limit(path: &Path, kit: &str) {
    let mut command = if may_ignore_limits() {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-ipc_lock", "prlimit"]);
        command
    } else {
        Command::new("prlimit")
    };
    command.arg("--memlock=0:0");
    command.arg(std::env::current_exe().unwrap());
    let status = command.env(VAULT, path).env(KIT, kit).status().unwrap();
    assert!(status.success(), "the vault opens all the same");
}

/// A new vault with a recovery kit, closed again; its kit.
fn new_vault(path: &Path) -> String {
    let clock = FixedClock {
        unix_seconds: 1_780_000_000,
        each_takes: Duration::from_secs(1),
    };
    let mut effects = Effects::new(Box::new(clock), Box::new(SeededRandom::new(1)), 0);
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password("correct horse").unwrap();
    let new = unlock::new_vault(&mut effects, &password, names, true).unwrap();
    let kit = new.kit().unwrap().words.expose().to_owned();
    let saved = new.save(&mut effects, path, None);
    drop(saved.map_err(|failed| failed.error).unwrap());
    kit
}

fn open(path: &Path, kit: &str) -> OpenVault {
    let kit = unlock::recovery_secret(kit).unwrap();
    unlock::open(path, &Credential::Recovery(kit)).unwrap()
}

fn locked_kilobytes() -> u64 {
    let field = status_field("VmLck:");
    field.trim_end_matches("kB").trim().parse().unwrap()
}

/// `CAP_IPC_LOCK`, bit 14 of the capabilities: an administrator's processes have no limit.
fn may_ignore_limits() -> bool {
    let capabilities = u64::from_str_radix(status_field("CapEff:").trim(), 16).unwrap();
    capabilities & (1 << 14) != 0
}

fn status_field(name: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().to_owned()
}
