//! Files dropped on the window: pictures, folders, too many and too large ones.

use crate::desktop::Desktop;
use crate::dropping::drop_files;
use crate::vault::{create, file, unlock};
use crate::window::Window;
use std::fs;
use std::path::{Path, PathBuf};

const ROW: &str = "[data-testid^=account-]";

#[test]
fn of_dropped_files_the_readable_ones_can_be_added_and_the_others_are_named() {
    let test = "of_dropped_files_the_readable_ones_can_be_added_and_the_others_are_named";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for("[data-testid=empty-paste]");

    let folder = desktop.file("a folder");
    fs::create_dir(&folder).expect("the home can be written to");
    let huge = desktop.file("huge.png");
    let hole = fs::File::create(&huge).expect("the home can be written to");
    hole.set_len(100 << 20).expect("a file can have a hole");
    let photo = file("tests/vectors/transfer/qr/jpeg.jpg");
    drop_files(desktop.display(), &[&folder, &huge, &photo]);
    window.wait_for_text("[role=dialog]", "alice@example.com");
    window.wait_for_text("[role=dialog]", "a folder");
    window.wait_for_text("[role=dialog]", "is too large");
    window.click("scan-add");
    window.wait_for(ROW);
}

#[test]
fn of_five_hundred_and_one_files_the_first_five_hundred_are_read() {
    let test = "of_five_hundred_and_one_files_the_first_five_hundred_are_read";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for("[data-testid=empty-paste]");
    let files: Vec<PathBuf> = (0..501)
        .map(|number| desktop.file(&format!("{number}.png")))
        .collect();
    let code = file("tests/vectors/transfer/qr/modules_of_one_pixel.png");
    for file in &files {
        fs::copy(&code, file).expect("the home can be written to");
    }
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    drop_files(desktop.display(), &files);
    window.wait_for_text("[role=dialog]", "Only the first 500 pictures were read");
}
