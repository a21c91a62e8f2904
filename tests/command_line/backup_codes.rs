//! `backup-codes`, from the file that a site offers to the last code.

use crate::program::{Home, SECRET, redacted};

const DOWNLOADED: &str =
    "Backup codes for alice, made on 2026-11-26\n\n1. 1402 7751    2. 9034 1182\n";

fn home() -> Home {
    let home = Home::with_account();
    home.write("codes.txt", DOWNLOADED);
    home
}

#[test]
fn codes_of_a_downloaded_file_are_stored_used_one_by_one_and_then_refused() {
    let home = home();
    let stored = home.unlocked(&["backup-codes", "add", "GitHub", "--file", "codes.txt"]);
    let stored = stored.done();
    assert!(
        stored.contains("Stored 2 backup codes of GitHub (alice)."),
        "{stored}"
    );
    assert!(stored.contains("Delete codes.txt now"), "{stored}");
    assert!(!stored.contains("7751"), "{stored}");
    let again = home.unlocked(&["backup-codes", "add", "GitHub", "--file", "codes.txt"]);
    again.failed(2);
    let revealed = home.unlocked(&["backup-codes", "reveal", "GitHub"]).done();
    assert_eq!(revealed, "1402 7751\n9034 1182\n");
    let used = home.unlocked(&["backup-codes", "use", "GitHub"]).done();
    assert!(
        used.starts_with("1402 7751\n1 of 2 left.\nFew are left"),
        "{used}"
    );
    let used = home
        .unlocked(&["backup-codes", "use", "GitHub", "--json"])
        .json();
    assert_eq!(used, serde_json::json!({"code": "9034 1182", "left": 0}));
    home.unlocked(&["backup-codes", "use", "GitHub"]).failed(6);
}

#[test]
fn pasted_codes_replace_all_older_ones_which_stay_as_history() {
    let home = home();
    home.unlocked(&["backup-codes", "add", "GitHub", "--file", "codes.txt"])
        .done();
    home.unlocked(&["backup-codes", "use", "GitHub"]).done();
    let new = "* a91fc-0e2d4\n* 0b77e-ddc12\n";
    home.typed(&["backup-codes", "replace", "GitHub", "--file", "-"], new)
        .done();
    let list = home.unlocked(&["backup-codes", "list", "GitHub", "--json"]);
    insta::assert_snapshot!("backup_codes_list", redacted(&list.done()));
    let list = home.unlocked(&["backup-codes", "list", "GitHub", "--json", "--secrets"]);
    insta::assert_snapshot!("backup_codes_list_secrets", redacted(&list.done()));
    let list = home.unlocked(&["backup-codes", "list", "GitHub"]).done();
    assert!(
        list.contains("invalid since") && list.contains("2 of 2 left."),
        "{list}"
    );
    assert!(!list.contains("a91fc") && !list.contains("1402"), "{list}");
    let left = home
        .unlocked(&["backup-codes", "reveal", "GitHub", "--json"])
        .json();
    assert_eq!(left, serde_json::json!(["a91fc-0e2d4", "0b77e-ddc12"]));
}

#[test]
fn a_file_without_codes_changes_nothing() {
    let home = home();
    home.write("page.pdf", "%PDF-1.7\n12345678\n");
    home.write(
        "letter.txt",
        "Dear Alice, keep your codes in a safe place.\n",
    );
    let before = home.read("vault.countersign");
    for file in ["page.pdf", "letter.txt", "missing.txt"] {
        home.unlocked(&["backup-codes", "replace", "GitHub", "--file", file])
            .failed(1);
    }
    assert!(
        before == home.read("vault.countersign"),
        "the vault was written to"
    );
}

#[test]
fn the_downloaded_file_is_deleted_once_its_codes_are_stored_if_that_is_wanted() {
    let home = home();
    let add = ["backup-codes", "add", "GitHub", "--file", "codes.txt"];
    let delete = [&add[..], &["--delete-file"]].concat();
    // Its codes are not stored, so it stays.
    home.write("empty.txt", "nothing");
    home.unlocked(&[
        "backup-codes",
        "add",
        "GitHub",
        "--file",
        "empty.txt",
        "--delete-file",
    ])
    .failed(1);
    assert!(home.path("empty.txt").exists());
    let said = home.unlocked(&delete).done();
    assert!(said.contains("codes.txt was deleted"), "{said}");
    assert!(said.contains("solid-state disk"), "{said}");
    assert!(!home.path("codes.txt").exists());
    let left = home.unlocked(&["backup-codes", "reveal", "GitHub"]).done();
    assert_eq!(left.lines().count(), 2);
    let input = [
        "backup-codes",
        "add",
        "GitHub",
        "--file",
        "-",
        "--delete-file",
    ];
    home.typed(&input, "12345678\n").failed(2);
}

#[test]
fn codes_that_are_left_are_printed_and_nothing_else_of_the_account() {
    let home = home();
    let print = ["backup-codes", "print", "GitHub", "--out", "codes.html"];
    home.unlocked(&print).failed(6);
    assert!(!home.path("codes.html").exists());
    home.unlocked(&["backup-codes", "add", "GitHub", "--file", "codes.txt"])
        .done();
    home.unlocked(&["backup-codes", "use", "GitHub"]).done();
    let said = home.unlocked(&print).done();
    assert!(said.contains("1 backup code is on the page"), "{said}");
    let page = String::from_utf8(home.read("codes.html")).unwrap();
    assert!(
        page.contains("9034 1182") && page.contains("alice"),
        "{page}"
    );
    assert!(!page.contains("1402 7751"), "a used code is printed");
    assert!(!page.contains(SECRET), "the secret is printed");
    assert!(
        !page.contains("<script") && !page.contains("http://"),
        "{page}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.path("codes.html")).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    }
    home.unlocked(&print).failed(6);
}

#[test]
fn codes_that_are_kept_elsewhere_count_and_are_not_asked_for() {
    let home = home();
    let finds = |finding: &str| {
        let found = home.unlocked(&["check", "GitHub", "--json"]).done();
        found.contains(finding)
    };
    assert!(finds("no_backup_codes"));
    let kept = ["backup-codes", "kept", "GitHub", "elsewhere:blue folder"];
    home.unlocked(&kept).done();
    assert!(!finds("no_backup_codes"));
    let list = home.unlocked(&["backup-codes", "list", "GitHub"]).done();
    assert!(list.contains("kept: elsewhere (blue folder)"), "{list}");
    let drill = ["drill", "--lost", "laptop,phone", "--json"];
    let answer = home.unlocked(&drill).json();
    assert_eq!(answer[0]["by"], serde_json::json!(["kept_code"]));
    home.unlocked(&["backup-codes", "use", "GitHub"]).failed(6);
    home.unlocked(&["backup-codes", "kept", "GitHub", "none"])
        .done();
    assert!(finds("no_backup_codes"));
    home.unlocked(&["backup-codes", "kept", "GitHub", "cellar"])
        .failed(2);
}
