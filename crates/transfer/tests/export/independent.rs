//! Readers in tests/independent, each written from what the other program publishes, find the same accounts.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use data_encoding::HEXLOWER;
use otp::{Kind, SecretText};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use transfer::export::{self, Format, Part, Protection};
use vault::Account;

use crate::accounts::{Plan, Repeatable, accounts, now, one_of_each};

const READERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/independent");
const PASSWORD: &str = "correct horse, Zürich";
const FORMATS: [Format; 6] = [
    Format::TwoFas,
    Format::Aegis,
    Format::Bitwarden,
    Format::Ente,
    Format::ProtonAuthenticator,
    Format::Stratum,
];

#[test]
fn another_program_finds_in_each_file_the_accounts_that_were_put_in() {
    let Some(python) = std::env::var_os("COUNTERSIGN_PYTHON") else {
        println!(
            "SKIPPED another_program_finds_in_each_file_the_accounts_that_were_put_in: \
             COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)"
        );
        return;
    };
    let plans = one_of_each();
    let made = accounts(&plans);
    let made: Vec<&Account> = made.iter().collect();
    let password = SecretText::new(PASSWORD.to_owned());
    for format in FORMATS {
        let losses = export::losses(format, &made);
        let lost = |account: &Account, part| {
            let id = account.id();
            losses
                .iter()
                .any(|loss| loss.account == id && loss.part == part)
        };
        let pairs = plans.iter().zip(&made);
        let kept = pairs.filter(|(_, account)| !lost(account, Part::Codes));
        let expected: Vec<_> = kept
            .map(|(plan, account)| describe(format, plan, |part| !lost(account, part)))
            .collect();
        for protection in [Protection::Password(&password), Protection::Plain] {
            let file = export::write(format, &made, protection, now(), &mut Repeatable(5)).unwrap();
            let password = match protection {
                Protection::Password(_) => PASSWORD,
                Protection::Plain => "",
            };
            assert_eq!(
                read(&python, format, &file, password),
                json!(expected),
                "{format:?}"
            );
        }
    }
}

fn read(python: &OsStr, format: Format, file: &[u8], password: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export");
    std::fs::write(&path, file).unwrap();
    let reader = format!(
        "{}.py",
        format.name().replace('-', "_").replace("2fas", "two_fas")
    );
    let mut program = Command::new(python)
        .arg("-B")
        .arg(Path::new(READERS).join(reader))
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("COUNTERSIGN_PYTHON can be started");
    let mut input = program.stdin.take().unwrap();
    input.write_all(password.as_bytes()).unwrap();
    drop(input);
    let output = program.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{format:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn describe(format: Format, plan: &Plan, kept: impl Fn(Part) -> bool) -> Value {
    let mut shape = Map::new();
    let mut put = |key: &str, value: Value| drop(shape.insert(key.to_owned(), value));
    let kind = plan.kind;
    let (issuer, name) = names(format, plan);
    put(
        "type",
        json!(if kind == Kind::BattleNet {
            "totp"
        } else {
            kind.type_name()
        }),
    );
    put("issuer", json!(issuer));
    put("name", json!(name));
    put("secret", json!(HEXLOWER.encode(&plan.secret)));
    put("algorithm", json!(kind.algorithm_name()));
    put("digits", json!(kind.digits()));
    match kind.counter() {
        Some(counter) => put("counter", json!(counter)),
        None => put("period", json!(kind.period().unwrap().get())),
    }
    if let Some(pin) = plan.pin.as_ref().filter(|_| kept(Part::Pin)) {
        put("pin", json!(pin));
    }
    // Of several labels, programs with folders have the first.
    let is_first_kept = matches!(format, Format::TwoFas | Format::Bitwarden);
    if kept(Part::Tags) && !plan.tags.is_empty() {
        put("tags", json!(plan.tags));
    } else if let Some(tag) = plan.tags.first().filter(|_| is_first_kept) {
        put("tags", json!([tag]));
    }
    if kept(Part::Notes) && !plan.notes.is_empty() {
        put("notes", json!(plan.notes));
    }
    if kept(Part::Favorite) && plan.favorite {
        put("favorite", json!(true));
    }
    if kept(Part::UseCount) && plan.use_count > 0 {
        put("use_count", json!(plan.use_count));
    }
    if let Some((_, bytes)) = plan.icon.as_ref().filter(|_| kept(Part::Icon)) {
        put("icon", json!(HEXLOWER.encode(&Sha256::digest(bytes))));
    }
    if kept(Part::BackupCodes) && !plan.backup_codes.is_empty() {
        put("backup_codes", json!(plan.backup_codes));
    }
    Value::Object(shape)
}

/// Programs that want an issuer get the name where there is none; of Steam's URI, only the secret is in the file.
fn names(format: Format, plan: &Plan) -> (&str, &str) {
    let is_steam = plan.kind == Kind::Steam;
    match (format, plan.issuer.as_str()) {
        (Format::Stratum, "") => (&plan.name, ""),
        (Format::ProtonAuthenticator, _) if is_steam => ("", &plan.name),
        (_, issuer) => (issuer, &plan.name),
    }
}
