//! A person at one of the system's own file dialogs: keys that go through the X server (XTEST), not through the page.

use crate::window::until;
use crate::x11;
use std::path::Path;
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const SHIFT: u32 = 0xffe1;
const CONTROL: u32 = 0xffe3;

/// The longest that a dialog thinks about a path.
const THOUGHT: Duration = Duration::from_secs(15);

/// Waits for a dialog, types the whole path of a file in place of what is offered, and presses Enter.
pub(crate) fn choose(display: &str, file: &Path) {
    let path = file.display().to_string();
    at_the_dialog(
        display,
        |keyboard| {
            keyboard.press_with(CONTROL, u32::from('a'));
            for (place, letter) in path.chars().enumerate() {
                keyboard.press(u32::from(letter));
                // The first opens a field, and the next would be lost while it does.
                if place == 0 {
                    std::thread::sleep(Duration::from_secs(1));
                }
            }
        },
        RETURN,
    );
}

/// Waits for a dialog and closes it.
pub(crate) fn cancel(display: &str) {
    at_the_dialog(display, |_| {}, ESCAPE);
}

/// `end`: the key that ends it. It is pressed again while the dialog is still busy with what was typed; where that is of
/// no use, a letter was lost on the way, and all is typed again.
fn at_the_dialog(display: &str, work: impl Fn(&Keyboard), end: u32) {
    let (server, _) = x11::connect(display);
    let mut dialog = None;
    until("a dialog", || {
        dialog = x11::find_dialog(&server);
        dialog.is_some()
    });
    let dialog = dialog.expect("it was found");
    let is_over = || x11::find_dialog(&server) != Some(dialog);
    let keyboard = Keyboard::of(&server);
    until("the end of the dialog", || {
        // There is no window manager to do it. A dialog that was just opened may not take it at once.
        until("the keyboard in the dialog", || {
            is_over() || has_focus(&server, dialog)
        });
        work(&keyboard);
        let typed = Instant::now();
        while !is_over() && typed.elapsed() < THOUGHT {
            keyboard.press(end);
        }
        is_over()
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
        if column == 1 {
            self.press_with(SHIFT, symbol);
        } else {
            self.press_and_let_go(key);
        }
    }

    /// The same while another key is held.
    fn press_with(&self, held: u32, symbol: u32) {
        let (held, _) = self.find(held);
        self.send(KEY_PRESS_EVENT, held);
        self.press_and_let_go(self.find(symbol).0);
        self.send(KEY_RELEASE_EVENT, held);
    }

    fn press_and_let_go(&self, key: u8) {
        self.send(KEY_PRESS_EVENT, key);
        self.send(KEY_RELEASE_EVENT, key);
        // Whoever types faster than a dialog reads loses letters.
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
