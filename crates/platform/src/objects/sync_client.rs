//! Folders that a program copies to other computers. Each computer has its own copy there, so on two of them two
//! people can create the same name, and both are told that they were first.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path};

/// A program that copies a folder to other computers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SyncClient {
    /// Dropbox.
    Dropbox,
    /// Microsoft `OneDrive`.
    OneDrive,
    /// Google Drive.
    GoogleDrive,
    /// Apple's iCloud Drive.
    ICloud,
    /// Syncthing.
    Syncthing,
    /// The client of Nextcloud, or of `ownCloud`, from which it comes.
    Nextcloud,
}

/// A folder with more entries is not looked through any further.
const MOST_ENTRIES: usize = 10_000;

impl SyncClient {
    const ALL: [Self; 6] = [
        Self::Dropbox,
        Self::OneDrive,
        Self::GoogleDrive,
        Self::ICloud,
        Self::Syncthing,
        Self::Nextcloud,
    ];

    /// As its makers write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dropbox => "Dropbox",
            Self::OneDrive => "OneDrive",
            Self::GoogleDrive => "Google Drive",
            Self::ICloud => "iCloud Drive",
            Self::Syncthing => "Syncthing",
            Self::Nextcloud => "Nextcloud",
        }
    }

    /// Whose folder `folder` is, or is in: by what those programs put into their folders, and by the places that
    /// the system gives them. `None` does not mean that nobody copies it: one that keeps its marks elsewhere is not noticed.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let by_place = Self::ALL
            .into_iter()
            .find(|client| client.owns_place(folder));
        by_place.or_else(|| folder.ancestors().find_map(Self::marked))
    }

    /// By what is in the folder itself.
    fn marked(folder: &Path) -> Option<Self> {
        let mut entries = fs::read_dir(folder).ok()?.take(MOST_ENTRIES).flatten();
        entries.find_map(|entry| {
            let name = entry.file_name();
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            let marks = |client: &Self| {
                name.to_str()
                    .is_some_and(|name| client.marks_with(name, is_file))
            };
            Self::ALL.into_iter().find(marks)
        })
    }

    /// Whether it puts something of this name into the top folder of what it copies.
    fn marks_with(self, name: &str, is_file: bool) -> bool {
        match self {
            // A folder `.dropbox` is in the home folder, which is not copied: the program lives there.
            Self::Dropbox => name == ".dropbox.cache" || (name == ".dropbox" && is_file),
            Self::OneDrive => name == ".849C9593-D756-4E56-8D6E-42412F2A707B",
            Self::GoogleDrive => [
                ".tmp.driveupload",
                ".tmp.drivedownload",
                ".shortcut-targets-by-id",
            ]
            .contains(&name),
            Self::ICloud => false,
            Self::Syncthing => name == ".stfolder",
            Self::Nextcloud => {
                let database = [".sync_", "._sync_"]
                    .iter()
                    .any(|begin| name.starts_with(begin));
                (database && name.ends_with(".db"))
                    || [".nextcloudsync.log", ".owncloudsync.log"].contains(&name)
            }
        }
    }

    /// Whether the path leads through a place that is always its own.
    fn owns_place(self, folder: &Path) -> bool {
        let names = || folder.components().filter_map(plain);
        // macOS keeps what such programs copy in `~/Library/CloudStorage/OneDrive-Personal` and so on.
        let in_cloud_storage = |begin: &str| {
            let after = names().zip(names().skip(1));
            let mut after = after.filter(|(name, _)| *name == "CloudStorage");
            after.any(|(_, name)| name.starts_with(begin))
        };
        match self {
            Self::Dropbox => in_cloud_storage("Dropbox"),
            Self::OneDrive => {
                let is_its = |name: &str| name == "OneDrive" || name.starts_with("OneDrive - ");
                in_cloud_storage("OneDrive") || names().any(is_its)
            }
            Self::GoogleDrive => in_cloud_storage("GoogleDrive"),
            Self::ICloud => names().any(|name| name == "Mobile Documents" || name == "iCloudDrive"),
            Self::Syncthing => false,
            Self::Nextcloud => in_cloud_storage("Nextcloud"),
        }
    }
}

fn plain(component: Component<'_>) -> Option<&str> {
    match component {
        Component::Normal(name) => OsStr::to_str(name),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            None
        }
    }
}
