//! A QR code through a camera of a real kernel: Debian's, with its driver `vivid`, in qemu. What the program says when
//! there is no camera, when it is busy, not allowed or pulled out, is the kernel's doing, too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::archive::Archive;
use super::kernel::{Kernel, add_program, on_path};
use crate::process;
use crate::report::Outcome;

/// The driver and what it is built on, in the order in which they are loaded.
const MODULES: [&str; 12] = [
    "mc",
    "videodev",
    "v4l2-dv-timings",
    "videobuf2-common",
    "videobuf2-memops",
    "videobuf2-v4l2",
    "videobuf2-vmalloc",
    "videobuf2-dma-contig",
    "v4l2-tpg",
    "rc-core",
    "cec",
    "vivid",
];
/// The published secret of RFC 6238 appendix B (SHA-1), and the last six digits of its code at second 59.
const ACCOUNT: &str = "otpauth://totp/vivid?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const CODE: &str = "287082";
/// How each thing that the script in the machine tells has to begin.
const EXPECTED: [(&str, &str); 11] = [
    ("no camera", "There is no camera."),
    ("webcam", "No QR code was seen in 3 s."),
    ("second camera", "There is no camera 2; "),
    (
        "not allowed",
        "This program may not use the camera vivid-000-vid-cap.",
    ),
    ("busy", "Another program uses the camera vivid-000-vid-cap."),
    ("added", "Added vivid."),
    ("code", CODE),
    ("once more", "vivid"),
    ("pulled out", "The camera vivid-000-vid-cap is gone."),
    ("gone", "There is no camera."),
    ("end", ""),
];
/// Software that plays a machine is slow.
const TIME: Duration = Duration::from_secs(300);
/// Size of the picture in front of the camera, in pixels.
const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

pub(super) fn run() -> Outcome {
    let kernel = match Kernel::get() {
        Ok(kernel) => kernel,
        Err(reason) => return Outcome::Skipped(reason),
    };
    let programs = ["qemu-system-x86_64", "busybox", "v4l2-ctl"];
    if let Some(missing) = programs.into_iter().find(|name| !process::is_on_path(name)) {
        return Outcome::Skipped(format!("{missing} is not installed"));
    }
    match console(&kernel).map(|console| judged(&console)) {
        Ok(true) => Outcome::Passed,
        Ok(false) => Outcome::Failed,
        Err(problem) => {
            println!("{problem}");
            Outcome::Failed
        }
    }
}

/// What was said on the console of the machine.
fn console(kernel: &Kernel) -> Result<String, String> {
    if !process::succeeds(&mut process::cargo("build --locked -p cli")) {
        return Err("the command line does not build".to_owned());
    }
    let folder = process::target_folder().join("torture/camera");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|problem| problem.to_string())?;
    let mut archive = Archive::default();
    kernel.add_modules(&MODULES, &mut archive)?;
    archive.file("mod/order", MODULES.join(" ").as_bytes());
    add_vault(&folder, &mut archive)?;
    let programs = [
        (Some(program()), "bin/countersign"),
        (on_path("busybox"), "bin/busybox"),
        (on_path("v4l2-ctl"), "bin/v4l2-ctl"),
    ];
    for (program, place) in programs {
        let program = program.ok_or("a program went away")?;
        add_program(&program, place, &mut archive).map_err(|problem| problem.to_string())?;
    }
    for name in ["proc", "sys", "dev", "home", "tmp"] {
        archive.folder(name);
    }
    archive.file("etc/passwd", b"somebody:x:1000:1000::/home:/bin/sh\n");
    archive.file("init", include_bytes!("camera.sh"));
    let booted = kernel.boot(archive, &folder, TIME);
    booted.map_err(|problem| problem.to_string())
}

/// An empty vault, its recovery kit, and the account's code as a frame of the camera.
fn add_vault(folder: &Path, archive: &mut Archive) -> Result<(), String> {
    said(folder, &["init", "--recovery-kit", "kit"])?;
    let read = |name| fs::read(folder.join(name)).map_err(|problem| problem.to_string());
    archive.file("vault", &read("vault")?);
    archive.file("kit", &read("kit")?);
    said(folder, &["add", ACCOUNT])?;
    let drawn = said(folder, &["qr", "vivid"])?;
    archive.file("picture", &frame(&drawn));
    Ok(())
}

/// What our own program prints, with a vault in this folder.
fn said(folder: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new(program())
        .args(["--vault", "vault"])
        .args(args)
        .current_dir(folder)
        .env("COUNTERSIGN_PASSWORD", "vivid")
        .output()
        .map_err(|problem| problem.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn program() -> PathBuf {
    process::target_folder().join("debug/countersign")
}

/// A frame of the layout YUYV with a code in its middle, which was drawn for a terminal: two rows of modules in each
/// line, black on white.
fn frame(drawn: &str) -> Vec<u8> {
    const MODULE: usize = 10;
    const DARK: u8 = 20;
    const LIGHT: u8 = 220;
    const COLOURLESS: u8 = 128;
    let rows = modules(drawn);
    let side = MODULE * rows.len();
    let (left, top) = (
        WIDTH.saturating_sub(side) / 2,
        HEIGHT.saturating_sub(side) / 2,
    );
    let is_dark = |x: usize, y: usize| {
        let (x, y) = (x.checked_sub(left)? / MODULE, y.checked_sub(top)? / MODULE);
        rows.get(y)?.get(x).copied()
    };
    let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
    places
        .flat_map(|(x, y)| {
            let luma = if is_dark(x, y) == Some(true) {
                DARK
            } else {
                LIGHT
            };
            [luma, COLOURLESS]
        })
        .collect()
}

/// Which modules are dark, row by row.
fn modules(drawn: &str) -> Vec<Vec<bool>> {
    let mut rows = Vec::new();
    for line in drawn.lines() {
        // Colours are between an escape and an `m`.
        let line: String = line
            .split('\u{1b}')
            .filter_map(|part| Some(part.split_once('m')?.1))
            .collect();
        rows.push(line.chars().map(|half| "▀█".contains(half)).collect());
        rows.push(line.chars().map(|half| "▄█".contains(half)).collect());
    }
    rows
}

/// Whether everything was told as expected. Prints each of it.
fn judged(console: &str) -> bool {
    let told = |what: &str| {
        let begin = format!("torture: {what}: ");
        let mut lines = console.lines();
        lines.find_map(|line| Some(line.split_once(&begin)?.1))
    };
    let mut is_good = true;
    for (what, expected) in EXPECTED {
        let is_told = told(what).is_some_and(|said| said.starts_with(expected));
        let said = told(what).unwrap_or("nothing was told");
        let word = if is_told { "as expected" } else { "WRONG" };
        println!("{what}: {said} ({word})");
        is_good &= is_told;
    }
    if !is_good {
        println!("\nAll that was on the console:\n{console}");
    }
    is_good
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_on_a_terminal_becomes_a_picture_of_it() {
        let black_on_white = |line| format!("\u{1b}[38;5;16;48;5;231m{line}\u{1b}[0m\n");
        let drawn = [" ▀", "▄█"].map(black_on_white).concat();
        let rows = [[false, true], [false, false], [false, true], [true, true]];
        assert_eq!(modules(&drawn), rows);
        assert_eq!(frame(&drawn).len(), 2 * WIDTH * HEIGHT);
    }

    #[test]
    fn what_is_missing_on_the_console_is_not_good() {
        let all = EXPECTED.map(|(what, said)| format!("[ 1.2] torture: {what}: {said}\r\n"));
        assert!(judged(&all.concat()));
        assert!(!judged(&all[1..].concat()));
        assert!(!judged(&all.concat().replace(CODE, "000000")));
    }
}
