//! What people do every day.

use crate::program::{Home, PASSWORD, SECRET, URI, run};

#[test]
fn a_new_vault_has_a_password_and_if_asked_for_a_kit() {
    let home = Home::empty();
    let args = [
        "--password-file",
        "password",
        "init",
        "--recovery-kit",
        "kit",
        "--json",
    ];
    let created = home.run(&args).json();
    assert_eq!(created["recovery_kit"], "kit");
    assert_eq!(created["vault"], home.vault().to_str().unwrap());
    assert_eq!(home.unlocked(&["list", "--json"]).done(), "[]\n");
    let with_variable = run(
        home.command(&["list", "--json"])
            .env("COUNTERSIGN_PASSWORD", PASSWORD),
        None,
    );
    assert_eq!(with_variable.done(), "[]\n");
}

#[test]
fn init_touches_nothing_that_is_there() {
    let home = Home::with_vault();
    let before = home.read("vault.countersign");
    home.run(&["--password-file", "password", "init"]).failed(6);
    assert_eq!(home.read("vault.countersign"), before);
}

#[test]
fn a_folder_that_is_not_there_is_said_and_init_makes_it() {
    let home = Home::with_account();
    home.run(&[
        "--vault",
        "new/folder/vault",
        "--password-file",
        "password",
        "init",
    ])
    .done();
    home.unlocked(&["qr", "GitHub", "--out", "missing/code.png"])
        .failed(1);
}

#[test]
fn a_vault_lies_in_the_data_folder_unless_said_otherwise() {
    let home = Home::with_vault();
    let list = |variable: &str, value: &str| {
        let mut command = home.command(&["--recovery-file", "kit", "list"]);
        run(
            command.env_remove("COUNTERSIGN_VAULT").env(variable, value),
            None,
        )
    };
    let folder = home.path("data");
    let missing = list("XDG_DATA_HOME", folder.to_str().unwrap()).failed(5);
    assert!(
        missing.contains("data/countersign/vault.countersign"),
        "{missing}"
    );
    std::fs::create_dir_all(folder.join("countersign")).unwrap();
    std::fs::copy(home.vault(), folder.join("countersign/vault.countersign")).unwrap();
    list("XDG_DATA_HOME", folder.to_str().unwrap()).done();
}

#[test]
fn an_option_goes_before_the_environment() {
    let home = Home::with_vault();
    let mut command = home.command(&[
        "--vault",
        "vault.countersign",
        "--recovery-file",
        "kit",
        "list",
    ]);
    command
        .env("COUNTERSIGN_VAULT", "elsewhere")
        .env("COUNTERSIGN_PASSWORD", "wrong");
    run(&mut command, None).done();
}

#[test]
fn an_account_is_added_listed_shown_and_removed() {
    let home = Home::with_vault();
    assert_eq!(
        home.typed(&["add", "-"], URI).done(),
        "Added GitHub (alice).\n"
    );
    assert_eq!(
        home.unlocked(&["add", URI]).done(),
        "GitHub (alice) was there already; nothing was added.\n"
    );
    assert_eq!(home.issuers(), ["GitHub"]);
    let list = home.unlocked(&["list"]).done();
    let line: Vec<&str> = list.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(line[..3], ["GitHub", "alice", "totp"]);

    for name in ["github", "ALICE", "GitHub:alice", line[3]] {
        assert!(
            home.unlocked(&["show", name]).done().contains("SHA1"),
            "{name}"
        );
    }
    home.unlocked(&["remove", "GitHub"]).done();
    home.unlocked(&["code", "GitHub"]).failed(5);
    assert!(home.unlocked(&["trash", "list"]).done().contains("alice"));
    assert_eq!(
        home.unlocked(&["trash", "restore", "alice"]).done(),
        "GitHub (alice) is back.\n"
    );
    home.unlocked(&["code", "GitHub"]).done();
}

#[test]
fn an_emptied_trash_has_nothing_to_restore() {
    let home = Home::with_account();
    home.unlocked(&["remove", "GitHub"]).done();
    assert_eq!(
        home.unlocked(&["trash", "empty"]).done(),
        "Removed 1 account for ever.\n"
    );
    assert_eq!(
        home.unlocked(&["trash", "empty"]).done(),
        "The trash was empty already.\n"
    );
    assert_eq!(
        home.unlocked(&["trash", "list"]).done(),
        "The trash is empty.\n"
    );
    home.unlocked(&["trash", "restore", "GitHub"]).failed(5);
}

#[test]
fn an_account_is_typed_by_hand() {
    let home = Home::with_vault();
    let args = [
        "add",
        "--issuer",
        "Example",
        "--account",
        "bob",
        "--secret",
        "-",
        "--type",
        "totp",
        "--algorithm",
        "SHA256",
        "--digits",
        "8",
        "--period",
        "60",
    ];
    home.typed(&args, "gezd gnbv-gy3t QOJQ\n").done();
    let account = home
        .unlocked(&["show", "Example:bob", "--secrets", "--json"])
        .json();
    assert_eq!(account["secret"], "GEZDGNBVGY3TQOJQ");
    assert_eq!(
        (
            &account["algorithm"],
            &account["digits"],
            &account["period"]
        ),
        (&"SHA256".into(), &8.into(), &60.into())
    );
}

#[test]
fn an_account_without_a_name_is_called_by_its_id() {
    let home = Home::with_vault();
    let said = home
        .typed(&["add", "--secret", "-"], "JBSWY3DPEHPK3PXP\n")
        .done();
    let id = said
        .strip_prefix("Added ")
        .unwrap()
        .strip_suffix(".\n")
        .unwrap();
    home.unlocked(&["code", id]).done();
}

#[test]
fn secret_and_pin_are_one_line_each_in_this_order() {
    let home = Home::with_vault();
    let args = [
        "add", "--issuer", "Old", "--type", "motp", "--pin", "-", "--secret", "-",
    ];
    home.typed(&args, "e3152afee62599c8\n1234\n").done();
    let account = home
        .unlocked(&["show", "Old", "--secrets", "--json"])
        .json();
    assert_eq!(account["pin"], "1234");
}

#[test]
fn what_is_kept_beside_an_account_is_edited_and_shown() {
    let home = Home::with_account();
    let edit = |args: &[&str]| home.unlocked(&[&["edit", "GitHub"], args].concat()).done();
    edit(&[
        "--tag",
        "+work",
        "--tag",
        "+shared",
        "--favorite",
        "--method",
        "sms:backup",
        "--method",
        "app:primary",
    ]);
    edit(&[
        "--deadline",
        "2026-12-31",
        "--trusted-for",
        "30d",
        "--recovery-contact",
        "help@example.com",
    ]);
    edit(&["--tag", "-shared", "--notes", "two lines"]);
    let shown = home
        .unlocked(&["show", "GitHub", "--json", "--secrets"])
        .json();
    assert_eq!(shown["tags"], serde_json::json!(["work"]));
    assert_eq!(shown["favorite"], true);
    assert_eq!(shown["deadline"], "2026-12-31");
    assert_eq!(shown["trusted_for"], "30d");
    assert_eq!(shown["recovery_contact"], "help@example.com");
    assert_eq!(shown["notes"], "two lines");
    let methods = serde_json::json!([{"method": "sms", "rank": "backup"}, {"method": "app", "rank": "primary"}]);
    assert_eq!(shown["methods"], methods);

    edit(&[
        "--no-favorite",
        "--method",
        "sms:off",
        "--deadline",
        "none",
        "--trusted-for",
        "none",
    ]);
    let shown = home.unlocked(&["show", "GitHub", "--json"]).json();
    assert_eq!(shown["favorite"], false);
    assert_eq!(shown["methods"].as_array().unwrap().len(), 1);
    assert!(shown["deadline"].is_null() && shown["trusted_for"].is_null());
}

#[test]
fn notes_can_be_whole_paragraphs() {
    let home = Home::with_account();
    home.typed(&["edit", "GitHub", "--notes", "-"], "first\nsecond\n")
        .done();
    let shown = home
        .unlocked(&["show", "GitHub", "--json", "--secrets"])
        .json();
    assert_eq!(shown["notes"], "first\nsecond");
}

#[test]
fn a_new_secret_keeps_the_old_one_in_the_history() {
    let home = Home::with_account();
    home.typed(&["edit", "GitHub", "--secret", "-"], "JBSWY3DPEHPK3PXP\n")
        .done();
    let shown = home
        .unlocked(&["show", "GitHub", "--json", "--secrets"])
        .json();
    assert_eq!(shown["secret"], "JBSWY3DPEHPK3PXP");
    assert_eq!(shown["replaced_secrets"], 1);
    // Without that, the old one is nowhere to be seen.
    assert!(!home.unlocked(&["show", "GitHub"]).done().contains(SECRET));
}

#[test]
fn favourites_come_first_and_words_narrow_a_list() {
    let home = Home::with_account();
    home.add("otpauth://totp/Zebra:carol?secret=JBSWY3DPEHPK3PXP");
    home.unlocked(&["edit", "Zebra", "--favorite"]).done();
    assert_eq!(home.issuers(), ["Zebra", "GitHub"]);
    assert!(home.unlocked(&["list", "ali"]).done().contains("GitHub"));
    assert_eq!(
        home.unlocked(&["list", "nobody"]).done(),
        "No account has \"nobody\" in its issuer, account name or tags.\n"
    );
}

#[test]
fn a_name_that_fits_several_accounts_lists_them() {
    let home = Home::with_account();
    home.add("otpauth://totp/GitHub:bob?secret=JBSWY3DPEHPK3PXP");
    let said = home.unlocked(&["code", "github"]).failed(5);
    assert!(
        said.contains("GitHub:alice") && said.contains("GitHub:bob"),
        "{said}"
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = Home::empty()
        .command(&["man"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_said() {
    let home = Home::with_account();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = home.command(&["--recovery-file", "kit", "list"]);
    let output = command
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("could not be written")
    );
}

#[test]
fn the_doctor_finds_a_sound_vault_sound() {
    let home = Home::with_account();
    let checks = home.run(&["doctor", "--json"]).json();
    let state = |name: &str| {
        let checks = checks.as_array().unwrap().iter();
        checks
            .filter(|check| check["check"] == name)
            .map(|check| check["state"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(state("doctor-vault-sound"), ["good"]);
    assert_eq!(state("doctor-copies"), ["good"]);
}

#[test]
fn the_doctor_says_what_needs_somebody() {
    let home = Home::empty();
    let checked = home.run(&["doctor"]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.stdout.contains("There is no vault"), "{checked:?}");
}
