use serde::{Deserialize, Serialize};
use session::teams::{Role, ServiceKind, StorageOptions};
use session::{Code, UserError};
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

/// Which service a storage is.
#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ServiceKindDto {
    S3,
    Azure,
    Gcs,
    Dav,
}

impl From<ServiceKind> for ServiceKindDto {
    fn from(kind: ServiceKind) -> Self {
        match kind {
            ServiceKind::S3 => Self::S3,
            ServiceKind::Azure => Self::Azure,
            ServiceKind::Gcs => Self::Gcs,
            ServiceKind::Dav => Self::Dav,
        }
    }
}

/// The way into a storage that is a service.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceDto {
    /// `s3://bucket/prefix`, `az://container/prefix`, `gs://bucket/prefix` or `dav+https://host/path`; `null`: as the link says.
    place: Option<String>,
    /// Empty: Amazon's, or Microsoft's.
    endpoint: String,
    /// Empty: the usual one.
    region: String,
    /// The public half of a key, the account, or the user.
    access_key: String,
    #[ts(type = "string")]
    secret_key: Zeroizing<String>,
}

impl ServiceDto {
    /// `named`: what a link says of the storage.
    ///
    /// # Errors
    /// `team-storage-malformed`: it is no service. A folder is chosen in the system's dialog and never named by a page.
    pub(crate) fn read(self, named: StorageOptions) -> Result<StorageOptions, UserError> {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let place = self.place.unwrap_or(named.place);
        if ServiceKind::of(&place).is_none() {
            return Err(Code::TeamStorageMalformed.into());
        }
        Ok(StorageOptions {
            place,
            endpoint: given(self.endpoint).or(named.endpoint),
            region: given(self.region).or(named.region),
            access_key: given(self.access_key).or(named.access_key),
            secret_key: Some(self.secret_key).filter(|key| !key.is_empty()),
        })
    }
}
