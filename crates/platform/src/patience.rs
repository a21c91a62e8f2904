//! Work that may never end: a network share that is gone, a disk that hangs.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Does `work` beside the caller and waits for it at most this long; `None` if it is not done by then, or broke.
///
/// Work that is given up goes on until the system lets it end: nobody can stop a call that hangs in a file system.
pub fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let working = thread::Builder::new().spawn(move || drop(sender.send(work())));
    working.ok()?;
    receiver.recv_timeout(limit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_ends_is_given_and_work_that_hangs_is_given_up() {
        assert_eq!(within(Duration::from_mins(1), || 7), Some(7));
        let (keep_waiting, never) = mpsc::channel::<()>();
        let hangs = move || never.recv().is_ok();
        assert_eq!(within(Duration::from_millis(20), hangs), None);
        drop(keep_waiting);
    }
}
