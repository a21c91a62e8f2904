//! Where files go for users with different environments. Each is a process of its own.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "starts itself again and fails where it stands"
)]

use std::env;
use std::path::PathBuf;
use std::process::Command;

use platform::folders;

const CHILD: &str = "COUNTERSIGN_TEST_PRINTS_FOLDERS";

/// The folders for data, settings and state of a process that has only these variables.
fn folders(variables: &[(&str, &str)]) -> [String; 3] {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_child_prints_its_folders", "--nocapture"])
        .env_clear()
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    ["DATA ", "CONFIG ", "STATE "].map(|label| {
        let mut lines = output.lines();
        let line = lines.find_map(|line| line.strip_prefix(label));
        line.unwrap().to_owned()
    })
}

#[test]
fn the_child_prints_its_folders() {
    if env::var_os(CHILD).is_some() {
        let show = |folder: Option<PathBuf>| {
            folder.map_or("-".to_owned(), |path| path.display().to_string())
        };
        let (data, config) = (folders::data_folder(), folders::config_folder());
        println!("\nDATA {}\nCONFIG {}", show(data), show(config));
        println!("STATE {}", show(folders::state_folder()));
    }
}

#[test]
fn files_go_where_the_xdg_variable_says_and_below_home_otherwise() {
    let home = ("HOME", "/home/alice");
    let data = ("XDG_DATA_HOME", "/data");
    let config = ("XDG_CONFIG_HOME", "/config");
    let relative = ("XDG_DATA_HOME", "relative");
    let relative_config = ("XDG_CONFIG_HOME", "relative");
    let state = ("XDG_STATE_HOME", "/state");
    let data_below_home = "/home/alice/.local/share/countersign";
    let config_below_home = "/home/alice/.config/countersign";
    let state_below_home = "/home/alice/.local/state/countersign";
    let below_home = [data_below_home, config_below_home, state_below_home];
    for (variables, expected) in [
        (vec![home], below_home),
        (
            vec![home, data, config, state],
            [
                "/data/countersign",
                "/config/countersign",
                "/state/countersign",
            ],
        ),
        (vec![home, relative, relative_config], below_home),
        (vec![data], ["/data/countersign", "-", "-"]),
        (vec![config], ["-", "/config/countersign", "-"]),
        (vec![state], ["-", "-", "/state/countersign"]),
        (vec![relative, relative_config], ["-", "-", "-"]),
        (vec![("HOME", "")], ["-", "-", "-"]),
        (vec![], ["-", "-", "-"]),
    ] {
        assert_eq!(folders(&variables), expected, "{variables:?}");
    }
}
