//! The one window: how it is made, files dropped on it, and closing it.

use crate::automation;
use crate::backup_codes::BackupCodes;
use crate::camera::Camera;
use crate::commands::scan;
use crate::dto::ErrorDto;
use crate::first::{self, Looking};
use crate::keys::Keys;
use crate::program::Shared;
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;
use tauri::webview::PageLoadEvent;
use tauri::{
    App, AppHandle, DragDropEvent, Emitter as _, Manager as _, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

const LABEL: &str = "main";
/// In the address of a page that was loaded anew; ui/src/ipc/tauri.ts.
#[cfg(target_os = "linux")]
const ANEW: &str = "anew";
/// The window appears after this time in any case, and the program ends after this time in any case.
const PATIENCE: Duration = Duration::from_secs(3);

/// Makes the window, hidden until its page is loaded; until that is painted it has its colour.
pub(crate) fn open(app: &App, looking: Looking) -> tauri::Result<()> {
    let known = looking.end(app.handle());
    // Later it is the user's: a page that is loaded anew does not bring it back to the front.
    let appear = Arc::new(Once::new());
    let in_time = Arc::clone(&appear);
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Countersign")
        .inner_size(980.0, 700.0)
        .min_inner_size(400.0, 520.0)
        .visible(false)
        .content_protected(true)
        // The web view keeps nothing on the disk. WebKit's driver cannot open such a window.
        .incognito(!automation::is_on())
        .on_navigation(is_ours)
        .initialization_script(known.as_ref().and_then(first::script).unwrap_or_default())
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished {
                in_time.call_once(|| show(window.app_handle()));
            } else {
                // A page that is loaded anew knows of no camera, and waits for no key.
                window.state::<Camera>().close();
                window.state::<Keys>().forget();
                forget_backup_codes(&window);
            }
        })
        .build()?;
    set_up(&window)?;
    let handle = app.handle().clone();
    window.on_window_event(move |event| hear(&handle, event));
    window.set_background_color(Some(first::background(known.as_ref(), window.theme()?)))?;
    let handle = app.handle().clone();
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        appear.call_once(|| show(&handle));
    });
    Ok(())
}

/// A page that was loaded anew shows no backup code and waits for no file. This thread must not wait for whoever is at work: then
/// the minute ends by itself.
fn forget_backup_codes(window: &WebviewWindow) {
    if let Some(mut program) = window.state::<Shared>().try_lock() {
        program.backup_codes = BackupCodes::default();
    }
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse each of these; the window is there all the same.
        drop(window.show());
        drop(window.unminimize());
        drop(window.set_focus());
    }
}

/// The window is off the screen while this lives.
pub(crate) struct Away<'a>(&'a WebviewWindow);

impl<'a> Away<'a> {
    pub(crate) fn begin(window: &'a WebviewWindow) -> Self {
        // One that cannot be hidden hides what is below it; the rest of the screen can be seen.
        drop(window.hide());
        Self(window)
    }
}

impl Drop for Away<'_> {
    fn drop(&mut self) {
        show(self.0.app_handle());
    }
}

/// The window shows the program's own pages and nothing else, whatever they ask for.
fn is_ours(url: &Url) -> bool {
    let is_development = tauri::is_dev() && url.host_str() == Some("localhost");
    let is_windows = cfg!(windows) && url.host_str() == Some("tauri.localhost");
    url.scheme() == "tauri" || is_windows || is_development
}

/// Text and a few rings need no GPU. The web view would take 60 MB for it, and some drivers show nothing at all. Its
/// first process must know it from the start, and it is said while this program has one thread.
#[cfg(target_os = "linux")]
pub(crate) fn do_without_gpu() {
    // It fails for a malformed name only.
    webkit2gtk::glib::setenv("WEBKIT_DISABLE_COMPOSITING_MODE", "1", true).ok();
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn do_without_gpu() {}

/// A page whose process ends is loaded anew; what it showed is in this one. It must not begin with what was known at the
/// start, because the vault may be locked since. WebKit says of it that it was never loaded before.
#[cfg(target_os = "linux")]
fn set_up(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;
    window.with_webview(|webview| {
        let view = webview.inner();
        view.connect_web_process_terminated(|view, _| {
            let address = view.uri().unwrap_or_default();
            let page = address.split('?').next().unwrap_or_default();
            view.load_uri(&format!("{page}?{ANEW}"));
        });
    })
}

#[cfg(not(target_os = "linux"))]
fn set_up(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

fn hear(app: &AppHandle, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        let app = app.clone();
        thread::spawn(move || close(&app));
    } else if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
        let (app, paths) = (app.clone(), paths.clone());
        // A window that is closing hears nothing any more.
        drop(app.emit("dragging", false));
        thread::spawn(move || scan::dropped(&app, &paths));
    } else if let WindowEvent::DragDrop(DragDropEvent::Enter { .. }) = event {
        drop(app.emit("dragging", true));
    } else if let WindowEvent::DragDrop(DragDropEvent::Leave) = event {
        drop(app.emit("dragging", false));
    }
}

/// Waits for a save that is under way, then ends the program; it stays where a change would be lost.
fn close(app: &AppHandle) {
    let shared = app.state::<Shared>();
    if shared.try_lock().is_none() {
        // Nobody may be listening; then nobody needs to know.
        drop(app.emit("closing", None::<ErrorDto>));
    }
    let closed = shared.lock().close(false);
    match closed {
        Ok(()) => {
            crate::let_go(app);
            app.exit(0);
            // Everything is saved and wiped: a web view that does not end must not keep the window open.
            thread::sleep(PATIENCE);
            std::process::exit(0);
        }
        Err(error) => drop(app.emit("closing", Some(ErrorDto::from(error)))),
    }
}
