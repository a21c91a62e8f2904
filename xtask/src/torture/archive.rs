//! The file that a kernel unpacks as its first file system: an archive of cpio's kind `newc`
//! (<https://docs.kernel.org/driver-api/early-userspace/buffer-format.html>).

use std::collections::BTreeSet;

/// A file system in the making.
#[derive(Default)]
pub(crate) struct Archive {
    bytes: Vec<u8>,
    folders: BTreeSet<String>,
}

/// The archive has files of this mode: what can be run can be run.
const FILE: u32 = 0o100_755;
const FOLDER: u32 = 0o040_755;

impl Archive {
    /// Adds a file, and the folders it is in. `path` has no `/` in front.
    pub(crate) fn file(&mut self, path: &str, content: &[u8]) {
        for (end, _) in path.match_indices('/') {
            self.folder(&path[..end]);
        }
        self.entry(path, FILE, content);
    }

    /// Adds an empty folder once.
    pub(crate) fn folder(&mut self, path: &str) {
        if self.folders.insert(path.to_owned()) {
            self.entry(path, FOLDER, &[]);
        }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.entry("TRAILER!!!", 0, &[]);
        self.bytes
    }

    fn entry(&mut self, path: &str, mode: u32, content: &[u8]) {
        let number = self.bytes.len();
        let [size, name] = [content.len(), path.len() + 1];
        // Number, mode, owner, group, links, time, size, four of devices, length of the name, checksum.
        let head = format!(
            "070701{number:08x}{mode:08x}{0:08x}{0:08x}{1:08x}{0:08x}{size:08x}{0:08x}{0:08x}{0:08x}{0:08x}{name:08x}{0:08x}{path}\0",
            0, 1
        );
        self.bytes.extend(head.into_bytes());
        self.fill_up();
        self.bytes.extend(content);
        self.fill_up();
    }

    fn fill_up(&mut self) {
        let whole = self.bytes.len().next_multiple_of(4);
        self.bytes.resize(whole, 0);
    }
}
