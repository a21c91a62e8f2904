//! The code of Windows and macOS, run in front of a camera that does not exist.
#![expect(clippy::unwrap_used, reason = "tests, though the lint does not see it")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::*;

const NAME: &str =
    "camera::native::tests::the_frames_of_a_camera_come_through_the_code_of_other_systems";
const LONG: Duration = Duration::from_secs(60);
const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// Shades that tell where they are.
fn luma() -> Vec<u8> {
    let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    places
        .map(|(x, y)| u8::try_from((x + 3 * y) / 5 % 199 + 17).unwrap())
        .collect()
}

fn jpeg(grey: &[u8]) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let [width, height] = [WIDTH, HEIGHT].map(|side| side.try_into().unwrap());
    JpegEncoder::new_with_quality(&mut jpeg, 95)
        .encode(grey, width, height, ExtendedColorType::L8)
        .unwrap();
    jpeg
}

/// A frame in a layout of V4L2.
fn film(layout: &str) -> Vec<u8> {
    let grey = luma();
    let frame: Vec<u8> = match layout {
        "YUYV" => grey.iter().flat_map(|luma| [*luma, 128]).collect(),
        "NV12" => [&grey[..], &vec![128; WIDTH * HEIGHT / 2]].concat(),
        _ => jpeg(&grey),
    };
    let length = u32::try_from(frame.len()).unwrap().to_le_bytes();
    [&length[..], &frame].concat()
}

/// In a process in front of which the cameras of `tests/camera/shim.c` are.
fn look() {
    let found = cameras().unwrap();
    let [camera] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(camera.name, "Webcam");
    let gone = CameraInfo {
        id: "7".to_owned(),
        ..camera.clone()
    };
    assert_eq!(open(&gone).err(), Some(CameraError::NoCamera));
    let is_jpeg = fs::read_to_string(env::var_os("FAKE_CAMERAS").unwrap())
        .unwrap()
        .contains("MJPG");
    let mut source = open(camera).unwrap();
    for _frame in 0..3 {
        let frame = source.next(LONG).unwrap();
        assert_eq!((frame.width, frame.height), (WIDTH, HEIGHT));
        let pairs = frame.luma.iter().zip(luma());
        let difference: u64 = pairs.map(|(is, was)| u64::from(is.abs_diff(was))).sum();
        // A JPEG is never quite the same.
        let most = if is_jpeg { 6 * frame.luma.len() } else { 0 };
        assert!(difference <= u64::try_from(most).unwrap(), "{difference}");
    }
}

fn shim(folder: &Path) -> Option<std::path::PathBuf> {
    let shim = folder.join("shim.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/camera/shim.c");
    let mut cc = Command::new("cc");
    cc.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&shim);
    cc.arg(source).arg("-ldl");
    let compiled = cc.status().ok()?;
    assert!(compiled.success());
    Some(shim)
}

#[test]
fn the_frames_of_a_camera_come_through_the_code_of_other_systems() {
    if env::var_os("FAKE_CAMERAS").is_some() {
        return look();
    }
    let folder = tempfile::tempdir().unwrap();
    let Some(shim) = shim(folder.path()) else {
        println!("SKIPPED {NAME}: cc is not installed");
        return;
    };
    let place = |name: &str| folder.path().join(name);
    // nokhwa does not know the kernel's name of grey frames.
    for layout in ["YUYV", "NV12", "MJPG"] {
        fs::write(place("film"), film(layout)).unwrap();
        let film = place("film");
        let line = format!(
            "0 {layout} plays {WIDTH} {HEIGHT} {} Webcam\n",
            film.display()
        );
        fs::write(place("cameras"), line).unwrap();
        fs::write(place("log"), "").unwrap();
        let looked = Command::new(env::current_exe().unwrap())
            .args([NAME, "--exact", "--nocapture"])
            .env("LD_PRELOAD", &shim)
            .env("FAKE_CAMERAS", place("cameras"))
            .env("FAKE_CAMERAS_LOG", place("log"))
            .output()
            .unwrap();
        assert!(looked.status.success(), "{layout}: {looked:?}");
        let log = fs::read_to_string(place("log")).unwrap();
        assert!(log.ends_with("stop 0\nclose 0\n"), "{layout}: {log}");
    }
}
