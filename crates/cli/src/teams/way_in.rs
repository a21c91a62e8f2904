//! Where a team's storage is and what lets us in: options, the usual variables of each service's own tools, questions.

use std::env;
use std::path::Path;

use session::SecretText;
use session::teams::StorageOptions;
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
}

const S3: Variables = Variables {
    endpoint: &["AWS_ENDPOINT_URL"],
    region: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    access_key: &["AWS_ACCESS_KEY_ID"],
    secret_key: &["AWS_SECRET_ACCESS_KEY"],
};
const AZURE: Variables = Variables {
    endpoint: &["AZURE_STORAGE_ENDPOINT"],
    region: &[],
    access_key: &["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"],
    secret_key: &["AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_KEY"],
};
const DAV: Variables = Variables {
    endpoint: &[],
    region: &[],
    access_key: &["COUNTERSIGN_STORAGE_USER"],
    secret_key: &["COUNTERSIGN_STORAGE_PASSWORD"],
};
/// A folder has none; Google's key is in a file.
const NONE: Variables = Variables {
    endpoint: &[],
    region: &[],
    access_key: &[],
    secret_key: &[],
};
/// Where Google's own tools have the key's file.
const GOOGLE_KEY_FILE: &str = "GOOGLE_APPLICATION_CREDENTIALS";

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
    let scheme = named.place.split_once("://").map(|(scheme, _)| scheme);
    let (variables, question) = match scheme {
        Some("s3") => (S3, Some("ask-storage-key")),
        Some("az") => (AZURE, Some("ask-storage-key")),
        Some("gs") => (NONE, Some("ask-storage-key")),
        Some("dav+https" | "dav+http") => (DAV, Some("ask-storage-password")),
        Some(_) | None => (NONE, None),
    };
    let key_file = match scheme {
        Some("gs") => first(&[GOOGLE_KEY_FILE]),
        Some(_) | None => None,
    };
    let secret_key = match (first(variables.secret_key), key_file, question) {
        (Some(key), ..) => Some(Zeroizing::new(key)),
        (None, Some(file), _) => Some(owned(&read_secret_file(Path::new(&file))?)),
        (None, None, Some(question)) => Some(owned(&prompt::line(words, question)?)),
        (None, None, None) => None,
    };
    let [endpoint, region, access_key] =
        [variables.endpoint, variables.region, variables.access_key].map(first);
    Ok(StorageOptions {
        endpoint: args.endpoint.or(named.endpoint).or(endpoint),
        place: named.place,
        region: args.region.or(named.region).or(region),
        access_key: args.access_key.or(named.access_key).or(access_key),
        secret_key,
    })
}

fn owned(secret: &SecretText) -> Zeroizing<String> {
    Zeroizing::new(secret.expose().to_owned())
}

fn first(variables: &[&str]) -> Option<String> {
    let mut values = variables.iter().filter_map(|name| env::var(name).ok());
    values.find(|value| !value.is_empty())
}
