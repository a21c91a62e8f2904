//! A folder of real WebDAV servers, and of one that lies.

use std::path::Path;
use std::process::Command;

use platform::objects::{Creation, DavObjects, DavSettings, Objects as _, ObjectsError, probe};
use zeroize::Zeroizing;

use super::hostile::Canned;
use super::name;
use super::running::Running;
use super::services::{DAV_PASSWORD, DAV_USER, wsgidav};
use super::suite::{Race, keeps_its_promises};

const RACE: Race = Race {
    writers: 5,
    rounds: 10,
};

fn settings(port: u16) -> DavSettings {
    DavSettings {
        url: format!("http://127.0.0.1:{port}/team"),
        user: DAV_USER.to_owned(),
        password: Zeroizing::new(DAV_PASSWORD.to_owned()),
    }
}

fn objects(port: u16) -> DavObjects {
    DavObjects::new(&settings(port)).unwrap()
}

const APACHE: &str = "/usr/sbin/apache2";
/// `{SHA}` of the password.
const USERS: &str = "ada:{SHA}ZgBNxNppFNHybD/fkjY3UM6zSng=\n";

fn apache_config(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let modules = [
        "mpm_event",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "dav",
        "dav_fs",
    ];
    let modules = modules.map(|module| {
        format!("LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n")
    });
    format!(
        "{}ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n\
         ErrorLog {folder}/errors\nDavLockDB {folder}/locks\nDocumentRoot {folder}/files\n\
         <Directory {folder}/files>\nDav On\nAuthType Basic\nAuthName team\nAuthUserFile {folder}/users\n\
         Require valid-user\n</Directory>\n",
        modules.concat()
    )
}

fn apache(test: &str) -> Option<Running> {
    if !Path::new(APACHE).is_file() {
        println!("SKIPPED {test}: {APACHE} is not there (cargo xtask test installs it)");
        return None;
    }
    Some(Running::start(
        |folder, port| {
            std::fs::create_dir_all(folder.join("files/team")).unwrap();
            std::fs::write(folder.join("users"), USERS).unwrap();
            let config = folder.join("apache.conf");
            std::fs::write(&config, apache_config(folder, port)).unwrap();
            let mut server = Command::new(APACHE);
            server.arg("-f").arg(config).arg("-DFOREGROUND");
            as_ordinary_user(&mut server, folder);
            server
        },
        |port| objects(port).list(&name("anything"), 1).is_ok(),
    ))
}

/// Root has Apache become somebody else: then both that and the folder are nobody's from the beginning.
fn as_ordinary_user(command: &mut Command, folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::chown;
        use std::os::unix::process::CommandExt as _;
        const NOBODY: u32 = 65_534;
        if !rustix::process::geteuid().is_root() {
            return;
        }
        command.uid(NOBODY).gid(NOBODY);
        for path in ["", "files", "files/team", "users", "apache.conf"] {
            chown(folder.join(path), Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
}

#[test]
fn a_folder_of_apache_keeps_its_promises() {
    let Some(server) = apache("a_folder_of_apache_keeps_its_promises") else {
        return;
    };
    let objects = objects(server.port());
    keeps_its_promises(&objects, &name("suite"), RACE);
    assert_eq!(probe(&objects), Ok(()));
}

/// Of writers at the same moment it has two winners now and then, which a trial does not always find.
#[test]
fn wsgidav_is_refused_before_anything_is_written() {
    let Some(server) = wsgidav("wsgidav_is_refused_before_anything_is_written") else {
        return;
    };
    let objects = objects(server.port());
    assert_eq!(
        objects.create(&name("log/1"), b"one"),
        Err(ObjectsError::Unfit)
    );
    let files = server.folder().join("files/team/log");
    assert!(!files.exists());
}

#[test]
fn a_wrong_password_and_a_folder_that_is_not_there_are_told_apart_from_an_empty_log() {
    let test = "a_wrong_password_and_a_folder_that_is_not_there_are_told_apart_from_an_empty_log";
    let Some(server) = apache(test) else {
        return;
    };
    let answer_to = |change: &dyn Fn(&mut DavSettings)| {
        let mut settings = settings(server.port());
        change(&mut settings);
        let objects = DavObjects::new(&settings).unwrap();
        let object = name("log/1");
        [
            objects.create(&object, b"x").unwrap_err(),
            objects.get(&object, 10).unwrap_err(),
            objects.list(&object, 10).unwrap_err(),
        ]
    };
    let denied = answer_to(&|settings| settings.password = Zeroizing::new("wrong".to_owned()));
    assert_eq!(denied, [ObjectsError::Denied; 3]);
    let missing = answer_to(&|settings| settings.url += "/nowhere");
    assert_eq!(missing, [ObjectsError::Missing; 3]);
    let silent = answer_to(&|settings| settings.url = "http://127.0.0.1:9/".to_owned());
    assert_eq!(silent, [ObjectsError::NoAnswer; 3]);
}

#[test]
fn what_was_prepared_and_did_not_win_is_taken_away_and_nothing_else() {
    let test = "what_was_prepared_and_did_not_win_is_taken_away_and_nothing_else";
    let Some(server) = apache(test) else {
        return;
    };
    let objects = objects(server.port());
    assert_eq!(
        objects.create(&name("log/1"), b"one"),
        Ok(Creation::Created)
    );
    assert_eq!(objects.create(&name("log/1"), b"two"), Ok(Creation::Exists));
    let files = server.folder().join("files/team");
    assert_eq!(std::fs::read(files.join("log/_1/object")).unwrap(), b"one");
    assert_eq!(std::fs::read_dir(files.join("-tmp")).unwrap().count(), 0);
}

#[test]
fn a_nextcloud_server_is_refused_whatever_was_asked() {
    let server = Canned::new(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Nextcloud\", charset=\"UTF-8\"\r\n\
         Content-Length: 0\r\n\r\n",
    );
    let objects = objects(server.port());
    let object = name("log/1");
    assert_eq!(objects.create(&object, b"x"), Err(ObjectsError::Nextcloud));
    assert_eq!(objects.get(&object, 10), Err(ObjectsError::Nextcloud));
    assert_eq!(objects.list(&object, 10), Err(ObjectsError::Nextcloud));
}

#[test]
fn an_answer_that_is_no_word_of_the_server_itself_does_not_end_a_log() {
    for (status, body, error) in [
        (
            "404 Not Found",
            "<html>not here</html>",
            ObjectsError::Missing,
        ),
        (
            "200 OK\r\nContent-Type: text/html",
            "<html>sign in</html>",
            ObjectsError::NoAnswer,
        ),
        (
            "302 Found\r\nLocation: http://127.0.0.1:9/",
            "",
            ObjectsError::Missing,
        ),
        ("500 Internal Server Error", "", ObjectsError::NoAnswer),
        ("423 Locked", "", ObjectsError::NoAnswer),
    ] {
        let server = Canned::with(status, body);
        assert_eq!(
            objects(server.port()).get(&name("log/1"), 100),
            Err(error),
            "{status}"
        );
    }
}

#[test]
fn an_object_that_is_cut_short_or_too_long_is_none() {
    let get = |answer: &str| objects(Canned::new(answer).port()).get(&name("log/1"), 5);
    let ok = "HTTP/1.1 200 OK\r\n";
    assert_eq!(
        get(&format!("{ok}Content-Length: 5\r\n\r\nentry")).unwrap(),
        b"entry"
    );
    for (headers, error) in [
        ("Content-Length: 6\r\n\r\nentry", ObjectsError::TooLarge),
        ("Content-Length: 5\r\n\r\nentr", ObjectsError::NoAnswer),
        ("\r\nentry", ObjectsError::NoAnswer),
        (
            "Transfer-Encoding: chunked\r\n\r\n6\r\nentry!\r\n0\r\n\r\n",
            ObjectsError::TooLarge,
        ),
        (
            "Transfer-Encoding: chunked\r\n\r\n5\r\nentry\r\n",
            ObjectsError::NoAnswer,
        ),
    ] {
        assert_eq!(get(&format!("{ok}{headers}")), Err(error), "{headers}");
    }
}
