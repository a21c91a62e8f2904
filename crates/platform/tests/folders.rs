//! Where files go for users with different environments. Each is a process of its own.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "starts itself again and fails where it stands"
)]

use std::env;
use std::process::Command;

const CHILD: &str = "COUNTERSIGN_TEST_PRINTS_FOLDERS";

/// Data and state folder of a process that has only these variables.
fn folders(variables: &[(&str, &str)]) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_child_prints_its_folders", "--nocapture"])
        .env_clear()
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output
        .lines()
        .find_map(|line| line.strip_prefix("FOLDERS "))
        .unwrap()
        .to_owned()
}

#[test]
fn the_child_prints_its_folders() {
    if env::var_os(CHILD).is_some() {
        let [data, state] = [
            platform::folders::data_folder(),
            platform::folders::state_folder(),
        ]
        .map(|folder| folder.map_or("-".to_owned(), |path| path.display().to_string()));
        println!("\nFOLDERS {data} {state}");
    }
}

#[test]
fn files_go_where_the_xdg_variables_say_and_below_home_otherwise() {
    let home = ("HOME", "/home/alice");
    let (data, state) = (("XDG_DATA_HOME", "/data"), ("XDG_STATE_HOME", "/state"));
    for (variables, expected) in [
        (
            vec![home],
            "/home/alice/.local/share/countersign /home/alice/.local/state/countersign",
        ),
        (
            vec![home, data, state],
            "/data/countersign /state/countersign",
        ),
        (
            vec![home, ("XDG_DATA_HOME", "relative")],
            "/home/alice/.local/share/countersign /home/alice/.local/state/countersign",
        ),
        (vec![data], "/data/countersign -"),
        (vec![("XDG_STATE_HOME", "relative")], "- -"),
        (vec![("HOME", "")], "- -"),
        (vec![], "- -"),
    ] {
        assert_eq!(folders(&variables), expected, "{variables:?}");
    }
}
