//! Power that is cut at any system call of a save leaves the old vault or the new one, whole; and always the new one
//! when the program had said that it was saved.
//!
//! The program is stopped right after the call, the file system is told to lose what it has not written, and it is
//! mounted again.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::disk::{Disk, Kind};
use crate::home::{Files, forget, snapshot};
use crate::paths::{self, SavePath, assert_usable, view};
use crate::program::{Home, URI};
use crate::starts::COPY;
use crate::strace::{Call, calls_since, is_missing, start, trace};
use crate::whole::Whole;
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
    let Some(on_disk) = OnDisk::mount(test, Kind::Ext4) else {
        return;
    };
    let edit = &paths::quick()[2];
    let start = files_of(&edit.home());
    on_disk.disk.start_with(&start);
    let home = &on_disk.home;
    let old = view(home);
    forget(home);
    let calls = calls_since(&trace(home, &edit.args()), "vault.countersign");
    let message = calls.iter().rfind(|call| call.speaks()).unwrap();
    for (options, is_lost) in [(&["-e", "inject=fsync:retval=0"][..], true), (&[], false)] {
        on_disk.disk.start_with(&start);
        let said = on_disk.cut(edit, message, false, options).unwrap();
        assert_ne!(said, "", "cut too early");
        on_disk.disk.restart();
        assert_eq!(view(home) == old, is_lost, "{options:?}");
    }
}

/// How often the power was cut, and which vault was there afterwards.
#[derive(Default)]
struct Cuts {
    old: usize,
    new: usize,
    after_saved: usize,
}

impl fmt::Display for Cuts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            old,
            new,
            after_saved,
        } = self;
        let count = old + new;
        write!(
            f,
            "{count} cuts, old {old}, new {new} ({after_saved} of them after the message), 0 bad"
        )
    }
}

fn cut_everywhere(test: &str, kind: Kind) {
    let Some(mut on_disk) = OnDisk::mount(test, kind) else {
        return;
    };
    let mut paths = paths::quick();
    let few = if in_full() {
        paths.extend(paths::with_other_files());
        paths.extend(paths::slow().into_iter().take(1));
        usize::MAX
    } else {
        paths.retain(|path| ["edit", "code"].contains(&path.args()[2]));
        7
    };
    let cut = |path: &SavePath| on_disk.cut_everywhere(path, &path.home(), few);
    report(kind, "small", paths.iter().map(cut));
}

fn cut_large(test: &str, kind: Kind) {
    let Some(mut on_disk) = OnDisk::mount(test, kind) else {
        return;
    };
    let few = if in_full() { usize::MAX } else { 4 };
    let edit = &paths::quick()[2];
    let cut = |home: Home| on_disk.cut_everywhere(edit, &home, few);
    report(kind, "large", large_homes().into_iter().map(cut));
}

fn report(kind: Kind, which: &str, cuts: impl Iterator<Item = Cuts>) {
    let mut all = Cuts::default();
    for Cuts {
        old,
        new,
        after_saved,
    } in cuts
    {
        all.old += old;
        all.new += new;
        all.after_saved += after_saved;
    }
    assert!(all.after_saved > 0, "never cut after a save was done");
    figure(&format!("power cut, {kind:?}, all {which} vaults"), all);
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

/// All files of a home whose computer remembers no vault.
fn files_of(home: &Home) -> Files {
    forget(home);
    snapshot(&home.path(""))
}

/// A home on a disk of its own: everything that a save leaves loses its power with it.
struct OnDisk {
    // Unmounted before the folder is removed.
    disk: Disk,
    home: Home,
}

impl OnDisk {
    fn mount(test: &str, kind: Kind) -> Option<Self> {
        if is_missing(test) {
            return None;
        }
        let home = Home::empty();
        let disk = Disk::mount_at(test, kind, home.path(""))?;
        Some(Self { disk, home })
    }

    /// Runs `path` once for each call, from what this home has.
    fn cut_everywhere(&mut self, path: &SavePath, home: &Home, few: usize) -> Cuts {
        self.home.environment.clone_from(&home.environment);
        let start = &files_of(home);
        self.disk.start_with(start);
        let mut whole = Whole::of(path, &self.home);
        let calls = std::mem::take(&mut whole.calls);
        let mut cuts = Cuts::default();
        let kind = self.disk.kind();
        for (call, journal) in points(&calls, few) {
            self.disk.start_with(start);
            let Some(said) = self.cut(path, call, journal, &[]) else {
                continue;
            };
            self.disk.restart();
            let place = format!("{} on {kind:?}, cut after {call:?}", path.name());
            self.judge(&whole, &said, &place, &mut cuts);
        }
        let vault = start.get(Path::new("vault.countersign"));
        let length = vault.map_or(0, Vec::len);
        figure(
            &format!("power cut, {kind:?}, {}, {length} bytes", path.name()),
            &cuts,
        );
        cuts
    }

    /// Looks at what is there with power again.
    fn judge(&self, whole: &Whole, said: &str, place: &str, cuts: &mut Cuts) {
        whole.assert_nothing_is_lost(&self.home, place);
        let found = whole.seen(&self.home);
        if found == whole.new {
            cuts.new += 1;
            cuts.after_saved += usize::from(!said.is_empty());
        } else {
            assert_eq!(found, whole.old, "{place}");
            assert_eq!(said, "", "{place}: what was saved is lost");
            cuts.old += 1;
        }
        if found.has_vault() {
            if self.home.path(COPY).exists() {
                whole.assert_can_be_repeated(&self.home, &found);
            }
            assert_usable(&self.home);
        }
    }

    /// Runs the program, cuts the power after this call, and returns what it had printed. `None` where it ended first.
    fn cut(&self, path: &SavePath, call: &Call, journal: bool, options: &[&str]) -> Option<String> {
        let inject = call.inject("signal=STOP");
        let options = [&["-e", inject.as_str()], options].concat();
        let mut program = start(&self.home, &options, &path.args());
        let has_stopped = wait_for_stop(&mut program, &self.home.path("trace"));
        if has_stopped {
            self.disk.cut_power(journal);
        }
        let group = format!("-{}", program.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).output());
        let output = program.wait_with_output().unwrap();
        has_stopped.then(|| String::from_utf8(output.stdout).unwrap())
    }
}

/// Where the power is cut, and whether the journal is kept: about `few` of the calls that matter, and in full all of
/// them in both ways. Always the last ones, where the save is done.
fn points(calls: &[Call], few: usize) -> Vec<(&Call, bool)> {
    let calls: Vec<_> = calls.iter().filter(|call| call.matters()).collect();
    if in_full() {
        let both = |call| [(call, false), (call, true)];
        return calls.into_iter().flat_map(both).collect();
    }
    let step = calls.len().div_ceil(few).max(1);
    let last = calls.len() - 1;
    let calls = calls.into_iter().enumerate();
    calls
        .filter(|(at, _)| at % step == 0 || last - at < 2)
        .map(|(at, call)| (call, at % 2 == 1))
        .collect()
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
