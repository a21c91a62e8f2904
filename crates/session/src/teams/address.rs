//! Where a team's storage is, without a way in: what a link tells (docs/team-log.md, "Storage settings").

use super::founding::check_name;
use super::storage::StorageOptions;
use vault::primitives::{Reader, Writer};
use zeroize::Zeroizing;

/// The address of a storage and the name of the team vault on it.
pub(super) struct Address {
    pub(super) name: String,
    pub(super) place: Where,
}

/// As text, because another computer may have to understand it.
pub(super) enum Where {
    Folder(String),
    S3 {
        endpoint: String,
        region: String,
        bucket: String,
        prefix: String,
    },
    Azure {
        endpoint: String,
        account: String,
        container: String,
        prefix: String,
    },
    Gcs {
        bucket: String,
        prefix: String,
    },
    Dav(String),
}

const FOLDER: u64 = 0;
const S3: u64 = 1;
const AZURE: u64 = 2;
const GCS: u64 = 3;
const DAV: u64 = 4;

impl Address {
    /// As a link has it.
    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (kind, texts): (u64, Vec<&str>) = match &self.place {
            Where::Folder(folder) => (FOLDER, vec![folder]),
            Where::S3 {
                endpoint,
                region,
                bucket,
                prefix,
            } => (S3, vec![endpoint, region, bucket, prefix]),
            Where::Azure {
                endpoint,
                account,
                container,
                prefix,
            } => (AZURE, vec![endpoint, account, container, prefix]),
            Where::Gcs { bucket, prefix } => (GCS, vec![bucket, prefix]),
            Where::Dav(url) => (DAV, vec![url]),
        };
        let mut w = Writer::with_capacity(512);
        w.array(texts.len() + 2);
        w.unsigned(kind);
        w.text(&self.name);
        for text in texts {
            w.text(text);
        }
        w.into_bytes()
    }

    /// Reads what anybody may have written. `None`: it is something else, or of a newer version.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let r = &mut Reader::new(bytes);
        let fields = r.array().ok()?;
        let kind = r.unsigned().ok()?;
        let mut text = || r.text().ok().map(str::to_owned);
        let name = text()?;
        check_name(&name).ok()?;
        let place = match (kind, fields) {
            (FOLDER, 3) => Where::Folder(text()?),
            (S3, 6) => Where::S3 {
                endpoint: text()?,
                region: text()?,
                bucket: text()?,
                prefix: text()?,
            },
            (AZURE, 6) => Where::Azure {
                endpoint: text()?,
                account: text()?,
                container: text()?,
                prefix: text()?,
            },
            (GCS, 4) => Where::Gcs {
                bucket: text()?,
                prefix: text()?,
            },
            (DAV, 3) => Where::Dav(text()?),
            _ => return None,
        };
        r.end().ok()?;
        Some(Self { name, place })
    }

    /// What a person would have to say instead; a way in is still missing.
    pub(super) fn options(&self) -> StorageOptions {
        match &self.place {
            Where::Folder(folder) => StorageOptions {
                place: folder.clone(),
                ..StorageOptions::default()
            },
            Where::S3 {
                endpoint,
                region,
                bucket,
                prefix,
            } => StorageOptions {
                place: format!("s3://{bucket}/{prefix}"),
                endpoint: Some(endpoint.clone()),
                region: Some(region.clone()),
                ..StorageOptions::default()
            },
            Where::Azure {
                endpoint,
                account,
                container,
                prefix,
            } => StorageOptions {
                place: format!("az://{container}/{prefix}"),
                endpoint: Some(endpoint.clone()),
                access_key: Some(account.clone()),
                ..StorageOptions::default()
            },
            Where::Gcs { bucket, prefix } => StorageOptions {
                place: format!("gs://{bucket}/{prefix}"),
                ..StorageOptions::default()
            },
            Where::Dav(url) => StorageOptions {
                place: format!("dav+{url}"),
                ..StorageOptions::default()
            },
        }
    }
}
