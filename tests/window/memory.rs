//! What is in the memory of the program and of the web process that shows its pages.

use crate::desktop::Desktop;
use crate::searched::{Memory, hidden};
use crate::vault::{add, create, unlock};
use crate::window::Window;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

/// The secret below in Base32.
const SECRET: [u8; 20] = hidden(b"vermilion kingfisher");
const BASE32: [u8; 32] = hidden(b"OZSXE3LJNRUW63RANNUW4Z3GNFZWQZLS");
const NAME: [u8; 14] = hidden(b"Canary Islands");

#[test]
fn a_secret_never_comes_into_the_web_process_and_leaves_the_program_with_the_lock() {
    let test = "a_secret_never_comes_into_the_web_process_and_leaves_the_program_with_the_lock";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(
        &desktop,
        "otpauth://totp/ada?issuer=Canary%20Islands&secret=OZSXE3LJNRUW63RANNUW4Z3GNFZWQZLS",
    );
    let window = Window::open(&desktop);
    // Names of processes are cut after 15 characters.
    let memory = |name| memory_of(&desktop, name);
    let (Some(mut program), Some(mut pages)) =
        (memory("countersign-des"), memory("WebKitWebProces"))
    else {
        println!("SKIPPED {test}: this user may not look into the memory of the program");
        return;
    };
    unlock(&window);
    window.wait_for("[role=row] [data-testid=code]");
    assert!(program.holds(&SECRET), "what is there is found");
    assert!(pages.holds(&NAME), "what is there is found");
    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    for (what, hidden) in [("secret", &SECRET[..]), ("secret in Base32", &BASE32)] {
        assert!(!pages.holds(hidden), "the {what} came into the pages");
        assert!(!program.holds(hidden), "the {what} is still there");
    }
}

/// Of the process of this name that was started on this desktop.
fn memory_of(desktop: &Desktop, name: &str) -> Option<Memory> {
    let home = desktop.file("");
    let home = home.as_os_str().as_bytes();
    let is_of_desktop = |folder: &std::path::Path| {
        let environment = fs::read(folder.join("environ")).unwrap_or_default();
        environment.windows(home.len()).any(|part| part == home)
    };
    let process = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| fs::read_to_string(folder.join("comm")).is_ok_and(|is| is.trim() == name))
        .find(|folder| is_of_desktop(folder))?;
    Memory::of(process.file_name()?.to_str()?)
}
