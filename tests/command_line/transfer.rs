//! Other programs' files.

use std::fs;
use std::path::Path;

use crate::program::{Home, SECRET};

/// A sample of tests/vectors/transfer/import.
fn sample(home: &Home, name: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/import");
    let (_, file) = name.rsplit_once('/').unwrap();
    fs::copy(samples.join(name), home.path(file)).unwrap();
    file.to_owned()
}

#[test]
fn what_is_in_another_programs_file_is_added_once_with_all_that_it_knew() {
    let home = Home::with_vault();
    let file = sample(&home, "aegis/plain.json");
    let before = home.read("vault.countersign");
    let said = home.unlocked(&["import", "--dry-run", &file]).done();
    assert!(said.contains("Would add 8 accounts."), "{said}");
    assert_eq!(
        home.read("vault.countersign"),
        before,
        "a dry run changes nothing"
    );
    let said = home.unlocked(&["import", &file]).done();
    assert_eq!(said, "Added 8 accounts.\n");
    let shown = home
        .unlocked(&["--json", "show", "alice@example.com", "--secrets"])
        .json();
    assert_eq!(shown["tags"], serde_json::json!(["Work", "Home"]));
    assert_eq!(shown["notes"], "Office\nlaptop");
    assert_eq!(shown["favorite"], true);
    let door = home.unlocked(&["--json", "show", "Door"]).json();
    assert_eq!(door["counter"], 41);
    let again = home.unlocked(&["import", &file]).done();
    assert!(
        again.starts_with("Nothing was added.\n8 make the same codes"),
        "{again}"
    );
    assert_eq!(home.issuers().len(), 8);
}

#[test]
fn a_file_with_a_password_asks_for_it_and_a_wrong_one_changes_nothing() {
    let home = Home::with_vault();
    let file = sample(&home, "aegis/encrypted.json");
    home.write("wrong", "not it\n");
    home.write("right", "correct horse\n");
    let with =
        |password: &str| home.unlocked(&["import", "--import-password-file", password, &file]);
    let said = with("wrong").failed(3);
    assert!(said.contains("does not open the file"), "{said}");
    assert_eq!(home.issuers(), [""; 0]);
    assert_eq!(with("right").done(), "Added 8 accounts.\n");
}

#[test]
fn accounts_that_cannot_be_read_are_named_and_the_others_are_added() {
    let home = Home::with_vault();
    let file = sample(&home, "aegis/bad_entries.json");
    let run = home.unlocked(&["--json", "import", &file]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["imported"], 1);
    assert_eq!(report["format"], "aegis");
    assert_eq!(report["accounts"][0]["issuer"], "Example");
    assert_eq!(report["skipped"].as_array().unwrap().len(), 6);
    assert_eq!(report["skipped"][0]["name"], "Bad: digits");
    assert_eq!(report["skipped"][0]["index"], 1);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("6 accounts of the file could not be read"),
        "{}",
        run.stderr
    );
    assert_eq!(home.issuers(), ["Example"]);
}

#[test]
fn a_counter_that_is_ahead_in_the_file_is_taken_over_and_one_behind_is_not() {
    let home = Home::with_vault();
    home.add(&format!("otpauth://hotp/Door:a?secret={SECRET}&counter=7"));
    for (in_file, then) in [(3, 7), (12, 12)] {
        home.write(
            "list.txt",
            format!("otpauth://hotp/Door:a?secret={SECRET}&counter={in_file}\n"),
        );
        home.unlocked(&["import", "list.txt"]).done();
        let door = home.unlocked(&["--json", "show", "Door"]).json();
        assert_eq!(door["counter"], then);
    }
    assert_eq!(home.issuers(), ["Door"]);
}

#[test]
fn a_folder_of_files_that_belong_together_is_read_as_one() {
    let home = Home::with_vault();
    fs::create_dir(home.path("maFiles")).unwrap();
    for name in ["1.maFile", "2.maFile", "manifest.json"] {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/vectors/transfer/ma_files/encrypted");
        fs::copy(samples.join(name), home.path("maFiles").join(name)).unwrap();
    }
    home.write("right", "correct horse\n");
    let import = ["import", "--import-password-file", "right", "maFiles"];
    assert_eq!(home.unlocked(&import).done(), "Added 2 accounts.\n");
    assert_eq!(home.issuers(), ["Steam", "Steam"]);
}

#[test]
fn a_file_of_no_program_and_an_unknown_format_say_so() {
    let home = Home::with_vault();
    home.write("notes.txt", "buy milk\n");
    let said = home.unlocked(&["import", "notes.txt"]).failed(1);
    assert!(
        said.contains("no program that is known") && said.contains("Nothing was changed"),
        "{said}"
    );
    let said = home
        .unlocked(&["import", "--format", "abacus", "notes.txt"])
        .failed(2);
    assert!(said.contains("countersign formats"), "{said}");
    let formats = home.run(&["formats"]).done();
    assert!(
        formats.contains("aegis") && !formats.contains("format-"),
        "{formats}"
    );
}

#[test]
fn an_account_that_is_twice_in_a_file_is_one_with_the_higher_counter() {
    let home = Home::with_vault();
    let lines = [3, 9, 5].map(|n| format!("otpauth://hotp/Door:a?secret={SECRET}&counter={n}\n"));
    home.write("list.txt", lines.concat());
    home.unlocked(&["import", "list.txt"]).done();
    let door = home.unlocked(&["--json", "show", "Door"]).json();
    assert_eq!(door["counter"], 9);
    assert_eq!(home.issuers(), ["Door"]);
}

#[test]
fn what_is_archived_comes_along_when_asked_for_and_hides_nothing_that_is_in_use() {
    let home = Home::with_vault();
    let item = |name: &str, secret: &str, archived: &str| {
        format!(
            r#"{{"type":1,"name":"{name}","archivedDate":{archived},"login":{{"totp":"{secret}"}}}}"#
        )
    };
    let items = [
        item("Old", SECRET, "\"2026-01-01T00:00:00.000Z\""),
        item("Now", SECRET, "null"),
        item("Attic", "JBSWY3DPEHPK3PXP", "\"2026-01-01T00:00:00.000Z\""),
    ];
    let file = format!(
        r#"{{"encrypted":false,"folders":[],"items":[{}]}}"#,
        items.join(",")
    );
    home.write("bitwarden.json", file);
    let said = home.unlocked(&["import", "bitwarden.json"]).done();
    assert!(
        said.contains("Added 1 account.") && said.contains("--archived"),
        "{said}"
    );
    assert_eq!(home.issuers(), ["Now"]);
    home.unlocked(&["import", "--archived", "bitwarden.json"])
        .done();
    assert_eq!(home.issuers(), ["Attic", "Now"]);
}

/// Three accounts: one with labels and notes, one that counts, and one whose PIN few programs know.
fn home_with_three_accounts() -> Home {
    let home = Home::with_vault();
    for uri in [
        format!("otpauth://totp/Example:alice?secret={SECRET}&issuer=Example"),
        format!("otpauth://hotp/Door:back?secret={SECRET}&issuer=Door&counter=41"),
        "motp://Modem:admin?secret=0123456789abcdef0123456789abcdef&pin=1234".to_owned(),
    ] {
        home.add(&uri);
    }
    let notes = [
        "edit",
        "Example",
        "--notes",
        "Office laptop",
        "--tag",
        "+Work",
    ];
    home.unlocked(&notes).done();
    home
}

#[test]
fn an_encrypted_file_is_what_the_program_it_is_for_reads_and_what_it_lacks_is_said() {
    let home = home_with_three_accounts();
    home.write("password", "correct horse\n");
    let with = |file: &str, format: &str| {
        let options = ["--export-password-file", "password"];
        home.unlocked(&[&["export", file, "--format", format], options.as_slice()].concat())
    };
    let said = with("all.aegis.json", "aegis").done();
    assert_eq!(said, "Wrote 3 accounts to all.aegis.json.\n");
    let run = with("some.2fas", "2fas");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.starts_with("1 account is not in the file"),
        "{}",
        run.stderr
    );
    assert_eq!(
        run.stdout,
        "Not in the file at all, because the other program does not know this kind of code, or would make wrong ones: Modem (admin).\n\
         Not in the file: notes of Example (alice).\n\
         Wrote 2 accounts to some.2fas.\n"
    );
    assert!(!String::from_utf8_lossy(&home.read("some.2fas")).contains(SECRET));
    for (file, count) in [("all.aegis.json", 3), ("some.2fas", 2)] {
        let other = Home::with_vault();
        fs::copy(home.path(file), other.path(file)).unwrap();
        other.write("password", "correct horse\n");
        let import = ["import", "--import-password-file", "password", file];
        let said = other.unlocked(&import).done();
        assert_eq!(said, format!("Added {count} accounts.\n"));
        let door = other.unlocked(&["--json", "show", "Door"]).json();
        assert_eq!(door["counter"], 41);
    }
}

#[test]
fn a_file_without_encryption_is_only_written_where_somebody_said_so_and_nothing_is_overwritten() {
    let home = home_with_three_accounts();
    let export = |options: &[&str]| home.unlocked(&[&["export", "list.txt"], options].concat());
    let refused = export(&["--format", "otpauth"]).failed(2);
    assert!(refused.contains("cannot be encrypted"), "{refused}");
    assert!(!home.path("list.txt").exists());
    let said = export(&["--format", "otpauth", "--plain"]).done();
    assert!(
        said.contains("not encrypted: whoever has it has your accounts"),
        "{said}"
    );
    let list = String::from_utf8(home.read("list.txt")).unwrap();
    assert_eq!(list.lines().count(), 3);
    let again = export(&["--format", "otpauth", "--plain"]);
    assert_eq!(again.code, Some(6));
    assert!(
        again.stderr.contains("It was not touched."),
        "{}",
        again.stderr
    );
    assert_eq!(home.read("list.txt"), list.as_bytes());
    export(&["--format", "countersign", "--plain"]).failed(2);
    export(&["--format", "paper"]).failed(2);
}

#[test]
fn google_authenticator_scans_the_pictures_that_are_written_for_it() {
    let home = Home::with_vault();
    for number in 0..11 {
        home.add(&format!(
            "otpauth://totp/Site{number}:a?secret={SECRET}&issuer=Site{number}"
        ));
    }
    let export = [
        "--json",
        "export",
        "codes.png",
        "--format",
        "google",
        "--plain",
    ];
    let report = home.unlocked(&export).json();
    assert_eq!(
        report["files"],
        serde_json::json!(["codes-1.png", "codes-2.png"])
    );
    assert_eq!(report["exported"], 11);
    let other = Home::with_vault();
    let pictures = ["codes-1.png", "codes-2.png"].map(|name| home.path(name).display().to_string());
    let scan = ["scan", &pictures[0], &pictures[1], "--add"];
    other.unlocked(&scan).done();
    assert_eq!(other.issuers().len(), 11);
}

#[test]
fn a_page_to_print_has_a_code_to_scan_and_the_key_of_each_account() {
    let home = home_with_three_accounts();
    let export = ["export", "page.html", "--format", "sheet", "--plain"];
    let said = home.unlocked(&export).done();
    assert!(
        said.contains("Not in the file: notes of Example (alice)."),
        "{said}"
    );
    assert!(said.contains("Wrote 3 accounts to page.html."), "{said}");
    let page = String::from_utf8(home.read("page.html")).unwrap();
    assert_eq!(page.matches("<svg ").count(), 3);
    assert!(
        page.contains("0123 4567 89ab cdef 0123 4567 89ab cdef"),
        "{page}"
    );
    assert!(page.contains("Whoever has this page has the accounts."));
}

#[test]
fn a_dry_run_of_an_export_says_what_would_be_lost_and_writes_nothing() {
    let home = home_with_three_accounts();
    let export = [
        "--json",
        "export",
        "x.json",
        "--format",
        "bitwarden",
        "--dry-run",
    ];
    let run = home.unlocked(&export);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &report["exported"]), (Some(1), &1.into()));
    assert_eq!(report["files"], serde_json::json!([]));
    let missing: Vec<_> = report["incomplete"].as_array().unwrap().iter().collect();
    assert_eq!(missing.len(), 2);
    assert!(
        missing
            .iter()
            .all(|one| one["missing"] == serde_json::json!(["codes"]))
    );
    assert!(!home.path("x.json").exists());
}

#[test]
fn what_another_file_knows_more_about_an_account_that_is_there_is_taken_over() {
    let home = Home::with_vault();
    home.add(&format!(
        "otpauth://totp/Example:alice?secret={SECRET}&issuer=Example"
    ));
    let account = format!(
        r#"{{"issuer":"Example","name":"alice","type":"totp","secret":"{SECRET}","algorithm":"SHA1",
        "digits":6,"period":30,"notes":"From there","backup_codes":["1111-2222","3333-4444"]}}"#
    );
    let file = format!(r#"{{"format":"countersign","version":1,"accounts":[{account}]}}"#);
    home.write("more.json", file);
    let said = home.unlocked(&["import", "more.json"]).done();
    assert_eq!(said, "Nothing was added; 1 that was there was updated.\n");
    let again = home.unlocked(&["import", "more.json"]).done();
    assert!(again.contains("1 makes the same codes"), "{again}");
    let export = [
        "export",
        "page.html",
        "--format",
        "sheet",
        "--plain",
        "--backup-codes",
    ];
    home.unlocked(&export).done();
    let page = String::from_utf8(home.read("page.html")).unwrap();
    assert!(page.contains("<li>1111-2222\n<li>3333-4444\n"), "{page}");
    let shown = home
        .unlocked(&["show", "Example", "--json", "--secrets"])
        .json();
    assert_eq!(shown["notes"], "From there");
}

#[test]
fn our_own_export_brings_everything_to_another_vault_also_what_no_other_program_knows() {
    let home = Home::with_vault();
    home.add(&format!(
        "otpauth://totp/Example:alice?secret={SECRET}&issuer=Example"
    ));
    let edit = [
        "edit",
        "Example",
        "--method",
        "sms:backup",
        "--deadline",
        "2031-05-06",
    ];
    home.unlocked(&[&edit[..], &["--recovery-contact", "help@example.com"]].concat())
        .done();
    home.write("password", "correct horse\n");
    let export = ["export", "all.countersign", "--format", "countersign"];
    home.unlocked(&[&export[..], &["--export-password-file", "password"]].concat())
        .done();
    let other = Home::with_vault();
    for file in ["all.countersign", "password"] {
        fs::copy(home.path(file), other.path(file)).unwrap();
    }
    let import = [
        "import",
        "all.countersign",
        "--import-password-file",
        "password",
    ];
    assert_eq!(other.unlocked(&import).done(), "Added 1 account.\n");
    let [before, after] = [&home, &other].map(|home| {
        let mut shown = home
            .unlocked(&["show", "Example", "--json", "--secrets"])
            .json();
        let page = shown.as_object_mut().unwrap();
        assert!(page.remove("id").is_some());
        shown
    });
    assert_eq!(before, after);
    assert_eq!(after["deadline"], "2031-05-06");
}
