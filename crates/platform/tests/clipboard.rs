//! The clipboard on a real X server without a screen, read by another program. The holder is a process of its
//! own, because it finds its display in the environment.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "starts an X server, itself and a program that pastes"
)]

mod desktop;

use std::cell::Cell;
use std::env;
use std::fmt::Debug;
use std::process::Command;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use desktop::{Display, Process};
use platform::clipboard::{ClipboardError, Pixels, Wish, hold, read_picture, read_text};

const TEXT: &str = "755224 gr\u{fc}n";
const CHILD_HOLDS_FOR: &str = "COUNTERSIGN_TEST_HOLDS_FOR_MILLISECONDS";
const CHILD_GIVES_UP_AFTER: &str = "COUNTERSIGN_TEST_GIVES_UP_AFTER_QUESTIONS";
const CHILD_COPIES_TWICE: &str = "COUNTERSIGN_TEST_COPIES_TWICE";
const CHILD_READS: &str = "COUNTERSIGN_TEST_READS";

#[test]
fn the_child_holds_the_clipboard() {
    if let Ok(time) = env::var(CHILD_HOLDS_FOR) {
        let time = Duration::from_millis(time.parse().unwrap());
        let ended = hold(TEXT, time, || println!("\nCOPIED"), || Wish::Keep);
        println!("\nENDED {ended:?}");
    }
}

#[test]
fn a_code_can_be_pasted_until_its_time_is_over_and_then_the_clipboard_is_empty() {
    let test = "a_code_can_be_pasted_until_its_time_is_over_and_then_the_clipboard_is_empty";
    let Some(display) = Display::start(test) else {
        return;
    };
    let mut holder = Holder::start(&display, 1_500);
    holder.wait_for("COPIED");
    assert_eq!(display.paste("UTF8_STRING"), Some(TEXT.to_owned()));
    assert_eq!(
        display.paste("UTF8_STRING"),
        Some(TEXT.to_owned()),
        "a second time"
    );
    // What KDE's Klipper and others look for before they remember something.
    assert_eq!(
        display.paste("x-kde-passwordManagerHint"),
        Some("secret".to_owned())
    );
    holder.wait_for("ENDED Ok(Cleared)");
    assert_eq!(display.paste("UTF8_STRING"), None);
}

#[test]
fn what_is_copied_after_a_code_is_left_alone() {
    let Some(display) = Display::start("what_is_copied_after_a_code_is_left_alone") else {
        return;
    };
    let mut holder = Holder::start(&display, 60_000);
    holder.wait_for("COPIED");
    display.copy("UTF8_STRING", b"something else");
    holder.wait_for("ENDED Ok(TakenOver)");
    assert_eq!(
        display.paste("UTF8_STRING"),
        Some("something else".to_owned())
    );
}

#[test]
fn a_holder_that_is_killed_takes_the_code_with_it() {
    let Some(display) = Display::start("a_holder_that_is_killed_takes_the_code_with_it") else {
        return;
    };
    let mut holder = Holder::start(&display, 60_000);
    holder.wait_for("COPIED");
    drop(holder);
    assert_eq!(display.paste("UTF8_STRING"), None);
}

#[test]
fn the_child_gives_the_clipboard_up() {
    if let Ok(questions) = env::var(CHILD_GIVES_UP_AFTER) {
        let left = Cell::new(questions.parse::<u32>().unwrap());
        let wish = || match left.replace(left.get().saturating_sub(1)) {
            0 => Wish::Clear,
            _ => Wish::Keep,
        };
        let ended = hold(TEXT, Duration::from_secs(60), || {}, wish);
        println!("\nENDED {ended:?}");
    }
}

#[test]
fn a_code_that_is_not_to_be_kept_any_longer_leaves_at_once() {
    let test = "a_code_that_is_not_to_be_kept_any_longer_leaves_at_once";
    let Some(display) = Display::start(test) else {
        return;
    };
    let child = "the_child_gives_the_clipboard_up";
    let mut holder = Holder(Process::again(
        child,
        CHILD_GIVES_UP_AFTER,
        "3",
        Some(&display),
    ));
    holder.wait_for("ENDED Ok(Cleared)");
    assert_eq!(display.paste("UTF8_STRING"), None);
}

#[test]
fn the_child_reads_the_clipboard() {
    match env::var(CHILD_READS).as_deref() {
        Ok("text") => println!(
            "\nENDED {:?}",
            read_text().map(|text| text.map(|text| text.to_string()))
        ),
        Ok("length") => println!(
            "\nENDED {:?}",
            read_text().map(|text| text.map(|text| text.len()))
        ),
        Ok(_) => {
            let pixels = |picture: Pixels| (picture.width, picture.height, picture.rgba.to_vec());
            println!(
                "\nENDED {:?}",
                read_picture().map(|picture| picture.map(pixels))
            );
        }
        Err(_) => {}
    }
}

fn assert_read(display: Option<&Display>, what: &str, expected: impl Debug) {
    let reader = Process::again("the_child_reads_the_clipboard", CHILD_READS, what, display);
    Holder(reader).wait_for(&format!("ENDED {expected:?}"));
}

#[test]
fn a_text_that_another_program_copied_is_read_and_is_no_picture() {
    let test = "a_text_that_another_program_copied_is_read_and_is_no_picture";
    let Some(display) = Display::start(test) else {
        return;
    };
    assert_read(Some(&display), "text", nothing());
    display.copy("UTF8_STRING", TEXT.as_bytes());
    assert_read(Some(&display), "text", Ok::<_, ClipboardError>(Some(TEXT)));
    assert_read(Some(&display), "picture", nothing());
}

#[test]
fn a_text_of_more_than_a_mebibyte_is_not_read() {
    let Some(display) = Display::start("a_text_of_more_than_a_mebibyte_is_not_read") else {
        return;
    };
    for (length, expected) in [(1 << 20, Some(1 << 20)), ((1 << 20) + 1, None)] {
        display.copy("UTF8_STRING", &vec![b'a'; length]);
        assert_read(
            Some(&display),
            "length",
            Ok::<Option<usize>, ClipboardError>(expected),
        );
    }
}

/// A PNG of two columns and three rows, put together by Python's `struct` and `zlib`.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0\xb9\xea\xde\x81\
    \0\0\0\x1dIDAT\x78\xda\x63\xf8\xcf\xc0\xf0\x1f\x08\x1b\x18\x40\x34\x23\x13\x33\x0b\x03\x27\x27\xe7\x7f\x10\0\
    \0\x6e\x62\x09\x9d\x5b\x65\x91\x2a\0\0\0\0IEND\xae\x42\x60\x82";
/// Red, green, blue and alpha of its pixels.
const PIXELS: [[u8; 4]; 6] = [
    [255, 0, 0, 255],
    [0, 255, 0, 128],
    [0, 0, 255, 0],
    [1, 2, 3, 4],
    [9, 9, 9, 255],
    [255, 255, 255, 255],
];

#[test]
fn a_picture_that_another_program_copied_is_read_with_what_is_see_through() {
    let test = "a_picture_that_another_program_copied_is_read_with_what_is_see_through";
    let Some(display) = Display::start(test) else {
        return;
    };
    display.copy("image/png", PNG);
    let pixels = Ok::<_, ClipboardError>(Some((2, 3, PIXELS.concat())));
    assert_read(Some(&display), "picture", pixels);
    assert_read(Some(&display), "text", nothing());
    display.copy("image/png", &PNG[..60]);
    assert_read(Some(&display), "picture", nothing());
}

fn nothing() -> Result<Option<()>, ClipboardError> {
    Ok(None)
}

#[test]
fn without_a_desktop_the_reason_is_said() {
    assert_read(None, "text", Err::<(), _>(ClipboardError::NoDisplay));
    assert_read(None, "picture", Err::<(), _>(ClipboardError::NoDisplay));
    let mut holder = Holder::start_with(60_000, None);
    holder.wait_for(&format!(
        "ENDED {:?}",
        Err::<(), _>(ClipboardError::NoDisplay)
    ));
}

impl Display {
    /// What another program gets in this format; `None` when the clipboard is empty.
    fn paste(&self, format: &str) -> Option<String> {
        let arguments = [
            "-selection",
            "clipboard",
            "-o",
            "-t",
            format,
            "-display",
            &self.name,
        ];
        let output = Command::new("xclip").args(arguments).output().unwrap();
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).unwrap())
    }
}

/// This test program again, as the one that copies.
struct Holder(Process);

impl Holder {
    fn start(display: &Display, milliseconds: u32) -> Self {
        Self::start_with(milliseconds, Some(display))
    }

    fn start_with(milliseconds: u32, display: Option<&Display>) -> Self {
        let time = milliseconds.to_string();
        let test = "the_child_holds_the_clipboard";
        Self(Process::again(test, CHILD_HOLDS_FOR, &time, display))
    }

    fn wait_for(&mut self, expected: &str) {
        loop {
            let line = self.0.line();
            if line == expected {
                return;
            }
            assert!(!line.starts_with("ENDED"), "{line} instead of {expected}");
        }
    }
}

#[test]
fn the_child_copies_the_same_code_twice() {
    if env::var_os(CHILD_COPIES_TWICE).is_none() {
        return;
    }
    let minute = Duration::from_secs(60);
    let wish = Arc::new(Mutex::new(Wish::Keep));
    let (wished, (copied, first)) = (Arc::clone(&wish), mpsc::channel());
    let slow = thread::spawn(move || {
        let wish = || *wished.lock().unwrap();
        hold(TEXT, minute, || copied.send(()).unwrap(), wish)
    });
    first.recv().unwrap();
    let on_copied = move || {
        *wish.lock().unwrap() = Wish::Leave;
        println!("\nENDED {:?}", slow.join().unwrap());
    };
    let ended = hold(TEXT, minute, on_copied, || Wish::Keep);
    println!("{ended:?}");
}

#[test]
fn a_code_that_was_copied_twice_is_not_cleared_by_the_end_of_the_first_time() {
    let test = "a_code_that_was_copied_twice_is_not_cleared_by_the_end_of_the_first_time";
    let Some(display) = Display::start(test) else {
        return;
    };
    let child = "the_child_copies_the_same_code_twice";
    let mut holder = Holder(Process::again(
        child,
        CHILD_COPIES_TWICE,
        "yes",
        Some(&display),
    ));
    holder.wait_for("ENDED Ok(TakenOver)");
    assert_eq!(display.paste("UTF8_STRING").as_deref(), Some(TEXT));
}
