//! KeePassXC opens the databases that are written for it, and makes the same codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use otp::{SecretText, UnixTime};
use transfer::export::{self, Format, Part, Protection};
use vault::Account;

use crate::accounts::{Repeatable, accounts, now, one_of_each};

const PASSWORD: &str = "correct horse, Zürich";

fn keepassxc(arguments: &[&str], database: &Path, entry: Option<&str>) -> String {
    let mut program = Command::new("keepassxc-cli")
        .env("QT_QPA_PLATFORM", "offscreen")
        .env("LC_ALL", "C.UTF-8")
        .args(arguments)
        .arg(database)
        .args(entry)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    drop(input);
    let output = program.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn database(folder: &Path, accounts: &[&Account]) -> PathBuf {
    let password = SecretText::new(PASSWORD.to_owned());
    let protection = Protection::Password(&password);
    let mut random = Repeatable(3);
    let file = export::write(Format::KeePass, accounts, protection, now(), &mut random);
    let path = folder.join("accounts.kdbx");
    std::fs::write(&path, file.unwrap().as_slice()).unwrap();
    path
}

fn time() -> UnixTime {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixTime::new(now.as_secs().try_into().unwrap()).unwrap()
}

#[test]
fn keepassxc_opens_a_database_of_ours_and_makes_the_same_codes() {
    if Command::new("keepassxc-cli")
        .arg("--version")
        .output()
        .is_err()
    {
        println!(
            "SKIPPED keepassxc_opens_a_database_of_ours_and_makes_the_same_codes: \
             keepassxc-cli is not installed (cargo xtask setup names the package)"
        );
        return;
    }
    let made = accounts(&one_of_each());
    let made: Vec<&Account> = made.iter().collect();
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), &made);
    let losses = export::losses(Format::KeePass, &made);
    let is_kept = |account: &&&Account| {
        !losses
            .iter()
            .any(|loss| loss.account == account.id() && loss.part == Part::Codes)
    };
    let kept: Vec<_> = made.iter().filter(is_kept).collect();
    let list = keepassxc(&["ls", "--quiet"], &path, None);
    assert_eq!(list.lines().count(), kept.len(), "{list}");
    // KeePassXC has no counters, and of a period over a minute it would make wrong codes: it does not see those.
    let is_seen = |account: &&&Account| {
        let period = account.otp().kind.period();
        period.is_some_and(|period| period.get() <= 60)
    };
    for account in kept.into_iter().filter(is_seen) {
        let title = match account.issuer.as_str() {
            "" => &account.name,
            issuer => issuer,
        };
        let code = |time| account.otp().code(time, None).unwrap().text().to_owned();
        let before = code(time());
        let shown = keepassxc(&["show", "--quiet", "--totp"], &path, Some(title));
        let after = code(time());
        assert!(
            [before.as_str(), &after].contains(&shown.trim()),
            "{title}: {shown}, not {before} or {after}"
        );
    }
    let shown = keepassxc(
        &["show", "--quiet", "--all", "--show-protected"],
        &path,
        Some("Door"),
    );
    assert!(shown.contains("HmacOtp-Counter: 41"), "{shown}");
    let shown = keepassxc(&["show", "--quiet", "--all"], &path, Some("nobody"));
    assert!(
        shown.contains("TimeOtp-Period: 90") && !shown.contains("otp:"),
        "{shown}"
    );
    let shown = keepassxc(
        &["show", "--quiet", "--all"],
        &path,
        Some("Example & Söhne"),
    );
    for text in [
        "alice+test@example.com",
        "\"Second\" <line> & 'more' 日本",
        "Büro & <Haus>",
    ] {
        assert!(shown.contains(text), "{shown}");
    }
}
