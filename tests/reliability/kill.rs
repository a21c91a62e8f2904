//! A kill at any system call of anything that saves leaves the old vault or the new one, whole.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;

use crate::paths::{self, SavePath, assert_usable};
use crate::program::Home;
use crate::starts::COPY;
use crate::strace::{Call, calls_since, injected, is_missing, trace};
use crate::whole::{Seen, Whole};
use crate::{figure, in_full, sample};

/// The vault's file, at the end of a path.
const VAULT: &str = "/vault.countersign\"";

/// How often the program was killed, and where the vault was the old one or the new one.
struct Killed {
    path: String,
    old: usize,
    new: usize,
}

#[test]
fn a_kill_at_any_system_call_leaves_the_old_or_the_new_vault() {
    if is_missing("a_kill_at_any_system_call_leaves_the_old_or_the_new_vault") {
        return;
    }
    let mut paths = paths::quick();
    paths.retain(|path| !path.renews());
    report("quick", &paths, 7);
}

#[test]
fn a_kill_while_copies_are_merged_restored_or_removed_leaves_the_old_or_the_new_vault() {
    let test = "a_kill_while_copies_are_merged_restored_or_removed_leaves_the_old_or_the_new_vault";
    if is_missing(test) {
        return;
    }
    report("other", &paths::with_other_files(), 5);
}

#[test]
fn a_kill_while_the_key_is_renewed_leaves_the_ways_to_unlock_of_the_old_key_or_of_the_new_one() {
    let test = "a_kill_while_the_key_is_renewed_leaves_the_ways_to_unlock_of_the_old_key_or_of_the_new_one";
    if is_missing(test) {
        return;
    }
    let mut paths = paths::all();
    paths.retain(|path| path.renews() && (in_full() || !path.is_slow));
    report("renewing", &paths, 7);
}

#[test]
fn a_kill_while_a_password_is_set_or_a_vault_made_leaves_the_old_or_the_new_vault() {
    if is_missing("a_kill_while_a_password_is_set_or_a_vault_made_leaves_the_old_or_the_new_vault")
    {
        return;
    }
    let mut paths = paths::slow();
    paths.retain(|path| !path.renews() && (in_full() || !path.name().starts_with("slots")));
    report("slow", &paths, 2);
}

fn report(which: &str, paths: &[SavePath], few: usize) {
    let killed: Vec<Killed> = paths
        .iter()
        .map(|path| kill_everywhere(path, few))
        .inspect(|Killed { path, old, new }| {
            figure(
                &format!("kill, {path}"),
                format!("old {old}, new {new}, 0 bad"),
            );
        })
        .collect();
    let [old, new] = [|one: &Killed| one.old, |one: &Killed| one.new]
        .map(|count| killed.iter().map(count).sum::<usize>());
    let paths = killed.len();
    figure(
        &format!("kill, {paths} {which} save paths"),
        format!("{} kills, old {old}, new {new}, 0 bad", old + new),
    );
}

/// Kills the program at each of its calls. In the short form at about `few` of those that matter, or where a password
/// makes each try costly right before and right after the new vault takes its place.
fn kill_everywhere(path: &SavePath, few: usize) -> Killed {
    let mut whole = Whole::of(path, &path.home());
    let mut calls = std::mem::take(&mut whole.calls);
    // A kill at any other call leaves the same files as one at the next of these.
    if !in_full() {
        calls.retain(Call::matters);
    }
    if !in_full() && path.is_slow {
        let renames = calls
            .iter()
            .position(|call| call.name.starts_with("rename") && call.line.contains(VAULT));
        calls = calls.split_off(renames.unwrap());
        calls.truncate(2);
    }
    let mut killed = Killed {
        path: path.name(),
        old: 0,
        new: 0,
    };
    for call in sample(calls, few) {
        let home = path.home();
        let said = kill(&home, path, &call);
        let place = format!("{} killed at {call:?}", path.name());
        whole.assert_nothing_is_lost(&home, &place);
        let found = judge(&home, &whole, &said, &place, &mut killed);
        // Another try with a password takes seconds, and does the same until the next call that matters.
        let is_tried = in_full() && (!path.is_slow || call.matters());
        assert_goes_on(&home, &whole, &found, is_tried);
    }
    assert!(killed.old > 0, "{}: killed too late", path.name());
    assert!(
        !in_full() || killed.new > 1,
        "{}: killed too early",
        path.name()
    );
    killed
}

/// Looks at what a kill left.
fn judge(home: &Home, whole: &Whole, said: &str, place: &str, killed: &mut Killed) -> Seen {
    let found = whole.seen(home);
    if found == whole.new {
        killed.new += 1;
    } else {
        assert_eq!(found, whole.old, "{place}");
        assert_eq!(said, "", "{place}: it said so before it was true");
        killed.old += 1;
    }
    found
}

/// The vault can be used, and made or changed by the same command where that was not done.
fn assert_goes_on(home: &Home, whole: &Whole, found: &Seen, is_tried: bool) {
    if found.has_vault() {
        if is_tried || home.path(COPY).exists() {
            whole.assert_can_be_repeated(home, found);
        }
        assert_usable(home);
    } else if is_tried {
        assert_can_be_made(home);
    }
}

/// What is in the way of another try is a kit's file, and that one is named as such.
fn assert_can_be_made(home: &Home) {
    let init = ["--password-file", "password", "init", "--recovery-kit"];
    home.run(&[&init[..], &["another kit"]].concat()).done();
    home.run(&["--recovery-file", "another kit", "list"]).done();
}

/// Runs the program, kills it at this call, and returns what it had printed.
fn kill(home: &Home, path: &SavePath, call: &Call) -> String {
    let output = injected(home, &call.inject("signal=KILL"), &path.args());
    // strace ends as the program did.
    assert_eq!(output.status.signal(), Some(9), "not killed at {call:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_kill_while_a_counter_is_saved_shows_no_code_that_is_good_once_more() {
    if is_missing("a_kill_while_a_counter_is_saved_shows_no_code_that_is_good_once_more") {
        return;
    }
    let code = paths::quick();
    let code = code.iter().find(|path| path.name() == "code Bank").unwrap();
    let calls = calls_since(&trace(&code.home(), &code.args()), "vault.countersign");
    let mut seen = BTreeMap::<u64, usize>::new();
    for call in calls.iter().filter(|call| call.matters()) {
        let home = code.home();
        let printed = kill(&home, code, call);
        let shown = home.unlocked(&["show", "Bank", "--json"]).json();
        let counter = shown["counter"].as_u64().unwrap();
        if counter == 0 {
            assert_eq!(printed, "", "killed at {call:?}");
        }
        // RFC 4226, appendix D: the code of counter 0 or 1, whichever was not used.
        let next = ["755224\n", "287082\n"][usize::try_from(counter).unwrap()];
        assert_eq!(home.unlocked(&["code", "Bank"]).done(), next);
        *seen.entry(counter).or_default() += 1;
    }
    assert!(seen[&0] > 4, "killed only {seen:?}");
    assert!(seen[&1] > 1, "killed only {seen:?}");
}
