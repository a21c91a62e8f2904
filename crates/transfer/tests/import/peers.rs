//! Exports that other programs made, with every account decoded by somebody else; they cannot be part of this
//! repository. `COUNTERSIGN_FIXTURES` names the folder that has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use otp::{Secret, SecretText};
use serde::Deserialize;
use transfer::import::{self, Access, Entry, Import, SkipReason, Skipped};

use crate::samples;

#[derive(Deserialize)]
struct Peer {
    file: String,
    password: Option<String>,
    count: usize,
    entries: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    name: Option<String>,
    secret: String,
    #[serde(default)]
    algo: Option<String>,
    #[serde(default)]
    digits: Option<u8>,
    #[serde(default)]
    period: Option<u64>,
    #[serde(default)]
    counter: Option<u64>,
    /// What the item of a password manager is called, where the one-time password is of one.
    #[serde(default, alias = "title")]
    item: Option<String>,
    /// Its user name; of some programs, nobody else looked at it.
    #[serde(default)]
    username: Option<String>,
    /// In which group of a database it is.
    #[serde(default)]
    group: String,
}

/// Nothing of this group is taken over.
const RECYCLE_BIN: &str = "Recycle Bin";

/// A name that nobody else looked at.
const ANY: &str = "*";

/// Prints a line for each format: files, accounts, and how many of these are right.
#[test]
fn exports_of_other_programs_are_read_to_the_last_account() {
    let Some(folder) = std::env::var_os("COUNTERSIGN_FIXTURES") else {
        println!("SKIPPED: COUNTERSIGN_FIXTURES is not set");
        return;
    };
    let folder = PathBuf::from(folder).join("peers");
    let index = fs::read_to_string(folder.join("index.json")).unwrap();
    let peers: Vec<Peer> = serde_json::from_str(&index).unwrap();
    assert!(!peers.is_empty());
    let mut wrong = BTreeMap::new();
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for peer in peers {
        let compared = read(&peer, &folder.join(&peer.file)).and_then(|import| {
            let [files, accounts, _] = counts.entry(import.format.name()).or_default();
            (*files, *accounts) = (*files + 1, *accounts + peer.count);
            compare(&peer, &import).map(|()| import.format.name())
        });
        match compared {
            Ok(format) => counts.entry(format).or_default()[2] += peer.count,
            Err(why) => drop(wrong.insert(peer.file, why)),
        }
    }
    for (format, [files, accounts, right]) in counts {
        println!("{format}: {files} files, {right} of {accounts} accounts right");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn read(peer: &Peer, path: &Path) -> Result<Import, String> {
    let password = peer.password.clone().map(SecretText::new);
    let access = Access {
        password: password.as_ref(),
        allow_cost: true,
    };
    let import = if path.is_dir() {
        import::read_folder(&samples::folder(path), access)
    } else {
        import::read(&fs::read(path).unwrap(), None, access)
    };
    import.map_err(|error| format!("{error:?}"))
}

fn compare(peer: &Peer, import: &Import) -> Result<(), String> {
    let entries: Vec<_> = import
        .items
        .iter()
        .filter_map(|item| item.as_ref().ok())
        .collect();
    let (deleted, wanted): (Vec<_>, Vec<_>) = peer
        .entries
        .iter()
        .partition(|entry| entry.group == RECYCLE_BIN);
    let is_deleted = |item: &&Result<Entry, Skipped>| {
        item.as_ref()
            .is_err_and(|skipped| skipped.reason == SkipReason::Deleted)
    };
    if import.items.iter().filter(is_deleted).count() < deleted.len() {
        return Err("what was deleted is not named".to_owned());
    }
    if entries.len() != peer.count - deleted.len() {
        let skipped = import.items.iter().filter_map(|item| item.as_ref().err());
        return Err(format!(
            "{} of {}: {:?}",
            entries.len(),
            peer.count,
            skipped.collect::<Vec<_>>()
        ));
    }
    let mut found: Vec<_> = entries.into_iter().map(describe).collect();
    let mut expected: Vec<_> = wanted.into_iter().map(Expected::describe).collect();
    found.sort();
    expected.sort();
    for (found, expected) in found.iter().zip(&expected) {
        let is_same = expected
            .strip_suffix(ANY)
            .map_or_else(|| found == expected, |expected| found.starts_with(expected));
        if !is_same {
            return Err(format!("found    {found}\nexpected {expected}"));
        }
    }
    Ok(())
}

impl Expected {
    /// The names of the one-time password, or else of its item.
    fn names(&self) -> (&str, &str) {
        let issuer = self.issuer.as_deref().unwrap_or_default();
        let name = self.name.as_deref().unwrap_or_default();
        let Some(item) = self.item.as_deref() else {
            // Some decoders leave labels as the QR code had them, with the issuer at the beginning.
            return match name.split_once(':') {
                Some((prefix, name)) if issuer.is_empty() || prefix == issuer => (prefix, name),
                _ => (issuer, name),
            };
        };
        let issuer = if issuer.is_empty() { item } else { issuer };
        match (name, self.username.as_deref()) {
            ("", Some(username)) => (issuer, username),
            ("", None) => (issuer, ANY),
            _ => (issuer, name),
        }
    }

    fn describe(&self) -> String {
        let algorithm = self
            .algo
            .as_deref()
            .unwrap_or("SHA1")
            .to_uppercase()
            .replace('-', "");
        let (issuer, name) = self.names();
        // Bits after the last whole byte are part of the text, but not of the secret.
        let secret = Secret::from_base32(&self.secret).unwrap().to_base32();
        line(
            issuer,
            name,
            &[
                // Whoever decoded KeePass's databases did not look at the encoder; no TOTP has five digits.
                if self.digits == Some(5) {
                    "steam"
                } else {
                    &self.kind
                },
                &algorithm,
                &self.digits.unwrap_or(6).to_string(),
                secret.expose(),
            ],
            (
                self.period.filter(|_| self.kind != "hotp"),
                self.counter.filter(|_| self.kind == "hotp"),
            ),
        )
    }
}

fn describe(entry: &Entry) -> String {
    let kind = entry.labelled.otp.kind;
    line(
        entry.labelled.issuer.as_deref().unwrap_or_default(),
        &entry.labelled.account,
        &[
            kind.type_name(),
            kind.algorithm_name(),
            &kind.digits().to_string(),
            entry.labelled.otp.secret.to_base32().expose(),
        ],
        (kind.period().map(|period| period.get()), kind.counter()),
    )
}

fn line(issuer: &str, name: &str, parts: &[&str], numbers: (Option<u64>, Option<u64>)) -> String {
    format!(
        "{} {numbers:?} {} | {}",
        parts.join(" "),
        issuer.trim(),
        name.trim()
    )
}
