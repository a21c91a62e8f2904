//! `keys doctor`: why a key is not seen, or does not open the vault.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::bed::in_bed;
use super::{home, touch};
use crate::program::{Home, Run, run};

/// What it found, and whether something needs the user.
fn found(run: Run) -> (Vec<String>, bool) {
    let checks: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let checks = checks.as_array().unwrap().iter();
    let ids = checks.map(|check| check["check"].as_str().unwrap().to_owned());
    (ids.collect(), run.code == Some(1))
}

fn doctor(home: &Home) -> (Vec<String>, bool) {
    found(home.run(&["keys", "doctor", "--json"]))
}

fn ids(found: &[&str], needs_user: bool) -> (Vec<String>, bool) {
    let found = found.iter().map(|id| format!("keys-doctor-{id}"));
    (found.collect(), needs_user)
}

/// What umockdev shows as this file.
fn shown(path: &str) -> PathBuf {
    Path::new(&env::var_os("UMOCKDEV_DIR").unwrap()).join(path)
}

#[test]
fn keys_that_work_say_whether_they_open_the_vault_and_what_is_not_plugged_in_is_not_invented() {
    let test = "security_keys::doctor::keys_that_work_say_whether_they_open_the_vault_and_what_is_not_plugged_in_is_not_invented";
    in_bed(test, |bed| {
        let home = home();
        assert_eq!(doctor(&home), ids(&["none"], true));
        let _key = bed.plug(&[]);
        assert_eq!(doctor(&home), ids(&["works"], false));
        home.unlocked(&["slots", "add", "fido2", "--name", "Blue"])
            .done();
        let _old = bed.plug_at(&["hidraw1"], &["--u2f-only"]);
        assert_eq!(doctor(&home), ids(&["opens", "u2f-only"], false));
        let said = home.run(&["keys", "doctor"]).done();
        assert!(
            said.contains("/dev/hidraw0 works, and opens this vault"),
            "{said}"
        );
    });
}

#[test]
fn something_of_a_maker_of_keys_without_a_way_in_for_fido_is_told_apart_from_nothing() {
    let test = "security_keys::doctor::something_of_a_maker_of_keys_without_a_way_in_for_fido_is_told_apart_from_nothing";
    in_bed(test, |_| {
        let home = home();
        let maker = shown("sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/idVendor");
        fs::write(maker, "1050\n").unwrap();
        assert_eq!(doctor(&home), ids(&["no-interface"], true));
        let said = home.run(&["keys", "doctor"]).stdout;
        assert!(
            said.contains("Countersign Virtual key (1050:27db)"),
            "{said}"
        );
    });
}

#[test]
fn a_key_that_the_system_does_not_let_us_use_comes_with_the_rule_that_gives_it_to_us() {
    let test = "security_keys::doctor::a_key_that_the_system_does_not_let_us_use_comes_with_the_rule_that_gives_it_to_us";
    in_bed(test, |bed| {
        let mut home = home();
        let vault = home.path("none").display().to_string();
        home.environment
            .push(("COUNTERSIGN_VAULT", String::leak(vault)));
        let _key = bed.plug(&[]);
        let node = fs::canonicalize(shown("dev/hidraw0")).unwrap();
        fs::set_permissions(node, Permissions::from_mode(0o000)).unwrap();
        let mut command = home.command(&["keys", "doctor", "--json"]);
        // Root may open everything: nobody may not.
        let is_root = fs::read_dir("/root").is_ok();
        if is_root {
            let folders = [home.path("."), shown(".")];
            let opened = Command::new("chmod")
                .arg("-R")
                .arg("a+rwX")
                .args(folders)
                .status();
            assert!(opened.unwrap().success());
            command.uid(65534).gid(65534);
        }
        let told = run(&mut command, None);
        let text = told.stdout.clone();
        let (checks, needs_user) = found(told);
        assert!(needs_user);
        // Which of the two it is depends on the rules of this computer.
        let reasons = ["keys-doctor-no-rule", "keys-doctor-rule-late"];
        assert!(reasons.contains(&checks[0].as_str()), "{checks:?}");
        if checks[0] == reasons[0] {
            let rule = r#"ATTRS{idVendor}==\"16c0\", ATTRS{idProduct}==\"27db\", TAG+=\"uaccess\""#;
            assert!(text.contains(rule), "{text}");
        }
    });
}

#[test]
fn a_key_that_waits_for_another_program_is_busy_and_not_broken() {
    let test = "security_keys::doctor::a_key_that_waits_for_another_program_is_busy_and_not_broken";
    in_bed(test, |bed| {
        let home = home();
        let finger = format!("file:{}", bed.finger().display());
        let _key = bed.plug_at(&["hidraw0", "hidraw1"], &["--touch", &finger]);
        let mut other = Command::new("fido2-token");
        let other = other.args(["-R", "/dev/hidraw1"]).stdout(Stdio::null());
        let mut other = other.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_secs(1));
        let class = shown("sys/class/hidraw/hidraw1");
        let aside = bed.folder.path().join("aside");
        fs::rename(&class, &aside).unwrap();
        // On a computer with too much to do, the key may miss the moment in which it has to say that it is busy.
        let mut checked = (0..3).map(|_| doctor(&home));
        let busy = checked.any(|checked| checked == ids(&["busy"], true));
        fs::rename(&aside, &class).unwrap();
        touch(bed);
        other.wait().unwrap();
        assert!(busy);
        assert_eq!(doctor(&home).0.len(), 2);
    });
}
