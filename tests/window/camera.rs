//! A camera that is none: `tests/camera/shim.c`.

use crate::desktop::Desktop;
use crate::shim;
use crate::vault::{assert_code, create, now, unlock};
use crate::window::{Window, by, until};
use session::{Qr, SecretText};
use std::fs;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const WIDTH: usize = 640;
const HEIGHT: usize = 480;
const CODE: &str = "[role=row] [data-testid=code]:not(.small)";

#[test]
fn a_code_in_front_of_the_camera_is_added_and_the_camera_is_free_again() {
    let test = "a_code_in_front_of_the_camera_is_added_and_the_camera_is_free_again";
    let text = format!("otpauth://totp/Valix:anna?secret={SECRET}");
    let Some((desktop, window)) = with_camera(test, "plays", Some(&text)) else {
        return;
    };
    window.wait_for_text("[role=dialog]", "Valix");
    until("a camera that is free", || is_released(&desktop));
    let before = now();
    window.click("scan-add");
    window.wait_for(CODE);
    assert_code(&window.text(CODE), SECRET, before, now());
}

#[test]
fn a_lock_releases_the_camera() {
    let Some((desktop, window)) = with_camera("a_lock_releases_the_camera", "plays", None) else {
        return;
    };
    window.wait_for(&by("camera-picture"));
    until("an open camera", || !is_released(&desktop));
    window.press_with_control('l');
    window.wait_for(&by("unlock-password"));
    until("a camera that is free", || is_released(&desktop));
}

#[test]
fn each_trouble_of_a_camera_says_what_to_do() {
    for (behaviour, said) in [
        ("busy", "Another program uses the camera"),
        ("denied", "may not use the camera"),
        ("unplugged", "is gone"),
    ] {
        let test = "each_trouble_of_a_camera_says_what_to_do";
        let Some((_desktop, window)) = with_camera(test, behaviour, None) else {
            return;
        };
        window.wait_for_text("[role=dialog]", said);
    }
}

/// The camera dialog over a camera that shows a code, or nothing.
fn with_camera(test: &str, behaviour: &str, code: Option<&str>) -> Option<(Desktop, Window)> {
    let desktop = Desktop::start(test)?;
    let Some(shim) = shim::compiled() else {
        println!("SKIPPED {test}: cc is not installed");
        return None;
    };
    create(&desktop);
    let frames: Vec<u8> = [None, code].into_iter().flat_map(frame).collect();
    let (film, cameras) = (desktop.file("film"), desktop.file("cameras"));
    fs::write(&film, frames).expect("the home can be written to");
    let line = format!(
        "0 YUYV {behaviour} {WIDTH} {HEIGHT} {} Webcam\n",
        film.display()
    );
    fs::write(&cameras, line).expect("the home can be written to");
    let environment = [
        ("LD_PRELOAD", shim.to_owned()),
        ("FAKE_CAMERAS", cameras),
        ("FAKE_CAMERAS_LOG", desktop.file("log")),
    ];
    let window = Window::open_with(&desktop, &environment);
    unlock(&window);
    window.wait_for(&by("empty-paste"));
    window.click("scan-routes");
    window.click("route-camera");
    Some((desktop, window))
}

/// A frame in the layout YUYV, with its length in front.
fn frame(text: Option<&str>) -> Vec<u8> {
    const MODULE: usize = 7;
    let qr = text.map(|text| Qr::of(&SecretText::from(text.to_owned())).expect("it fits"));
    let is_dark = |x: usize, y: usize| {
        let module = |at: usize, from: usize| u32::try_from(at.checked_sub(from)? / MODULE).ok();
        let (column, row) = (module(x, 120)?, module(y, 80)?);
        let qr = qr.as_ref()?;
        Some(column < qr.size() && row < qr.size() && qr.dark(column, row))
    };
    let pixels = (0..WIDTH * HEIGHT).flat_map(|at| {
        let dark = is_dark(at % WIDTH, at / WIDTH).unwrap_or(false);
        [if dark { 30 } else { 200 }, 128]
    });
    let length = u32::try_from(2 * WIDTH * HEIGHT).expect("small");
    length.to_le_bytes().into_iter().chain(pixels).collect()
}

/// Whether what was opened last was closed.
fn is_released(desktop: &Desktop) -> bool {
    let log = fs::read_to_string(desktop.file("log")).unwrap_or_default();
    log.lines()
        .last()
        .is_some_and(|line| line.starts_with("close"))
}
