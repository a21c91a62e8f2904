//! Where the program keeps its files.
//!
//! | system  | data                                        | state                               |
//! |---------|---------------------------------------------|-------------------------------------|
//! | Linux   | `$XDG_DATA_HOME/countersign`                | `$XDG_STATE_HOME/countersign`       |
//! | macOS   | `~/Library/Application Support/Countersign` | the same                            |
//! | Windows | `%APPDATA%\Countersign\data`                | `%LOCALAPPDATA%\Countersign\data`   |
//!
//! The XDG defaults are `~/.local/share` and `~/.local/state`. Nothing is created here.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folder of the vault; `None` when the user has no home.
pub fn data_folder() -> Option<PathBuf> {
    Some(ours("XDG_DATA_HOME")?.data_dir().to_path_buf())
}

/// The folder of what belongs to this machine only, such as the last generation seen; `None` when the user
/// has no home.
pub fn state_folder() -> Option<PathBuf> {
    let ours = ours("XDG_STATE_HOME")?;
    Some(
        ours.state_dir()
            .unwrap_or_else(|| ours.data_local_dir())
            .to_path_buf(),
    )
}

/// `directories` asks the user database when there is no `HOME`. A vault would then lie where its owner did
/// not say and may not look, so without `HOME` only an XDG variable counts.
fn ours(xdg_variable: &str) -> Option<ProjectDirs> {
    if cfg!(unix) && env::var_os("HOME").is_none_or(|home| home.is_empty()) {
        env::var_os(xdg_variable).filter(|folder| Path::new(folder).is_absolute())?;
    }
    ProjectDirs::from("", "", "Countersign")
}
