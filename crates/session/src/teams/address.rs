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
}

const FOLDER: u64 = 0;
const S3: u64 = 1;

impl Address {
    /// As a link has it.
    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(512);
        match &self.place {
            Where::Folder(folder) => {
                w.array(3);
                w.unsigned(FOLDER);
                w.text(&self.name);
                w.text(folder);
            }
            Where::S3 {
                endpoint,
                region,
                bucket,
                prefix,
            } => {
                w.array(6);
                w.unsigned(S3);
                for text in [&self.name, endpoint, region, bucket, prefix] {
                    w.text(text);
                }
            }
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
        }
    }
}
