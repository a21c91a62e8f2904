//! A FIDO2 and U2F security key made of software, for tests.
//!
//! The authenticator is the application inside real keys (`fido-authenticator`, in the Nitrokey 3 and the Solo 2); what
//! is here is only the way to it: CTAPHID frames over a terminal that stands where the HID node of a key would be.
//! It runs below `umockdev-run`, which makes other programs see that node, and lives until its input ends.
//!
//!     virtual-key [--node NAME]... [--touch auto|never|file:PATH] [--state FILE] [--u2f-only]
//!                 [--keep-alive MILLISECONDS] [--stray] [-- COMMAND...]
//!
//! It prints `ready` once it is plugged in; with a command, it runs that instead and ends as it does.

mod firmware;
mod frames;
mod node;

use std::env;
use std::path::PathBuf;
use std::process::{Command, exit};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use firmware::Touch;
use frames::Wire;

/// How the key behaves.
struct Options {
    /// Its name in `/dev`, or several that lead to it.
    nodes: Vec<String>,
    touch: Touch,
    /// Where it keeps what it knows, so that it can be plugged in again.
    state: Option<PathBuf>,
    /// A key from before FIDO2.
    u2f_only: bool,
    /// How often it says that it is still working. The standard says every 100 ms at least; keys differ.
    keep_alive: Duration,
    /// Before each answer it sends frames that are meant for another program.
    stray: bool,
    command: Vec<String>,
}

fn main() {
    let options = options();
    let nodes = options.nodes.iter().map(|name| node::plug_in(name));
    let wire = Arc::new(Wire::new(nodes.collect(), options.u2f_only, options.stray));
    let (requests, asked) = mpsc::channel();
    for place in 0..wire.nodes().len() {
        let (wire, requests) = (Arc::clone(&wire), requests.clone());
        thread::spawn(move || wire.read_requests(&wire.nodes()[place], &requests));
    }
    thread::spawn(move || exit(live(&options.command)));
    firmware::run(
        &wire,
        &asked,
        options.touch,
        options.state,
        options.keep_alive,
    );
}

/// Until the input ends, or the command does, whose result is given.
fn live(command: &[String]) -> i32 {
    let Some((program, arguments)) = command.split_first() else {
        println!("ready");
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        return 0;
    };
    let status = Command::new(program).args(arguments).status();
    status
        .expect("the command can be started")
        .code()
        .unwrap_or(99)
}

fn options() -> Options {
    let mut options = Options {
        nodes: Vec::new(),
        touch: Touch::Auto,
        state: None,
        u2f_only: false,
        keep_alive: Duration::from_millis(100),
        stray: false,
        command: Vec::new(),
    };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("this option has a value");
        match word.as_str() {
            "--node" => options.nodes.push(value()),
            "--touch" => options.touch = touch(&value()),
            "--state" => options.state = Some(value().into()),
            "--keep-alive" => {
                let milliseconds = value().parse().expect("milliseconds are a number");
                options.keep_alive = Duration::from_millis(milliseconds);
            }
            "--u2f-only" => options.u2f_only = true,
            "--stray" => options.stray = true,
            "--" => {
                options.command = words.collect();
                break;
            }
            _ => panic!("`{word}` is no option"),
        }
    }
    if options.nodes.is_empty() {
        options.nodes.push("hidraw0".to_owned());
    }
    options
}

fn touch(word: &str) -> Touch {
    match word {
        "auto" => Touch::Auto,
        "never" => Touch::Never,
        _ => Touch::While(
            word.strip_prefix("file:")
                .expect("auto, never or file:PATH")
                .into(),
        ),
    }
}
