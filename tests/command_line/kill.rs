//! A kill at any system call leaves the old vault or the new one, whole.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};

use crate::program::{Home, PROGRAM, SECRET};

/// Everything that a save does with files. A name with `?` is not there on every kind of machine.
const CALLS: &str = "?open,openat,read,pread64,write,pwrite64,fsync,fdatasync,?link,linkat,?rename,renameat,\
    renameat2,?unlink,unlinkat,?mkdir,mkdirat,flock,close,?stat,?lstat,fstat,newfstatat,statx,lseek,ftruncate,?chmod,\
    fchmod,fchmodat,getdents64";

const ADD: [&str; 4] = [
    "--recovery-file",
    "kit",
    "add",
    "otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP",
];
const CODE: [&str; 4] = ["--recovery-file", "kit", "code", "Bank"];
const INIT: [&str; 5] = [
    "--password-file",
    "password",
    "init",
    "--recovery-kit",
    "kit",
];

#[test]
fn a_kill_at_any_system_call_leaves_the_old_or_the_new_vault() {
    if strace_is_missing("a_kill_at_any_system_call_leaves_the_old_or_the_new_vault") {
        return;
    }
    let home = Home::with_account();
    let vault = home.read("vault.countersign");
    let trace = trace(&home, &ADD);
    let (mut old, mut new) = (0, 0);
    for call in calls_since(&trace, "vault.countersign") {
        home.put_back(&vault);
        call.kill(&home, &ADD);
        match home
            .issuers()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()[..]
        {
            ["GitHub"] => old += 1,
            ["GitHub", "New"] => new += 1,
            ref other => panic!("killed at {call:?}: {other:?}"),
        }
        home.unlocked(&["edit", "GitHub", "--tag", "+after"]).done();
    }
    assert!(old > 20, "killed only {old} times before the rename");
    assert!(new > 3, "killed only {new} times after the rename");
}

#[test]
fn every_step_of_a_save_is_on_the_disk_before_the_next_and_the_message_comes_last() {
    if strace_is_missing(
        "every_step_of_a_save_is_on_the_disk_before_the_next_and_the_message_comes_last",
    ) {
        return;
    }
    let home = home_with_counter();
    for (args, message) in [(ADD, "\"Added New (bob)."), (CODE, "\"755224")] {
        let trace = trace(&home, &args);
        let folder = home.path("").canonicalize().unwrap();
        let folder = format!("<{}>)", folder.display());
        let mut lines = trace.lines();
        for step in [
            &["fsync(", ".tmp>)"][..],
            &[
                "link",
                "vault.countersign\"",
                "vault.countersign.generations/",
            ],
            &["fsync(", "vault.countersign.generations>)"],
            &["rename", ".tmp\"", "/vault.countersign\""],
            &["fsync(", &folder],
            &["write(1<", message],
        ] {
            let is_step = |line: &str| step.iter().all(|part| line.contains(part));
            assert!(
                lines.any(is_step),
                "not there or too early: {step:?}\n{trace}"
            );
        }
    }
}

#[test]
fn a_kill_while_a_counter_is_saved_shows_no_code_that_is_good_once_more() {
    if strace_is_missing("a_kill_while_a_counter_is_saved_shows_no_code_that_is_good_once_more") {
        return;
    }
    let home = home_with_counter();
    let vault = home.read("vault.countersign");
    let trace = trace(&home, &CODE);
    let mut seen = [0; 2];
    for call in calls_since(&trace, "vault.countersign") {
        if !call.changes_a_file() && call.name != "fsync" {
            continue;
        }
        home.put_back(&vault);
        let printed = call.kill(&home, &CODE);
        let shown = home.unlocked(&["show", "Bank", "--json"]).json();
        match shown["counter"].as_u64() {
            Some(0) => assert_eq!(printed, "", "killed at {call:?}"),
            Some(1) => {}
            other => panic!("killed at {call:?}: {other:?}"),
        }
        seen[usize::from(shown["counter"] == 1)] += 1;
    }
    assert!(
        seen[0] > 4,
        "killed only {} times before the rename",
        seen[0]
    );
    assert!(
        seen[1] > 1,
        "killed only {} times after the rename",
        seen[1]
    );
}

#[test]
fn a_kill_while_a_vault_is_made_leaves_none_or_one_that_its_kit_opens() {
    if strace_is_missing("a_kill_while_a_vault_is_made_leaves_none_or_one_that_its_kit_opens") {
        return;
    }
    let trace = trace(&Home::empty(), &INIT);
    let mut seen = Vec::new();
    for call in calls_since(&trace, "\"kit\"") {
        // Each try costs a password, so three of them: with an empty kit, with all that there can be in the way of
        // another try, and with the vault in place.
        let is_moment = call.name == "write" && !call.line.contains(".tmp>");
        if !is_moment && !call.name.starts_with("rename") {
            continue;
        }
        let home = Home::empty();
        call.kill(&home, &INIT);
        seen.push(home.vault().exists());
        if home.vault().exists() {
            home.unlocked(&["list"]).done();
        } else if call.name.starts_with("rename") {
            let again = [&INIT[..3], &["--recovery-kit", "kit2", "--vault", "vault2"]].concat();
            home.run(&again).done();
            home.run(&["--recovery-file", "kit2", "--vault", "vault2", "list"])
                .done();
        }
    }
    assert_eq!(seen, [false, false, true]);
}

/// Those that change something; a backup is written by a thread of its own, so each is counted by its name.
const CHANGES: [&str; 8] = [
    "write",
    "fsync",
    "renameat2",
    "rename",
    "linkat",
    "unlink",
    "mkdir",
    "flock",
];

/// Runs the program once for each of [`CHANGES`] that it makes, and kills it there; `check` looks at what is left.
fn kill_at_each_change(home: &Home, args: &[&str], mut check: impl FnMut(&str)) -> usize {
    let mut kills = 0;
    for name in CHANGES {
        for time in 1.. {
            let inject = format!("inject={name}:signal=KILL:when={time}");
            let output = strace(home, &["-e", &inject], args);
            check(&format!("{name} {time}"));
            if output.status.signal() != Some(9) {
                break;
            }
            kills += 1;
        }
    }
    kills
}

#[test]
fn a_kill_while_a_backup_is_made_leaves_a_whole_one_or_none() {
    if strace_is_missing("a_kill_while_a_backup_is_made_leaves_a_whole_one_or_none") {
        return;
    }
    let home = Home::with_account();
    std::fs::create_dir(home.path("stick")).unwrap();
    home.unlocked(&["backup", "create", "stick"]).done();
    let vault = home.read("vault.countersign");
    let create = ["--recovery-file", "kit", "backup", "create"];
    let kills = kill_at_each_change(&home, &create, |at| {
        assert!(home.read("vault.countersign") == vault, "{at}");
        let list = home.run(&["backup", "list", "--json"]).json();
        let list = list.as_array().unwrap();
        assert!(list.iter().all(|backup| backup["state"] == "sound"), "{at}");
        // The newest is the vault of now, or the next try makes one.
        home.unlocked(&["backup", "create"]).done();
        for backup in list {
            std::fs::remove_file(backup["file"].as_str().unwrap()).unwrap();
        }
    });
    assert!(kills > 6, "killed only {kills} times");
}

#[test]
fn a_kill_while_a_vault_is_restored_leaves_the_one_before_or_the_restored_one() {
    let test = "a_kill_while_a_vault_is_restored_leaves_the_one_before_or_the_restored_one";
    if strace_is_missing(test) {
        return;
    }
    let home = Home::with_account();
    std::fs::create_dir(home.path("stick")).unwrap();
    home.unlocked(&["backup", "create", "stick"]).done();
    home.add("otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP");
    let newer = home.read("vault.countersign");
    let restore = [
        "--recovery-file",
        "kit",
        "backup",
        "restore",
        "stick",
        "--replace",
    ];
    let (mut old, mut new) = (0, 0);
    kill_at_each_change(&home, &restore, |at| {
        match home.issuers().len() {
            2 => old += 1,
            1 => new += 1,
            other => panic!("{other} accounts, killed at {at}"),
        }
        home.put_back(&newer);
    });
    assert!(old > 4, "killed only {old} times before the rename");
    assert!(new > 2, "killed only {new} times after the rename");
}

/// With two accounts, one of which counts: its codes are those of RFC 4226, appendix D.
fn home_with_counter() -> Home {
    let home = Home::with_account();
    home.add(&format!(
        "otpauth://hotp/Bank:bob?secret={SECRET}&counter=0"
    ));
    home
}

/// A system call of a recorded run.
#[derive(Debug)]
struct Call<'a> {
    name: &'a str,
    /// Which time its thread makes it, counted from 1.
    time: usize,
    /// As strace shows it.
    line: &'a str,
}

impl Call<'_> {
    fn changes_a_file(&self) -> bool {
        self.line.contains("O_CREAT")
            || ["write", "link", "rename", "unlink", "mkdir"]
                .iter()
                .any(|name| self.name.starts_with(name))
    }

    /// Runs the same program again, kills it at this call, and returns what it had printed.
    fn kill(&self, home: &Home, args: &[&str]) -> String {
        let inject = format!("inject={}:signal=KILL:when={}", self.name, self.time);
        let output = strace(home, &["-e", &inject], args);
        // strace ends as the program did.
        assert_eq!(output.status.signal(), Some(9), "not killed at {self:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// The calls from the first that names `file`: until then nothing was done.
fn calls_since<'a>(trace: &'a str, file: &str) -> Vec<Call<'a>> {
    let mut times = BTreeMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread_and_name, _)) = line.split_once('(') else {
            continue;
        };
        let name = thread_and_name.split_whitespace().last().unwrap();
        let time: &mut usize = times.entry(thread_and_name).or_default();
        *time += 1;
        if !calls.is_empty() || line.contains(file) {
            let time = *time;
            calls.push(Call { name, time, line });
        }
    }
    calls
}

/// The system calls of a run to its end.
fn trace(home: &Home, args: &[&str]) -> String {
    let vault = home
        .vault()
        .exists()
        .then(|| home.read("vault.countersign"));
    vault.iter().for_each(|vault| home.put_back(vault));
    assert!(strace(home, &[], args).status.success());
    vault.iter().for_each(|vault| home.put_back(vault));
    String::from_utf8(home.read("trace")).unwrap()
}

/// Runs the program under strace, which names the file of each number.
fn strace(home: &Home, inject: &[&str], args: &[&str]) -> Output {
    let mut command = Command::new("strace");
    home.set_up(&mut command);
    command
        .args(["-f", "-y", "-o", "trace", "-e"])
        .arg(format!("trace={CALLS}"))
        .args(inject)
        .arg(PROGRAM)
        .args(args)
        .stderr(Stdio::null())
        .output()
        .unwrap()
}

fn strace_is_missing(test: &str) -> bool {
    let is_missing = Command::new("strace").arg("-V").output().is_err();
    if is_missing {
        println!("SKIPPED {test}: strace is not installed");
    }
    is_missing
}
