//! The application of real keys, and the small world that it runs in.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use ctaphid_app::{App, Command};
use fido_authenticator::{Authenticator, Config, Conforming, LargeBlobsConfig};
use heapless_bytes::Bytes;
use littlefs2_core::path;
use rand_core::{OsRng, RngCore};
use trussed::backend::BackendId;
use trussed::pipe::{ServiceEndpoint, TrussedChannel};
use trussed::platform::{Platform as _, UserInterface};
use trussed::service::Service;
use trussed::store::Store as _;
use trussed::types::CoreContext;
use trussed::types::ui::Status;
use trussed::virt::{self, Platform, StorageConfig, StoreConfig};
use trussed_core::InterruptFlag;
use trussed_core::types::consent::Level;
use trussed_core::types::{Location, reboot::To};
use trussed_staging::virt::{BackendIds, Dispatcher};

use crate::frames::{CBOR, INVALID_COMMAND, KEEP_ALIVE, MSG, PING, Request, WINK, Wire};

/// The longest request and answer, in bytes.
pub(crate) const LONGEST: usize = 3072;

/// When somebody touches the key.
#[derive(Clone)]
pub(crate) enum Touch {
    /// As soon as it asks.
    Auto,
    Never,
    /// While there is such a file.
    While(PathBuf),
}

static INTERRUPT: InterruptFlag = InterruptFlag::new();
const BACKENDS: &[BackendId<BackendIds>] = &[
    BackendId::Custom(BackendIds::StagingBackend),
    BackendId::Core,
];
/// What a keep-alive says (CTAP 2.1, 11.2.9.1.7).
const WORKING: u8 = 1;
const WANTS_TOUCH: u8 = 2;

/// Ends what the application is doing.
pub(crate) fn interrupt() {
    INTERRUPT.interrupt();
}

struct Finger {
    touch: Touch,
    status: Arc<AtomicU8>,
}

impl UserInterface for Finger {
    fn check_user_presence(&mut self) -> Level {
        let touched = match &self.touch {
            Touch::Auto => return Level::Strong,
            Touch::Never => false,
            Touch::While(file) => file.exists(),
        };
        thread::sleep(Duration::from_millis(5));
        if touched { Level::Strong } else { Level::None }
    }

    fn set_status(&mut self, status: Status) {
        let waits = matches!(status, Status::WaitingForUserPresence);
        self.status
            .store(if waits { WANTS_TOUCH } else { WORKING }, SeqCst);
    }

    fn refresh(&mut self) {}

    fn uptime(&mut self) -> Duration {
        unreachable!("the platform keeps its own")
    }

    fn reboot(&mut self, _: To) -> ! {
        unreachable!("the application reboots nothing")
    }

    fn wink(&mut self, _: Duration) {
        eprintln!("virtual-key: wink");
    }
}

struct Poke(Sender<()>);

impl trussed::platform::Syscall for Poke {
    fn syscall(&mut self) {
        // At the end nobody listens.
        let _ = self.0.send(());
    }
}

type Client<'a> = trussed::ClientImplementation<'a, Poke, Dispatcher>;

/// Answers requests for ever.
pub(crate) fn run(
    wire: &Wire,
    asked: &Receiver<Request>,
    touch: Touch,
    state: Option<PathBuf>,
    keep_alive: Duration,
) {
    let status = Arc::new(AtomicU8::new(WORKING));
    let mut store = StoreConfig::ram();
    if let Some(file) = state {
        store.internal = StorageConfig::filesystem(file);
    }
    virt::with_platform(store, |mut platform| {
        let finger = Finger {
            touch,
            status: Arc::clone(&status),
        };
        platform.user_interface().set_inner(Box::new(finger));
        furnish(&mut platform);
        let channel = TrussedChannel::new();
        let (requester, responder) = channel.split().expect("it is new");
        let (poke, poked) = mpsc::channel();
        // By hand: trussed's own runner does not pass the interrupt on, and cancelling would do nothing.
        let context =
            CoreContext::with_interrupt("fido".try_into().expect("a name"), Some(&INTERRUPT));
        let endpoint = ServiceEndpoint::new(responder, context, BACKENDS);
        let client = Client::new(requester, Poke(poke), Some(&INTERRUPT));
        let mut service = Service::with_dispatch(platform, Dispatcher::default());
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut endpoints = [endpoint];
                while poked.recv().is_ok() {
                    service.process(&mut endpoints);
                }
            });
            let mut app = Authenticator::new(client, Conforming {}, config());
            for request in asked {
                let result = answer(&mut app, wire, &request, &status, keep_alive);
                wire.answer(&request, result.as_deref().map_err(|code| *code));
            }
        });
    });
}

type Answer = Result<Bytes<LONGEST>, u8>;

fn answer(
    app: &mut Authenticator<Conforming, Client<'_>>,
    wire: &Wire,
    request: &Request,
    status: &AtomicU8,
    keep_alive: Duration,
) -> Answer {
    let mut out = Bytes::new();
    let command = match request.command {
        command if !wire.speaks(command) => return Err(INVALID_COMMAND),
        PING => {
            out.extend_from_slice(&request.data)
                .expect("it is no longer than answers may be");
            return Ok(out);
        }
        WINK => return Ok(out),
        MSG => Command::Msg,
        _ => Command::Cbor,
    };
    status.store(WORKING, SeqCst);
    INTERRUPT.set_working();
    let done = AtomicBool::new(false);
    let result = thread::scope(|scope| {
        if request.command == CBOR {
            scope.spawn(|| say_that_it_works(wire, request, status, keep_alive, &done));
        }
        let result = app.call(command, &request.data, &mut out);
        done.store(true, SeqCst);
        result
    });
    INTERRUPT.set_idle();
    result.map(|()| out).map_err(|_| INVALID_COMMAND)
}

/// Keep-alives, until it is done.
fn say_that_it_works(
    wire: &Wire,
    request: &Request,
    status: &AtomicU8,
    every: Duration,
    done: &AtomicBool,
) {
    let step = Duration::from_millis(1);
    let mut waited = Duration::ZERO;
    while !done.load(SeqCst) {
        thread::sleep(step);
        waited += step;
        if waited >= every && !done.load(SeqCst) {
            wire.send(request.channel, KEEP_ALIVE, &[status.load(SeqCst)]);
            waited = Duration::ZERO;
        }
    }
}

fn config() -> Config {
    let mut config = Config::new(LONGEST);
    config.max_resident_credential_count = Some(50);
    config.long_touch_for_reset = false;
    config.large_blobs = Some(LargeBlobsConfig {
        location: Location::Internal,
        max_size: 4096,
    });
    config
}

/// Other randomness than the fixed seed it has, and the certificate that U2F cannot do without.
fn furnish(platform: &mut Platform<'_>) {
    for _ in 0..OsRng.next_u32() % 4096 {
        platform.rng().next_u32();
    }
    let store = platform.store();
    let files = store.ifs();
    for (name, content) in [
        (
            path!("fido/x5c/00"),
            &include_bytes!("../data/attestation.der")[..],
        ),
        (
            path!("fido/sec/00"),
            &include_bytes!("../data/attestation.key")[..],
        ),
    ] {
        let folder = name.parent().expect("it is in a folder");
        files.create_dir_all(&folder).expect("the key has room");
        if !files.exists(name) {
            files.write(name, content).expect("the key has room");
        }
    }
}
