//! The save of a file that other programs may change too.

use std::fs::{self, File};
use std::path::Path;
use std::thread;

use platform::store::{MAX_BYTES, Save, SaveError, create_folder, read, save};

use super::{change, content, names, put};

#[test]
fn a_first_save_makes_the_file_and_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let first = Save {
        is_base: &|now| now.is_none(),
        ..change(&path, b"first")
    };
    assert_eq!(save(first).unwrap().kept, None);
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["vault", "vault.lock"]);
}

#[test]
fn a_save_shows_its_caller_what_is_there_and_what_the_disk_gave_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"old").unwrap();
    let is_base = |now: Option<&[u8]>| now == Some(b"old");
    let verify = |written: &[u8]| written == b"new" && fs::read(&path).unwrap() == b"old";
    let saved = save(Save {
        is_base: &is_base,
        verify: &verify,
        ..change(&path, b"new")
    });
    assert_eq!(fs::read(saved.unwrap().kept.unwrap()).unwrap(), b"old");
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[test]
fn a_change_that_started_from_something_else_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"old").unwrap();
    let before = content(folder.path());
    let expects_no_file = Save {
        is_base: &|now| now.is_none(),
        ..change(&path, b"new")
    };
    assert_eq!(save(expects_no_file), Err(SaveError::ChangedByAnother));
    assert_eq!(content(folder.path()), before);
}

#[test]
fn what_its_caller_cannot_open_is_not_put_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"old").unwrap();
    let before = content(folder.path());
    let unreadable = Save {
        verify: &|_| false,
        ..change(&path, b"new")
    };
    assert_eq!(save(unreadable), Err(SaveError::ReadBackDiffers));
    assert_eq!(content(folder.path()), before);
}

#[test]
fn a_first_save_does_not_overwrite_what_a_program_without_our_lock_puts_there_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let meanwhile = |_: &[u8]| fs::write(&path, "theirs").is_ok();
    let ours = Save {
        verify: &meanwhile,
        ..change(&path, b"ours")
    };
    assert_eq!(save(ours), Err(SaveError::ChangedByAnother));
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
    assert_eq!(names(folder.path()), ["vault", "vault.lock"]);
}

#[test]
fn of_many_saves_at_once_each_accepted_one_is_based_on_what_was_there() {
    const SAVES: usize = 50;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("counter");
    put(&path, b"0").unwrap();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..SAVES).for_each(|_| while !count_up(&path) {}));
        }
    });
    assert_eq!(fs::read_to_string(&path).unwrap(), (2 * SAVES).to_string());
}

/// `false` when the other one was faster.
fn count_up(path: &Path) -> bool {
    let base = read(path, 20).unwrap();
    let count: usize = String::from_utf8(base.clone()).unwrap().parse().unwrap();
    let next = (count + 1).to_string();
    let is_base = |now: Option<&[u8]>| now == Some(&base);
    match save(Save {
        is_base: &is_base,
        ..change(path, next.as_bytes())
    }) {
        Ok(_) => true,
        Err(SaveError::ChangedByAnother) => false,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_a_killed_save_left_is_removed_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let left_over = ".vault.0123456789abcdef.tmp";
    let others = [".other.0123456789abcdef.tmp", ".vault.tmp"];
    for name in others.into_iter().chain([left_over]) {
        fs::write(folder.path().join(name), "half").unwrap();
    }
    put(&path, b"whole").unwrap();
    assert_eq!(
        names(folder.path()),
        [others[0], others[1], "vault", "vault.lock"]
    );
}

#[test]
fn a_missing_folder_is_named_as_the_reason_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("drive");
    assert_eq!(
        put(&missing.join("vault"), b"new"),
        Err(SaveError::FolderMissing)
    );
    assert!(!missing.exists());
}

#[test]
fn a_folder_of_that_name_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    fs::create_dir(&path).unwrap();
    assert_eq!(put(&path, b"new"), Err(SaveError::AlreadyExists));
    assert!(path.is_dir());
}

#[test]
fn a_file_that_is_too_large_to_be_read_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let too_many = vec![0; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert!(matches!(put(&path, &too_many), Err(SaveError::Other(_))));
    assert!(!path.exists());
}

#[test]
fn a_huge_file_that_took_the_name_is_neither_read_nor_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(put(&path, b"new"), Err(SaveError::ChangedByAnother));
    assert_eq!(fs::metadata(&path).unwrap().len(), 1 << 40);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, chown, symlink};

    use super::*;
    use crate::{mode, set_mode};

    #[test]
    fn a_new_vault_and_all_that_lies_beside_it_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let ours = folder.path().join("data/countersign");
        create_folder(&ours).unwrap();
        create_folder(&ours).unwrap();
        let path = ours.join("vault");
        put(&path, b"old").unwrap();
        let kept = put(&path, b"new").unwrap().kept.unwrap();
        for file in [&path, &kept, &ours.join("vault.lock")] {
            assert_eq!(mode(file), 0o600, "{}", file.display());
        }
        for folder in [
            &ours,
            &ours.join("vault.generations"),
            &folder.path().join("data"),
        ] {
            assert_eq!(mode(folder), 0o700, "{}", folder.display());
        }
    }

    #[test]
    fn a_link_stays_a_link_and_its_target_keeps_mode_and_owner() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::create_dir(&real).unwrap();
        let target = real.join("vault");
        put(&target, b"old").unwrap();
        set_mode(&target, 0o640);
        // Only root can give files away; for others the owner is the same anyway.
        let _ = chown(&target, Some(1234), Some(4321));
        let owner = |path| {
            fs::metadata(path)
                .map(|found| (found.uid(), found.gid()))
                .unwrap()
        };
        let before = owner(&target);
        symlink("real/vault", &link).unwrap();

        put(&link, b"new").unwrap();

        assert_eq!(fs::read_link(&link).unwrap(), Path::new("real/vault"));
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!((mode(&target), owner(&target)), (0o640, before));
        assert_eq!(names(folder.path()), ["link", "real"]);
        assert_eq!(names(&real), ["vault", "vault.generations", "vault.lock"]);
    }

    #[test]
    fn a_link_to_a_file_that_is_not_there_yet_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        symlink("vault", &link).unwrap();
        put(&link, b"new").unwrap();
        assert_eq!(fs::read(folder.path().join("vault")).unwrap(), b"new");
        assert!(link.is_symlink());

        symlink("unplugged/vault", folder.path().join("dangling")).unwrap();
        assert_eq!(
            put(&folder.path().join("dangling"), b"new"),
            Err(SaveError::FolderMissing)
        );
    }

    #[test]
    fn links_that_lead_in_a_circle_end_in_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        symlink(&a, &b).unwrap();
        symlink(&b, &a).unwrap();
        assert!(matches!(put(&a, b"new"), Err(SaveError::Other(_))));
    }
}
