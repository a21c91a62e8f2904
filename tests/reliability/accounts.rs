//! Vaults of one account and of a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use session::codes;
use session::unlock::{self, SlotNames};
use session::{Effects, UserError};

use crate::home::{Files, home_of, snapshot};
use crate::program::{Home, SECRET};
use crate::{figure, in_full};

#[test]
fn a_vault_of_one_account_or_of_very_many_is_made_opened_changed_and_listed_in_whole() {
    let sizes: &[usize] = match in_full() {
        true => &[1, 1_000, 10_000, 100_000],
        false => &[1, 1_000, 10_000],
    };
    for &size in sizes {
        let home = home_with(size);
        let expected: BTreeSet<String> = (0..size).map(name).collect();
        assert_eq!(issuers(&home), expected);

        home.add(&format!(
            "otpauth://totp/Another:a?secret={SECRET}&issuer=Another"
        ));
        home.unlocked(&["remove", &name(0)]).done();
        home.unlocked(&["trash", "empty"]).done();
        let mut expected = expected;
        expected.remove(&name(0));
        expected.insert("Another".to_owned());
        assert_eq!(issuers(&home), expected);

        // RFC 6238, appendix B.
        let code = ["code", "Another", "--at", "1111111109"];
        assert_eq!(home.unlocked(&code).done(), "081804\n");
        let length = home.read("vault.countersign").len();
        figure(
            &format!("a vault, accounts: {size}"),
            format!("{length} bytes, all there"),
        );
    }
}

fn issuers(home: &Home) -> BTreeSet<String> {
    let issuers = home.issuers();
    let count = issuers.len();
    let issuers: BTreeSet<String> = issuers.into_iter().collect();
    assert_eq!(issuers.len(), count, "an issuer is there twice");
    issuers
}

fn name(number: usize) -> String {
    format!("Site {number}")
}

/// A home with a vault of so many accounts. Each is made once.
pub(crate) fn home_with(accounts: usize) -> Home {
    static MADE: Mutex<BTreeMap<usize, Files>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    let files = made.entry(accounts).or_insert_with(|| {
        let home = make(accounts, name, "alice@example.com");
        snapshot(&home.path(""))
    });
    home_of(files)
}

/// A home with a vault of more than 16 MB: names are as long as they may be.
pub(crate) fn home_of_16_mb() -> Home {
    let issuer = |number| format!("{number:0>1000}");
    let home = make(8_200, issuer, &"a".repeat(1_000));
    let length = home.read("vault.countersign").len();
    assert!(length > 16_000_000, "only {length} bytes");
    home
}

/// The program adds one account after the other; the room below it adds all in one save.
fn make(accounts: usize, issuer: impl Fn(usize) -> String, account: &str) -> Home {
    let home = Home::empty();
    let words = create(&home, accounts, issuer, account).unwrap();
    home.write("kit", words);
    home
}

fn create(
    home: &Home,
    accounts: usize,
    issuer: impl Fn(usize) -> String,
    account: &str,
) -> Result<String, UserError> {
    let mut effects = Effects::system();
    let names = SlotNames {
        password: "Password".into(),
        recovery: "Kit".into(),
    };
    let password = unlock::password(crate::program::PASSWORD)?;
    let new = unlock::new_vault(&mut effects, &password, names, true)?;
    let words = new.kit().unwrap().words.expose().to_owned();
    let mut open = new.save(&mut effects, &home.vault(), None)?;
    let uri = |number| {
        let issuer = issuer(number).replace(' ', "%20");
        format!("otpauth://totp/{issuer}:{account}?secret={SECRET}")
    };
    let accounts: Result<Vec<_>, _> = (0..accounts)
        .map(|number| codes::read_uri(&uri(number)))
        .collect();
    codes::add(&mut effects, &mut open, accounts?)?;
    Ok(words)
}
