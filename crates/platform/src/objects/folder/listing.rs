//! What is in a folder.

use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::objects::Name;

/// More entries that are no objects are not looked at.
const MOST_FOREIGN: usize = 10_000;

/// The objects of a folder, gathered.
pub(super) struct Listing {
    pub(super) names: Vec<Name>,
    pub(super) most: usize,
    pub(super) foreign: usize,
}

impl Listing {
    /// Gathers what is below a folder, where nothing is below an object. `FileTooLarge` when it is too much, `Unsupported`
    /// when it is no folder.
    pub(super) fn walk_folder(&mut self, folder: &Name, path: &Path) -> io::Result<()> {
        let kind = fs::symlink_metadata(path)?.file_type();
        match kind.is_file() {
            true => Ok(()),
            false if kind.is_dir() => self.walk(folder, path),
            false => Err(ErrorKind::Unsupported.into()),
        }
    }

    fn walk(&mut self, folder: &Name, path: &Path) -> io::Result<()> {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            self.take(folder, &entry)?;
            if self.names.len() > self.most || self.foreign > MOST_FOREIGN {
                return Err(ErrorKind::FileTooLarge.into());
            }
        }
        Ok(())
    }

    fn take(&mut self, folder: &Name, entry: &DirEntry) -> io::Result<()> {
        let part = entry.file_name();
        let name = part.to_str().and_then(|part| folder.join(part));
        // Never the kind of what a link leads to.
        let kind = entry.file_type()?;
        match name {
            Some(name) if kind.is_file() => self.names.push(name),
            Some(name) if kind.is_dir() => {
                self.foreign += 1;
                self.walk(&name, &entry.path())?;
            }
            Some(_) | None => self.foreign += 1,
        }
        Ok(())
    }
}
