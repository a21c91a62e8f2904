//! Where a team's storage is and what lets us in: options, the usual variables of each service's own tools, questions.

use std::env;
use std::path::Path;

use session::teams::{ServiceKind, StorageOptions};
use session::unlock::read_secret_file;
use zeroize::Zeroizing;

use crate::args::{Service, Storage};
use crate::failure::Failure;
use crate::prompt;
use crate::words::Words;

/// The variables in which a service's own tools look, the first that is set counts.
struct Variables {
    endpoint: &'static [&'static str],
    region: &'static [&'static str],
    access_key: &'static [&'static str],
    secret_key: &'static [&'static str],
    /// Of a file with it.
    secret_file: &'static [&'static str],
    /// What is asked where none of these is set.
    question: &'static str,
}

const S3: Variables = Variables {
    endpoint: &["AWS_ENDPOINT_URL"],
    region: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    access_key: &["AWS_ACCESS_KEY_ID"],
    secret_key: &["AWS_SECRET_ACCESS_KEY"],
    secret_file: &[],
    question: "ask-storage-key",
};
const AZURE: Variables = Variables {
    endpoint: &["AZURE_STORAGE_ENDPOINT"],
    region: &[],
    access_key: &["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"],
    secret_key: &["AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_KEY"],
    secret_file: &[],
    question: "ask-storage-key",
};
const GCS: Variables = Variables {
    endpoint: &[],
    region: &[],
    access_key: &[],
    secret_key: &[],
    secret_file: &["GOOGLE_APPLICATION_CREDENTIALS"],
    question: "ask-storage-key",
};
const DAV: Variables = Variables {
    endpoint: &[],
    region: &[],
    access_key: &["COUNTERSIGN_STORAGE_USER"],
    secret_key: &["COUNTERSIGN_STORAGE_PASSWORD"],
    secret_file: &[],
    question: "ask-storage-password",
};

/// What was given, else the usual variables; the secret half of a key is asked for at last.
pub(super) fn storage(words: &Words, args: Storage) -> Result<StorageOptions, Failure> {
    let named = StorageOptions {
        place: args.storage,
        ..StorageOptions::default()
    };
    with_way_in(words, named, args.service)
}

/// A storage that is named, and the way in: an option counts more than what is named, and that more than a variable.
pub(super) fn with_way_in(
    words: &Words,
    named: StorageOptions,
    args: Service,
) -> Result<StorageOptions, Failure> {
    let variables = match ServiceKind::of(&named.place) {
        Some(ServiceKind::S3) => S3,
        Some(ServiceKind::Azure) => AZURE,
        Some(ServiceKind::Gcs) => GCS,
        Some(ServiceKind::Dav) => DAV,
        // A folder lets in whoever can open it.
        None => return Ok(named),
    };
    let [endpoint, region, access_key] =
        [variables.endpoint, variables.region, variables.access_key].map(first);
    Ok(StorageOptions {
        endpoint: args.endpoint.or(named.endpoint).or(endpoint),
        place: named.place,
        region: args.region.or(named.region).or(region),
        access_key: args.access_key.or(named.access_key).or(access_key),
        secret_key: Some(secret_key(words, &variables)?),
    })
}

fn secret_key(words: &Words, variables: &Variables) -> Result<Zeroizing<String>, Failure> {
    if let Some(key) = first(variables.secret_key) {
        return Ok(Zeroizing::new(key));
    }
    let secret = match first(variables.secret_file) {
        Some(file) => read_secret_file(Path::new(&file))?,
        None => prompt::line(words, variables.question)?,
    };
    Ok(Zeroizing::new(secret.expose().to_owned()))
}

fn first(variables: &[&str]) -> Option<String> {
    let mut values = variables.iter().filter_map(|name| env::var(name).ok());
    values.find(|value| !value.is_empty())
}
