//! Files in a folder that somebody else owns, a new one each time: copies with number and time in their names,
//! `<prefix>-0000000012-20261122T043000Z.countersign`.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::folder::Folder;
use super::new_file::NewFile;
use super::place::{Place, folder_of};
use super::stamp::Stamp;
use super::utc::DAY;
use super::{ReadError, SaveError, retention, write_new};

/// A file whose name is one of [`NewDated`]. What is in it nobody has looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dated {
    /// Where it is.
    pub path: PathBuf,
    /// Whose it is: what its name begins with.
    pub prefix: String,
    /// The number that it was given.
    pub number: u64,
    /// When it was made, seconds since 1970.
    pub unix_seconds: i64,
    stamp: Stamp,
}

impl Dated {
    fn of(folder: &Path, name: &str) -> Option<Self> {
        // The stamp has dashes itself, and so may the prefix.
        let mut dashes = name.match_indices('-');
        dashes.find_map(|(at, _)| {
            let (prefix, rest) = name.split_at_checked(at)?;
            let stamp = Stamp::parse(rest.strip_prefix('-')?)?;
            (!prefix.is_empty()).then(|| Self {
                path: folder.join(name),
                prefix: prefix.to_owned(),
                number: stamp.number,
                unix_seconds: stamp.unix_seconds,
                stamp,
            })
        })
    }
}

/// The dated files of a folder, whoever's they are, the latest first.
///
/// # Errors
/// See [`ReadError`]; [`ReadError::NotFound`] is about the folder.
pub fn dated(folder: &Path) -> Result<Vec<Dated>, ReadError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        found.extend(name.to_str().and_then(|name| Dated::of(folder, name)));
    }
    found.sort_by(|a, b| {
        let key = |dated: &Dated| (dated.unix_seconds, dated.number, dated.stamp.copy);
        key(b).cmp(&key(a)).then_with(|| a.path.cmp(&b.path))
    });
    Ok(found)
}

/// When the file was made, by its name, in seconds since 1970; `None` if it is not the name of a dated file.
pub fn made_at(path: &Path) -> Option<i64> {
    let name = path.file_name()?.to_str()?;
    Dated::of(folder_of(path), name).map(|dated| dated.unix_seconds)
}

/// Which of these files of one owner are too many: all but the last ten, the latest of each of the last seven days
/// and of each of the last twelve months that have one.
pub fn surplus<'a>(files: &[&'a Dated]) -> Vec<&'a Dated> {
    let stamps: BTreeSet<Stamp> = files.iter().map(|dated| dated.stamp).collect();
    let kept = retention::kept_for_a_year(&stamps);
    let is_surplus = |dated: &&&Dated| !kept.contains(&dated.stamp);
    files.iter().filter(is_surplus).copied().collect()
}

/// A dated file that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewDated<'a> {
    /// Its folder, which must exist: where a disk is not mounted nothing must be made in its place.
    pub folder: &'a Path,
    /// What its name begins with.
    pub prefix: &'a str,
    /// The number in its name.
    pub number: u64,
    /// The time in its name, seconds since 1970.
    pub now: i64,
    /// Its content.
    pub bytes: &'a [u8],
}

impl NewDated<'_> {
    /// Writes the file, durably, readable for this user only where the file system knows users. At every moment there
    /// is no file of this name, or the whole one; no other is overwritten.
    ///
    /// # Errors
    /// See [`SaveError`], but never [`SaveError::NotDurable`]: there is no new file then.
    pub fn write(self) -> Result<PathBuf, SaveError> {
        let path = self.free_name()?;
        let folder = Folder::open(self.folder)?;
        self.remove_left_overs();
        let place = Place::resolve(&path)?;
        let new = NewFile::write(place.temporary(), self.bytes, None)?;
        new.check(self.bytes, &|_| true)?;
        match new.publish(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error.into()),
            // Some network shares can neither rename without the danger of overwriting nor make links.
            Err(_) => write_new(&path, self.bytes)?,
        }
        folder.sync().inspect_err(|_| {
            let _ = fs::remove_file(&path);
        })?;
        Ok(path)
    }

    fn free_name(&self) -> Result<PathBuf, SaveError> {
        let Self { number, now, .. } = *self;
        let stamps = (1..=u32::MAX).map(|copy| Stamp {
            number,
            unix_seconds: now,
            copy,
        });
        stamps
            .map(|stamp| self.folder.join(format!("{}-{stamp}", self.prefix)))
            .find(|path| fs::symlink_metadata(path).is_err())
            .ok_or(SaveError::AlreadyExists)
    }

    /// Removes what killed writes of this owner left more than a day ago; a younger one may be in use by another
    /// computer. What cannot be removed does no harm.
    fn remove_left_overs(&self) {
        let begins = format!(".{}-", self.prefix);
        for entry in fs::read_dir(self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.strip_prefix(&begins).is_some_and(is_left_over);
            if is_ours && is_older_than_a_day(&entry, self.now) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// `<stamp>.<16 hex digits>.tmp`, behind the prefix.
fn is_left_over(rest: &str) -> bool {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    rest.strip_suffix(".tmp")
        .and_then(|rest| rest.rsplit_once('.'))
        .is_some_and(|(stamp, random)| {
            Stamp::parse(stamp).is_some() && random.len() == 16 && random.bytes().all(is_hex)
        })
}

fn is_older_than_a_day(entry: &fs::DirEntry, now: i64) -> bool {
    let modified = entry.metadata().and_then(|metadata| metadata.modified());
    let seconds = modified.ok().and_then(|time| {
        let since = time.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    });
    seconds.is_some_and(|seconds| now.saturating_sub(seconds) > DAY)
}

/// Whether two folders, which may be written differently, are the same one; also the folder of a file.
pub fn is_folder_of(folder: &Path, file: &Path) -> bool {
    let [folder, of_file] = [folder, folder_of(file)].map(fs::canonicalize);
    matches!((folder, of_file), (Ok(folder), Ok(of_file)) if folder == of_file)
}

/// A folder that is there, as a path that means the same from everywhere.
///
/// # Errors
/// [`ReadError::NotFound`]: there is none of this name.
pub fn existing_folder(path: &Path) -> Result<PathBuf, ReadError> {
    if !fs::metadata(path)?.is_dir() {
        return Err(ReadError::NotFound);
    }
    Ok(std::path::absolute(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(folder: &Path, number: u64, now: i64) -> NewDated<'_> {
        NewDated {
            folder,
            prefix: "my-vault-3f9a21c4",
            number,
            now,
            bytes: b"sealed",
        }
    }

    #[test]
    fn a_copy_says_in_its_name_whose_it_is_and_when_it_was_made_and_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] =
            [1, 2].map(|_| new(folder.path(), 12, 1_793_680_200).write().unwrap());
        assert!(first.ends_with("my-vault-3f9a21c4-0000000012-20261103T043000Z.countersign"));
        assert_ne!(first, second);
        fs::write(folder.path().join("holiday-2026.jpg"), b"").unwrap();
        fs::write(
            folder
                .path()
                .join("-0000000012-20261103T043000Z.countersign"),
            b"",
        )
        .unwrap();
        let found = dated(folder.path()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found.first().unwrap().path, second);
        assert_eq!(found.first().unwrap().prefix, "my-vault-3f9a21c4");
        assert_eq!(
            (found[1].number, found[1].unix_seconds),
            (12, 1_793_680_200)
        );
    }

    #[test]
    fn where_no_folder_is_none_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let stick = folder.path().join("stick");
        assert_eq!(new(&stick, 1, 1).write(), Err(SaveError::FolderMissing));
        assert!(!stick.exists());
        assert_eq!(dated(&stick), Err(ReadError::NotFound));
    }

    #[test]
    fn only_what_a_write_of_the_same_owner_left_long_ago_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let left =
            ".my-vault-3f9a21c4-0000000012-20261103T043000Z.countersign.0123456789abcdef.tmp";
        let others = [
            ".my-vault-3f9a21c5-0000000012-20261103T043000Z.countersign.0123456789abcdef.tmp",
            ".my-vault-3f9a21c4-notes.0123456789abcdef.tmp",
        ];
        for name in others.iter().chain([&left]) {
            fs::write(folder.path().join(name), b"half").unwrap();
        }
        new(folder.path(), 12, 1_000).write().unwrap();
        assert!(folder.path().join(left).exists(), "it may be in use");
        new(folder.path(), 12, i64::from(u32::MAX)).write().unwrap();
        assert!(!folder.path().join(left).exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
    }
}
