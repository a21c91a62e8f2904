//! Where the program keeps its files.
//!
//! | system  | data                                        | settings                       |
//! |---------|---------------------------------------------|--------------------------------|
//! | Linux   | `$XDG_DATA_HOME/countersign`                | `$XDG_CONFIG_HOME/countersign` |
//! |         | or `~/.local/share/countersign`             | or `~/.config/countersign`     |
//! | macOS   | `~/Library/Application Support/Countersign` | the same                       |
//! | Windows | `%APPDATA%\Countersign\data`                | `%APPDATA%\Countersign\config` |
//!
//! What the program remembers about this computer: on Linux `$XDG_STATE_HOME/countersign` or
//! `~/.local/state/countersign`, on macOS the folder of the data, on Windows `%LOCALAPPDATA%\Countersign\data`.
//!
//! Nothing is created here.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folder of the vault; `None` when the user has no home.
pub fn data_folder() -> Option<PathBuf> {
    Some(folders("XDG_DATA_HOME")?.data_dir().to_path_buf())
}

/// The folder of the settings; `None` when the user has no home.
pub fn config_folder() -> Option<PathBuf> {
    Some(folders("XDG_CONFIG_HOME")?.config_dir().to_path_buf())
}

/// The folder of what the program remembers about this computer; `None` when the user has no home.
pub fn state_folder() -> Option<PathBuf> {
    let folders = folders("XDG_STATE_HOME")?;
    let state = folders.state_dir();
    Some(state.unwrap_or(folders.data_local_dir()).to_path_buf())
}

/// The user's folders, as far as `variable` or a home says where they are.
///
/// `directories` asks the user database when there is no `HOME`. A vault would then lie where its owner did
/// not say and may not look, so without `HOME` only the XDG variable counts.
fn folders(variable: &str) -> Option<ProjectDirs> {
    if cfg!(unix) && env::var_os("HOME").is_none_or(|home| home.is_empty()) {
        env::var_os(variable).filter(|folder| Path::new(folder).is_absolute())?;
    }
    ProjectDirs::from("", "", "Countersign")
}
