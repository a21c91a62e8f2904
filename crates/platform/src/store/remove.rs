//! Removing a file that another program wrote, because its owner wants it gone.

use std::fs;
use std::path::Path;

use super::{Look, SaveError};

/// Removes the file at `path` if it still looks as it did when it was read. Symlinks are followed: what is removed is
/// what was read. Nothing is overwritten: many disks keep what was in a file, whatever is written over it.
///
/// # Errors
/// See [`SaveError`]; `ChangedByAnother` where it looks otherwise. The file is still there then.
pub fn remove(path: &Path, was: &Look) -> Result<(), SaveError> {
    let file = fs::canonicalize(path)?;
    let metadata = fs::metadata(&file)?;
    if !metadata.is_file() || Look::of(&metadata) != *was {
        return Err(SaveError::ChangedByAnother);
    }
    Ok(fs::remove_file(file)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::look;

    #[test]
    fn only_the_file_that_was_looked_at_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.json");
        fs::write(&path, "one").unwrap();
        let was = look(&path).unwrap();
        fs::write(&path, "another one").unwrap();
        assert_eq!(remove(&path, &was), Err(SaveError::ChangedByAnother));
        assert!(path.exists());
        remove(&path, &look(&path).unwrap()).unwrap();
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn of_a_link_the_file_is_removed_that_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (
            folder.path().join("export.json"),
            folder.path().join("link"),
        );
        fs::write(&path, "one").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        remove(&link, &look(&link).unwrap()).unwrap();
        assert!(!path.exists());
    }
}
