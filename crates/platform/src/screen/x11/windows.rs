//! The windows of an X server, as its window manager lists them (Extended Window Manager Hints, 1.5).

use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, MapState, Screen, Window};
use x11rb::rust_connection::RustConnection;

use super::super::WindowPlace;

/// More windows are not looked at.
const MOST: u32 = 500;
/// The longest title that is read, in units of four bytes.
const LONGEST_TITLE: u32 = 256;

/// The windows that can be seen, the topmost first.
pub(super) fn of(server: &RustConnection, screen: &Screen) -> Result<Vec<WindowPlace>, ReplyError> {
    let atoms = Atoms::of(server)?;
    let list = server
        .get_property(false, screen.root, atoms.list, AtomEnum::WINDOW, 0, MOST)?
        .reply()?;
    let mut bottom_up: Vec<Window> = list.value32().into_iter().flatten().collect();
    bottom_up.reverse();
    // One that was closed meanwhile is left out.
    let place = |window| place(server, screen, &atoms, window).ok().flatten();
    Ok(bottom_up.into_iter().filter_map(place).collect())
}

struct Atoms {
    list: u32,
    name: u32,
    utf8: u32,
    state: u32,
    hidden: u32,
}

impl Atoms {
    fn of(server: &RustConnection) -> Result<Self, ReplyError> {
        let atom = |name: &[u8]| -> Result<u32, ReplyError> {
            Ok(server.intern_atom(false, name)?.reply()?.atom)
        };
        Ok(Self {
            list: atom(b"_NET_CLIENT_LIST_STACKING")?,
            name: atom(b"_NET_WM_NAME")?,
            utf8: atom(b"UTF8_STRING")?,
            state: atom(b"_NET_WM_STATE")?,
            hidden: atom(b"_NET_WM_STATE_HIDDEN")?,
        })
    }
}

/// `None` when nothing of the window is shown.
fn place(
    server: &RustConnection,
    screen: &Screen,
    atoms: &Atoms,
    window: Window,
) -> Result<Option<WindowPlace>, ReplyError> {
    let attributes = server.get_window_attributes(window)?.reply()?;
    let states = server
        .get_property(false, window, atoms.state, AtomEnum::ATOM, 0, 64)?
        .reply()?;
    let is_hidden = states
        .value32()
        .is_some_and(|mut states| states.any(|state| state == atoms.hidden));
    if attributes.map_state != MapState::VIEWABLE || is_hidden {
        return Ok(None);
    }
    let geometry = server.get_geometry(window)?.reply()?;
    let corner = server
        .translate_coordinates(window, screen.root, 0, 0)?
        .reply()?;
    Ok(Some(WindowPlace {
        title: title(server, atoms, window)?,
        x: i32::from(corner.dst_x),
        y: i32::from(corner.dst_y),
        width: u32::from(geometry.width),
        height: u32::from(geometry.height),
    }))
}

/// The title as text, or else the one of old programs.
fn title(server: &RustConnection, atoms: &Atoms, window: Window) -> Result<String, ReplyError> {
    let read = |name: u32, kind: u32| -> Result<Vec<u8>, ReplyError> {
        let property = server.get_property(false, window, name, kind, 0, LONGEST_TITLE)?;
        Ok(property.reply()?.value)
    };
    let mut title = read(atoms.name, atoms.utf8)?;
    if title.is_empty() {
        title = read(AtomEnum::WM_NAME.into(), AtomEnum::ANY.into())?;
    }
    Ok(String::from_utf8_lossy(&title).into_owned())
}
