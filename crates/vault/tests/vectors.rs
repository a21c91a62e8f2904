//! Every vector in tests/vectors/vault: written by an independent program, and each has one outcome.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "reads vector files, and fails by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vault::{
    Credential, KeySecret, KeyringSecret, LockedVault, OpenError, Password, RecoverySecret, Vault,
};
use zeroize::Zeroizing;

/// A vector: `key: value` lines, an empty line, the file in Base64.
struct Vector {
    name: String,
    fields: BTreeMap<String, String>,
    file: Vec<u8>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault")
}

fn vectors() -> Vec<Vector> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let vectors: Vec<Vector> = paths.iter().map(|path| read(path)).collect();
    assert!(
        vectors.len() >= 30,
        "only {} vectors in {}",
        vectors.len(),
        folder().display()
    );
    vectors
}

fn read(path: &Path) -> Vector {
    let text = std::fs::read_to_string(path).unwrap();
    let (head, base64) = text
        .split_once("\n\n")
        .expect("an empty line before the file");
    let fields = head
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect("key: value"))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let base64: String = base64.split_whitespace().collect();
    let file = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    Vector { name, fields, file }
}

fn open(vector: &Vector) -> Result<Vault, OpenError> {
    let field = |name: &str| vector.fields.get(name).map(String::as_str);
    let credential = match (field("password"), field("recovery"), field("keyring")) {
        (Some(password), _, _) => Credential::Password(Password::new(password).unwrap()),
        (_, Some(hex), _) => Credential::Recovery(RecoverySecret::parse(&words(hex)).unwrap()),
        (_, _, Some(hex)) => Credential::Keyring(KeyringSecret::from_bytes(&bytes(hex)).unwrap()),
        _ => {
            let secret = field("fido2").expect("a credential");
            return open_by_key(vector, &bytes(secret));
        }
    };
    let locked = LockedVault::read(vector.file.clone())?;
    locked.unlock(&credential)
}

/// Tries what a key answered on the slot of each key.
fn open_by_key(vector: &Vector, secret: &[u8]) -> Result<Vault, OpenError> {
    let locked = LockedVault::read(vector.file.clone())?;
    let answers = locked.key_slots().map(|key| {
        let secret = Zeroizing::new(secret.try_into().unwrap());
        locked.unlock(&Credential::SecurityKey(KeySecret::new(
            key.credential().to_vec(),
            secret,
        )))
    });
    let mut refused = None;
    for answer in answers {
        match answer {
            Err(OpenError::WrongCredential) => refused = Some(OpenError::WrongCredential),
            answer => return answer,
        }
    }
    Err(refused.expect("a slot of a key"))
}

/// The words of a kit whose bytes are given in hexadecimal.
fn words(hex: &str) -> String {
    bip39::Mnemonic::from_entropy(&bytes(hex))
        .unwrap()
        .to_string()
}

fn bytes(hex: &str) -> Vec<u8> {
    data_encoding::HEXLOWER_PERMISSIVE
        .decode(hex.as_bytes())
        .unwrap()
}

fn outcome(result: &Result<Vault, OpenError>) -> &'static str {
    match result {
        Ok(_) => "opens",
        Err(OpenError::NotAVault) => "not-a-vault",
        Err(OpenError::TooNew { .. }) => "newer",
        Err(OpenError::OverLimit(_)) => "over-a-limit",
        Err(OpenError::WrongCredential) => "wrong-credential",
        Err(_) => "damaged",
    }
}

#[test]
fn each_vector_has_the_outcome_it_says() {
    for vector in vectors() {
        assert_eq!(
            outcome(&open(&vector)),
            vector.fields["expect"],
            "{}",
            vector.name
        );
    }
}

#[test]
fn a_document_is_written_back_byte_for_byte_with_the_fields_a_newer_version_added() {
    let mut seen = 0;
    for vector in vectors() {
        let Ok(vault) = open(&vector) else { continue };
        let written = data_encoding::HEXLOWER.encode(&vault.document_checksum());
        assert_eq!(written, vector.fields["document-sha256"], "{}", vector.name);
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} vectors open");
}
