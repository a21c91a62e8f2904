//! What killed writers left.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What is older was left; clocks of two computers do not differ by that much.
const LEFT_AFTER: Duration = Duration::from_hours(24);
const ENDING: &str = ".tmp";

/// What a file is called that is being written.
pub(super) fn name(random: u64) -> String {
    format!("{random:016x}{ENDING}")
}

/// Removes such files from the folder that they are written in, if it is one and no link, which another member may
/// have put there. What cannot be removed does no harm.
pub(super) fn remove(folder: &Path, now: SystemTime) {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let metadata = entry.metadata().ok().filter(Metadata::is_file);
        let written = metadata.and_then(|metadata| metadata.modified().ok());
        let age = written.and_then(|time| now.duration_since(time).ok());
        let is_ours = entry.file_name().to_str().is_some_and(is_name);
        if is_ours && age.is_some_and(|age| age > LEFT_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let random = text.strip_suffix(ENDING);
    random.is_some_and(|random| random.len() == 16 && random.bytes().all(is_hex))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn what_was_left_is_removed_after_a_day_and_not_while_it_may_be_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(name(7));
        fs::write(&left, b"by").unwrap();
        let now = SystemTime::now();
        remove(folder.path(), now + LEFT_AFTER - MINUTE);
        assert!(left.exists());
        remove(folder.path(), now + LEFT_AFTER + MINUTE);
        assert!(!left.exists());
    }

    #[test]
    fn no_file_of_another_program_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "notes",
            "notes.tmp",
            "0123456789ABCDEF.tmp",
            "0123456789abcdef",
            "0123456789abcdef0.tmp",
        ];
        for other in names {
            fs::write(folder.path().join(other), b"kept").unwrap();
        }
        fs::create_dir(folder.path().join(name(7))).unwrap();
        remove(folder.path(), SystemTime::now() + 2 * LEFT_AFTER);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            names.len() + 1
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_another_folder_is_not_followed() {
        let [folder, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let private = other.path().join(name(7));
        fs::write(&private, b"kept").unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(other.path(), &link).unwrap();
        remove(&link, SystemTime::now() + 2 * LEFT_AFTER);
        assert!(private.exists());
    }
}
