//! Pictures of the screen of a real X server. The one who looks is a process of its own, because it finds its display
//! in the environment.
#![cfg(all(target_os = "linux", feature = "desktop"))]
#![expect(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "starts an X server and itself"
)]

#[allow(dead_code, reason = "the clipboard's tests use the rest")]
mod desktop;

use std::env;

use desktop::{Display, Process};
use platform::screen::{Shot, capture};
use x11rb::connection::Connection as _;
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo};
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, CreateGCAux, CreateWindowAux, PropMode, Rectangle, ScreenSaver,
    Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const CHILD_LOOKS: &str = "COUNTERSIGN_TEST_LOOKS";

#[test]
fn the_child_looks_at_the_screen() {
    if env::var_os(CHILD_LOOKS).is_none() {
        return;
    }
    match capture() {
        Ok(shown) => {
            for shot in &shown.monitors {
                println!("\nMONITOR {} {}", place(shot), colours(shot));
            }
            for window in shown.windows {
                println!("\nWINDOW {window:?}");
            }
            println!("\nENDED");
        }
        Err(error) => println!("\nERROR {error:?}\nENDED"),
    }
}

fn place(shot: &Shot) -> String {
    let Shot {
        name,
        x,
        y,
        width,
        height,
        rgba,
    } = shot;
    assert_eq!(rgba.len(), width * height * 4);
    format!("{name} {width}x{height}+{x}+{y}")
}

/// The colours in the middle of the squares that `paint` makes, and in the lower right corner.
fn colours(shot: &Shot) -> String {
    let pixel = |x: usize, y: usize| {
        let at = (y * shot.width + x) * 4;
        shot.rgba[at..at + 4]
            .iter()
            .map(|level| format!("{level:02x}"))
            .collect::<String>()
    };
    let squares = (0..4).map(|square| pixel(square * 20 + 10, 10));
    let corner = pixel(shot.width - 1, shot.height - 1);
    squares.chain([corner]).collect::<Vec<_>>().join(" ")
}

/// What the child says about a display.
fn look(display: Option<&Display>) -> Vec<String> {
    let mut child = Process::again("the_child_looks_at_the_screen", CHILD_LOOKS, "1", display);
    let mut lines = Vec::new();
    loop {
        let line = child.line();
        match line.split(' ').next() {
            Some("ENDED") => return lines,
            Some("MONITOR" | "WINDOW" | "ERROR") => lines.push(line),
            _ => {}
        }
    }
}

fn connect(display: &Display, screen: usize) -> (RustConnection, Window) {
    let (server, _) = x11rb::connect(Some(&display.name)).unwrap();
    let root = server.setup().roots[screen].root;
    (server, root)
}

/// Red, green, blue and white squares at the top left, and white at the bottom right, of a black screen.
fn paint(server: &RustConnection, screen: usize) {
    let screen = &server.setup().roots[screen];
    let full = u16::MAX;
    let rgb = [(full, 0, 0), (0, full, 0), (0, 0, full), (full, full, full)];
    let gc = server.generate_id().unwrap();
    server
        .create_gc(gc, screen.root, &CreateGCAux::new())
        .unwrap();
    let square = |x: u16, y: u16, size: u16| Rectangle {
        x: i16::try_from(x).unwrap(),
        y: i16::try_from(y).unwrap(),
        width: size,
        height: size,
    };
    for (number, (red, green, blue)) in (0..).zip(rgb) {
        let colour = server.alloc_color(screen.default_colormap, red, green, blue);
        let pixel = colour.unwrap().reply().unwrap().pixel;
        server
            .change_gc(
                gc,
                &x11rb::protocol::xproto::ChangeGCAux::new().foreground(pixel),
            )
            .unwrap();
        let corner = square(screen.width_in_pixels - 1, screen.height_in_pixels - 1, 1);
        let squares = [square(number * 20, 0, 20), corner];
        server
            .poly_fill_rectangle(screen.root, gc, &squares)
            .unwrap();
    }
    server.sync().unwrap();
}

const PAINTED: &str = "ff0000ff 00ff00ff 0000ffff ffffffff ffffffff";

#[test]
fn every_pixel_has_its_colour_in_every_depth_and_size() {
    let test = "every_pixel_has_its_colour_in_every_depth_and_size";
    for screen in [
        "1280x900x24",
        "1283x901x24",
        "1280x900x30",
        "1281x900x16",
        "1281x900x15",
        "1280x900x8",
        "3840x2160x24",
    ] {
        let Some(display) = Display::with_screens(test, &["-screen", "0", screen]) else {
            return;
        };
        let (server, _) = connect(&display, 0);
        paint(&server, 0);
        let size = screen.rsplit_once('x').unwrap().0;
        assert_eq!(
            look(Some(&display)),
            [format!("MONITOR screen {size}+0+0 {PAINTED}")],
            "{screen}"
        );
    }
}

#[test]
fn a_screen_without_colours_is_read_too() {
    let test = "a_screen_without_colours_is_read_too";
    let arguments = ["-screen", "0", "1281x900x8", "-cc", "0"];
    let Some(display) = Display::with_screens(test, &arguments) else {
        return;
    };
    let seen = look(Some(&display)).concat();
    assert!(
        seen.starts_with("MONITOR screen 1281x900+0+0 000000ff"),
        "{seen}"
    );
}

#[test]
fn each_monitor_is_a_picture_of_its_own() {
    let Some(display) = Display::with_screens(
        "each_monitor_is_a_picture_of_its_own",
        &["-screen", "0", "1280x900x24"],
    ) else {
        return;
    };
    let (server, root) = connect(&display, 0);
    paint(&server, 0);
    let outputs = outputs(&server, root);
    set_monitor(&server, root, "LEFT", (0, 500), outputs);
    set_monitor(&server, root, "RIGHT", (500, 900), Vec::new());
    let seen = look(Some(&display));
    let [left, right] = seen.as_slice() else {
        panic!("{seen:?}");
    };
    assert_eq!(
        *left,
        "MONITOR LEFT 500x900+0+0 ff0000ff 00ff00ff 0000ffff ffffffff 000000ff"
    );
    // What it claims beyond the screen does not exist.
    assert_eq!(
        *right,
        "MONITOR RIGHT 780x900+500+0 000000ff 000000ff 000000ff 000000ff ffffffff"
    );
}

#[test]
fn screens_of_their_own_lie_side_by_side() {
    let arguments = ["-screen", "0", "640x480x24", "-screen", "1", "800x600x16"];
    let Some(display) = Display::with_screens("screens_of_their_own_lie_side_by_side", &arguments)
    else {
        return;
    };
    let (server, _) = connect(&display, 0);
    paint(&server, 0);
    paint(&server, 1);
    let [first, second] =
        ["640x480+0+0", "800x600+640+0"].map(|place| format!("MONITOR screen {place} {PAINTED}"));
    assert_eq!(look(Some(&display)), [first, second]);
}

#[test]
fn what_belongs_to_no_monitor_is_looked_at_too() {
    let test = "what_belongs_to_no_monitor_is_looked_at_too";
    let Some(display) = Display::with_screens(test, &["-screen", "0", "1280x900x24"]) else {
        return;
    };
    let (server, root) = connect(&display, 0);
    paint(&server, 0);
    let outputs = outputs(&server, root);
    set_monitor(&server, root, "HALF", (0, 640), outputs);
    let whole = format!("MONITOR  1280x900+0+0 {PAINTED}");
    assert_eq!(look(Some(&display)), [whole]);
}

/// The output of the only monitor that the server has by itself; a monitor with it takes that one's place.
fn outputs(server: &RustConnection, root: Window) -> Vec<u32> {
    let resources = server.randr_get_screen_resources_current(root).unwrap();
    resources.reply().unwrap().outputs
}

fn set_monitor(
    server: &RustConnection,
    root: Window,
    name: &str,
    (x, width): (i16, u16),
    outputs: Vec<u32>,
) {
    let name = server.intern_atom(false, name.as_bytes()).unwrap();
    let monitor = MonitorInfo {
        name: name.reply().unwrap().atom,
        x,
        width,
        height: 900,
        outputs,
        ..MonitorInfo::default()
    };
    let set = server.randr_set_monitor(root, monitor).unwrap();
    set.check().unwrap();
}

#[test]
fn windows_are_listed_from_the_top_and_hidden_ones_are_not() {
    let test = "windows_are_listed_from_the_top_and_hidden_ones_are_not";
    let Some(display) = Display::with_screens(test, &["-screen", "0", "1280x900x24"]) else {
        return;
    };
    let (server, root) = connect(&display, 0);
    assert!(!look(Some(&display)).concat().contains("WINDOW"));
    let windows: Vec<Window> = (0..4).map(|number| window(&server, root, number)).collect();
    // What a window manager would do: the list, and hiding the third one. The fourth one is not on the screen.
    let atom = |name: &str| {
        server
            .intern_atom(false, name.as_bytes())
            .unwrap()
            .reply()
            .unwrap()
            .atom
    };
    let mode = PropMode::REPLACE;
    server
        .change_property32(
            mode,
            root,
            atom("_NET_CLIENT_LIST_STACKING"),
            AtomEnum::WINDOW,
            &windows,
        )
        .unwrap();
    let hidden = [atom("_NET_WM_STATE_HIDDEN")];
    server
        .change_property32(
            mode,
            windows[2],
            atom("_NET_WM_STATE"),
            AtomEnum::ATOM,
            &hidden,
        )
        .unwrap();
    server
        .change_property8(
            mode,
            windows[1],
            atom("_NET_WM_NAME"),
            atom("UTF8_STRING"),
            "Zweites: \u{e9}".as_bytes(),
        )
        .unwrap();
    server.unmap_window(windows[3]).unwrap();
    server.sync().unwrap();
    let seen = look(Some(&display));
    assert_eq!(
        seen[1..],
        [
            "WINDOW WindowPlace { title: \"Zweites: \u{e9}\", x: 100, y: 50, width: 300, height: 200 }",
            "WINDOW WindowPlace { title: \"window\", x: 0, y: 0, width: 300, height: 200 }",
        ]
    );
}

fn window(server: &RustConnection, root: Window, number: i16) -> Window {
    let window = server.generate_id().unwrap();
    let (class, values) = (WindowClass::COPY_FROM_PARENT, CreateWindowAux::new());
    server
        .create_window(
            0,
            window,
            root,
            number * 100,
            number * 50,
            300,
            200,
            0,
            class,
            0,
            &values,
        )
        .unwrap();
    server
        .change_property8(
            PropMode::REPLACE,
            window,
            AtomEnum::WM_NAME,
            AtomEnum::STRING,
            b"window",
        )
        .unwrap();
    server.map_window(window).unwrap();
    window
}

#[test]
fn a_screen_saver_that_covers_everything_is_said() {
    let Some(display) = Display::with_screens(
        "a_screen_saver_that_covers_everything_is_said",
        &["-screen", "0", "640x480x24"],
    ) else {
        return;
    };
    let (server, _) = connect(&display, 0);
    server.force_screen_saver(ScreenSaver::ACTIVE).unwrap();
    server.sync().unwrap();
    assert_eq!(look(Some(&display)), ["ERROR Locked"]);
    server.force_screen_saver(ScreenSaver::RESET).unwrap();
    server.sync().unwrap();
    assert!(look(Some(&display)).concat().starts_with("MONITOR"));
}

#[test]
fn without_a_display_the_reason_is_said() {
    assert_eq!(look(None), ["ERROR NoDisplay"]);
}
