//! What is on the disk before what.

use crate::paths;
use crate::strace::{is_missing, trace};

#[test]
fn every_step_of_a_save_is_on_the_disk_before_the_next_and_the_message_comes_last() {
    if is_missing("every_step_of_a_save_is_on_the_disk_before_the_next_and_the_message_comes_last")
    {
        return;
    }
    for path in paths::all() {
        let home = path.home();
        let is_first = path.name().starts_with("init");
        let trace = trace(&home, &path.args());
        let folder = home.path("").canonicalize().unwrap();
        let folder = format!("<{}>", folder.display());
        // A call that strace saw only the beginning of ends with `<unfinished ...>` and not with `)`.
        let temporary = ["fsync(", ".tmp>"];
        let kept = ["link", "vault.countersign\"", ".generations/"];
        let kept_folder = ["fsync(", "vault.countersign.generations>"];
        let renamed = ["rename", ".tmp\"", "/vault.countersign\""];
        let folder = ["fsync(", &folder];
        let mut steps = vec![
            &temporary[..],
            &kept,
            &kept_folder,
            &renamed,
            &folder,
            &["write(1<"],
        ];
        if is_first {
            steps.drain(1..3);
        }
        let mut lines = trace.lines();
        for step in steps {
            let is_step = |line: &str| step.iter().all(|part| line.contains(part));
            let name = path.name();
            assert!(
                lines.any(is_step),
                "{name}: not there or too early: {step:?}\n{trace}"
            );
        }
    }
}
