//! A person at one of the system's own file dialogs: keys that go through the X server (XTEST), not through the page.

use crate::window::until;
use crate::x11;
use std::path::Path;
use std::time::Duration;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const SHIFT: u32 = 0xffe1;

/// Waits for a dialog, types the path of a file and presses Enter.
pub(crate) fn choose(display: &str, file: &Path) {
    at_the_dialog(
        display,
        |keyboard| {
            let path = file.display().to_string();
            path.chars()
                .for_each(|letter| keyboard.press(u32::from(letter)));
        },
        RETURN,
    );
}

/// Waits for a dialog and closes it.
pub(crate) fn cancel(display: &str) {
    at_the_dialog(display, |_| {}, ESCAPE);
}

/// `end`: the key that ends it. It is pressed again while the dialog is still busy with what was typed.
fn at_the_dialog(display: &str, work: impl FnOnce(&Keyboard), end: u32) {
    let (server, _) = x11::connect(display);
    let mut dialog = None;
    until("a dialog", || {
        dialog = x11::find_dialog(&server);
        dialog.is_some()
    });
    let dialog = dialog.expect("it was found");
    // There is no window manager to do it. A dialog that was just opened may not take it at once.
    until("the keyboard in the dialog", || has_focus(&server, dialog));
    let keyboard = Keyboard::of(&server);
    work(&keyboard);
    until("the end of the dialog", || {
        keyboard.press(end);
        x11::find_dialog(&server) != Some(dialog)
    });
}

/// Gives the keyboard to the window; GTK hands it on to a small one inside.
fn has_focus(server: &RustConnection, window: Window) -> bool {
    let set = server.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
    set.expect("it is sent");
    let focus = server.get_input_focus().expect("it is asked").reply();
    focus.is_ok_and(|reply| is_inside(server, reply.focus, window))
}

fn is_inside(server: &RustConnection, inner: Window, outer: Window) -> bool {
    let parent = |window| Some(server.query_tree(window).ok()?.reply().ok()?.parent);
    inner == outer || parent(inner).is_some_and(|parent| is_inside(server, parent, outer))
}

/// The keys of the display's keyboard by what they type.
struct Keyboard<'a> {
    server: &'a RustConnection,
    first: u8,
    columns: usize,
    symbols: Vec<u32>,
}

impl<'a> Keyboard<'a> {
    fn of(server: &'a RustConnection) -> Self {
        let setup = server.setup();
        let first = setup.min_keycode;
        let asked = server.get_keyboard_mapping(first, setup.max_keycode - first + 1);
        let map = asked.expect("it is asked").reply().expect("a keyboard");
        Self {
            server,
            first,
            columns: map.keysyms_per_keycode.into(),
            symbols: map.keysyms,
        }
    }

    /// Presses and lets go; with Shift where the letter needs it.
    fn press(&self, symbol: u32) {
        let (key, column) = self.find(symbol);
        let (shift, _) = self.find(SHIFT);
        if column == 1 {
            self.send(KEY_PRESS_EVENT, shift);
        }
        self.send(KEY_PRESS_EVENT, key);
        self.send(KEY_RELEASE_EVENT, key);
        if column == 1 {
            self.send(KEY_RELEASE_EVENT, shift);
        }
        // Whoever types faster than a dialog opens its field loses letters.
        std::thread::sleep(Duration::from_millis(60));
    }

    /// The key that types it, and whether alone (0) or with Shift (1).
    fn find(&self, symbol: u32) -> (u8, usize) {
        let rows = self.symbols.chunks(self.columns).zip(self.first..);
        let mut places = rows.filter_map(|(row, key)| {
            let column = row.iter().take(2).position(|here| *here == symbol)?;
            Some((key, column))
        });
        places.next().expect("the keyboard has it")
    }

    fn send(&self, event: u8, key: u8) {
        self.server
            .xtest_fake_input(event, key, 0, x11rb::NONE, 0, 0, 0)
            .expect("it is sent");
        self.server.flush().expect("it is sent");
    }
}
