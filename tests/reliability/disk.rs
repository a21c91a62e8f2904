//! Small disks that can be filled, made read-only, and cut off from their power.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::home::{Files, put};

/// What a disk is made as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// In memory, 256 KiB.
    Tmpfs,
    /// 160 MiB.
    Ext4,
    /// 1 MiB, with so few inodes that they are what runs out.
    Ext4WithoutInodes,
    /// 320 MiB, the least there is.
    Xfs,
}

impl Kind {
    const fn maker(self) -> Option<(&'static str, u64, &'static [&'static str])> {
        match self {
            Self::Tmpfs => None,
            Self::Ext4 => Some(("mkfs.ext4", 160 << 20, &["-q"])),
            Self::Ext4WithoutInodes => Some(("mkfs.ext4", 1 << 20, &["-q", "-N", "24"])),
            Self::Xfs => Some(("mkfs.xfs", 320 << 20, &["-q"])),
        }
    }
}

/// A disk that is mounted; unmounted with the value.
pub(crate) struct Disk {
    /// Where its content is kept.
    folder: TempDir,
    /// Where it is mounted.
    place: PathBuf,
    kind: Kind,
}

impl Disk {
    /// A disk in a folder of its own. `None`, and a line that says so, where it cannot be had.
    pub(crate) fn mount(test: &str, kind: Kind) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("disk");
        fs::create_dir(&place).unwrap();
        Self::mount_in(test, kind, folder, place)
    }

    /// A disk that hides what is at `place`.
    pub(crate) fn mount_at(test: &str, kind: Kind, place: PathBuf) -> Option<Self> {
        Self::mount_in(test, kind, tempfile::tempdir().unwrap(), place)
    }

    fn mount_in(test: &str, kind: Kind, folder: TempDir, place: PathBuf) -> Option<Self> {
        if env::var_os("COUNTERSIGN_ALLOW_MOUNT").is_none_or(|value| value != "1") {
            println!("SKIPPED {test}: COUNTERSIGN_ALLOW_MOUNT is not 1");
            return None;
        }
        let disk = Self {
            folder,
            place,
            kind,
        };
        if let Some((maker, size, options)) = kind.maker() {
            let image = fs::File::create(disk.image()).unwrap();
            image.set_len(size).unwrap();
            if !system(Command::new(maker).args(options).arg(disk.image())) {
                println!("SKIPPED {test}: {maker} is not installed");
                return None;
            }
        }
        if !disk.plug_in() {
            println!("SKIPPED {test}: a disk ({kind:?}) cannot be mounted here");
            return None;
        }
        Some(disk)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.place.clone()
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    fn plug_in(&self) -> bool {
        let mut mount = Command::new("mount");
        if self.kind == Kind::Tmpfs {
            mount.args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]);
        } else {
            // Nothing reaches the disk only because time goes by.
            let options = match self.kind == Kind::Ext4 {
                true => "loop,commit=600",
                false => "loop",
            };
            mount.args(["-o", options]).arg(self.image());
        }
        system(mount.arg(self.path()))
    }

    fn unplug(&self) -> bool {
        system(Command::new("umount").arg(self.path()))
    }

    /// Until nothing fits any more, not even a byte. Returns the file to remove for more room.
    pub(crate) fn fill(&self) -> PathBuf {
        let filler = self.path().join("filler");
        let mut file = fs::File::create(&filler).unwrap();
        let mut size = 16 << 20;
        while size > 0 {
            // Asked for at once: what is still in memory only has no place on the disk yet.
            let written = std::io::Write::write_all(&mut file, &vec![0; size]);
            if written.and_then(|()| file.sync_data()).is_err() {
                size /= 2;
            }
        }
        filler
    }

    /// Until no further file can be made. Returns the folder to remove for more.
    pub(crate) fn fill_with_files(&self) -> PathBuf {
        let fillers = self.path().join("fillers");
        fs::create_dir(&fillers).unwrap();
        let mut number = 0;
        while fs::write(fillers.join(number.to_string()), "").is_ok() {
            number += 1;
        }
        fillers
    }

    pub(crate) fn make_read_only(&self) {
        let mut mount = Command::new("mount");
        assert!(system(mount.args(["-o", "remount,ro"]).arg(self.path())));
    }

    pub(crate) fn make_writable(&self) {
        let mut mount = Command::new("mount");
        assert!(system(mount.args(["-o", "remount,rw"]).arg(self.path())));
    }

    /// From now on nothing reaches the disk, and what has not reached it is lost. With `journal` what the file
    /// system has noted about names and sizes still does, as if it had been a moment later.
    pub(crate) fn cut_power(&self, journal: bool) {
        // The number is FS_IOC_SHUTDOWN; its flags are LOGFLUSH (1) and NOLOGFLUSH (2).
        let code = "import fcntl, os, struct, sys\n\
                    fcntl.ioctl(os.open(sys.argv[1], 0), 0x8004587d, struct.pack('I', int(sys.argv[2])))";
        let python = env::var_os("COUNTERSIGN_PYTHON").unwrap_or_else(|| "python3".into());
        let mut shutdown = Command::new(python);
        shutdown.args(["-I", "-c", code]).arg(self.path());
        assert!(system(shutdown.arg(if journal { "1" } else { "2" })));
    }

    /// Nobody may use the disk at this moment.
    pub(crate) fn restart(&self) {
        // The last process that used it may still be ending.
        let is_out = (0..100).any(|_| {
            self.unplug() || {
                std::thread::sleep(std::time::Duration::from_millis(20));
                false
            }
        });
        assert!(
            is_out && self.plug_in(),
            "{:?} does not start again",
            self.kind
        );
    }

    /// Removes everything on it, puts this there, and sees to it that it survives a power cut.
    pub(crate) fn start_with(&self, files: &Files) {
        for entry in fs::read_dir(self.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("lost+found") {
                continue;
            }
            let is_gone = match path.is_dir() {
                true => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            };
            is_gone.unwrap();
        }
        put(files, &self.path());
        assert!(system(
            Command::new("sync").arg("--file-system").arg(self.path())
        ));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.unplug();
    }
}

fn system(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}
