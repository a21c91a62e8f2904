//! A session bus of its own with a screenshot portal that answers as a test wants it to, and that looks at who asks
//! as xdg-desktop-portal does.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::fdo;
use zbus::message::Header;
use zbus::names::BusName;
use zbus::object_server::Interface;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, Value};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";

/// What the portal does when it is asked for a picture of the screen.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Gives this file.
    Picture(PathBuf),
    /// Ends with this response: 1 when the user cancelled, 2 for anything else.
    Response(u32),
    /// Refuses the call.
    AccessDenied,
    /// Says nothing for ever.
    Nothing,
}

/// Without services that could be started: only what a test puts there is on this bus.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A bus; it ends with the value.
pub(crate) struct Bus {
    daemon: Child,
    pub(crate) address: String,
    _folder: TempDir,
}

impl Bus {
    /// `None`, and a line that says why, where the program is missing.
    pub(crate) fn start(test: &str) -> Option<Self> {
        if Command::new("dbus-daemon")
            .arg("--version")
            .output()
            .is_err()
        {
            println!("SKIPPED {test}: dbus-daemon is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("bus.conf");
        let place = folder.path().to_str().unwrap();
        fs::write(&configuration, CONFIGURATION.replace("FOLDER", place)).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(&configuration)
            .args(["--nofork", "--nopidfile", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Some(Self {
            daemon,
            address: address.trim().to_owned(),
            _folder: folder,
        })
    }

    /// A portal on this bus.
    pub(crate) fn portal(&self, answer: Answer) -> Portal {
        let callers = Arc::default();
        let screenshot = Screenshot {
            answer,
            callers: Arc::clone(&callers),
        };
        let bus = self
            .connect()
            .name(NAME)
            .unwrap()
            .serve_at(PATH, screenshot);
        Portal {
            _bus: bus.unwrap().build().unwrap(),
            callers,
        }
    }

    /// A portal that can do other things, but has no screenshots: no package for this desktop is installed.
    pub(crate) fn portal_without_screenshots(&self) -> Connection {
        self.serve(NAME, PATH, Other)
    }

    /// The desktop says that a lock screen covers it.
    pub(crate) fn lock_screen(&self) -> Connection {
        let (name, path) = (
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
        );
        self.serve(name, path, ScreenSaver)
    }

    /// A service on this bus.
    pub(crate) fn serve<S: Interface>(&self, name: &str, path: &str, service: S) -> Connection {
        let bus = self.connect().name(name).unwrap().serve_at(path, service);
        bus.unwrap().build().unwrap()
    }

    pub(crate) fn connect(&self) -> Builder<'_> {
        Builder::address(self.address.as_str()).unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

/// A portal; it leaves the bus with the value.
pub(crate) struct Portal {
    _bus: Connection,
    callers: Arc<Mutex<Vec<u32>>>,
}

impl Portal {
    /// The processes that asked so far, by number.
    pub(crate) fn callers(&self) -> Vec<u32> {
        self.callers.lock().unwrap().clone()
    }
}

struct Screenshot {
    answer: Answer,
    callers: Arc<Mutex<Vec<u32>>>,
}

#[zbus::interface(name = "org.freedesktop.portal.Screenshot")]
impl Screenshot {
    async fn screenshot(
        &self,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &zbus::Connection,
        _parent_window: &str,
        options: HashMap<String, Value<'_>>,
    ) -> fdo::Result<OwnedObjectPath> {
        let caller = header.sender().unwrap().to_owned();
        let asked = fdo::DBusProxy::new(bus).await?;
        let process = asked
            .get_connection_unix_process_id(BusName::from(caller.clone()))
            .await?;
        self.callers.lock().unwrap().push(process);
        // This is how the portal finds out which program it is; it works only for what may be looked at.
        if fs::read_dir(Path::new("/proc").join(process.to_string()).join("root")).is_err() {
            return Err(fdo::Error::AccessDenied(
                "unable to open /proc/pid/root".into(),
            ));
        }
        let token: &str = options.get("handle_token").unwrap().downcast_ref().unwrap();
        let sender = caller.trim_start_matches(':').replace('.', "_");
        let request = ObjectPath::try_from(format!("{PATH}/request/{sender}/{token}")).unwrap();
        let (response, picture) = match &self.answer {
            Answer::AccessDenied => return Err(fdo::Error::AccessDenied("no".into())),
            Answer::Nothing => return Ok(request.into()),
            Answer::Response(response) => (*response, None),
            Answer::Picture(path) => (0, Some(format!("file://{}", path.display()))),
        };
        let results: HashMap<&str, Value<'_>> =
            picture.into_iter().map(|uri| ("uri", uri.into())).collect();
        let body = (response, results);
        let interface = "org.freedesktop.portal.Request";
        bus.emit_signal(Some(caller), &request, interface, "Response", &body)
            .await?;
        Ok(request.into())
    }

    #[zbus(property, name = "version")]
    async fn version(&self) -> u32 {
        2
    }
}

struct Other;

#[zbus::interface(name = "org.freedesktop.portal.OpenURI")]
impl Other {
    #[zbus(property, name = "version")]
    async fn version(&self) -> u32 {
        3
    }
}

struct ScreenSaver;

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl ScreenSaver {
    async fn get_active(&self) -> bool {
        true
    }
}
