//! Why a storage did not do what it was asked to.

/// Why a storage did not do what it was asked to. Unless the variant says otherwise nothing was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ObjectsError {
    /// The storage is there, and says that it has no object of that name.
    #[error("there is no such object")]
    NotFound,
    /// There is no storage: a folder that is not mounted, a bucket or region that does not exist.
    #[error("there is no such storage")]
    Missing,
    /// The credentials are wrong, or do not allow this.
    #[error("the storage does not allow it")]
    Denied,
    /// No answer, or one that says nothing. What was asked for may have been done. Ask again later.
    #[error("no answer from the storage")]
    NoAnswer,
    /// The storage is full. Make room.
    #[error("the storage is full")]
    Full,
    /// An object, or a listing, is larger than the caller allows or than the storage takes.
    #[error("too large")]
    TooLarge,
    /// The storage refuses requests because this computer's clock is wrong.
    #[error("the storage says that the clock is wrong")]
    WrongClock,
    /// A Nextcloud or ownCloud server: it looks whether there is an object and moves the new one afterwards, so two can create it.
    #[error("the storage is a Nextcloud server")]
    Nextcloud,
    /// The storage cannot do this, or something that is no object has that name.
    #[error("the storage cannot do this")]
    Unfit,
}
