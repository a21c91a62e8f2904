//! Disks that are full or read-only.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::program::{Home, Run, content};

/// A small disk mounted in the home's folder `disk`, with a vault on it; unmounted with the value.
struct SmallDisk(Home);

impl SmallDisk {
    /// `None` where mounting is not allowed.
    fn mount(test: &str) -> Option<Self> {
        if env::var_os("COUNTERSIGN_ALLOW_MOUNT").is_none_or(|value| value != "1") {
            println!("SKIPPED {test}: COUNTERSIGN_ALLOW_MOUNT is not 1");
            return None;
        }
        let home = Home::with_account();
        fs::create_dir(home.path("disk")).unwrap();
        let disk = Self(home);
        if !disk.system("mount", &["-t", "tmpfs", "-o", "size=256k", "tmpfs"]) {
            println!("SKIPPED {test}: a tmpfs cannot be mounted here");
            return None;
        }
        fs::copy(disk.0.vault(), disk.0.path("disk/vault")).unwrap();
        Some(disk)
    }

    /// Until nothing fits any more, not even a byte. Returns the file to remove for more room.
    fn fill(&self) -> PathBuf {
        let filler = self.0.path("disk/filler");
        let mut size = 256 << 10;
        while size > 0 {
            let more = [fs::read(&filler).unwrap_or_default(), vec![0; size]].concat();
            if fs::write(&filler, more).is_err() {
                size /= 2;
            }
        }
        filler
    }

    fn system(&self, program: &str, args: &[&str]) -> bool {
        let status = Command::new(program)
            .args(args)
            .arg(self.0.path("disk"))
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }

    fn unlocked(&self, args: &[&str]) -> Run {
        self.0
            .unlocked(&[&["--vault", "disk/vault"], args].concat())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        self.system("umount", &[]);
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let Some(disk) = SmallDisk::mount("a_full_disk_loses_nothing") else {
        return;
    };
    // With the lock file and an older copy, as in daily use.
    disk.unlocked(&["edit", "GitHub", "--tag", "+a"]).done();
    let filler = disk.fill();
    let before = content(&disk.0.path("disk"));
    for args in [
        &["add", "otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP"][..],
        &["remove", "GitHub"],
        &["edit", "GitHub", "--favorite"],
        &["slots", "add", "recovery", "--recovery-kit", "disk/kit"],
        &["qr", "GitHub", "--out", "disk/code.png"],
    ] {
        let said = disk.unlocked(args).failed(1);
        assert!(said.contains("no room"), "{said}");
        assert!(content(&disk.0.path("disk")) == before, "{args:?}");
    }
    disk.unlocked(&["code", "GitHub"]).done();
    fs::remove_file(filler).unwrap();
    disk.unlocked(&["edit", "GitHub", "--favorite"]).done();
}

#[test]
fn a_counter_that_cannot_be_saved_shows_no_code() {
    let Some(disk) = SmallDisk::mount("a_counter_that_cannot_be_saved_shows_no_code") else {
        return;
    };
    let uri = "otpauth://hotp/Bank:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0";
    disk.unlocked(&["add", uri]).done();
    let filler = disk.fill();
    let before = disk.0.read("disk/vault");
    // `failed` looks that nothing was printed.
    let said = disk.unlocked(&["code", "Bank"]).failed(1);
    assert!(said.contains("no room"), "{said}");
    assert!(disk.0.read("disk/vault") == before);
    // RFC 4226, appendix D: no counter was lost.
    fs::remove_file(filler).unwrap();
    assert_eq!(disk.unlocked(&["code", "Bank"]).done(), "755224\n");
}

#[test]
fn a_read_only_folder_can_be_read_and_says_why_it_cannot_be_changed() {
    let Some(disk) =
        SmallDisk::mount("a_read_only_folder_can_be_read_and_says_why_it_cannot_be_changed")
    else {
        return;
    };
    assert!(disk.system("mount", &["-o", "remount,ro"]));
    let before = content(&disk.0.path("disk"));
    assert_eq!(
        disk.unlocked(&["code", "GitHub", "--at", "1111111109"])
            .done(),
        "081804\n"
    );
    let said = disk.unlocked(&["edit", "GitHub", "--favorite"]).failed(1);
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!(content(&disk.0.path("disk")), before);
}

#[test]
fn a_full_or_write_protected_stick_is_said_and_gets_no_half_backup() {
    let test = "a_full_or_write_protected_stick_is_said_and_gets_no_half_backup";
    let Some(disk) = SmallDisk::mount(test) else {
        return;
    };
    let home = &disk.0;
    home.unlocked(&["backup", "create", "disk"]).done();
    let filler = disk.fill();
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
    let before = content(&home.path("disk"));
    let vault = home.read("vault.countersign");
    let said = home.unlocked(&["backup", "create"]).failed(1);
    assert!(said.contains("no room left"), "{said}");
    assert!(content(&home.path("disk")) == before);
    // What cannot be undone is done all the same, and the failure said.
    let emptied = home.unlocked(&["trash", "empty"]);
    assert_eq!(emptied.code, Some(0));
    assert!(emptied.stderr.contains("no room left"), "{emptied:?}");
    home.unlocked(&["backup", "prove"]).done();
    fs::remove_file(filler).unwrap();
    home.unlocked(&["backup", "create"]).done();

    assert!(disk.system("mount", &["-o", "remount,ro"]));
    home.unlocked(&["edit", "GitHub", "--no-favorite"]).done();
    let before = content(&home.path("disk"));
    let said = home.unlocked(&["backup", "create"]).failed(1);
    assert!(said.contains("only read"), "{said}");
    assert!(content(&home.path("disk")) == before);
    assert!(home.read("vault.countersign") != vault);
    home.unlocked(&["--vault", "new/vault", "backup", "restore", "disk"])
        .done();
}
