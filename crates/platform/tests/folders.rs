//! Where files go for users with different environments. Each is a process of its own.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "starts itself again and fails where it stands"
)]

use std::env;
use std::process::Command;

const CHILD: &str = "COUNTERSIGN_TEST_PRINTS_FOLDER";

/// The data folder of a process that has only these variables.
fn data_folder(variables: &[(&str, &str)]) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_child_prints_its_folder", "--nocapture"])
        .env_clear()
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output
        .lines()
        .find_map(|line| line.strip_prefix("FOLDER "))
        .unwrap()
        .to_owned()
}

#[test]
fn the_child_prints_its_folder() {
    if env::var_os(CHILD).is_some() {
        let folder = platform::folders::data_folder();
        let folder = folder.map_or("-".to_owned(), |path| path.display().to_string());
        println!("\nFOLDER {folder}");
    }
}

#[test]
fn the_vault_goes_where_the_xdg_variable_says_and_below_home_otherwise() {
    let home = ("HOME", "/home/alice");
    let data = ("XDG_DATA_HOME", "/data");
    let relative = ("XDG_DATA_HOME", "relative");
    let below_home = "/home/alice/.local/share/countersign";
    for (variables, expected) in [
        (vec![home], below_home),
        (vec![home, data], "/data/countersign"),
        (vec![home, relative], below_home),
        (vec![data], "/data/countersign"),
        (vec![relative], "-"),
        (vec![("HOME", "")], "-"),
        (vec![], "-"),
    ] {
        assert_eq!(data_folder(&variables), expected, "{variables:?}");
    }
}
