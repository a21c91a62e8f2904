//! A kill at any system call of anything that saves leaves the old vault or the new one, whole.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt as _;

use crate::home::{forget, snapshot};
use crate::paths::{self, SavePath, assert_usable, view, view_with_passwords};
use crate::program::Home;
use crate::starts::{COPY, GENERATIONS};
use crate::strace::{Call, calls_since, injected, is_missing, trace};
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
    report("other", &paths::with_other_files(), 7);
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

/// A save path that ran to its end, to compare with.
struct Whole {
    /// What its owner can see, before and after.
    old: String,
    new: String,
    look: fn(&Home) -> String,
    /// What was in the files before, and of that, what was in them afterwards.
    before: BTreeSet<Vec<u8>>,
    kept: BTreeSet<Vec<u8>>,
    calls: Vec<Call>,
}

impl Whole {
    fn of(path: &SavePath) -> Self {
        let home = path.home();
        let sets_a_password = path.is_slow && home.vault().exists();
        let look = [view, view_with_passwords][usize::from(sets_a_password)];
        let old = look(&home);
        forget(&home);
        let before = contents(&home);
        let trace = trace(&home, &path.args());
        let kept = before.intersection(&contents(&home)).cloned().collect();
        let new = look(&home);
        assert_ne!(old, new, "{} changes nothing", path.name());
        Self {
            old,
            new,
            look,
            before,
            kept,
            calls: calls_since(&trace, "vault.countersign"),
        }
    }
}

/// Kills the program at each of its calls, or, where a password makes each try costly, at each of those that matter. In
/// the short form at about `few` of those that matter, or where it is costly right before and right after the new vault
/// takes its place.
fn kill_everywhere(path: &SavePath, few: usize) -> Killed {
    let mut whole = Whole::of(path);
    let mut calls = std::mem::take(&mut whole.calls);
    // A kill at any other call leaves the same files as one at the next of these.
    if !in_full() || path.is_slow {
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
        judge(&home, path, &whole, &said, &place, &mut killed);
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
fn judge(
    home: &Home,
    path: &SavePath,
    whole: &Whole,
    said: &str,
    place: &str,
    killed: &mut Killed,
) {
    assert!(
        whole.kept.is_subset(&contents(home)),
        "{place}: a file is lost"
    );
    assert_generations_are_whole(home, &whole.before, place);
    let found = (whole.look)(home);
    if found == whole.new {
        killed.new += 1;
    } else {
        assert_eq!(found, whole.old, "{place}");
        assert_eq!(said, "", "{place}: it said so before it was true");
        killed.old += 1;
    }
    if found != "none" {
        if in_full() || home.path(COPY).exists() {
            assert_can_be_repeated(home, path, &found, whole);
        }
        assert_usable(home);
    } else if in_full() {
        assert_can_be_made(home);
    }
}

/// What is in all files, whatever their names.
fn contents(home: &Home) -> BTreeSet<Vec<u8>> {
    snapshot(&home.path("")).into_values().collect()
}

/// Every generation is a state that was there before.
fn assert_generations_are_whole(home: &Home, before: &BTreeSet<Vec<u8>>, place: &str) {
    let files = snapshot(&home.path("")).into_iter();
    for (path, bytes) in files.filter(|(path, _)| path.starts_with(GENERATIONS)) {
        assert!(before.contains(&bytes), "{place}: {path:?} is not whole");
    }
}

/// What was not done is done by another try, and a copy that still waits to be merged is merged without harm. A file
/// for a new kit that is there already is not overwritten, so that is no try.
fn assert_can_be_repeated(home: &Home, path: &SavePath, found: &str, whole: &Whole) {
    let is_old = found == whole.old && !home.path("kit2").exists();
    if is_old || home.path(COPY).exists() {
        let run = home.run(&path.args());
        assert_eq!(run.code, Some(0), "{}: {run:?}", path.name());
        let again = (whole.look)(home);
        assert_eq!(again, whole.new, "{}, the second time", path.name());
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
