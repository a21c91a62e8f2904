//! Disks that are really full, read-only or out of inodes, and a limit on the size of files.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::disk::{Disk, Kind};
use crate::figure;
use crate::home::snapshot;
use crate::program::{Home, PROGRAM, Run, SECRET, run};
use crate::starts::busy_home;

/// What people do that needs room on the disk.
const CHANGES: [&[&str]; 8] = [
    &["add", "otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP"],
    &["remove", "GitHub"],
    &["edit", "GitHub", "--favorite"],
    &["trash", "empty"],
    &["trash", "restore", "Old"],
    &["slots", "rename", "Spare", "Safe"],
    &["slots", "add", "recovery", "--recovery-kit", "disk/kit"],
    &["qr", "GitHub", "--out", "disk/code.png"],
];

/// A home whose vault is on a disk.
struct OnDisk {
    home: Home,
    disk: Disk,
}

impl OnDisk {
    fn mount(test: &str, kind: Kind) -> Option<Self> {
        let disk = Disk::mount(test, kind)?;
        let home = busy_home();
        fs::copy(home.vault(), disk.path().join("vault")).unwrap();
        std::os::unix::fs::symlink(disk.path(), home.path("disk")).unwrap();
        let on_disk = Self { home, disk };
        // With the lock file and older copies, as in daily use.
        on_disk.unlocked(&["edit", "GitHub", "--tag", "+a"]).done();
        Some(on_disk)
    }

    fn unlocked(&self, args: &[&str]) -> Run {
        let vault = ["--vault", "disk/vault"];
        self.home.unlocked(&[&vault[..], args].concat())
    }

    fn files(&self) -> impl PartialEq {
        snapshot(&self.disk.path())
    }
}

/// Every change is refused and leaves all files as they are; codes can be had; and with room again all of it works.
fn assert_nothing_is_lost(on_disk: &OnDisk, reason: &str, give_room: impl FnOnce()) {
    let before = on_disk.files();
    for args in CHANGES {
        let said = on_disk.unlocked(args).failed(1);
        assert!(said.contains(reason), "{said}");
        assert!(on_disk.files() == before, "{args:?}");
    }
    // RFC 6238, appendix B.
    let code = ["code", "GitHub", "--at", "1111111109"];
    assert_eq!(on_disk.unlocked(&code).done(), "081804\n");
    give_room();
    for args in [&["edit", "GitHub", "--favorite"][..], &["remove", "GitHub"]] {
        on_disk.unlocked(args).done();
    }
    figure(
        "full disk",
        format!("{} changes refused ({reason}), 0 bad", CHANGES.len()),
    );
}

fn remove(filler: &Path) {
    let removed = match filler.is_dir() {
        true => fs::remove_dir_all(filler),
        false => fs::remove_file(filler),
    };
    removed.unwrap();
}

#[test]
fn a_full_disk_loses_nothing() {
    for kind in [Kind::Tmpfs, Kind::Ext4] {
        let Some(on_disk) = OnDisk::mount("a_full_disk_loses_nothing", kind) else {
            return;
        };
        let filler = on_disk.disk.fill();
        assert_nothing_is_lost(&on_disk, "no room", || remove(&filler));
    }
}

#[test]
fn a_disk_without_inodes_loses_nothing() {
    let test = "a_disk_without_inodes_loses_nothing";
    let Some(on_disk) = OnDisk::mount(test, Kind::Ext4WithoutInodes) else {
        return;
    };
    let fillers = on_disk.disk.fill_with_files();
    assert_nothing_is_lost(&on_disk, "no room", || remove(&fillers));
}

#[test]
fn a_read_only_disk_can_be_read_and_says_why_it_cannot_be_changed() {
    let test = "a_read_only_disk_can_be_read_and_says_why_it_cannot_be_changed";
    let Some(on_disk) = OnDisk::mount(test, Kind::Ext4) else {
        return;
    };
    on_disk.disk.make_read_only();
    assert_nothing_is_lost(&on_disk, "cannot be written", || {
        on_disk.disk.make_writable()
    });
}

#[test]
fn a_counter_that_cannot_be_saved_shows_no_code() {
    let test = "a_counter_that_cannot_be_saved_shows_no_code";
    let Some(on_disk) = OnDisk::mount(test, Kind::Tmpfs) else {
        return;
    };
    let filler = on_disk.disk.fill();
    let before = on_disk.files();
    // `failed` looks that nothing was printed.
    let said = on_disk.unlocked(&["code", "Bank"]).failed(1);
    assert!(said.contains("no room"), "{said}");
    assert!(on_disk.files() == before);
    // RFC 4226, appendix D: no counter was lost.
    remove(&filler);
    assert_eq!(on_disk.unlocked(&["code", "Bank"]).done(), "755224\n");
}

#[test]
fn a_limit_on_the_size_of_files_loses_nothing() {
    let home = busy_home();
    let before = home.read("vault.countersign");
    // In units of 512 bytes: less than a vault has. Whoever exceeds it is sent a signal, which ends a program, or is told.
    for ignore in ["", "trap '' XFSZ; "] {
        let script = format!("{ignore}ulimit -f 16; exec \"$0\" \"$@\"");
        let mut limited = Command::new("sh");
        home.set_up(&mut limited);
        limited.args(["-c", &script, PROGRAM, "--recovery-file", "kit"]);
        let uri = format!("otpauth://totp/New:bob?secret={SECRET}");
        let run = run(limited.args(["add", &uri]), None);
        assert_eq!(run.stdout, "");
        run.failed(1);
        assert!(home.read("vault.countersign") == before);
    }
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
}
