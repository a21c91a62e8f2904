//! What the answers of a service mean.

use std::error::Error;

use crate::objects::{Creation, ObjectsError};

/// An answer that is no success: its status and what the error code of S3 (Amazon S3 API Reference, "Error
/// responses"), of Azure ("Status and error codes") or of Google, whose XML API has S3's, says beyond that. Never the text of the answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the storage answered {status}")]
pub(super) struct Refusal {
    status: u16,
    code: Option<Code>,
}

/// Error codes that say more than the status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Code {
    NoSuchKey,
    /// Azure's 409 for an object that is there.
    Exists,
    /// No such bucket, or not in that region.
    Elsewhere,
    Clock,
    Full,
    TooLarge,
    /// The service did not get the whole request in time.
    Incomplete,
}

impl Refusal {
    pub(super) fn new(status: u16, body: &[u8]) -> Self {
        Self {
            status,
            code: Code::find(body),
        }
    }

    /// The refusal in an error of object_store, if that is what it comes from.
    fn of(error: &object_store::Error) -> Option<Self> {
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = next {
            if let Some(refusal) = error.downcast_ref::<Self>() {
                return Some(*refusal);
            }
            next = error.source();
        }
        None
    }

    /// What it means where the status has no meaning of its own for what was asked.
    fn meaning(self) -> ObjectsError {
        match (self.status, self.code) {
            (_, Some(Code::Clock)) => ObjectsError::WrongClock,
            (_, Some(Code::Full)) | (507, _) => ObjectsError::Full,
            (_, Some(Code::TooLarge)) | (413, _) => ObjectsError::TooLarge,
            (_, Some(Code::Incomplete)) => ObjectsError::NoAnswer,
            (_, Some(Code::Elsewhere)) | (300..=399 | 404 | 410, _) => ObjectsError::Missing,
            (401 | 403 | 407, _) => ObjectsError::Denied,
            (400 | 405 | 411 | 414..=417 | 501, _) => ObjectsError::Unfit,
            _ => ObjectsError::NoAnswer,
        }
    }
}

/// After PUT with a condition: 412 (RFC 9110 section 15.5.13), 409 with Azure's code, or 304 of services that mix it up.
pub(super) fn error_of_create(error: &object_store::Error) -> Result<Creation, ObjectsError> {
    match Refusal::of(error) {
        Some(
            Refusal {
                status: 412 | 304, ..
            }
            | Refusal {
                status: 409,
                code: Some(Code::Exists),
            },
        ) => Ok(Creation::Exists),
        Some(refusal) => Err(refusal.meaning()),
        None => Err(ObjectsError::NoAnswer),
    }
}

/// After GET. That there is no such object is only believed where the service's code says so: any proxy can say 404.
pub(super) fn error_of_get(error: &object_store::Error) -> ObjectsError {
    match Refusal::of(error) {
        Some(Refusal {
            status: 404,
            code: Some(Code::NoSuchKey),
        }) => ObjectsError::NotFound,
        Some(refusal) => refusal.meaning(),
        None => ObjectsError::NoAnswer,
    }
}

/// After a listing, which is empty where there is nothing. A key such as `a//b`, which no program of ours makes and
/// `object_store` does not read, spoils it.
pub(super) fn error_of_list(error: &object_store::Error) -> ObjectsError {
    if matches!(error, object_store::Error::InvalidPath { .. }) {
        return ObjectsError::Unfit;
    }
    Refusal::of(error).map_or(ObjectsError::NoAnswer, Refusal::meaning)
}

impl Code {
    /// Of `<Error><Code>NoSuchKey</Code>...`. Only looked for, not parsed as XML: a service that means harm can say
    /// what it likes anyway.
    fn find(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let (_, rest) = text.split_once("<Code>")?;
        let (code, _) = rest.split_once("</Code>")?;
        match code {
            "NoSuchKey" | "BlobNotFound" => Some(Self::NoSuchKey),
            "BlobAlreadyExists" => Some(Self::Exists),
            "AuthorizationHeaderMalformed"
            | "PermanentRedirect"
            | "NoSuchBucket"
            | "ContainerNotFound"
            | "ContainerBeingDeleted" => Some(Self::Elsewhere),
            "RequestTimeTooSkewed" => Some(Self::Clock),
            "QuotaExceeded" | "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded" => {
                Some(Self::Full)
            }
            "EntityTooLarge" | "RequestBodyTooLarge" => Some(Self::TooLarge),
            "RequestTimeout" | "IncompleteBody" => Some(Self::Incomplete),
            _ => None,
        }
    }
}
