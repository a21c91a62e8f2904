//! A file that was not there before.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{SaveError, read};

/// A file that this process made. Unless it is kept or takes another file's place, it is removed when dropped.
pub(crate) struct NewFile {
    path: PathBuf,
    stays: bool,
}

impl NewFile {
    /// Makes the file, readable for this user only or for the same ones as `like`, and flushes it to the disk.
    /// Never opens a file that exists, and never follows a symlink.
    pub(super) fn write(
        path: PathBuf,
        bytes: &[u8],
        like: Option<&Metadata>,
    ) -> Result<Self, SaveError> {
        Self::write_with(path, bytes, |file| {
            like.map_or(Ok(()), |like| copy_access(file, like))
        })
    }

    /// As [`Self::write`]; `give_access` says who else may read the file, before it is flushed.
    pub(crate) fn write_with(
        path: PathBuf,
        bytes: &[u8],
        give_access: impl FnOnce(&File) -> io::Result<()>,
    ) -> Result<Self, SaveError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        let new = Self { path, stays: false };
        fill(file, bytes, give_access)?;
        Ok(new)
    }

    /// Reads the file back, compares it with `bytes` and lets `verify` open what was read.
    pub(crate) fn check(
        &self,
        bytes: &[u8],
        verify: &dyn Fn(&[u8]) -> bool,
    ) -> Result<(), SaveError> {
        let length = u64::try_from(bytes.len()).map_err(|_| SaveError::ReadBackDiffers)?;
        match read(&self.path, length) {
            Ok(found) if found == bytes && verify(&found) => Ok(()),
            Ok(_) | Err(_) => Err(SaveError::ReadBackDiffers),
        }
    }

    /// Leaves the file where it is.
    pub(super) fn keep(mut self) {
        self.stays = true;
    }

    /// Takes the place of `target`. At every moment the name has the old content or the new one.
    pub(crate) fn replace(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.stays = true;
        Ok(())
    }

    /// Takes the name `target`, failing with `AlreadyExists` if somebody else was faster.
    pub(super) fn publish(mut self, target: &Path) -> io::Result<()> {
        if rename_to_free_name(&self.path, target)? {
            self.stays = true;
            return Ok(());
        }
        // The other name goes away when `self` is dropped.
        fs::hard_link(&self.path, target)
    }

    /// As [`Self::publish`], where other computers take names in the same folder: whether a link can be made is for
    /// the file server to say, while its client may look for itself whether a rename would replace something. So a
    /// rename is only made on a disk of this computer, where there are no links; elsewhere this fails with
    /// `Unsupported` then.
    pub(crate) fn publish_shared(mut self, target: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, target) {
            Err(error) if may_mean_no_links(&error) => {}
            other => return other,
        }
        if is_on_local_disk(&self.path)? && rename_to_free_name(&self.path, target)? {
            self.stays = true;
            return Ok(());
        }
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.stays {
            // If it cannot be removed now, the next save tries again.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Closed without being flushed again: whether the bytes are on the disk is what `sync_all` said, once.
fn fill(
    mut file: File,
    bytes: &[u8],
    give_access: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<()> {
    file.write_all(bytes)?;
    give_access(&file)?;
    file.sync_all()
}

/// Owner and group are kept where the system allows it (a vault that root saves stays its user's).
#[cfg(unix)]
fn copy_access(file: &File, like: &Metadata) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
        // Only root gives files away, but anybody may hand one to a group of their own.
        let _ = fchown(file, Some(like.uid()), Some(like.gid()))
            .or_else(|_| fchown(file, None, Some(like.gid())));
    }
    let same_group = file.metadata()?.gid() == like.gid();
    file.set_permissions(Permissions::from_mode(mode(like.mode(), same_group)))
}

/// The mode of a file that is to be used as one of the mode `like`. What the old group might do, another may not.
#[cfg(unix)]
pub(crate) const fn mode(like: u32, same_group: bool) -> u32 {
    const GROUP: u32 = 0o2070;
    let mode = like & 0o7777;
    if same_group { mode } else { mode & !GROUP }
}

/// Windows gives a new file the access list of its folder.
#[cfg(not(unix))]
fn copy_access(_file: &File, _like: &Metadata) -> io::Result<()> {
    Ok(())
}

/// `false` when the file system cannot rename without the danger of overwriting.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename_to_free_name(from: &Path, to: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn rename_to_free_name(_from: &Path, _to: &Path) -> io::Result<bool> {
    Ok(false)
}

/// What systems say about links where they cannot be made; some of it also means something else.
fn may_mean_no_links(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, TooManyLinks, Unsupported};
    [PermissionDenied, Unsupported, TooManyLinks, InvalidInput].contains(&error.kind())
}

/// By the number of the file system (statfs(2)): only those that are known to be on a disk, or in memory.
#[cfg(target_os = "linux")]
fn is_on_local_disk(path: &Path) -> io::Result<bool> {
    const EXFAT: u64 = 0x2011_bab0;
    const EXT4: u64 = 0xef53;
    const OVERLAY: u64 = 0x794c_7630;
    const TMPFS: u64 = 0x0102_1994;
    const VFAT: u64 = 0x4d44;
    const XFS: u64 = 0x5846_5342;
    let number = rustix::fs::statfs(path)?.f_type;
    Ok([EXFAT, EXT4, OVERLAY, TMPFS, VFAT, XFS]
        .into_iter()
        .any(|known| u64::try_from(number) == Ok(known)))
}

/// macOS renames without replacing only where the file system itself promises to.
#[cfg(target_os = "macos")]
fn is_on_local_disk(_path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn is_on_local_disk(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_gives_back_something_else_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        let new = NewFile::write(path.clone(), b"written", None).unwrap();
        assert_eq!(new.check(b"written", &|bytes| bytes == b"written"), Ok(()));
        assert_eq!(
            new.check(b"written", &|_| false),
            Err(SaveError::ReadBackDiffers)
        );
        for damaged in ["writteN", "writte", "written!"] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(
                new.check(b"written", &|_| true),
                Err(SaveError::ReadBackDiffers)
            );
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_group_that_could_not_be_kept_leaves_no_access_to_another_group() {
        for (like, kept, lost) in [
            (0o100_600, 0o600, 0o600),
            (0o100_660, 0o660, 0o600),
            (0o100_644, 0o644, 0o604),
            (0o102_770, 0o2770, 0o700),
        ] {
            assert_eq!((mode(like, true), mode(like, false)), (kept, lost));
        }
    }

    #[test]
    fn a_file_that_is_not_kept_is_removed_and_a_published_one_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let [new, target] = ["new", "target"].map(|name| folder.path().join(name));
        let write = |bytes| NewFile::write(new.clone(), bytes, None).unwrap();
        drop(write(b"dropped"));
        assert!(!new.exists());

        write(b"first").publish(&target).unwrap();
        let second = write(b"second").publish(&target).unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&target).unwrap(), b"first");
        assert!(!new.exists());
    }
}
