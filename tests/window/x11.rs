//! The X server's own view of the program's window.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// The window that this program calls itself by.
const TITLE: &str = "Countersign";

pub(crate) fn connect(display: &str) -> (RustConnection, usize) {
    RustConnection::connect(Some(display)).expect("the display is there")
}

/// The number of a name.
pub(crate) fn atom(server: &RustConnection, name: &str) -> Atom {
    let reply = server.intern_atom(false, name.as_bytes());
    reply
        .expect("it is asked")
        .reply()
        .expect("names are there")
        .atom
}

/// The program's window, if it is on the screen.
pub(crate) fn find(server: &RustConnection) -> Option<Window> {
    windows(server)
        .into_iter()
        .find(|window| is_ours(server, *window).unwrap_or(false))
}

/// The system's dialog for opening or saving a file, if one is on the screen.
pub(crate) fn find_dialog(server: &RustConnection) -> Option<Window> {
    windows(server).into_iter().find(|window| {
        let title = property(server, *window, "WM_NAME").unwrap_or_default();
        let is_dialog =
            [&b"Open File"[..], b"Save File", b"Select Folder"].contains(&title.as_slice());
        is_dialog && is_shown(server, *window).unwrap_or(false)
    })
}

fn windows(server: &RustConnection) -> Vec<Window> {
    let root = server.setup().roots.first().expect("a screen").root;
    let tree = server.query_tree(root).expect("it is asked").reply();
    tree.expect("the root is there").children
}

/// Whether it is shown, takes files and has our title. `None`: it went away meanwhile.
fn is_ours(server: &RustConnection, window: Window) -> Option<bool> {
    let takes_files = !property(server, window, "XdndAware")?.is_empty();
    let title = property(server, window, "WM_NAME")?;
    Some(is_shown(server, window)? && takes_files && title == TITLE.as_bytes())
}

fn property(server: &RustConnection, window: Window, name: &str) -> Option<Vec<u8>> {
    let asked = server.get_property(false, window, atom(server, name), AtomEnum::ANY, 0, 64);
    asked.ok()?.reply().ok().map(|reply| reply.value)
}

fn is_shown(server: &RustConnection, window: Window) -> Option<bool> {
    let asked = server.get_window_attributes(window).ok()?;
    Some(asked.reply().ok()?.map_state == MapState::VIEWABLE)
}

/// Asks the window to close, as a click on its cross does.
pub(crate) fn close(display: &str) {
    let (server, _) = connect(display);
    let window = find(&server).expect("the window is on the screen");
    let data = [atom(&server, "WM_DELETE_WINDOW"), 0, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom(&server, "WM_PROTOCOLS"), data);
    server
        .send_event(false, window, EventMask::NO_EVENT, message)
        .expect("it is sent");
    // What a client sent last is lost when it goes before the server has read it.
    server.sync().expect("the server has read it");
}

/// Whether the window is on the screen.
pub(crate) fn is_open(display: &str) -> bool {
    find(&connect(display).0).is_some()
}
