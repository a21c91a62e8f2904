//! Webcams that do what webcams do, also to people who have none: `tests/camera/shim.c`.

use std::path::Path;

use super::films::{BLANK, Film};
use crate::program::{Home, Run, run};
use crate::shim;

/// A computer with these cameras.
struct Desk {
    home: Home,
    cameras: String,
    shim: &'static Path,
}

impl Desk {
    /// `None` where there is no compiler for the shim.
    fn new(test: &str, home: Home) -> Option<Self> {
        let Some(shim) = shim::compiled() else {
            println!("SKIPPED {test}: cc is not installed");
            return None;
        };
        let cameras = String::new();
        Some(Self {
            home,
            cameras,
            shim,
        })
    }

    /// Plugs in a camera. See the shim for what it can be.
    fn plug_in(&mut self, layout: &str, behaviour: &str, film: &Film, name: &str) -> &mut Self {
        let number = self.cameras.lines().count();
        let frames = film.raw(layout, if behaviour == "wide" { 64 } else { 0 });
        let mut file = Vec::new();
        for frame in frames {
            file.extend(u32::try_from(frame.len()).unwrap().to_le_bytes());
            file.extend(frame);
        }
        let film = format!("film{number}");
        self.home.write(&film, file);
        let film = self.home.path(&film);
        let line = format!(
            "{number} {layout} {behaviour} 640 480 {} {name}\n",
            film.display()
        );
        self.cameras += &line;
        self
    }

    fn scan(&self, args: &[&str]) -> Run {
        self.home.write("cameras", &self.cameras);
        let args = [&["--recovery-file", "kit", "scan", "--camera"], args].concat();
        let mut command = self.home.command(&args);
        command
            .env("LD_PRELOAD", self.shim)
            .env("FAKE_CAMERAS", self.home.path("cameras"))
            .env("FAKE_CAMERAS_LOG", self.home.path("log"));
        run(&mut command, None)
    }

    /// What was done to the camera that was opened last.
    fn log(&self) -> Vec<String> {
        let log = String::from_utf8(self.home.read("log")).unwrap();
        let lines: Vec<&str> = log.lines().collect();
        let opened = lines
            .iter()
            .rposition(|line| line.starts_with("open"))
            .unwrap();
        lines[opened..]
            .iter()
            .map(|line| (*line).to_owned())
            .collect()
    }
}

#[test]
fn every_kind_of_camera_scans_and_is_released() {
    let film = Film::of(&[
        BLANK,
        "batch_of_three_1",
        "batch_of_three_0",
        "batch_of_three_2",
    ]);
    for (layout, behaviour) in [
        ("YUYV", "plays"),
        ("NV12", "plays"),
        ("GREY", "plays"),
        ("MJPG", "plays"),
        ("YUYV", "wide"),
        ("NV12", "wide"),
        ("YUYV", "late"),
        ("MJPG", "odd"),
    ] {
        let name = "camera::webcam::every_kind_of_camera_scans_and_is_released";
        let Some(mut desk) = Desk::new(name, Home::with_vault()) else {
            return;
        };
        desk.plug_in(layout, behaviour, &film, "Webcam");
        let added = desk.scan(&["--add"]).done();
        assert_eq!(
            added, "Added Example (alice).\nAdded Example (bob).\nAdded Example (carol).\n",
            "{layout} {behaviour}"
        );
        assert_eq!(desk.log(), ["open 0", "start 0", "stop 0", "close 0"]);
    }
}

#[test]
fn cameras_are_counted_without_the_nodes_that_give_no_pictures() {
    let name = "camera::webcam::cameras_are_counted_without_the_nodes_that_give_no_pictures";
    let Some(mut desk) = Desk::new(name, Home::with_vault()) else {
        return;
    };
    desk.plug_in("YUYV", "plays", &Film::of(&["link"]), "First: camera")
        .plug_in("YUYV", "metadata", &Film::black(), "First: metadata")
        .plug_in(
            "MJPG",
            "plays",
            &Film::of(&["too_many_digits"]),
            "Second camera",
        );
    let source = |args: &[&str]| {
        let found = desk
            .scan(&[args, &["--json", "--timeout", "2"]].concat())
            .json();
        found[0]["source"].as_str().unwrap().to_owned()
    };
    assert_eq!(source(&[]), "First: camera");
    assert_eq!(source(&["--device", "1"]), "First: camera");
    assert_eq!(source(&["--device", "2"]), "Second camera");
    for number in ["0", "3"] {
        let said = desk.scan(&["--device", number]).failed(1);
        assert!(
            said.starts_with(&format!("There is no camera {number}; ")),
            "{said}"
        );
    }
}

#[test]
fn why_a_camera_does_not_scan_is_said() {
    let blank = Film::of(&[BLANK]);
    for (layout, behaviour, film, expected) in [
        (
            "YUYV",
            "busy",
            &blank,
            "Another program uses the camera Webcam.",
        ),
        (
            "YUYV",
            "crowded",
            &blank,
            "Another program uses the camera Webcam.",
        ),
        (
            "YUYV",
            "denied",
            &blank,
            "This program may not use the camera Webcam.",
        ),
        ("YUYV", "unplugged", &blank, "The camera Webcam is gone."),
        (
            "YUYV",
            "silent",
            &blank,
            "The camera Webcam is on but sends no picture.",
        ),
        (
            "H264",
            "plays",
            &blank,
            "The camera Webcam sends pictures in a form",
        ),
        ("YUYV", "metadata", &blank, "There is no camera."),
        ("YUYV", "plays", &blank, "No QR code was seen in 1 s."),
        (
            "MJPG",
            "plays",
            &Film::black(),
            "The camera Webcam sees nothing but black.",
        ),
    ] {
        let name = "camera::webcam::why_a_camera_does_not_scan_is_said";
        let Some(mut desk) = Desk::new(name, Home::with_vault()) else {
            return;
        };
        desk.plug_in(layout, behaviour, film, "Webcam");
        // Long enough on a busy machine for what takes three seconds.
        let time = if expected.starts_with("No QR code") {
            "1"
        } else {
            "600"
        };
        let said = desk.scan(&["--timeout", time]).failed(1);
        assert!(said.starts_with(expected), "{behaviour}: {said}");
        assert_eq!(said.lines().count(), 2, "{said}");
        if behaviour != "denied" {
            assert_eq!(desk.log().last().unwrap(), "close 0", "{behaviour}");
        }
    }
}

#[test]
fn what_was_seen_before_the_camera_was_pulled_out_is_not_lost() {
    let name = "camera::webcam::what_was_seen_before_the_camera_was_pulled_out_is_not_lost";
    let Some(mut desk) = Desk::new(name, Home::with_vault()) else {
        return;
    };
    let film = Film::of(&["batch_of_three_0"]);
    desk.plug_in("YUYV", "unplugged", &film, "Webcam");
    let added = desk.scan(&["--add"]);
    assert_eq!(added.code, Some(1));
    assert_eq!(added.stdout, "Added Example (alice).\n");
    let said: Vec<&str> = added.stderr.lines().collect();
    assert!(
        said[0].starts_with("The camera Webcam is gone."),
        "{said:?}"
    );
    assert!(said[2].starts_with("1 of 3 scanned"), "{said:?}");
}

#[test]
fn the_name_of_a_camera_cannot_hide_anything_on_the_terminal() {
    let name = "camera::webcam::the_name_of_a_camera_cannot_hide_anything_on_the_terminal";
    let Some(mut desk) = Desk::new(name, Home::with_vault()) else {
        return;
    };
    desk.plug_in("YUYV", "busy", &Film::black(), "Web\u{1b}[8mcam");
    let said = desk.scan(&[]).failed(1);
    assert!(
        said.starts_with("Another program uses the camera Web\\u{1B}[8mcam."),
        "{said}"
    );
}
