//! The gallery: every screen and state of the pages, with a vault in memory, in WebKit's own browser.

use crate::accessible;
use crate::desktop::Desktop;
use crate::vault::file;
use crate::window::Window;
use serde_json::json;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::{fs, thread};

/// Where the scenes are listed, and how each list is called.
const SCENES: [(&str, &str); 3] = [
    ("ui/src/ipc/fake-scenes.ts", "export const SCENES"),
    (
        "ui/src/ipc/fake-scenes-companion.ts",
        "export const COMPANION_SCENES",
    ),
    (
        "ui/src/ipc/fake-scenes-teams.ts",
        "export const TEAM_SCENES",
    ),
];

/// The names of all scenes, from the lists themselves.
pub(crate) fn names() -> Vec<String> {
    SCENES.iter().flat_map(names_in).collect()
}

fn names_in((name, list): &(&str, &str)) -> Vec<String> {
    let source = fs::read_to_string(file(name)).expect("the list is there");
    let (_, list) = source.split_once(list).expect("the list begins");
    let (list, _) = list.split_once("\n};").expect("the list ends");
    let name = |line: &str| {
        let (name, scene) = line.strip_prefix("  ")?.split_once(": ")?;
        // It stands there, or a function makes it.
        if !scene.starts_with('{') && !scene.contains('(') {
            return None;
        }
        let is_name = name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-\"".contains(letter));
        is_name.then(|| name.replace('"', ""))
    };
    list.lines().filter_map(name).collect()
}

/// Serves the built gallery on this computer, until the test ends.
pub(crate) struct Gallery {
    address: String,
}

impl Gallery {
    pub(crate) fn start() -> Self {
        let folder = file("ui/dist-gallery");
        assert!(
            folder.is_dir(),
            "the gallery was not built: `npm --prefix ui run gallery`"
        );
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                thread::spawn(move || serve(&stream, &folder));
            }
        });
        Self { address }
    }

    /// Shows a scene and waits until everything that happens in it has happened.
    pub(crate) fn show(&self, window: &Window, scene: &str, theme: &str) {
        window.go(&format!("{}/?scene={scene}&theme={theme}", self.address));
        window.wait_for("html[data-played] [data-testid], html[data-failed]");
        let failed = window.script(FAILED, &[]);
        assert!(failed.is_null(), "{scene} in {theme}: {failed}");
        // Fonts are there, and what was about to happen has happened.
        let rest = "const done = arguments[0]; document.fonts.ready.then(() => setTimeout(() => done(0), 250))";
        window.script_async(rest, &[]);
    }

    /// A page for [`Self::picture`].
    pub(crate) fn open_frame(&self, window: &Window) {
        window.go(&format!("{}/frame.html", self.address));
    }

    /// A PNG of a scene at a width and a height.
    pub(crate) fn picture(
        &self,
        window: &Window,
        scene: &str,
        theme: &str,
        size: (u32, u32),
    ) -> Vec<u8> {
        let address = json!(format!("/?scene={scene}&theme={theme}"));
        window.script_async(IN_FRAME, &[address, json!(size.0), json!(size.1)]);
        window.picture("iframe")
    }
}

/// Why a scene could not be played, and what was there instead.
const FAILED: &str = "
    const { failed } = document.documentElement.dataset;
    const there = Array.from(document.querySelectorAll('[data-testid]'), ({ dataset }) => dataset.testid);
    return failed ? `${failed}, but ${there.join(' ')}` : null;";

/// A page that shows another one at any size, however small a browser's window can be.
const FRAME: &str = "<!doctype html><title>Frame</title>
    <style>body { margin: 0 } iframe { display: block; border: 0 }</style><iframe></iframe>";

/// Shows a scene in the frame and waits until everything that happens in it has happened.
const IN_FRAME: &str = "
    const [address, width, height, done] = arguments;
    const frame = document.querySelector('iframe');
    Object.assign(frame, { width, height, src: address });
    const look = setInterval(() => {
        const page = frame.contentDocument;
        if (frame.contentWindow.location.search !== address.slice(1)) return;
        if (!page.querySelector('html[data-played] [data-testid]')) return;
        clearInterval(look);
        page.fonts.ready.then(() => setTimeout(() => done(0), 250));
    }, 20);";

/// One request, one file. A browser that hung up needs no answer.
fn serve(mut stream: &TcpStream, folder: &Path) {
    let mut request = String::new();
    if BufReader::new(stream).read_line(&mut request).is_err() {
        return;
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let path = path
        .split('?')
        .next()
        .unwrap_or("/")
        .trim_start_matches('/');
    let file = if path.is_empty() { "index.html" } else { path };
    let content = if file == "frame.html" {
        Ok(FRAME.as_bytes().to_vec())
    } else {
        fs::read(folder.join(file))
    };
    let (status, body) = match content {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let kind = kind_of(&PathBuf::from(file));
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&body));
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[test]
fn no_scene_breaks_a_rule_of_accessibility_in_either_theme() {
    let Some(desktop) = Desktop::start("no_scene_breaks_a_rule_of_accessibility_in_either_theme")
    else {
        return;
    };
    let names = names();
    assert!(names.len() > 30, "{names:?}");
    let gallery = Gallery::start();
    let window = Window::browser(&desktop, "1");
    let broken = |scene: String| {
        gallery.show(&window, &scene, "light");
        accessible::broken_in_either_theme(&window, &scene)
    };
    let broken: Vec<String> = names.into_iter().flat_map(broken).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
