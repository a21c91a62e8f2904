//! Power that is cut at any system call of a save leaves the old vault or the new one, whole; and always the new one
//! when the program had said that it was saved.
//!
//! The program is stopped right after the call, the file system is told to lose what it has not written, and it is
//! mounted again.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::disk::{Disk, Kind};
use crate::home::{Files, forget, home_of, snapshot};
use crate::paths::{self, SavePath, assert_usable, view};
use crate::program::{Home, URI};
use crate::strace::{Call, calls_since, is_missing, strace, trace};
use crate::{accounts, figure, in_full};

#[test]
fn a_power_cut_on_ext4_leaves_the_old_vault_or_the_new_one_and_never_undoes_a_save() {
    let test = "a_power_cut_on_ext4_leaves_the_old_vault_or_the_new_one_and_never_undoes_a_save";
    cut_everywhere(test, Kind::Ext4);
}

#[test]
fn a_power_cut_on_xfs_leaves_the_old_vault_or_the_new_one_and_never_undoes_a_save() {
    let test = "a_power_cut_on_xfs_leaves_the_old_vault_or_the_new_one_and_never_undoes_a_save";
    cut_everywhere(test, Kind::Xfs);
}

#[test]
fn a_power_cut_on_ext4_while_a_large_vault_is_saved_leaves_the_old_or_the_new_one() {
    let test = "a_power_cut_on_ext4_while_a_large_vault_is_saved_leaves_the_old_or_the_new_one";
    cut_large(test, Kind::Ext4);
}

#[test]
fn a_power_cut_on_xfs_while_a_large_vault_is_saved_leaves_the_old_or_the_new_one() {
    let test = "a_power_cut_on_xfs_while_a_large_vault_is_saved_leaves_the_old_or_the_new_one";
    cut_large(test, Kind::Xfs);
}

#[test]
fn without_its_flushes_the_same_save_would_be_lost_so_the_cuts_are_real() {
    let test = "without_its_flushes_the_same_save_would_be_lost_so_the_cuts_are_real";
    if is_missing(test) {
        return;
    }
    let Some(disk) = Disk::mount(test, Kind::Ext4) else {
        return;
    };
    let edit = &paths::quick()[2];
    let (start, home) = moved_to(&disk, &edit.home());
    let old = view(&home);
    forget(&home);
    let calls = calls_since(&trace(&home, &edit.args()), "vault.countersign");
    let message = calls.iter().rfind(|call| call.speaks()).unwrap();
    for (options, is_lost) in [(&["-e", "inject=fsync:retval=0"][..], true), (&[], false)] {
        disk.start_with(&start);
        let said = cut(&disk, &home, edit, message, false, options).unwrap();
        assert_ne!(said, "", "cut too early");
        disk.restart();
        // It would say that a newer state was there.
        forget(&home);
        assert_eq!(view(&home) == old, is_lost, "{options:?}");
    }
}

/// How often the power was cut, and which vault was there afterwards.
#[derive(Default)]
struct Cuts {
    old: usize,
    new: usize,
    after_saved: usize,
}

fn cut_everywhere(test: &str, kind: Kind) {
    if is_missing(test) {
        return;
    }
    let Some(disk) = Disk::mount(test, kind) else {
        return;
    };
    let few = if in_full() { usize::MAX } else { 7 };
    let mut cuts = Vec::new();
    for path in paths::quick() {
        if in_full() || ["edit", "code"].contains(&path.args()[2]) {
            cuts.push(cut_path(&disk, &path, &path.home(), few));
        }
    }
    if in_full() {
        cuts.push(cut_path(&disk, &paths::slow()[0], &Home::empty(), few));
    }
    assert_some_after_saved(&cuts);
}

fn cut_large(test: &str, kind: Kind) {
    if is_missing(test) {
        return;
    }
    let Some(disk) = Disk::mount(test, kind) else {
        return;
    };
    let few = if in_full() { usize::MAX } else { 4 };
    let edit = &paths::quick()[2];
    let homes = large_homes().into_iter();
    let cuts: Vec<_> = homes
        .map(|home| cut_path(&disk, edit, &home, few))
        .collect();
    assert_some_after_saved(&cuts);
}

fn assert_some_after_saved(cuts: &[Cuts]) {
    let after_saved: usize = cuts.iter().map(|one| one.after_saved).sum();
    assert!(after_saved > 0, "never cut after a save was done");
}

/// 1,000 accounts, and in full 16 MB; each with the one that is changed.
fn large_homes() -> Vec<Home> {
    let mut homes = vec![accounts::home_with(1_000)];
    if in_full() {
        homes.push(accounts::home_of_16_mb());
    }
    homes.iter().for_each(|home| home.add(URI));
    homes
}

/// Runs `path` once for each call, from the files of `home`.
fn cut_path(disk: &Disk, path: &SavePath, home: &Home, few: usize) -> Cuts {
    let (start, home) = moved_to(disk, home);
    let old = view(&home);
    forget(&home);
    let calls = calls_since(&trace(&home, &path.args()), "vault.countersign");
    let new = view(&home);
    assert_ne!(old, new);
    // In full, both ways of losing power.
    let ways: &[bool] = if in_full() { &[false, true] } else { &[] };
    let calls = calls.iter().filter(|call| call.matters()).enumerate();
    let calls = calls.flat_map(|(at, call)| match ways {
        [] => vec![(call, at % 2 == 1)],
        ways => ways.iter().map(|&journal| (call, journal)).collect(),
    });
    let calls: Vec<_> = calls.collect();
    let mut cuts = Cuts::default();
    for (call, journal) in thinned(calls, few) {
        disk.start_with(&start);
        let Some(said) = cut(disk, &home, path, call, journal, &[]) else {
            continue;
        };
        disk.restart();
        let found = view(&home);
        let place = || format!("{} on {:?}, cut after {call:?}", path.name(), disk.path());
        if found == new {
            cuts.new += 1;
            cuts.after_saved += usize::from(!said.is_empty());
        } else {
            assert_eq!(found, old, "{}", place());
            assert_eq!(said, "", "{}: what was saved is lost", place());
            cuts.old += 1;
        }
        if found != "none" {
            assert_usable(&home);
        }
    }
    let Cuts {
        old,
        new,
        after_saved,
    } = cuts;
    let length: usize = start
        .get(Path::new("vault.countersign"))
        .map_or(0, Vec::len);
    figure(
        &format!(
            "power cut, {:?}, {}, {length} bytes",
            disk.kind(),
            path.name()
        ),
        format!(
            "{} cuts, old {old}, new {new} ({after_saved} of them after the message), 0 bad",
            old + new
        ),
    );
    cuts
}

/// About `few` of them, and always the last ones, where the save is done.
fn thinned<T>(calls: Vec<T>, few: usize) -> Vec<T> {
    let step = calls.len().div_ceil(few).max(1);
    let last = calls.len() - 1;
    let calls = calls.into_iter().enumerate();
    calls
        .filter(|(at, _)| at % step == 0 || last - at < 2)
        .map(|(_, call)| call)
        .collect()
}

/// The home's vault goes to the disk; the home has a link to it there. Returns also what the disk starts with.
fn moved_to(disk: &Disk, home: &Home) -> (Files, Home) {
    let (start, here): (Files, Files) = snapshot(&home.path(""))
        .into_iter()
        .partition(|(path, _)| path.to_string_lossy().starts_with("vault.countersign"));
    let here = home_of(&here);
    symlink(disk.path().join("vault.countersign"), here.vault()).unwrap();
    disk.start_with(&start);
    (start, here)
}

/// Runs the program, cuts the power after this call, and returns what it had printed. `None` where it ended first.
fn cut(
    disk: &Disk,
    home: &Home,
    path: &SavePath,
    call: &Call,
    journal: bool,
    options: &[&str],
) -> Option<String> {
    let is_first = path.name().starts_with("init");
    let kit = if is_first { "kit" } else { "kit2" };
    for file in [kit, "trace"] {
        drop(fs::remove_file(home.path(file)));
    }
    forget(home);
    let inject = call.inject("signal=STOP");
    let options = [&["-e", inject.as_str()], options].concat();
    let mut command = strace(home, &options, &path.args());
    let mut program = command.process_group(0).spawn().unwrap();
    let has_stopped = wait_for_stop(&mut program, &home.path("trace"));
    if has_stopped {
        disk.cut_power(journal);
    }
    let group = format!("-{}", program.id());
    drop(Command::new("kill").args(["-KILL", "--", &group]).output());
    let output = program.wait_with_output().unwrap();
    has_stopped.then(|| String::from_utf8(output.stdout).unwrap())
}

/// Whether the program stopped before it ended.
fn wait_for_stop(strace: &mut Child, trace: &Path) -> bool {
    loop {
        let text = fs::read_to_string(trace).unwrap_or_default();
        if text.contains("--- stopped by SIGSTOP ---") {
            return true;
        }
        if strace.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_millis(2));
    }
}
