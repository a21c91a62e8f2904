//! Waits for answers of the network, and no longer than is sensible.

use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::ObjectsError;
use super::settings::SettingsError;

/// Whatever an answer takes besides sending bytes.
const TIME_TO_ANSWER: Duration = Duration::from_secs(20);
/// A line that is slower than this many bytes a second is given up.
const SLOWEST_LINE: usize = 16 << 10;
/// A listing takes no longer than so many bytes on such a line: 100 s, however many names there may be.
pub(super) const MOST_LISTED: usize = 100 * SLOWEST_LINE;

/// Threads that wait for a network. They end with the value, whatever they wait for.
#[derive(Debug)]
pub(super) struct Line(Option<Runtime>);

impl Line {
    pub(super) fn new() -> Result<Self, SettingsError> {
        let mut runtime = Builder::new_multi_thread();
        runtime
            .worker_threads(1)
            .max_blocking_threads(4)
            .enable_all();
        let runtime = runtime.build().map_err(|_| SettingsError::NoTls)?;
        Ok(Self(Some(runtime)))
    }

    /// Does the work on the threads of this value and waits for it, `bytes` being what it may send or get.
    pub(super) fn wait<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl Future<Output = Result<T, ObjectsError>> + Send + 'static,
    ) -> Result<T, ObjectsError> {
        let seconds = u64::try_from(bytes / SLOWEST_LINE).unwrap_or(u64::MAX);
        let limit = TIME_TO_ANSWER + Duration::from_secs(seconds);
        let runtime = self.0.as_ref().ok_or(ObjectsError::NoAnswer)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        // Not `block_on`: the caller may itself be a task of a program that has such threads.
        let task = runtime.spawn(async move { drop(sender.send(work.await)) });
        receiver.recv_timeout(limit).unwrap_or_else(|_| {
            task.abort();
            Err(ObjectsError::NoAnswer)
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
