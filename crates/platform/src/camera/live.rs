//! A camera on a thread of its own: the latest frame wins, and whoever waits for one does not wait for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::mode::Raw;
use super::{CameraError, Frame, FrameSource};

/// Longest time for opening. Systems ask the user for permission meanwhile.
const OPENING: Duration = Duration::from_secs(60);
/// Longest time for closing.
const CLOSING: Duration = Duration::from_secs(2);
/// After so many black frames in a row it is no accident any more.
const BLACK: Duration = Duration::from_secs(3);

/// An open camera. It is closed when it is dropped, on the thread that opened it.
pub(super) trait Device {
    /// Waits for a frame. `None` after a while without one, so that the thread can see whether anybody still wants it.
    fn wait(&mut self) -> Result<Option<Raw>, CameraError>;
}

/// A camera whose frames are fetched.
pub(super) struct Live {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
    black_since: Option<Instant>,
}

struct Shared {
    latest: Mutex<Latest>,
    came: Condvar,
    is_wanted: AtomicBool,
}

#[derive(Default)]
struct Latest {
    raw: Option<Raw>,
    /// Why no more will come.
    over: Option<CameraError>,
}

impl Live {
    /// Opens a device on its thread and waits until it is open.
    pub(super) fn start<D: Device>(
        open: impl FnOnce() -> Result<D, CameraError> + Send + 'static,
    ) -> Result<Self, CameraError> {
        let shared = Arc::new(Shared {
            latest: Mutex::default(),
            came: Condvar::new(),
            is_wanted: AtomicBool::new(true),
        });
        let (opened, is_open) = sync_channel(1);
        let with_device = Arc::clone(&shared);
        let work = move || match open() {
            Ok(device) if opened.send(Ok(())).is_ok() => with_device.fetch(device),
            // Nobody waits for it any more.
            Ok(device) => drop(device),
            Err(error) => drop(opened.send(Err(error))),
        };
        let name = "camera".to_owned();
        let thread = thread::Builder::new().name(name).spawn(work);
        let thread = thread.map_err(|_system| CameraError::Unsupported)?;
        // From here on the thread is told when nobody wants the camera.
        let live = Self {
            shared,
            thread,
            black_since: None,
        };
        match is_open.recv_timeout(OPENING) {
            Ok(opened) => opened.map(|()| live),
            Err(RecvTimeoutError::Timeout) => Err(CameraError::Timeout),
            Err(RecvTimeoutError::Disconnected) => Err(CameraError::Unsupported),
        }
    }

    /// Notes whether the frame is black.
    fn look(&mut self, frame: &Frame) -> Result<(), CameraError> {
        if !is_black(frame) {
            self.black_since = None;
            return Ok(());
        }
        if self.black_since.get_or_insert_with(Instant::now).elapsed() < BLACK {
            return Ok(());
        }
        self.black_since = None;
        Err(CameraError::Black)
    }
}

impl FrameSource for Live {
    fn next(&mut self, timeout: Duration) -> Result<Frame, CameraError> {
        let start = Instant::now();
        loop {
            let left = timeout.saturating_sub(start.elapsed());
            // A damaged frame, as some cameras begin with, is not worth a word.
            if let Some(frame) = self.shared.latest(left)?.into_frame() {
                self.look(&frame)?;
                return Ok(frame);
            }
            if start.elapsed() >= timeout {
                return Err(CameraError::Timeout);
            }
        }
    }
}

impl Drop for Live {
    /// The camera is free again when this returns. On Windows and macOS a camera that gives no frames may hold its
    /// thread; it is then left alone, and the camera is free with its next frame.
    fn drop(&mut self) {
        self.shared.is_wanted.store(false, Ordering::Relaxed);
        let start = Instant::now();
        while !self.thread.is_finished() && start.elapsed() < CLOSING {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Shared {
    /// What the thread does until nobody wants frames any more or the camera is gone.
    fn fetch(&self, mut device: impl Device) {
        let _end = End(self);
        while self.is_wanted.load(Ordering::Relaxed) {
            match device.wait() {
                Ok(None) => continue,
                Ok(Some(raw)) => self.lock().raw = Some(raw),
                Err(error) => self.lock().over = Some(error),
            }
            self.came.notify_one();
            if self.lock().over.is_some() {
                break;
            }
        }
    }

    /// The latest frame that nobody has seen.
    fn latest(&self, timeout: Duration) -> Result<Raw, CameraError> {
        let is_waiting = |latest: &mut Latest| latest.raw.is_none() && latest.over.is_none();
        let waited = self
            .came
            .wait_timeout_while(self.lock(), timeout, is_waiting);
        let (mut latest, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let over = latest.over.unwrap_or(CameraError::Timeout);
        latest.raw.take().ok_or(over)
    }

    fn lock(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of the thread, also by a panic in the system's part: no more frames will come.
struct End<'a>(&'a Shared);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.lock().over.get_or_insert(CameraError::Unplugged);
        self.0.came.notify_one();
    }
}

/// Next to nothing is brighter than the noise of a covered sensor. A dark room with a lit screen in it is not black.
fn is_black(frame: &Frame) -> bool {
    const NOISE: u8 = 48;
    let samples = || frame.luma.iter().step_by(61);
    let bright = samples().filter(|luma| **luma > NOISE).count();
    bright * 1000 <= samples().count()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::super::mode::Layout;
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// No shade of a test.
    const BROKEN: u8 = 2;

    /// Gives a frame for each shade that is sent, and fails at the end. Says when it is dropped.
    struct Scripted {
        shades: Receiver<Result<u8, CameraError>>,
        _dropped: Sender<()>,
    }

    impl Device for Scripted {
        fn wait(&mut self) -> Result<Option<Raw>, CameraError> {
            match self.shades.recv_timeout(Duration::from_millis(20)) {
                Ok(Ok(BROKEN)) => panic!("the system's part is broken"),
                Ok(shade) => Ok(Some(raw(shade?))),
                Err(RecvTimeoutError::Timeout) => Ok(None),
                Err(RecvTimeoutError::Disconnected) => Err(CameraError::Unplugged),
            }
        }
    }

    fn raw(shade: u8) -> Raw {
        Raw {
            width: 4,
            height: 1,
            layout: Layout::Grey,
            stride: 0,
            // No frame at all for 1.
            bytes: vec![shade; if shade == 1 { 3 } else { 4 }],
        }
    }

    fn scripted() -> (Sender<Result<u8, CameraError>>, Live, Receiver<()>) {
        let (send, shades) = channel();
        let (dropped, is_dropped) = channel();
        let device = Scripted {
            shades,
            _dropped: dropped,
        };
        (send, Live::start(|| Ok(device)).unwrap(), is_dropped)
    }

    #[test]
    fn whoever_comes_late_gets_the_latest_frame_and_none_twice() {
        let (send, mut live, _) = scripted();
        for shade in [100, 110, 120] {
            send.send(Ok(shade)).unwrap();
        }
        let mut last = 0;
        while last != 120 {
            last = live.next(LONG).unwrap().luma[0];
        }
        let nothing = live.next(Duration::from_millis(50)).map(|frame| frame.luma);
        assert_eq!(nothing, Err(CameraError::Timeout));
        send.send(Ok(130)).unwrap();
        assert_eq!(live.next(LONG).unwrap().luma[0], 130);
    }

    #[test]
    fn a_damaged_frame_is_passed_over() {
        let (send, mut live, _) = scripted();
        send.send(Ok(1)).unwrap();
        send.send(Ok(100)).unwrap();
        assert_eq!(live.next(LONG).unwrap().luma[0], 100);
    }

    #[test]
    fn a_camera_that_gives_only_damaged_frames_gives_none_in_time() {
        let (send, mut live, _) = scripted();
        let endless = thread::spawn(move || while send.send(Ok(1)).is_ok() {});
        let nothing = live.next(Duration::from_millis(50)).map(|frame| frame.luma);
        assert_eq!(nothing, Err(CameraError::Timeout));
        drop(live);
        endless.join().unwrap();
    }

    #[test]
    fn a_camera_that_is_unplugged_says_so_again_and_again() {
        let (send, mut live, is_dropped) = scripted();
        drop(send);
        for _again in 0..2 {
            let gone = live.next(LONG).map(|frame| frame.luma);
            assert_eq!(gone, Err(CameraError::Unplugged));
        }
        assert!(
            is_dropped
                .recv_timeout(LONG)
                .is_err_and(|error| error == RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn a_panic_in_the_systems_part_is_a_camera_that_is_gone() {
        let (send, mut live, _) = scripted();
        send.send(Ok(BROKEN)).unwrap();
        let gone = live.next(LONG).map(|frame| frame.luma);
        assert_eq!(gone, Err(CameraError::Unplugged));
    }

    #[test]
    fn the_camera_is_released_when_the_source_is_dropped_also_while_it_waits() {
        let (_send, live, is_dropped) = scripted();
        drop(live);
        assert!(
            is_dropped
                .try_recv()
                .is_err_and(|error| error == std::sync::mpsc::TryRecvError::Disconnected)
        );
    }

    #[test]
    fn a_camera_that_does_not_open_says_why() {
        let error = Live::start(|| Err::<Scripted, _>(CameraError::Busy)).err();
        assert_eq!(error, Some(CameraError::Busy));
    }

    #[test]
    fn black_is_said_after_a_while_and_then_it_goes_on() {
        let (send, mut live, _) = scripted();
        send.send(Ok(8)).unwrap();
        assert!(live.next(LONG).is_ok());
        live.black_since = live.black_since.map(|since| since - BLACK);
        send.send(Ok(8)).unwrap();
        let black = live.next(LONG).map(|frame| frame.luma);
        assert_eq!(black, Err(CameraError::Black));
        send.send(Ok(200)).unwrap();
        assert_eq!(live.next(LONG).unwrap().luma[0], 200);
        assert!(live.black_since.is_none());
    }
}
