//! Homes that a save starts from. Each is made once, and copied; the computer remembers none of its vaults.

use std::fs;
use std::sync::OnceLock;

use crate::home::{Files, forget, home_of, snapshot};
use crate::program::{Home, SECRET};

/// What a program that synchronises folders called the other version of the vault.
pub(crate) const COPY: &str = "vault (1).countersign";
/// An older state of the vault, to be restored.
pub(crate) const BACKUP: &str = "backup.countersign";
/// Older states of the vault.
pub(crate) const GENERATIONS: &str = "vault.countersign.generations";

/// A vault as it is after some weeks: three accounts, one that counts and one in the trash, two kits, and so many
/// older copies that the next save removes one. A copy of one that is made once.
pub(crate) fn busy_home() -> Home {
    static TEMPLATE: OnceLock<Files> = OnceLock::new();
    home_of(TEMPLATE.get_or_init(|| {
        let home = Home::with_account();
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
        forget(&home);
        snapshot(&home.path(""))
    }))
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
