//! Whether a copy survives the loss of the computer.

use std::fs;
use std::path::Path;

use crate::objects::SyncClient;

/// Whether `folder` is somewhere else than `file`: on another disk, stick or share, or in a folder that a program copies
/// to other computers. A folder that is not there at the moment is on a disk that can be taken away.
pub fn is_elsewhere(folder: &Path, file: &Path) -> bool {
    let above = file.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    !is_same_disk(folder, above) || SyncClient::of(folder).is_some()
}

#[cfg(unix)]
fn is_same_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let disk = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
    disk(one).is_some_and(|one| Some(one) == disk(other))
}

/// By the letter of the drive.
#[cfg(not(unix))]
fn is_same_disk(one: &Path, other: &Path) -> bool {
    let drive = |path: &Path| {
        let path = fs::canonicalize(path).ok()?;
        match path.components().next() {
            Some(std::path::Component::Prefix(prefix)) => Some(prefix.as_os_str().to_owned()),
            _ => None,
        }
    };
    drive(one).is_some_and(|one| Some(one) == drive(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_disk_is_not_elsewhere_but_a_folder_that_is_copied_is() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("vault.countersign");
        let folder = home.path().join("backups");
        fs::create_dir(&folder).unwrap();
        assert!(!is_elsewhere(&folder, &file));
        assert!(is_elsewhere(&home.path().join("unplugged"), &file));
        fs::create_dir(folder.join(".stfolder")).unwrap();
        assert!(is_elsewhere(&folder, &file));
    }
}
