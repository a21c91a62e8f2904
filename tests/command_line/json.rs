//! What `--json` prints: names and order of the fields are a promise.

use crate::program::{Home, Run, redacted};

fn printed(run: Run) -> String {
    redacted(&run.done())
}

#[test]
fn list_show_and_code_keep_their_shapes() {
    let home = Home::with_account();
    home.add("otpauth://hotp/Bank:bob?secret=JBSWY3DPEHPK3PXP&counter=7&algorithm=SHA512&digits=8");
    insta::assert_snapshot!("list", printed(home.unlocked(&["list", "--json"])));
    insta::assert_snapshot!(
        "show",
        printed(home.unlocked(&["show", "GitHub", "--json"]))
    );
    insta::assert_snapshot!(
        "show_secrets",
        printed(home.unlocked(&["show", "GitHub", "--json", "--secrets"]))
    );
    insta::assert_snapshot!(
        "code",
        home.unlocked(&["code", "GitHub", "--json", "--at", "59"])
            .done()
            .replace(&id(&home), "[id]")
    );
    insta::assert_snapshot!(
        "code_hotp",
        printed(home.unlocked(&["code", "Bank", "--json"]))
    );
}

#[test]
fn scan_keeps_its_shape() {
    let home = Home::with_account();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    insta::assert_snapshot!("scan", home.run(&["scan", "code.png", "--json"]).done());
    insta::assert_snapshot!(
        "scan_add",
        printed(home.unlocked(&["scan", "code.png", "--add", "--json"]))
    );
}

#[test]
fn changes_answer_with_what_they_changed() {
    let home = Home::with_vault();
    let uri = "otpauth://totp/GitHub:alice?secret=JBSWY3DPEHPK3PXP";
    let mut said = String::new();
    for args in [
        &["add", uri][..],
        &["add", uri],
        &["edit", "GitHub", "--favorite"],
        &["qr", "GitHub", "--out", "code.png"],
        &["remove", "GitHub"],
        &["trash", "list"],
        &["trash", "restore", "GitHub"],
        &["trash", "empty"],
        &["slots", "add", "recovery", "--recovery-kit", "second"],
        &["slots", "rename", "Recovery kit 2", "Safe"],
        &["slots", "remove", "Safe"],
    ] {
        said += &format!("{} {}\n", args[0], args[1]);
        said += &printed(home.unlocked(&[args, &["--json"]].concat()));
    }
    insta::assert_snapshot!("changes", said.replace(uri, "URI"));
}

#[test]
fn errors_are_json_on_standard_error() {
    let home = Home::with_account();
    for (args, class, code) in [
        (&["code", "Nobody"][..], 5, "account-not-found"),
        (&["edit", "GitHub"], 2, "nothing-to-change"),
        (&["frobnicate"], 2, "usage-command"),
        (&["slots"], 2, "usage-incomplete"),
        (&["scan", "nowhere.png"], 1, "file-not-found"),
    ] {
        let run = home.unlocked(&[args, &["--json"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(class), ""));
        let said: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(said["error"]["code"], code);
        let texts = ["message", "hint"].map(|text| said["error"][text].as_str().unwrap().len());
        assert!(texts.iter().all(|length| *length > 10), "{said}");
    }
}

fn id(home: &Home) -> String {
    home.unlocked(&["show", "GitHub", "--json"]).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}
