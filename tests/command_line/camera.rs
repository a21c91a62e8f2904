//! `scan --camera` and `scan --camera-file`.

use std::fs;

use crate::program::Home;

mod films;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod webcam;

use films::{BLANK, Film};

#[test]
fn a_video_or_a_folder_stands_in_for_a_camera() {
    let film = Film::of(&[
        BLANK,
        "batch_of_three_0",
        BLANK,
        "batch_of_three_2",
        "batch_of_three_1",
    ]);
    let home = Home::empty();
    home.write("film.y4m", film.y4m());
    home.write("film.mjpeg", film.jpegs().concat());
    home.write(
        "film.avi",
        [
            b"RIFF\0\0\0\0AVI LIST".to_vec(),
            film.jpegs().join(b"00dc\0\0\0\0".as_slice()),
        ]
        .concat(),
    );
    fs::create_dir(home.path("film")).unwrap();
    for (number, jpeg) in film.jpegs().iter().enumerate() {
        home.write(&format!("film/{number}.jpg"), jpeg);
    }
    for file in ["film.y4m", "film.mjpeg", "film.avi", "film"] {
        let home_with_vault = Home::with_vault();
        let path = home.path(file);
        let args = ["scan", "--camera-file", path.to_str().unwrap(), "--add"];
        let added = home_with_vault.unlocked(&args).done();
        assert_eq!(
            added, "Added Example (alice).\nAdded Example (bob).\nAdded Example (carol).\n",
            "{file}"
        );
    }
}

#[test]
fn the_scan_ends_when_an_account_is_complete_and_shows_each_code_once() {
    let film = Film::of(&[
        "batch_of_three_0",
        "batch_of_three_1",
        "batch_of_three_1",
        "batch_of_three_2",
        "link",
    ]);
    let home = Home::empty();
    home.write("film.y4m", film.y4m());
    let found = home
        .run(&["scan", "--camera-file", "film.y4m", "--json"])
        .json();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 3);
    for symbol in found {
        assert_eq!(symbol["kind"], "otpauth-migration");
        assert_eq!(symbol["source"], "film.y4m");
    }
}

#[test]
fn what_a_video_lacks_is_said() {
    let home = Home::with_vault();
    home.write(
        "part.y4m",
        Film::of(&["batch_of_three_0", "batch_of_three_2"]).y4m(),
    );
    let added = home.unlocked(&["scan", "--camera-file", "part.y4m", "--add"]);
    assert_eq!(added.code, Some(1));
    assert_eq!(
        added.stdout,
        "Added Example (alice).\nAdded Example (carol).\n"
    );
    assert!(added.stderr.starts_with("2 of 3 scanned"), "{added:?}");

    home.write("link.y4m", Film::of(&["link"]).y4m());
    let shown = home.run(&["scan", "--camera-file", "link.y4m"]).done();
    assert!(shown.starts_with("link.y4m: not an account"), "{shown}");

    home.write("blank.y4m", Film::of(&[BLANK, BLANK]).y4m());
    let said = home.run(&["scan", "--camera-file", "blank.y4m"]).failed(1);
    assert!(
        said.starts_with("There is no QR code to be found in blank.y4m."),
        "{said}"
    );
}

#[test]
fn what_is_no_video_is_said() {
    let home = Home::empty();
    home.write("text", "no video");
    home.write("empty.y4m", "");
    home.write("huge.y4m", "YUV4MPEG2 W99999 H99999\nFRAME\n");
    home.write("cut.mjpeg", b"\xff\xd8\xff\xe0");
    for file in ["text", "empty.y4m", "huge.y4m", "cut.mjpeg", "."] {
        let said = home.run(&["scan", "--camera-file", file]).failed(1);
        assert!(said.starts_with(&format!("{file} is no video")), "{said}");
    }
    let said = home.run(&["scan", "--camera-file", "missing"]).failed(1);
    assert!(said.starts_with("There is no file at missing."), "{said}");
}

#[test]
fn one_source_is_scanned_at_a_time() {
    let home = Home::empty();
    for args in [
        ["scan"].as_slice(),
        &["scan", "a.png", "--camera"],
        &["scan", "--camera", "--camera-file", "a.y4m"],
        &["scan", "a.png", "--device", "1"],
        &["scan", "a.png", "--timeout", "5"],
        &["scan", "--camera", "--timeout", "0"],
        &["scan", "--camera", "--device", "first"],
    ] {
        home.run(args).failed(2);
    }
    let said = home.run(&["scan"]).failed(2);
    assert!(said.contains("FILE or --camera or --camera-file"), "{said}");
}
