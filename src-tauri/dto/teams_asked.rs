use serde::{Deserialize, Serialize};
use session::teams::{OwnerSheet, Role, StorageOptions};
use session::{Code, Paper, Qr, SecretText, UserError, escape};
use std::path::Path;
use ts_rs::TS;
use zeroize::Zeroizing;

/// What a member may do.
#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoleDto {
    Viewer,
    Editor,
    Admin,
    Owner,
}

impl From<Role> for RoleDto {
    fn from(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Editor => Self::Editor,
            Role::Admin => Self::Admin,
            Role::Owner => Self::Owner,
        }
    }
}

impl From<RoleDto> for Role {
    fn from(role: RoleDto) -> Self {
        match role {
            RoleDto::Viewer => Self::Viewer,
            RoleDto::Editor => Self::Editor,
            RoleDto::Admin => Self::Admin,
            RoleDto::Owner => Self::Owner,
        }
    }
}

/// The way into a bucket.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BucketDto {
    /// `s3://bucket/prefix`; `null`: as the link says.
    place: Option<String>,
    /// Empty: Amazon's.
    endpoint: String,
    /// Empty: the usual one.
    region: String,
    access_key: String,
    #[ts(type = "string")]
    secret_key: Zeroizing<String>,
}

impl BucketDto {
    /// `named`: what a link says of the storage.
    ///
    /// # Errors
    /// `team-storage-malformed`: it is no bucket. A folder is chosen in the system's dialog and never named by a page.
    pub(crate) fn read(self, named: StorageOptions) -> Result<StorageOptions, UserError> {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let place = self.place.unwrap_or(named.place);
        if !place.starts_with("s3://") {
            return Err(Code::TeamStorageMalformed.into());
        }
        Ok(StorageOptions {
            place,
            endpoint: given(self.endpoint).or(named.endpoint),
            region: given(self.region).or(named.region),
            access_key: given(self.access_key),
            secret_key: Some(self.secret_key).filter(|key| !key.is_empty()),
        })
    }
}

/// What stands on an owner sheet, in the user's language.
#[derive(Deserialize, TS)]
pub(crate) struct OwnerSheetDto {
    language: String,
    title: String,
    what: String,
    team: String,
    storage: String,
    usage: String,
    label: String,
    /// What the sheet is called among the members.
    pub(crate) member: String,
}

impl OwnerSheetDto {
    /// The sheet of the team vault of this name, for this file: a page to print, or text where its name ends otherwise.
    pub(crate) fn file(
        &self,
        sheet: &OwnerSheet,
        (team, path): (&str, &Path),
    ) -> Result<SecretText, UserError> {
        let (words, line, qr): (_, _, Qr) = (sheet.words(), sheet.machine_line(), sheet.qr()?);
        let about = [(&self.team, team), (&self.storage, &sheet.place())];
        let about = about.map(|(name, what)| (name.clone(), escape(what).into_owned()));
        let lines = about.iter().map(|(name, what)| format!("{name}: {what}"));
        let head: Vec<String> = [self.title.clone(), self.what.clone()]
            .into_iter()
            .chain(lines)
            .collect();
        let paper = Paper {
            language: self.language.clone(),
            around: (head.join("\n\n"), self.usage.clone()),
            title: self.title.clone(),
            what: self.what.clone(),
            about: about.to_vec(),
            usage: self.usage.clone(),
            label: self.label.clone(),
            secret: &words,
            machine_line: &line,
            qr: &qr,
        };
        Ok(paper.file(path))
    }
}

/// An owner sheet that was written.
#[derive(Serialize, TS)]
pub(crate) struct WrittenSheetDto {
    /// Where it is, as it is shown.
    pub(crate) file: String,
    /// It is an owner; else it becomes one when the storage can be reached.
    pub(crate) good: bool,
}
