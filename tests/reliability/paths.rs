//! Everything that saves a vault.

use crate::home::snapshot;
use crate::program::{Home, SECRET, picture, redacted};
use crate::starts::{self, BACKUP, COPY};

/// Another program's file.
const OTHERS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/vectors/transfer/import/stratum/plain.json"
);

/// A command that saves.
pub(crate) struct SavePath {
    pub(crate) args: Vec<String>,
    /// Whether it hashes a password, which takes a second.
    pub(crate) is_slow: bool,
    /// Makes the home that it starts from.
    start: Start,
}

type Start = fn() -> Home;

impl SavePath {
    pub(crate) fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }

    pub(crate) fn name(&self) -> String {
        self.args[2..].join(" ")
    }

    /// Whether it gives the vault a new key.
    pub(crate) fn renews(&self) -> bool {
        self.name().starts_with("slots renew")
    }

    /// The home that it starts from.
    pub(crate) fn home(&self) -> Home {
        (self.start)()
    }
}

/// Every save path there is.
pub(crate) fn all() -> Vec<SavePath> {
    let beside = quick().into_iter().chain(with_other_files());
    beside.chain(slow()).collect()
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
        &["import", OTHERS],
        &["edit", "GitHub", "--tag", "+work"],
        &["code", "Bank"],
        &["remove", "GitHub"],
        &["trash", "restore", "Old"],
        &["trash", "empty"],
        &["slots", "add", "recovery", "--recovery-kit", "kit2"],
        &["slots", "rename", "Spare", "Safe"],
        &["slots", "remove", "Spare"],
        &["slots", "renew", "--with-recovery-file", "spare"],
    ]
    .into_iter()
    .map(|args| path(&KIT, args, false))
    .collect()
}

/// Those that the kit opens, and that have to do with more files than the vault and its last copies.
pub(crate) fn with_other_files() -> Vec<SavePath> {
    let saves: [(&[&str], Start); 4] = [
        (&["merge", COPY], starts::home_with_conflicted_copy),
        (
            &["backup", "restore", BACKUP, "--replace"],
            starts::home_with_backup,
        ),
        (
            &["edit", "GitHub", "--tag", "+pruned"],
            starts::home_with_many_generations,
        ),
        (
            &["edit", "GitHub", "--tag", "+merged"],
            starts::home_that_another_changes,
        ),
    ];
    let saves = saves.into_iter().map(|(args, start)| SavePath {
        start,
        ..path(&KIT, args, false)
    });
    saves.collect()
}

/// Those that hash a password.
pub(crate) fn slow() -> Vec<SavePath> {
    let by_password = ["--password-file", "password"];
    let new = ["--new-password-file", "password2"];
    let init = path(&by_password, &["init", "--recovery-kit", "kit"], true);
    vec![
        SavePath {
            start: starts::empty_home,
            ..init
        },
        path(
            &KIT,
            &[&["slots", "add", "password"], &new[..]].concat(),
            true,
        ),
        path(&KIT, &[&["password", "change"], &new[..]].concat(), true),
        path(
            &by_password,
            &["slots", "renew", "--with-recovery-file", "kit"],
            true,
        ),
    ]
}

const KIT: [&str; 2] = ["--recovery-file", "kit"];

fn path(unlock: &[&str], args: &[&str], is_slow: bool) -> SavePath {
    let args = unlock.iter().chain(args).map(|&arg| arg.to_owned());
    SavePath {
        args: args.collect(),
        is_slow,
        start: match is_slow {
            true => starts::busy_home_with_cheap_passwords,
            false => starts::busy_home,
        },
    }
}

/// Everything about a vault that its owner could notice, without what differs from run to run; "none" where there is
/// no vault. Fails the test where the vault does not open.
pub(crate) fn view(home: &Home) -> String {
    if !home.vault().exists() {
        return "none".to_owned();
    }
    let lists = [
        &["list"][..],
        &["trash", "list"],
        &["slots", "list"],
        &["conflicts", "list"],
    ];
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

/// Which passwords open the vault.
pub(crate) fn opened_by_passwords(home: &Home) -> String {
    let line = |password| {
        let opens = home.path(password).exists() && opens(home, ["--password-file", password]);
        format!("{password} opens: {opens}\n")
    };
    ["password", "password2"].map(line).concat()
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
