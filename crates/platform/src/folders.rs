//! Where the program keeps its files.
//!
//! | system  | data                                                          |
//! |---------|---------------------------------------------------------------|
//! | Linux   | `$XDG_DATA_HOME/countersign`, or `~/.local/share/countersign` |
//! | macOS   | `~/Library/Application Support/Countersign`                   |
//! | Windows | `%APPDATA%\Countersign\data`                                  |
//!
//! Nothing is created here.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folder of the vault; `None` when the user has no home.
///
/// `directories` asks the user database when there is no `HOME`. A vault would then lie where its owner did
/// not say and may not look, so without `HOME` only the XDG variable counts.
pub fn data_folder() -> Option<PathBuf> {
    if cfg!(unix) && env::var_os("HOME").is_none_or(|home| home.is_empty()) {
        env::var_os("XDG_DATA_HOME").filter(|folder| Path::new(folder).is_absolute())?;
    }
    let ours = ProjectDirs::from("", "", "Countersign")?;
    Some(ours.data_dir().to_path_buf())
}
