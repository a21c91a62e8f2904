//! docs/decrypt.py, written from docs/vault-format.md alone, agrees with the vectors and opens what this program seals.
#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "gives files to a Python program and starts it"
)]

mod counting;

use counting::Counting;
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use vault::{
    Account, Api, BackupCode, BackupCodeSet, Icon, Id, Kdf, Kept, KeySecret, KeySlot,
    KeyringSecret, Method, MethodUse, Password, Person, Place, Progress, Rank, RecoverySecret,
    Registration, TrustedDevice, Vault,
};
use zeroize::Zeroizing;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/vault");

#[test]
fn another_program_finds_the_outcome_that_each_vector_says() {
    let Some(python) = std::env::var_os("COUNTERSIGN_PYTHON") else {
        println!(
            "SKIPPED another_program_finds_the_outcome_that_each_vector_says: \
             COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)"
        );
        return;
    };
    let entries = fs::read_dir(VECTORS).unwrap();
    let vectors: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    assert!(
        vectors.len() >= 30,
        "only {} vectors in {VECTORS}",
        vectors.len()
    );
    let check = |vectors: &[PathBuf]| vectors.iter().for_each(|path| check_vector(&python, path));
    let (first, second) = vectors.split_at(vectors.len() / 2);
    thread::scope(|scope| {
        scope.spawn(|| check(first));
        check(second);
    });
}

#[test]
fn another_program_opens_a_vault_of_ours_by_password_kit_keyring_and_key() {
    let Some(python) = std::env::var_os("COUNTERSIGN_PYTHON") else {
        println!(
            "SKIPPED another_program_opens_a_vault_of_ours_by_password_kit_keyring_and_key: \
             COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)"
        );
        return;
    };
    let rng = &mut Counting(0);
    let password = "Zu\u{308}rich, \u{6771}\u{4eac} ";
    let mut vault = new_vault(password, rng);
    let kit = RecoverySecret::generate(rng);
    vault
        .add_recovery_slot(&kit, "Kit".into(), now(), rng)
        .unwrap();
    vault
        .add_keyring_slot(&KeyringSecret::generate(rng), "Keyring".into(), now(), rng)
        .unwrap();
    let secret = hex(vault.keyring_secret().unwrap().expose());
    let answer = [0xab; 32];
    let key = KeySlot::new(vec![0xcd; 200], "vault.example".into(), true, [0x33; 32]).unwrap();
    let secret_of_key = KeySecret::new(vec![0xcd; 200], Zeroizing::new(answer));
    vault
        .add_key_slot((key, &secret_of_key), [7; 16], "Key".into(), now(), rng)
        .unwrap();
    let answer = hex(&answer);
    for account in accounts(rng) {
        vault.document_mut().insert(account);
    }
    vault.document_mut().set_dismissed("backup_old", true);
    let folder = tempfile::tempdir().unwrap();
    let passwords = folder.path().join("password");
    fs::write(&passwords, format!("{password}\nnot this line")).unwrap();
    let kit = bip39::Mnemonic::parse(kit.words().expose())
        .unwrap()
        .to_entropy();
    let kit = hex(&kit);
    let opens = format!("opens {}", hex(&vault.document_checksum()));
    for _ in 0..2 {
        let sealed = vault.seal(rng).unwrap();
        vault.saved(&sealed);
        let by_password = [OsStr::new("--password-file"), passwords.as_os_str()];
        let by_kit = [OsStr::new("--recovery-hex"), OsStr::new(&kit)];
        let by_keyring = [OsStr::new("--keyring-hex"), OsStr::new(&secret)];
        let by_key = [OsStr::new("--fido2-hex"), OsStr::new(&answer)];
        for credential in [by_password, by_kit, by_keyring, by_key] {
            let mut reader = reader(&python);
            assert_eq!(outcome(reader.args(credential), sealed.bytes()), opens);
        }
    }
}

/// A vector is `key: value` lines, an empty line, and the file in Base64.
fn check_vector(python: &OsStr, path: &Path) {
    let vector = fs::read_to_string(path).unwrap();
    let (head, base64) = vector
        .split_once("\n\n")
        .expect("an empty line before the file");
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let base64: String = base64.split_whitespace().collect();
    let file = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let mut reader = reader(python);
    match (field("password: "), field("recovery: "), field("keyring: ")) {
        (Some(password), None, None) => reader
            .args(["--password-env", "VECTOR"])
            .env("VECTOR", password),
        (None, Some(kit), None) => reader.args(["--recovery-hex", kit]),
        (None, None, Some(secret)) => reader.args(["--keyring-hex", secret]),
        (None, None, None) => reader.args(["--fido2-hex", field("fido2: ").expect("a credential")]),
        _ => panic!("{} does not have one credential", path.display()),
    };
    let expected: Vec<&str> = ["expect: ", "document-sha256: "]
        .into_iter()
        .filter_map(field)
        .collect();
    assert_eq!(
        outcome(&mut reader, &file),
        expected.join(" "),
        "{}",
        path.display()
    );
}

fn reader(python: &OsStr) -> Command {
    let mut reader = Command::new(python);
    reader
        .arg(Path::new(DOCS).join("decrypt.py"))
        .arg("--sha256");
    reader
}

/// `opens` with the SHA-256 of the document, or the word that the reader ends with.
fn outcome(reader: &mut Command, file: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    fs::write(&path, file).unwrap();
    let output = reader
        .arg(path)
        .output()
        .expect("COUNTERSIGN_PYTHON can be started");
    if output.status.success() {
        return format!(
            "opens {}",
            String::from_utf8(output.stdout).unwrap().trim_end()
        );
    }
    let message = String::from_utf8(output.stderr).unwrap();
    message
        .trim_end()
        .split(": ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn new_vault(password: &str, rng: &mut Counting) -> Vault {
    let kdf = Kdf::new(64, 2, 2).unwrap();
    let password = Password::new(password).unwrap();
    Vault::create(&password, kdf, "Password".into(), now(), rng).unwrap()
}

/// One account of each kind, each with all that a person can keep beside it.
fn accounts(rng: &mut Counting) -> Vec<Account> {
    let totp = |algorithm| Kind::Totp {
        algorithm,
        digits: Digits::SIX,
        period: Period::THIRTY,
    };
    let hotp = Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::EIGHT,
        counter: u64::MAX,
    };
    let kinds = [
        (totp(Algorithm::Sha1), None),
        (totp(Algorithm::Sha256), None),
        (totp(Algorithm::Sha512), None),
        (hotp, None),
        (Kind::Steam, None),
        (Kind::BattleNet, None),
        (Kind::Motp, Some("p\u{131}n")),
        (Kind::Yandex, Some("5239")),
    ];
    kinds.map(|(kind, pin)| account(kind, pin, rng)).into()
}

fn account(kind: Kind, pin: Option<&str>, rng: &mut Counting) -> Account {
    let otp = |byte| {
        let secret = Secret::new(Zeroizing::new(vec![byte; 16])).unwrap();
        Otp::new(
            secret,
            kind,
            pin.map(|pin| SecretText::from(pin.to_owned())),
        )
        .unwrap()
    };
    let mut account = Account::new(
        Id::generate(rng),
        kind.type_name().into(),
        "Ada 🦉".into(),
        otp(1),
        now(),
    );
    account.replace_otp(otp(2), now());
    account.used = Some(now());
    account.use_count = 300;
    account.favorite = true;
    account.tags = vec!["work".into(), "\u{202e}right to left".into()];
    account.notes = SecretText::from("x".repeat(65_536));
    account.icon = Some(Icon::new("image/png".into(), vec![0xff; 256]));
    account.methods = vec![MethodUse::new(Method::Sms, Rank::Backup)];
    account.deadline = Some("2030-01-31".parse().unwrap());
    account.trusted_device = Some(TrustedDevice::new(None, Some(now())));
    account.recovery.steps = vec!["call".into(), "wait".into()];
    let codes = vec![BackupCode::new(SecretText::from("1111-2222".to_owned()))];
    account.backup_code_sets = vec![BackupCodeSet::new(Id::generate(rng), now(), codes)];
    account.registrations = vec![Registration::new(Id::generate(rng), now())];
    account.copies = vec![Kept::new(Place::Phone, "the old one".to_owned())];
    account.dismissed = vec!["sms_fallback".to_owned()];
    account.site.never_asks = "your code".to_owned();
    account.site.api = Api::Affected;
    let person = |name: &str| Person::new(name.into(), Progress::Reset, now(), "ada".into());
    account.roster = vec![person("bob")];
    let mut elsewhere = BackupCodeSet::new(Id::generate(rng), now(), Vec::new());
    elsewhere.kept = Some(Kept::new(Place::Elsewhere, "safe".to_owned()));
    account.backup_code_sets.push(elsewhere);
    account.trashed = Some(now());
    account
}

fn now() -> UnixTime {
    UnixTime::new(1_780_000_000).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
