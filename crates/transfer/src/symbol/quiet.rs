//! Calls into code that may panic, so that the panic ends there and says nothing.
//!
//! A panic message can quote what was being read, and what is read here is secret. Rust prints the message before the
//! panic can be caught, through one hook for the whole process. The hook put in place here stays silent on the
//! threads that are inside [`catch`] and hands every other panic to the hook that was there before.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives, or `None` when it panics.
///
/// `work` must not leave half-changed values behind that are used afterwards.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Option<T> {
    install_hook();
    let _quiet = Quiet::begin();
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    // A thread that unwinds must not touch the hook.
    if thread::panicking() {
        return;
    }
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                previous(panic);
            }
        }));
    });
}

/// Keeps this thread quiet until it is dropped; then the thread is as it was before, so calls may nest.
struct Quiet {
    before: bool,
}

impl Quiet {
    fn begin() -> Self {
        Self {
            before: QUIET.replace(true),
        }
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        QUIET.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_no_result_and_the_next_call_works() {
        assert_eq!(catch(|| -> u8 { panic!("secret") }), None);
        assert_eq!(catch(|| 7), Some(7));
    }

    #[test]
    fn only_the_thread_inside_is_quiet_and_only_while_it_is_inside() {
        assert!(!QUIET.get());
        catch(|| {
            assert!(catch(|| -> u8 { panic!("inner") }).is_none());
            assert!(
                QUIET.get(),
                "the outer call is still quiet after an inner one"
            );
            let other = thread::spawn(|| QUIET.get());
            assert_eq!(other.join().ok(), Some(false));
        })
        .expect("nothing panics out of the outer call");
        assert!(!QUIET.get());
    }
}
