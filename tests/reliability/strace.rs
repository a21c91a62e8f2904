//! Runs the program under strace: to see its system calls, and to let one of them fail, stop or kill it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::program::{Home, PROGRAM};
use crate::starts::THEIRS;

/// Everything that a save does with files. A name with `?` is not there on every kind of machine.
const CALLS: &str = "?open,openat,read,pread64,write,pwrite64,fsync,fdatasync,?link,linkat,?rename,renameat,\
    renameat2,?unlink,unlinkat,?mkdir,mkdirat,flock,close,?stat,?lstat,fstat,newfstatat,statx,lseek,ftruncate,?chmod,\
    fchmod,fchmodat,fchown,getdents64";

/// A system call of a recorded run.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// Which time its thread makes it, counted from 1.
    pub(crate) time: usize,
    /// As strace shows it.
    pub(crate) line: String,
}

impl Call {
    /// Whether what is on the disk is another after this call than before.
    pub(crate) fn changes_a_file(&self) -> bool {
        let changes = ["write", "link", "rename", "unlink", "mkdir"];
        self.line.contains("O_CREAT") || changes.iter().any(|name| self.name.starts_with(name))
    }

    /// Whether it changes what is on the disk, or makes a change durable.
    pub(crate) fn matters(&self) -> bool {
        self.changes_a_file() || ["fsync", "fchmod", "flock"].contains(&self.name.as_str())
    }

    /// Whether it shows something to the user.
    pub(crate) fn speaks(&self) -> bool {
        self.name == "write" && (self.line.contains("write(1<") || self.line.contains("write(2<"))
    }

    /// strace's expression that does this at this call.
    pub(crate) fn inject(&self, what: &str) -> String {
        format!("inject={}:{what}:when={}", self.name, self.time)
    }
}

/// The calls from the first that names `file`: until then nothing was done. strace counts the calls of each thread, and
/// acts where the first of them comes to a number: what a later thread does under the same number is left out.
pub(crate) fn calls_since(trace: &str, file: &str) -> Vec<Call> {
    let mut times = BTreeMap::new();
    let mut reached = BTreeSet::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread_and_name, _)) = line.split_once('(') else {
            continue;
        };
        let name = thread_and_name.split_whitespace().last().unwrap();
        let time: &mut usize = times.entry(thread_and_name).or_default();
        *time += 1;
        let is_first = reached.insert((name, *time));
        if is_first && (!calls.is_empty() || line.contains(file)) {
            calls.push(Call {
                name: name.to_owned(),
                time: *time,
                line: line.to_owned(),
            });
        }
    }
    calls
}

/// The calls of a save, from the first that has to do with the vault. Where another program saves meanwhile, from when
/// it has saved; how often this one asks for the lock until then differs from run to run.
pub(crate) fn calls_of_save(home: &Home, trace: &str) -> Vec<Call> {
    let mut calls = calls_since(trace, "vault.countersign");
    if home.path(THEIRS).exists() {
        let asks = calls.iter().position(|call| call.name == "flock").unwrap();
        calls.drain(..asks);
        calls.retain(|call| call.name != "flock");
    }
    calls
}

/// The system calls of a run to its end, which changes the home.
pub(crate) fn trace(home: &Home, args: &[&str]) -> String {
    let output = start(home, &[], args).wait_with_output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(home.read("trace")).unwrap()
}

/// Runs the program to its end, or to where `inject` ends it.
pub(crate) fn injected(home: &Home, inject: &str, args: &[&str]) -> Output {
    let program = start(home, &["-e", inject], args);
    program.wait_with_output().unwrap()
}

/// Starts the program, in a process group of its own. Where the home has what another program saves meanwhile
/// ([`THEIRS`]), that takes the vault's place after this program has read the vault, and before it gets the lock.
pub(crate) fn start(home: &Home, options: &[&str], args: &[&str]) -> Child {
    let mut command = strace(home, options, args);
    command.process_group(0);
    if !home.path(THEIRS).exists() {
        return command.spawn().unwrap();
    }
    let lock = home.path("vault.countersign.lock");
    let lock = File::options().create(true).append(true).open(lock);
    let lock = lock.unwrap();
    lock.lock().unwrap();
    // What an earlier run left would be read.
    drop(fs::remove_file(home.path("trace")));
    let program = command.spawn().unwrap();
    let asks = || fs::read_to_string(home.path("trace")).is_ok_and(|text| text.contains("flock("));
    let has_asked = (0..4_000).any(|_| {
        sleep(Duration::from_millis(2));
        asks()
    });
    assert!(has_asked, "{args:?} does not ask for the lock");
    save_theirs(home);
    program
}

/// Another program has saved.
pub(crate) fn save_theirs(home: &Home) {
    let new = home.path("theirs.new");
    fs::copy(home.path(THEIRS), &new).unwrap();
    File::open(&new).unwrap().sync_all().unwrap();
    fs::rename(&new, home.vault()).unwrap();
    File::open(home.path("")).unwrap().sync_all().unwrap();
}

/// The program under strace, which names the file of each number and writes the file `trace` of the home.
pub(crate) fn strace(home: &Home, options: &[&str], args: &[&str]) -> Command {
    let mut command = Command::new("strace");
    home.set_up(&mut command);
    command
        .args(["-f", "-y", "-o"])
        .arg(home.path("trace"))
        .args(["-e", &format!("trace={CALLS}")])
        .args(options)
        .arg(PROGRAM)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub(crate) fn is_missing(test: &str) -> bool {
    is_program_missing(test, "strace", "-V")
}

pub(crate) fn is_program_missing(test: &str, program: &str, version: &str) -> bool {
    let is_missing = Command::new(program).arg(version).output().is_err();
    if is_missing {
        println!("SKIPPED {test}: {program} is not installed");
    }
    is_missing
}
