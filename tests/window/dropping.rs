//! A file manager from whose window files are dragged: the X drag-and-drop protocol, version 5
//! (<https://www.freedesktop.org/wiki/Specifications/XDND/>), without a pointer.

use crate::x11;
use std::path::Path;
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const VERSION: u32 = 5;

/// Drops files on the program's window, and waits until it has taken them.
pub(crate) fn drop_files(display: &str, files: &[&Path]) {
    let (server, screen) = x11::connect(display);
    let dragging = Dragging {
        target: x11::find(&server).expect("the window is on the screen"),
        root: server.setup().roots[screen].root,
        server,
    };
    let list: String = files
        .iter()
        .map(|file| format!("file://{}\r\n", file.display()))
        .collect();
    dragging.run(list.as_bytes());
}

struct Dragging {
    server: RustConnection,
    root: Window,
    target: Window,
}

impl Dragging {
    fn run(&self, list: &[u8]) {
        let source = self.server.generate_id().expect("ids are left");
        self.server
            .create_window(
                0,
                source,
                self.root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_OUTPUT,
                0,
                &CreateWindowAux::new(),
            )
            .expect("a window can be made");
        self.server
            .set_selection_owner(source, self.atom("XdndSelection"), 0_u32)
            .expect("it can be owned");
        self.tell(
            "XdndEnter",
            [source, VERSION << 24, self.atom("text/uri-list"), 0, 0],
        );
        let corner = self
            .server
            .translate_coordinates(self.target, self.root, 200, 200);
        let corner = corner
            .expect("it is asked")
            .reply()
            .expect("the window is on the screen");
        let x = u32::try_from(corner.dst_x).expect("on the screen");
        let y = u32::try_from(corner.dst_y).expect("on the screen");
        let position = [source, 0, x << 16 | y, 0, self.atom("XdndActionCopy")];
        self.tell("XdndPosition", position);
        self.answer_until("XdndStatus", list);
        // The web view looks at the list before it says yes.
        self.tell("XdndPosition", position);
        self.answer_until("XdndStatus", list);
        self.tell("XdndDrop", [source, 0, 0, 0, 0]);
        self.answer_until("XdndFinished", list);
    }

    fn tell(&self, kind: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(kind), data);
        self.server
            .send_event(false, self.target, EventMask::NO_EVENT, message)
            .expect("it is sent");
        self.server.flush().expect("it is sent");
    }

    /// Hands the list to whoever asks, until the message comes.
    fn answer_until(&self, kind: &str, list: &[u8]) {
        let wanted = self.atom(kind);
        let started = Instant::now();
        loop {
            match self.server.poll_for_event().expect("the display is there") {
                Some(Event::ClientMessage(message)) if message.type_ == wanted => return,
                Some(Event::SelectionRequest(request)) => self.hand_over(request, list),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(10)),
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no {kind}");
        }
    }

    fn hand_over(&self, request: SelectionRequestEvent, list: &[u8]) {
        self.server
            .change_property8(
                PropMode::REPLACE,
                request.requestor,
                request.property,
                request.target,
                list,
            )
            .expect("it is sent");
        let notify = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: request.property,
        };
        self.server
            .send_event(false, request.requestor, EventMask::NO_EVENT, notify)
            .expect("it is sent");
        self.server.flush().expect("it is sent");
    }

    fn atom(&self, name: &str) -> Atom {
        x11::atom(&self.server, name)
    }
}
