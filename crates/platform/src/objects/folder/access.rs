//! Who may read what is written into a shared folder.

use std::fs::{File, Metadata};
use std::path::Path;

#[cfg(unix)]
use crate::store::new_file::mode;

/// Lets those read the file who may read the folder. Where the file system does not know users, or does not let us, it
/// says itself who may.
#[cfg(unix)]
pub(super) fn share(file: &File, folder: &Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    const READ: u32 = 0o444;
    give(file, folder, folder.mode() & READ | 0o600);
}

/// Makes a folder inside a shared one as open as that is.
#[cfg(unix)]
pub(super) fn share_folder(path: &Path, folder: &Metadata) {
    use rustix::fs::{Mode, OFlags, open};
    use std::os::unix::fs::MetadataExt as _;
    // Another member may have put a link to something private in its place.
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    if let Ok(opened) = open(path, flags, Mode::empty()) {
        give(&File::from(opened), folder, folder.mode() & 0o7777);
    }
}

#[cfg(unix)]
fn give(file: &File, folder: &Metadata, wanted: u32) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt, fchown};
    let _ = fchown(file, None, Some(folder.gid()));
    let group = file.metadata().map(|metadata| metadata.gid());
    let same_group = group.is_ok_and(|group| group == folder.gid());
    let _ = file.set_permissions(PermissionsExt::from_mode(mode(wanted, same_group)));
}

/// Windows gives what is new the access list of its folder.
#[cfg(not(unix))]
pub(super) fn share(_file: &File, _folder: &Metadata) {}

#[cfg(not(unix))]
pub(super) fn share_folder(_path: &Path, _folder: &Metadata) {}
