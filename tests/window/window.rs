//! The real window, driven from outside through WebKit's own driver.

use crate::desktop::{Desktop, Group, PROGRAM};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const CALL: &str = "
    const [command, args, seconds, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, args).then(
        answer => done({ answer }),
        error => done({ error: typeof error === 'string' ? error : JSON.stringify(error) }),
    );
    setTimeout(() => done({ silence: seconds }), 1000 * seconds);";

const STANDS_STILL: &str = "
    const [css, done] = arguments;
    const place = () => {
        const thing = document.querySelector(css);
        const { x, y, width, height } = thing?.getBoundingClientRect() ?? {};
        return [thing, [x, y, width, height].join()];
    };
    const [before, there] = place();
    setTimeout(() => {
        const [thing, here] = place();
        const stands = thing !== null && thing === before && here === there;
        window.clickedOn = stands ? { thing, landed: false } : undefined;
        const note = () => { if (window.clickedOn?.thing === thing) window.clickedOn.landed = true; };
        if (stands) thing.addEventListener('click', note, { capture: true, once: true });
        done(stands);
    }, 50);";

/// Whether the last click reached its thing, or the thing went away because of it.
const LANDED: &str = "
    const clicked = window.clickedOn;
    return clicked === undefined || clicked.landed || !clicked.thing.isConnected;";

/// The window of a program that is running.
pub(crate) struct Window {
    runtime: Runtime,
    client: Client,
    _driver: Group,
}

impl Window {
    /// Starts the program and waits for its first page.
    pub(crate) fn open(desktop: &Desktop) -> Self {
        Self::open_with(desktop, &[])
    }

    /// The same with more in the environment.
    pub(crate) fn open_with(desktop: &Desktop, environment: &[(&str, PathBuf)]) -> Self {
        let options = json!({ "binary": PROGRAM, "args": [] });
        let window = Self::start(desktop, options, "1", environment);
        window.wait_for("[data-testid]");
        window
    }

    /// WebKit's own small browser, for pages with a vault in memory. `scale`: pixels of the screen for one of the page.
    pub(crate) fn browser(desktop: &Desktop, scale: &str) -> Self {
        Self::start(desktop, json!({}), scale, &[])
    }

    fn start(
        desktop: &Desktop,
        options: Value,
        scale: &str,
        environment: &[(&str, PathBuf)],
    ) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let driver = Group::start(
            desktop
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("GDK_SCALE", scale)
                .envs(environment.iter().cloned())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let client = runtime.block_on(connect(port, options));
        Self {
            runtime,
            client,
            _driver: driver,
        }
    }

    /// Shows a page.
    pub(crate) fn go(&self, address: &str) {
        let gone = self.runtime.block_on(self.client.goto(address));
        gone.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Makes the page this high and the window this wide.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let set = |height| {
            let set = self.client.set_window_rect(0, 0, width, height);
            self.runtime
                .block_on(set)
                .expect("the window can be resized");
        };
        set(height);
        let frame = self.script("return outerHeight - innerHeight", &[]);
        set(height + u32::try_from(frame.as_u64().expect("a number")).expect("small"));
        until("the new size", || {
            self.script("return innerHeight", &[]) == height
        });
    }

    /// Waits until a thing is on the page.
    pub(crate) fn wait_for(&self, css: &str) {
        until(css, || self.count(css) > 0);
    }

    /// Waits until a thing is gone.
    pub(crate) fn wait_until_gone(&self, css: &str) {
        until(&format!("no {css}"), || self.count(css) == 0);
    }

    pub(crate) fn count(&self, css: &str) -> u64 {
        let found = self.script(
            "return document.querySelectorAll(arguments[0]).length",
            &[json!(css)],
        );
        found.as_u64().expect("a number")
    }

    /// Clicks the thing with this test id, as soon as it is there and can be clicked.
    pub(crate) fn click(&self, id: &str) {
        self.click_on(&by(id));
    }

    /// A click that went elsewhere, because the page moved meanwhile, is made again.
    pub(crate) fn click_on(&self, css: &str) {
        self.wait_for(css);
        until(&format!("a click on {css}"), || {
            self.stands_still(css) && self.clicked(css) && self.script(LANDED, &[]) == json!(true)
        });
    }

    /// Whether the thing is where it was a moment ago; from now on it is noted whether a click reaches it.
    fn stands_still(&self, css: &str) -> bool {
        self.script_async(STANDS_STILL, &[json!(css)]) == json!(true)
    }

    fn clicked(&self, css: &str) -> bool {
        let clicked = self
            .runtime
            .block_on(async { self.client.find(Locator::Css(css)).await?.click().await });
        clicked.is_ok()
    }

    /// Types into the field with this test id, in place of what is there.
    pub(crate) fn fill(&self, id: &str, text: &str) {
        let css = by(id);
        self.wait_for(&css);
        // The page may put another field in its place meanwhile.
        until(&format!("typing into {id}"), || {
            let typed: Result<(), CmdError> = self.runtime.block_on(async {
                let field = self.client.find(Locator::Css(&css)).await?;
                field.clear().await?;
                field.send_keys(text).await
            });
            typed.is_ok()
        });
    }

    /// Presses keys one after the other, wherever the focus is; `\u{e007}` is Enter.
    pub(crate) fn press(&self, keys: &str) {
        let keys = keys
            .chars()
            .fold(KeyActions::new("keys".to_owned()), |keys, value| {
                keys.then(KeyAction::Down { value })
                    .then(KeyAction::Up { value })
            });
        self.perform(keys);
    }

    /// Presses a key while Control is held.
    pub(crate) fn press_with_control(&self, value: char) {
        let control = '\u{e009}';
        self.perform(
            KeyActions::new("keys".to_owned())
                .then(KeyAction::Down { value: control })
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
                .then(KeyAction::Up { value: control }),
        );
    }

    fn perform(&self, keys: KeyActions) {
        let pressed = self.runtime.block_on(self.client.perform_actions(keys));
        pressed.expect("keys can be pressed");
    }

    /// What a person reads in the first thing that fits; marks around names are left out.
    pub(crate) fn text(&self, css: &str) -> String {
        self.wait_for(css);
        let text = self.script(
            "return document.querySelector(arguments[0])?.innerText ?? ''",
            &[json!(css)],
        );
        without_marks(text.as_str().expect("text"))
            .trim()
            .to_owned()
    }

    /// Waits until that text contains `part`.
    pub(crate) fn wait_for_text(&self, css: &str, part: &str) {
        let mut last = String::new();
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            last = self.text(css);
            if last.contains(part) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{css} says {last:?} and not {part:?}");
    }

    pub(crate) fn script(&self, script: &str, args: &[Value]) -> Value {
        let answer = self
            .runtime
            .block_on(self.client.execute(script, args.to_vec()));
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// A script that gives its answer to its last argument.
    pub(crate) fn script_async(&self, script: &str, args: &[Value]) -> Value {
        let answer = self
            .runtime
            .block_on(self.client.execute_async(script, args.to_vec()));
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Calls a command of the program, as any script in the page could.
    pub(crate) fn call(&self, command: &str, args: Value) -> Value {
        self.call_within(20, command, args)
    }

    /// The same, with the seconds after which no answer is the answer.
    pub(crate) fn call_within(&self, seconds: u32, command: &str, args: Value) -> Value {
        self.script_async(CALL, &[json!(command), args, json!(seconds)])
    }

    /// A PNG of the first thing that fits.
    pub(crate) fn picture(&self, css: &str) -> Vec<u8> {
        let picture = async {
            let element = self.client.find(Locator::Css(css)).await?;
            element.screenshot().await
        };
        self.runtime.block_on(picture).expect("a picture")
    }

    /// Closes the window as its user would, and waits until the program has ended.
    pub(crate) fn close(self) {
        // The driver closes the window; its process group is ended with the value.
        let closed = self.runtime.block_on(self.client.clone().close());
        closed.expect("the window closes");
    }
}

/// The selector of a test id.
pub(crate) fn by(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Fluent puts invisible marks around names, so that their direction does not spill over.
pub(crate) fn without_marks(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}', '\u{2009}', '\u{202f}'], "")
}

async fn connect(port: u16, options: Value) -> Client {
    let mut capabilities = Map::new();
    capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
    let url = format!("http://127.0.0.1:{port}");
    let started = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = builder.capabilities(capabilities.clone()).connect(&url);
        match tokio::time::timeout(PATIENCE, session).await {
            Ok(Ok(client)) => return client,
            // The driver does not listen yet.
            Ok(Err(_)) if started.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok(Err(error)) => panic!("no session: {error}"),
            Err(_) => panic!("the program did not connect to the driver"),
        }
    }
}
