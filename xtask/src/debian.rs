//! Packages of Debian, unpacked into a folder of ours and not installed: nothing of this machine changes.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process;

/// Unpacks these packages into `folder`, which is made. `false` when one cannot be had; then there is no `folder`.
pub(crate) fn unpack(packages: &[String], folder: &Path) -> bool {
    let unfinished = folder.with_extension("unfinished");
    // What an earlier attempt left.
    let _ = fs::remove_dir_all(&unfinished);
    let mut download = Command::new("apt-get");
    download
        .arg("download")
        .args(packages)
        .current_dir(&unfinished);
    fs::create_dir_all(&unfinished).is_ok()
        && process::succeeds(&mut download)
        && unpack_all(&unfinished)
        && fs::rename(&unfinished, folder).is_ok()
}

/// What `apt-cache depends` prints about a package. Empty where there is no apt.
pub(crate) fn depends(arguments: &[&str]) -> String {
    let mut depends = Command::new("apt-cache");
    let listed = depends.arg("depends").args(arguments).output();
    let listed = listed.map(|depends| depends.stdout).unwrap_or_default();
    String::from_utf8_lossy(&listed).into_owned()
}

/// Unpacks each package of the folder into it, and removes the package.
fn unpack_all(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let packages = entries.map(|entry| entry.path());
    let mut packages = packages.filter(|path| path.extension().is_some_and(|end| end == "deb"));
    packages.all(|package| {
        process::succeeds(Command::new("dpkg").arg("-x").args([&package, folder]))
            && fs::remove_file(&package).is_ok()
    })
}
