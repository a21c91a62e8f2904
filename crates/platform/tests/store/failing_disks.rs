//! Disks that are full or may not be written.
#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use platform::store::{SaveError, replace, write_new};

use super::{content, names, put, set_mode};

/// A small file system of its own, gone with the value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// 64 KiB; `None` where mounting is not allowed.
    fn mount(test: &str) -> Option<Self> {
        if env::var_os("COUNTERSIGN_ALLOW_MOUNT").is_none_or(|value| value != "1") {
            println!("SKIPPED {test}: COUNTERSIGN_ALLOW_MOUNT is not 1");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        if !run(
            "mount",
            &["-t", "tmpfs", "-o", "size=64k", "tmpfs"],
            folder.path(),
        ) {
            println!("SKIPPED {test}: a tmpfs cannot be mounted here");
            return None;
        }
        Some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remount_read_only(&self) {
        assert!(run("mount", &["-o", "remount,ro"], self.path()));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run("umount", &[], self.path());
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
    Command::new(program)
        .args(arguments)
        .arg(folder)
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_half() {
    let Some(disk) = SmallDisk::mount("a_full_disk_leaves_the_old_file_and_nothing_half") else {
        return;
    };
    let path = disk.path().join("vault");
    put(&path, b"old").unwrap();
    let before = content(disk.path());
    assert_eq!(put(&path, &[7; 128 << 10]), Err(SaveError::NoSpace));
    assert_eq!(replace(&path, &[7; 128 << 10]), Err(SaveError::NoSpace));
    assert_eq!(
        write_new(&disk.path().join("kit"), &[7; 128 << 10]),
        Err(SaveError::NoSpace)
    );
    assert_eq!(content(disk.path()), before);
    put(&path, b"small enough").unwrap();
}

#[test]
fn a_first_save_on_a_full_disk_leaves_nothing_that_looks_like_a_vault() {
    let Some(disk) =
        SmallDisk::mount("a_first_save_on_a_full_disk_leaves_nothing_that_looks_like_a_vault")
    else {
        return;
    };
    let path = disk.path().join("vault");
    assert_eq!(put(&path, &[7; 128 << 10]), Err(SaveError::NoSpace));
    assert_eq!(names(disk.path()), ["vault.lock"]);
}

#[test]
fn a_read_only_disk_is_named_as_the_reason() {
    let Some(disk) = SmallDisk::mount("a_read_only_disk_is_named_as_the_reason") else {
        return;
    };
    let path = disk.path().join("vault");
    put(&path, b"old").unwrap();
    let before = content(disk.path());
    disk.remount_read_only();
    assert_eq!(put(&path, b"new"), Err(SaveError::ReadOnly));
    assert_eq!(replace(&path, b"new"), Err(SaveError::ReadOnly));
    assert_eq!(
        put(&disk.path().join("second"), b"new"),
        Err(SaveError::ReadOnly)
    );
    assert_eq!(
        write_new(&disk.path().join("kit"), b"new"),
        Err(SaveError::ReadOnly)
    );
    assert_eq!(content(disk.path()), before);
}

#[test]
fn a_folder_that_may_not_be_changed_keeps_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"old").unwrap();
    let before = content(folder.path());
    let frozen = FrozenFolder::freeze(folder.path());
    if fs::write(folder.path().join("probe"), "").is_ok() {
        println!(
            "SKIPPED a_folder_that_may_not_be_changed_keeps_the_old_file: nothing stops root in this folder"
        );
        return;
    }
    assert_eq!(put(&path, b"new"), Err(SaveError::NoPermission));
    assert_eq!(replace(&path, b"new"), Err(SaveError::NoPermission));
    assert_eq!(
        write_new(&folder.path().join("kit"), b"new"),
        Err(SaveError::NoPermission)
    );
    assert_eq!(content(folder.path()), before);

    drop(frozen);
    put(&path, b"new").unwrap();
}

/// A folder that nobody may change: the mode stops users, the immutable flag stops root where there is one.
struct FrozenFolder<'a>(&'a Path);

impl<'a> FrozenFolder<'a> {
    fn freeze(folder: &'a Path) -> Self {
        set_mode(folder, 0o500);
        run("chattr", &["-f", "+i"], folder);
        Self(folder)
    }
}

impl Drop for FrozenFolder<'_> {
    fn drop(&mut self) {
        run("chattr", &["-f", "-i"], self.0);
        set_mode(self.0, 0o700);
    }
}
