//! The terminal in the place of a HID node.

use std::env;
use std::ffi::CStr;
use std::fs;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::Path;

/// Our end of a terminal that passes bytes on as they are.
pub(crate) struct Node {
    pub(crate) key: OwnedFd,
}

impl Node {
    /// Whether a program has it open. What is said while none has is lost, as at a real node: a program that opens it
    /// later finds nothing.
    pub(crate) fn is_open(&self) -> bool {
        let mut state = libc::pollfd {
            fd: self.key.as_raw_fd(),
            events: 0,
            revents: 0,
        };
        // SAFETY: one structure that lives here, and no wait.
        unsafe { libc::poll(&mut state, 1, 0) };
        state.revents & libc::POLLHUP == 0
    }
}

/// Makes the terminal, and puts it where umockdev shows the node of this name.
pub(crate) fn plug_in(name: &str) -> Node {
    let (mut key, mut program) = (0, 0);
    let mut path = [0; 256];
    // SAFETY: all pointers are to what lives here; cfmakeraw fills a structure of plain numbers.
    let opened = unsafe {
        let mut raw: libc::termios = std::mem::zeroed();
        libc::cfmakeraw(&mut raw);
        libc::openpty(
            &mut key,
            &mut program,
            path.as_mut_ptr(),
            &raw,
            std::ptr::null(),
        )
    };
    assert_eq!(opened, 0, "a terminal can be made");
    // SAFETY: both were opened just now and belong to nobody else; a command must not inherit ours.
    let node = unsafe {
        libc::fcntl(key, libc::F_SETFD, libc::FD_CLOEXEC);
        libc::fcntl(key, libc::F_SETFL, libc::O_NONBLOCK);
        libc::close(program);
        Node {
            key: OwnedFd::from_raw_fd(key),
        }
    };
    // SAFETY: openpty ended the name with a zero.
    let terminal = unsafe { CStr::from_ptr(path.as_ptr()) };
    let terminal = terminal.to_str().expect("names of terminals are text");
    let bed = env::var_os("UMOCKDEV_DIR").expect("this runs below umockdev-run");
    let shown = Path::new(&bed).join("dev").join(name);
    let _ = fs::remove_file(&shown);
    symlink(terminal, shown).expect("the node can be put in its place");
    node
}
