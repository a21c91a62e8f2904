//! Everything that saves a vault.

use std::sync::OnceLock;

use crate::home::{Files, home_of, snapshot};
use crate::program::{Home, SECRET, picture, redacted};

/// A command that saves.
pub(crate) struct SavePath {
    pub(crate) args: Vec<String>,
    /// Whether it hashes a password, which takes a second.
    pub(crate) is_slow: bool,
}

impl SavePath {
    pub(crate) fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }

    pub(crate) fn name(&self) -> String {
        self.args[2..].join(" ")
    }

    /// The home that it starts from.
    pub(crate) fn home(&self) -> Home {
        if self.args.contains(&"init".to_owned()) {
            Home::empty()
        } else {
            busy_home()
        }
    }
}

/// Every save path there is.
pub(crate) fn all() -> Vec<SavePath> {
    quick().into_iter().chain(slow()).collect()
}

/// Those that the recovery kit opens, which costs nothing.
pub(crate) fn quick() -> Vec<SavePath> {
    let export = [0, 1, 2].map(|part| picture(&format!("batch_of_three_{part}")));
    [
        &[
            "add",
            "otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP&issuer=New",
        ][..],
        &["scan", &export[0], &export[1], &export[2], "--add"],
        &["edit", "GitHub", "--tag", "+work"],
        &["code", "Bank"],
        &["remove", "GitHub"],
        &["trash", "restore", "Old"],
        &["trash", "empty"],
        &["slots", "add", "recovery", "--recovery-kit", "kit2"],
        &["slots", "rename", "Spare", "Safe"],
        &["slots", "remove", "Spare"],
    ]
    .into_iter()
    .map(|args| path(&["--recovery-file", "kit"], args, false))
    .collect()
}

/// Those that hash a password.
pub(crate) fn slow() -> Vec<SavePath> {
    let kit = ["--recovery-file", "kit"];
    let by_password = ["--password-file", "password"];
    let new = ["--new-password-file", "password2"];
    vec![
        path(&by_password, &["init", "--recovery-kit", "kit"], true),
        path(
            &kit,
            &[&["slots", "add", "password"], &new[..]].concat(),
            true,
        ),
        path(&kit, &[&["password", "change"], &new[..]].concat(), true),
    ]
}

fn path(unlock: &[&str], args: &[&str], is_slow: bool) -> SavePath {
    let args = unlock.iter().chain(args).map(|&arg| arg.to_owned());
    SavePath {
        args: args.collect(),
        is_slow,
    }
}

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
        snapshot(&home.path(""))
    }))
}

/// Everything about a vault that its owner could notice, without what differs from run to run; "none" where there is
/// no vault. Fails the test where the vault does not open.
pub(crate) fn view(home: &Home) -> String {
    if !home.vault().exists() {
        return "none".to_owned();
    }
    let lists = [&["list"][..], &["trash", "list"], &["slots", "list"]];
    let lists = lists.map(|list| home.unlocked(&[list, &["--json"]].concat()).done());
    // What a password costs depends on how busy the computer was.
    let is_cost = |line: &str| line.contains("\"memory_kib\"") || line.contains("\"passes\"");
    let lines = lists.iter().flat_map(|list| list.lines());
    let lines: Vec<&str> = lines.filter(|line| !is_cost(line)).collect();
    let mut view = redacted(&lines.join("\n"));
    for kit in ["kit2", "spare"] {
        let opens = home.path(kit).exists() && opens(home, ["--recovery-file", kit]);
        view += &format!("{kit} opens: {opens}\n");
    }
    view
}

/// The same, with what the passwords open.
pub(crate) fn view_with_passwords(home: &Home) -> String {
    let mut view = view(home);
    if view != "none" {
        for password in ["password", "password2"] {
            let opens = home.path(password).exists() && opens(home, ["--password-file", password]);
            view += &format!("{password} opens: {opens}\n");
        }
    }
    view
}

fn opens(home: &Home, credential: [&str; 2]) -> bool {
    let run = home.run(&[&credential[..], &["list"]].concat());
    assert!(matches!(run.code, Some(0 | 3)), "{run:?}");
    run.code == Some(0)
}

/// Fails the test unless the vault can be changed and no half-written file is left.
pub(crate) fn assert_usable(home: &Home) {
    let uri = format!("otpauth://totp/After:bob?secret={SECRET}&issuer=After");
    home.unlocked(&["add", &uri]).done();
    let files = snapshot(&home.path(""));
    let left_over = files
        .keys()
        .find(|path| path.to_string_lossy().ends_with(".tmp"));
    assert_eq!(left_over, None);
}
