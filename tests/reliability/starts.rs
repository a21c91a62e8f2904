//! Homes that a save starts from. Each is made once, and copied; the computer remembers none of its vaults.

use std::fs;
use std::sync::OnceLock;

use crate::faketime;
use crate::home::{Files, forget, home_of, snapshot};
use crate::in_full;
use crate::program::{Home, SECRET, URI};

/// What a program that synchronises folders called the other version of the vault.
pub(crate) const COPY: &str = "vault (1).countersign";
/// An older state of the vault, to be restored.
pub(crate) const BACKUP: &str = "backup.countersign";
/// What another program saves while the one that is watched is about to save: see [`crate::strace::start`].
pub(crate) const THEIRS: &str = "theirs";
/// Older states of the vault.
pub(crate) const GENERATIONS: &str = "vault.countersign.generations";

/// A vault as it is after some weeks: three accounts, one that counts and one in the trash, two kits, and so many
/// older copies that the next save removes one. A copy of one that is made once.
pub(crate) fn busy_home() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    home_of(TEMPLATE.get_or_init(|| busy(&Home::with_account())))
}

fn busy(home: &Home) -> Files {
    home.write("password2", "another horse battery\n");
    home.add(&format!(
        "otpauth://hotp/Bank:bob?secret={SECRET}&counter=0&issuer=Bank"
    ));
    home.add(&format!(
        "otpauth://totp/Old:bob?secret={SECRET}&issuer=Old"
    ));
    home.unlocked(&["remove", "Old"]).done();
    let spare = ["slots", "add", "recovery", "--name", "Spare"];
    home.unlocked(&[&spare[..], &["--recovery-kit", "spare"]].concat())
        .done();
    for _ in 0..6 {
        home.unlocked(&["edit", "GitHub", "--tag", "+a"]).done();
        home.unlocked(&["edit", "GitHub", "--tag", "-a"]).done();
    }
    forget(home);
    snapshot(&home.path(""))
}

/// An empty home, of a slow computer where everything is tried.
pub(crate) fn empty_home() -> Home {
    let mut home = Home::empty();
    if in_full() {
        home.environment = slow_computer();
    }
    home
}

/// [`busy_home`], of a slow computer where everything is tried.
pub(crate) fn busy_home_with_cheap_passwords() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    if !in_full() {
        return busy_home();
    }
    let files = TEMPLATE.get_or_init(|| {
        let home = empty_home();
        let init = ["--password-file", "password", "init"];
        home.run(&[&init[..], &["--recovery-kit", "kit"]].concat())
            .done();
        home.add(URI);
        busy(&home)
    });
    let mut home = home_of(files);
    home.environment = slow_computer();
    home
}

/// A clock that is too fast makes the program believe that its computer is slow, so it takes the least that a password
/// may cost. Nothing where there is no such clock.
fn slow_computer() -> Vec<(&'static str, &'static str)> {
    let variables = |library| vec![("LD_PRELOAD", library), ("FAKETIME", "+0 x50")];
    faketime::library().map(variables).unwrap_or_default()
}

/// With a copy beside it: each has an account that the other has not, and another secret for one that both have.
pub(crate) fn home_with_conflicted_copy() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    home_of(TEMPLATE.get_or_init(|| {
        let home = busy_home();
        let start = home.read("vault.countersign");
        let edit = ["edit", "GitHub", "--secret", "-"];
        home.add(&format!("otpauth://totp/Theirs:a?secret={SECRET}"));
        home.typed(&edit, "MFRGGZDFMZTWQ2LK").done();
        fs::rename(home.vault(), home.path(COPY)).unwrap();
        home.put_back(&start);
        home.add(&format!("otpauth://totp/Ours:a?secret={SECRET}"));
        home.typed(&edit, "GEZDGNBVGY3TQOJQ").done();
        forget(&home);
        snapshot(&home.path(""))
    }))
}

/// With what another program saves meanwhile: another account, and another secret and tag for one that both have.
pub(crate) fn home_that_another_changes() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    home_of(TEMPLATE.get_or_init(|| {
        let home = busy_home();
        let mut files = snapshot(&home.path(""));
        home.add(&format!("otpauth://totp/Theirs:a?secret={SECRET}"));
        home.unlocked(&["edit", "GitHub", "--tag", "+theirs"])
            .done();
        let secret = ["edit", "GitHub", "--secret", "-"];
        home.typed(&secret, "MFRGGZDFMZTWQ2LK").done();
        files.insert(THEIRS.into(), home.read("vault.countersign"));
        files
    }))
}

/// With a backup that has one account less.
pub(crate) fn home_with_backup() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    home_of(TEMPLATE.get_or_init(|| {
        let home = busy_home();
        home.write(BACKUP, home.read("vault.countersign"));
        home.add(&format!("otpauth://totp/Newer:a?secret={SECRET}"));
        forget(&home);
        snapshot(&home.path(""))
    }))
}

/// With so many older copies that the next save removes thirty of them.
pub(crate) fn home_with_many_generations() -> Home {
    let home = busy_home();
    for second in 10..40 {
        let name = format!("0000000001-20250101T0000{second}Z.countersign");
        home.write(&format!("{GENERATIONS}/{name}"), format!("state {second}"));
    }
    home
}
