//! What lies in a slot, on a storage or in this computer's copy.

use platform::objects::{Name, Objects, ObjectsError};
use team::MAX_ENTRY;

#[derive(Eq, PartialEq)]
pub(super) enum Object {
    /// It may be an entry.
    Entry(Vec<u8>),
    /// It is larger than an entry, and was not read.
    Large,
    Nothing,
}

impl Object {
    pub(super) fn get(objects: &dyn Objects, name: &Name) -> Result<Self, ObjectsError> {
        match objects.get(name, MAX_ENTRY) {
            Ok(bytes) => Ok(Self::Entry(bytes)),
            Err(ObjectsError::TooLarge) => Ok(Self::Large),
            Err(ObjectsError::NotFound) => Ok(Self::Nothing),
            Err(error) => Err(error),
        }
    }
}
