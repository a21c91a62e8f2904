//! Folders that a program copies to other computers.

use std::fs;
use std::path::Path;

use platform::objects::{FolderObjects, OpenFolderError, SyncClient};

fn refused(folder: &Path) -> Option<SyncClient> {
    match FolderObjects::open(folder) {
        Err(OpenFolderError::Copied(client)) => Some(client),
        other => {
            other.unwrap();
            None
        }
    }
}

#[test]
fn a_folder_that_a_program_copies_to_other_computers_is_refused_and_the_program_named() {
    use SyncClient::{Dropbox, GoogleDrive, Nextcloud, OneDrive, Syncthing};
    for (mark, is_folder, client) in [
        (".dropbox.cache", true, Dropbox),
        (".dropbox", false, Dropbox),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", false, OneDrive),
        (".tmp.driveupload", true, GoogleDrive),
        (".tmp.drivedownload", true, GoogleDrive),
        (".shortcut-targets-by-id", true, GoogleDrive),
        (".stfolder", true, Syncthing),
        (".stfolder", false, Syncthing),
        (".sync_3f2a9c01d4e5.db", false, Nextcloud),
        ("._sync_3f2a9c01d4e5.db", false, Nextcloud),
        (".nextcloudsync.log", false, Nextcloud),
        (".owncloudsync.log", false, Nextcloud),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("work/team");
        fs::create_dir_all(&inside).unwrap();
        assert_eq!(refused(&inside), None);
        let mark = folder.path().join(mark);
        if is_folder {
            fs::create_dir(&mark).unwrap();
        } else {
            fs::write(&mark, "").unwrap();
        }
        for refusing in [folder.path(), &inside] {
            assert_eq!(refused(refusing), Some(client), "{}", mark.display());
        }
        assert!(!inside.join(".tmp").exists());
    }
}

#[test]
fn the_places_that_systems_give_to_such_programs_are_known() {
    use SyncClient::{Dropbox, GoogleDrive, ICloud, Nextcloud, OneDrive};
    for (place, client) in [
        ("Library/CloudStorage/Dropbox/team", Dropbox),
        ("Library/CloudStorage/OneDrive-Personal", OneDrive),
        (
            "Library/CloudStorage/GoogleDrive-ada@example.org/My Drive/team",
            GoogleDrive,
        ),
        (
            "Library/CloudStorage/Nextcloud-cloud.example.org",
            Nextcloud,
        ),
        ("Library/Mobile Documents/com~apple~CloudDocs/team", ICloud),
        ("iCloudDrive/team", ICloud),
        ("OneDrive/team", OneDrive),
        ("OneDrive - Example Ltd/team", OneDrive),
    ] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(place);
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(refused(&folder), Some(client), "{place}");
    }
}

#[test]
fn a_folder_beside_theirs_or_with_a_similar_name_is_used() {
    let home = tempfile::tempdir().unwrap();
    // Where the program of Dropbox lives, and another folder that it copies.
    fs::create_dir_all(home.path().join(".dropbox/instance1")).unwrap();
    fs::create_dir_all(home.path().join("Dropbox/.dropbox.cache")).unwrap();
    for place in [
        "team",
        "OneDriveless",
        "CloudStorage",
        "sync.db",
        "iCloudDrives",
        "stfolder",
    ] {
        let folder = home.path().join(place);
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(refused(&folder), None, "{place}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_hides_no_such_folder() {
    let home = tempfile::tempdir().unwrap();
    let theirs = home.path().join("copied");
    fs::create_dir_all(theirs.join(".stfolder")).unwrap();
    fs::create_dir(theirs.join("team")).unwrap();
    fs::create_dir(home.path().join("plain")).unwrap();
    // Into such a folder, and out of it: some of those programs follow links.
    std::os::unix::fs::symlink(theirs.join("team"), home.path().join("link")).unwrap();
    std::os::unix::fs::symlink(home.path().join("plain"), theirs.join("link")).unwrap();
    for link in [home.path().join("link"), theirs.join("link")] {
        assert_eq!(
            refused(&link),
            Some(SyncClient::Syncthing),
            "{}",
            link.display()
        );
    }
}
