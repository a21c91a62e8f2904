//! A shared folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use platform::objects::{
    Creation, FolderObjects, Objects as _, ObjectsError, OpenFolderError, probe,
};

use super::name;
use super::suite::{Race, keeps_its_promises};

fn open(folder: &Path) -> FolderObjects {
    FolderObjects::open(folder).unwrap()
}

#[test]
fn a_folder_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    let race = Race {
        writers: 20,
        rounds: 50,
    };
    keeps_its_promises(&objects, &name("suite"), race);
    assert_eq!(probe(&objects), Ok(()));
    let unfinished = fs::read_dir(folder.path().join(".tmp")).unwrap();
    assert_eq!(unfinished.count(), 0, "writers left something behind");
}

/// The test above once more, in a process in which every attempt to make a link fails as on a file system without links.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_without_hard_links_keeps_them_too() {
    let test = "a_folder_without_hard_links_keeps_them_too";
    let trace = tempfile::NamedTempFile::new().unwrap();
    let run = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=?link,linkat", "-e", "signal=none"])
        .args(["-e", "inject=?link,linkat:error=EPERM", "-o"])
        .arg(trace.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "folder::a_folder_keeps_its_promises"])
        .output();
    let Ok(run) = run else {
        println!("SKIPPED {test}: strace is not installed");
        return;
    };
    let refused = fs::read_to_string(trace.path()).unwrap();
    if refused.is_empty() && !run.status.success() {
        println!("SKIPPED {test}: strace may not look at programs here");
        return;
    }
    let output = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success() && output.contains("1 passed"),
        "{output}"
    );
    // More than one in each race, and none that was let through.
    assert!(refused.matches("(INJECTED)").count() > 100);
    assert!(!refused.contains(" = 0"));
}

/// What fails in the moment after the answer loses nothing: the object was on the disk before it had its name, and
/// its name, and those of the folders on the way, before the answer.
#[test]
#[cfg(target_os = "linux")]
fn an_object_is_flushed_before_it_has_its_name_and_its_folders_after() {
    let test = "an_object_is_flushed_before_it_has_its_name_and_its_folders_after";
    let trace = tempfile::NamedTempFile::new().unwrap();
    let run = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-y",
            "-e",
            "trace=fsync,linkat",
            "-e",
            "signal=none",
            "-o",
        ])
        .arg(trace.path())
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "folder::a_second_program_sees_what_the_first_created",
        ])
        .output();
    let Ok(run) = run else {
        println!("SKIPPED {test}: strace is not installed");
        return;
    };
    let trace = fs::read_to_string(trace.path()).unwrap();
    if trace.is_empty() && !run.status.success() {
        println!("SKIPPED {test}: strace may not look at programs here");
        return;
    }
    let at = |call: &str, what: &str| {
        let line =
            |line: &&str| line.contains(call) && line.contains(what) && line.ends_with("= 0");
        let line = trace
            .lines()
            .find(line)
            .unwrap_or_else(|| panic!("{call} {what} in {trace}"));
        trace.find(line).unwrap()
    };
    let named = at("linkat(", "/log/000000000/000000000001-0123456789abcdef");
    assert!(at("fsync(", ".tmp>)") < named, "{trace}");
    assert!(at("fsync(", "/log/000000000>)") > named, "{trace}");
    at("fsync(", "/log>)");
}

#[test]
fn a_second_program_sees_what_the_first_created() {
    let folder = tempfile::tempdir().unwrap();
    let object = name("log/000000000/000000000001-0123456789abcdef");
    assert_eq!(
        open(folder.path()).create(&object, b"first"),
        Ok(Creation::Created)
    );
    let second = open(folder.path());
    assert_eq!(second.create(&object, b"second"), Ok(Creation::Exists));
    assert_eq!(second.get(&object, 64).unwrap(), b"first");
}

#[test]
fn a_folder_that_is_not_there_is_no_empty_storage() {
    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("share");
    let missing = OpenFolderError::Storage(ObjectsError::Missing);
    assert_eq!(FolderObjects::open(&shared).err(), Some(missing));
    fs::write(&shared, "").unwrap();
    assert_eq!(FolderObjects::open(&shared).err(), Some(missing));
    fs::remove_file(&shared).unwrap();

    fs::create_dir(&shared).unwrap();
    let objects = open(&shared);
    let object = name("log/1");
    objects.create(&object, b"entry").unwrap();
    fs::rename(&shared, folder.path().join("elsewhere")).unwrap();
    assert_eq!(objects.get(&object, 64), Err(ObjectsError::Missing));
    assert_eq!(objects.list(&name("log"), 10), Err(ObjectsError::Missing));
    assert_eq!(
        objects.create(&name("log/2"), b"entry"),
        Err(ObjectsError::Missing)
    );
    assert!(
        !shared.exists(),
        "something was made where nothing is mounted"
    );
}

#[test]
fn files_that_are_no_objects_are_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    objects.create(&name("log/1"), b"entry").unwrap();
    for foreign in [".hidden", "Upper", "with space", "1.", "con"] {
        fs::write(folder.path().join("log").join(foreign), "").unwrap();
    }
    assert_eq!(objects.list(&name("log"), 1), Ok(vec![name("log/1")]));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_to_be_full_and_has_no_part_of_an_object() {
    let test = "a_full_disk_is_said_to_be_full_and_has_no_part_of_an_object";
    if std::env::var_os("COUNTERSIGN_ALLOW_MOUNT").is_none_or(|value| value != "1") {
        println!("SKIPPED {test}: COUNTERSIGN_ALLOW_MOUNT is not 1");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]);
    if !mount
        .arg(folder.path())
        .status()
        .is_ok_and(|status| status.success())
    {
        println!("SKIPPED {test}: a tmpfs cannot be mounted here");
        return;
    }
    let objects = open(folder.path());
    let [large, small] = ["log/1", "log/2"].map(name);
    let answers = [
        objects.create(&large, &[7; 128 << 10]),
        objects.get(&large, 1 << 20).map(|_| Creation::Exists),
        objects.create(&small, b"entry"),
        objects.create(&large, b"small enough now"),
    ];
    let unmounted = Command::new("umount").arg(folder.path()).status();
    assert!(unmounted.unwrap().success());
    let (full, missing) = (Err(ObjectsError::Full), Err(ObjectsError::NotFound));
    let created = Ok(Creation::Created);
    assert_eq!(answers, [full, missing, created, created]);
}

#[cfg(unix)]
#[test]
fn a_link_that_a_member_put_there_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("private"), "a secret").unwrap();
    let objects = open(folder.path());
    objects.create(&name("log/1"), b"entry").unwrap();
    symlink(outside.path(), folder.path().join("inbox")).unwrap();
    symlink(outside.path().join("private"), folder.path().join("log/2")).unwrap();
    symlink(outside.path().join("new"), folder.path().join("log/3")).unwrap();
    // Where objects are written first.
    fs::remove_dir(folder.path().join(".tmp")).unwrap();
    symlink(outside.path(), folder.path().join(".tmp")).unwrap();

    for object in ["inbox/private", "log/2", "log/3"] {
        assert_eq!(
            objects.get(&name(object), 64),
            Err(ObjectsError::Unfit),
            "{object}"
        );
        assert_eq!(
            objects.create(&name(object), b"x"),
            Err(ObjectsError::Unfit),
            "{object}"
        );
    }
    for object in ["inbox/new", "log/4"] {
        assert_eq!(
            objects.create(&name(object), b"x"),
            Err(ObjectsError::Unfit)
        );
    }
    assert_eq!(objects.list(&name("log"), 10), Ok(vec![name("log/1")]));
    assert!(objects.list(&name("inbox"), 10).is_err());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    assert_eq!(
        fs::read_to_string(outside.path().join("private")).unwrap(),
        "a secret"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_an_object_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let objects = open(folder.path());
    objects.create(&name("log/1"), b"entry").unwrap();
    let made = Command::new("mkfifo")
        .arg(folder.path().join("log/2"))
        .status();
    assert!(made.unwrap().success());
    assert_eq!(objects.get(&name("log/2"), 64), Err(ObjectsError::Unfit));
    assert_eq!(objects.list(&name("log"), 10), Ok(vec![name("log/1")]));
}

/// A team's folder is shared by its group, or by everybody who can reach it.
#[cfg(unix)]
#[test]
fn who_may_read_the_folder_may_read_the_objects_and_nobody_else() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    for (shared, inside, object) in [
        (0o700, 0o700, 0o600),
        (0o2770, 0o2770, 0o640),
        (0o1777, 0o1777, 0o644),
        (0o750, 0o750, 0o640),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(shared)).unwrap();
        let objects = open(folder.path());
        objects.create(&name("log/000000000/1"), b"entry").unwrap();
        for path in ["log", "log/000000000", ".tmp"] {
            assert_eq!(
                mode(&folder.path().join(path)),
                inside,
                "{path} in {shared:o}"
            );
        }
        let written = folder.path().join("log/000000000/1");
        assert_eq!(mode(&written), object, "in {shared:o}");
    }
}
