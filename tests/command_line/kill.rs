//! A kill at any system call leaves the old vault or the new one, whole.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use crate::program::{Home, PROGRAM, SECRET};

/// Everything that a save does with files. A name with `?` is not there on every kind of machine.
const CALLS: &str = "?open,openat,read,pread64,write,pwrite64,fsync,fdatasync,?link,linkat,?rename,renameat,\
    renameat2,?unlink,unlinkat,?mkdir,mkdirat,flock,close,?stat,?lstat,fstat,newfstatat,statx,lseek,ftruncate,?chmod,\
    fchmod,fchmodat,getdents64";

#[test]
fn a_kill_at_any_system_call_leaves_the_old_or_the_new_vault() {
    if Command::new("strace").arg("-V").output().is_err() {
        println!(
            "SKIPPED a_kill_at_any_system_call_leaves_the_old_or_the_new_vault: strace is not installed"
        );
        return;
    }
    let home = Home::with_account();
    let vault = home.read("vault.countersign");
    let moments = moments(&home);
    let (mut old, mut new) = (0, 0);
    for (call, time) in &moments {
        home.write("vault.countersign", &vault);
        let inject = format!("inject={call}:signal=KILL:when={time}");
        assert!(add(&home, &["-e", &inject]), "not killed at {call} {time}");
        match home
            .issuers()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()[..]
        {
            ["GitHub"] => old += 1,
            ["GitHub", "New"] => new += 1,
            ref other => panic!("killed at {call} {time}: {other:?}"),
        }
        home.unlocked(&["edit", "GitHub", "--tag", "+after"]).done();
    }
    assert!(old > 20, "killed only {old} times before the rename");
    assert!(new > 3, "killed only {new} times after the rename");
}

/// Every call of a save: its name, and which time the program makes it. What comes before the vault is opened
/// is left out: until then nothing was done.
fn moments(home: &Home) -> Vec<(String, usize)> {
    let vault = home.read("vault.countersign");
    assert!(!add(home, &[]));
    home.write("vault.countersign", vault);
    let trace = String::from_utf8(home.read("trace")).unwrap();
    let mut times = BTreeMap::new();
    let mut moments = Vec::new();
    let mut is_begun = false;
    for line in trace.lines() {
        let Some((name, _)) = line.split_once('(') else {
            continue;
        };
        let name = name.split_whitespace().last().unwrap().to_owned();
        is_begun |= line.contains("vault.countersign");
        let time: &mut usize = times.entry(name.clone()).or_default();
        *time += 1;
        if is_begun {
            moments.push((name, *time));
        }
    }
    moments
}

/// Adds an account under strace; `true` if the program was killed.
fn add(home: &Home, inject: &[&str]) -> bool {
    let uri = format!("otpauth://totp/New:bob?secret={SECRET}");
    let mut command = Command::new("strace");
    home.set_up(&mut command);
    let status = command
        .args(["-f", "-o", "trace", "-e"])
        .arg(format!("trace={CALLS}"))
        .args(inject)
        .args([PROGRAM, "--recovery-file", "kit", "add", &uri])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    // strace ends as the program did.
    status.signal() == Some(9)
}
