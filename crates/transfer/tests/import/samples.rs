//! Samples made by independent writers (tests/fixtures/make).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use otp::SecretText;
use serde_json::{Map, Value, json};
use transfer::import::{self, Access, Entry, Format, Import, Member, ReadError, Skipped};

/// A file, and what is in it.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) bytes: Vec<u8>,
    pub(crate) password: Option<SecretText>,
    expected: Value,
}

impl Sample {
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<Import, ReadError> {
        let access = Access {
            password: self.password.as_ref(),
            allow_cost: true,
        };
        import::read(bytes, None, access)
    }
}

/// All of them.
pub(crate) fn all() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/import");
    let mut samples = Vec::new();
    for folder in sorted(&root) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let format = Format::from_name(name).unwrap_or_else(|| panic!("{name} is no format"));
        for path in sorted(&folder) {
            if path
                .extension()
                .is_none_or(|extension| extension != "expected")
            {
                samples.push(load(format, &path));
            }
        }
    }
    samples
}

/// What a folder holds, sorted by name.
pub(crate) fn folder(path: &Path) -> Vec<Member> {
    let member = |path: PathBuf| Member {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: fs::read(path).unwrap().into(),
    };
    sorted(path).into_iter().map(member).collect()
}

pub(crate) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn load(format: Format, path: &Path) -> Sample {
    let file_name = path.file_name().unwrap().to_str().unwrap();
    let expected = path.with_file_name(format!("{file_name}.expected"));
    let expected: Value = serde_json::from_str(&fs::read_to_string(expected).unwrap()).unwrap();
    let password = expected["password"].as_str();
    Sample {
        name: format!("{}/{file_name}", format.name()),
        format,
        bytes: fs::read(path).unwrap(),
        password: password.map(|text| SecretText::new(text.to_owned())),
        expected,
    }
}

#[test]
fn every_sample_gives_the_accounts_its_writer_put_in() {
    for sample in all() {
        let import = sample
            .read(&sample.bytes)
            .unwrap_or_else(|error| panic!("{}: {error:?}", sample.name));
        assert_eq!(import.format, sample.format, "{}", sample.name);
        assert_as_expected(&sample.name, &import, &sample.expected);
    }
}

pub(crate) fn assert_as_expected(name: &str, import: &Import, expected: &Value) {
    let entries = import.items.iter().filter_map(|item| item.as_ref().ok());
    let skipped = import.items.iter().filter_map(|item| item.as_ref().err());
    let found = json!({
        "password": expected["password"],
        "accounts": entries.map(describe).collect::<Vec<_>>(),
        "skipped": skipped.map(describe_skipped).collect::<Vec<_>>(),
        "without_otp": import.without_otp,
    });
    assert_eq!(pretty(&found), pretty(expected), "{name}");
}

#[test]
fn every_format_has_samples() {
    let with_samples: BTreeSet<_> = all().iter().map(|sample| sample.format).collect();
    assert_eq!(with_samples, Format::ALL.iter().copied().collect());
}

#[test]
fn a_sample_with_a_password_says_that_it_needs_one_and_refuses_another() {
    let wrong = SecretText::new("not the password".to_owned());
    for sample in all().iter().filter(|sample| sample.password.is_some()) {
        let with = |password| {
            let access = Access {
                password,
                allow_cost: true,
            };
            import::read(&sample.bytes, None, access).err()
        };
        assert_eq!(
            with(None),
            Some(ReadError::PasswordNeeded),
            "{}",
            sample.name
        );
        assert_eq!(
            with(Some(&wrong)),
            Some(ReadError::WrongPassword),
            "{}",
            sample.name
        );
    }
}

/// Keys in one order, so that differences are readable.
fn pretty(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    serde_json::to_string_pretty(&value).unwrap()
}

fn describe_skipped(skipped: &Skipped) -> Value {
    json!([skipped.name, format!("{:?}", skipped.reason)])
}

/// An account as the samples describe it: what it does not have is not named.
fn describe(entry: &Entry) -> Value {
    let (labelled, extras) = (&entry.labelled, &entry.extras);
    let kind = labelled.otp.kind;
    let mut shape = Map::new();
    let mut put = |key: &str, value: Value| shape.insert(key.to_owned(), value);
    put(
        "issuer",
        json!(labelled.issuer.as_deref().unwrap_or_default()),
    );
    put("name", json!(labelled.account));
    put("type", json!(kind.type_name()));
    put("algorithm", json!(kind.algorithm_name()));
    put("digits", json!(kind.digits()));
    put("secret", json!(labelled.otp.secret.to_base32().expose()));
    let texts = |texts: &[SecretText]| {
        texts
            .iter()
            .map(|text| text.expose().to_owned())
            .collect::<Vec<_>>()
    };
    let optional = [
        ("period", kind.period().map(|period| json!(period.get()))),
        ("counter", kind.counter().map(|counter| json!(counter))),
        (
            "pin",
            labelled.otp.pin.as_ref().map(|pin| json!(pin.expose())),
        ),
        (
            "tags",
            (!extras.tags.is_empty()).then(|| json!(extras.tags)),
        ),
        (
            "notes",
            Some(extras.notes.expose())
                .filter(|notes| !notes.is_empty())
                .map(|notes| json!(notes)),
        ),
        (
            "icon",
            extras.icon.as_ref().map(|icon| json!(icon.media_type)),
        ),
        (
            "backup_codes",
            (!extras.backup_codes.is_empty()).then(|| json!(texts(&extras.backup_codes))),
        ),
        ("favorite", extras.favorite.then(|| json!(true))),
        ("archived", extras.archived.then(|| json!(true))),
        (
            "use_count",
            (extras.use_count > 0).then(|| json!(extras.use_count)),
        ),
    ];
    for (key, value) in optional {
        value.and_then(|value| put(key, value));
    }
    Value::Object(shape)
}
