//! A folder of a WebDAV server (RFC 4918).
//!
//! The one form of creating that servers keep when several people do it at the same moment: an object is a folder with one file
//! in it, made under a name of its own and then moved to its place with `Overwrite: F`. Of files that are moved or
//! put under a condition Apache has several winners, because it looks first and renames afterwards; a folder that has something
//! in it takes no other's place.
//!
//! An object `log/1` is the folder `log/_1` with the file `object`: no part of a name begins with `_` or `-`, so objects and folders
//! never meet, and a listing tells them apart. Nothing but what was prepared in vain is ever deleted.

mod answer;
mod listing;
mod server;
mod settings;

pub use listing::{Child, read_listing};
pub use settings::DavSettings;

use std::fmt;
use std::sync::Arc;

use super::line::{Line, MOST_LISTED};
use super::settings::SettingsError;
use super::{Creation, MAX_BYTES, Name, Objects, ObjectsError, refuse_size};
use rand_core::Rng as _;
use server::Server;

/// A folder of a WebDAV server as a storage.
pub struct DavObjects {
    server: Arc<Server>,
    line: Line,
}

/// What becomes an object lies here until it is moved to its place.
const PREPARED: &str = "-tmp";
/// The file in the folder that is an object.
const FILE: &str = "object";
/// A listing goes on over no more folders, and names that are none of objects.
const MOST_FOREIGN: usize = 10_000;

impl DavObjects {
    /// A folder of a server by its settings. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn new(settings: &DavSettings) -> Result<Self, SettingsError> {
        Ok(Self {
            server: Arc::new(Server::new(settings)?),
            line: Line::new()?,
        })
    }
}

impl fmt::Debug for DavObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is inside holds the password.
        f.debug_struct("DavObjects").finish_non_exhaustive()
    }
}

impl Objects for DavObjects {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        refuse_size(bytes, MAX_BYTES)?;
        let (server, name, bytes) = (Arc::clone(&self.server), name.clone(), bytes.to_vec());
        let random = crate::random::system().next_u64();
        self.line.wait(bytes.len(), async move {
            let prepared = format!("{PREPARED}/{random:016x}/");
            server.make_folder(&prepared).await?;
            server.put(&format!("{prepared}{FILE}"), bytes).await?;
            let place = place_of(&name);
            if let Some((above, _)) = name.as_str().rsplit_once('/') {
                server.make_known_folder(&format!("{above}/")).await?;
            }
            let created = server.move_new(&prepared, &place).await?;
            if created == Creation::Exists {
                server.delete(&prepared).await;
            }
            Ok(created)
        })
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let most = max_bytes.min(MAX_BYTES);
        let (server, file) = (Arc::clone(&self.server), place_of(name) + FILE);
        self.line
            .wait(most, async move { server.get(&file, most).await })
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let (server, folder) = (Arc::clone(&self.server), folder.clone());
        self.line
            .wait(most.saturating_mul(1024).min(MOST_LISTED), async move {
                let (mut names, mut foreign) = (Vec::new(), 0_usize);
                let mut folders = vec![folder];
                while let Some(folder) = folders.pop() {
                    for child in server.children(&format!("{folder}/")).await? {
                        match below(&folder, &child) {
                            Some(Below::Object(name)) => names.push(name),
                            Some(Below::Folder(below)) => {
                                folders.push(below);
                                foreign += 1;
                            }
                            None => foreign += 1,
                        }
                        if names.len() > most || foreign > MOST_FOREIGN {
                            return Err(ObjectsError::TooLarge);
                        }
                    }
                }
                names.sort_unstable();
                Ok(names)
            })
    }
}

/// The folder that is this object.
fn place_of(name: &Name) -> String {
    match name.as_str().rsplit_once('/') {
        Some((above, last)) => format!("{above}/_{last}/"),
        None => format!("_{name}/"),
    }
}

enum Below {
    Object(Name),
    Folder(Name),
}

fn below(folder: &Name, child: &Child) -> Option<Below> {
    if !child.is_folder {
        return None;
    }
    let one = |part: &str| folder.join(part).filter(|_| !part.contains('/'));
    match child.name.strip_prefix('_') {
        Some(last) => one(last).map(Below::Object),
        None => one(&child.name).map(Below::Folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_an_object_or_a_folder_by_its_name_and_nothing_leads_out() {
        let log = Name::new("log").unwrap();
        let read = |name: &str, is_folder| {
            let name = name.to_owned();
            match below(&log, &Child { name, is_folder }) {
                Some(Below::Object(name)) => format!("object {name}"),
                Some(Below::Folder(name)) => format!("folder {name}"),
                None => String::new(),
            }
        };
        assert_eq!(read("_1", true), "object log/1");
        assert_eq!(read("1", true), "folder log/1");
        assert_eq!(place_of(&Name::new("log/1").unwrap()), "log/_1/");
        for name in ["_", "__1", "-tmp", "..", "_..", "a/b", "_a/b", "A", ""] {
            assert_eq!(read(name, true), "", "{name}");
        }
        assert_eq!(read("_1", false), "", "a file");
    }
}
