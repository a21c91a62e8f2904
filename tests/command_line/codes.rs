//! Codes of the standards and of other programs, through the whole program.

use std::fs;
use std::path::Path;

use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};

use crate::program::{Home, URI};

/// `tests/vectors/otp`: what to add, and times with their codes.
struct Vector {
    name: String,
    type_name: String,
    args: Vec<String>,
    input: String,
    rows: Vec<(String, String)>,
}

#[test]
fn every_vector_gives_its_codes() {
    let vectors = vectors();
    assert!(vectors.len() >= 10, "vectors are missing");
    let home = Home::with_vault();
    let mut codes = 0;
    for vector in vectors {
        let args: Vec<&str> = vector.args.iter().map(String::as_str).collect();
        home.typed(
            &[&["add", "--issuer", &vector.name], args.as_slice()].concat(),
            &vector.input,
        )
        .done();
        for (at, expected) in &vector.rows {
            let mut args = vec!["code", &vector.name];
            if vector.type_name != "hotp" {
                args.extend(["--at", at]);
            }
            assert_eq!(
                home.unlocked(&args).done().trim_end(),
                expected,
                "{} at {at}",
                vector.name
            );
            codes += 1;
        }
    }
    assert!(codes >= 40, "{codes} codes");
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/otp");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn read(file: &Path) -> Vector {
    let text = fs::read_to_string(file).unwrap();
    let (head, rows) = text.split_once("\n\n").unwrap();
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    };
    let type_name = field("type").unwrap().to_owned();
    let mut args = vec![
        "--type".to_owned(),
        type_name.clone(),
        "--secret".to_owned(),
        "-".to_owned(),
    ];
    for option in ["algorithm", "digits", "period", "counter"] {
        args.extend(
            field(option)
                .into_iter()
                .flat_map(|value| [format!("--{option}"), value.to_owned()]),
        );
    }
    let mut input = field("secret_base32").map_or_else(
        || secret(&type_name, field("secret").unwrap()),
        str::to_owned,
    );
    if let Some(pin) = field("pin") {
        args.extend(["--pin".to_owned(), "-".to_owned()]);
        input = format!("{input}\n{pin}");
    }
    let row = |line: &str| {
        line.split_once(' ')
            .map(|(at, code)| (at.to_owned(), code.to_owned()))
    };
    let rows = rows.lines().filter_map(row).collect();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    Vector {
        name,
        type_name,
        args,
        input,
        rows,
    }
}

/// A vector's hexadecimal secret as people type it: Base32 but for mOTP.
fn secret(type_name: &str, hex: &str) -> String {
    if type_name == "motp" {
        return hex.to_owned();
    }
    let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap();
    BASE32_NOPAD.encode(&bytes)
}

#[test]
fn a_code_alone_is_on_its_line_for_scripts() {
    let home = Home::with_account();
    assert_eq!(
        home.unlocked(&["code", "GitHub", "--at", "1111111109"])
            .done(),
        "081804\n"
    );
}

#[test]
fn the_next_code_is_that_of_the_next_period() {
    let home = Home::with_account();
    // 1111111109 is the last second of its period.
    let next = home
        .unlocked(&["code", "GitHub", "--at", "1111111109", "--next"])
        .done();
    assert_eq!(next, "050471\n");
    let both = home
        .unlocked(&["code", "GitHub", "--at", "1111111109", "--json"])
        .json();
    assert_eq!(
        (&both["code"], &both["next"]),
        (&"081804".into(), &"050471".into())
    );
    assert_eq!(
        (&both["valid_from"], &both["valid_until"]),
        (&1_111_111_080.into(), &1_111_111_110.into())
    );
}

#[test]
fn times_of_the_far_future_are_fine_and_before_1970_are_not() {
    let home = Home::with_account();
    // 2^31 and 2^32; the codes are those of oathtool.
    assert_eq!(
        home.unlocked(&["code", "GitHub", "--at", "2147483648"])
            .done(),
        "703886\n"
    );
    assert_eq!(
        home.unlocked(&["code", "GitHub", "--at", "4294967296"])
            .done(),
        "791428\n"
    );
    assert_eq!(
        home.unlocked(&["code", "GitHub", "--at", "20000000000"])
            .done(),
        "353130\n"
    );
    home.unlocked(&["code", "GitHub", "--at", "-1"]).failed(2);
    home.unlocked(&["code", "GitHub", "--at", "9223372036854775807"])
        .failed(2);
    home.unlocked(&["code", "GitHub", "--at", "tomorrow"])
        .failed(2);
}

#[test]
fn a_counter_is_saved_before_its_code_is_shown() {
    let home = Home::with_vault();
    home.add("otpauth://hotp/Bank:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0");
    // RFC 4226 appendix D.
    for (counter, code) in [(1, "755224"), (2, "287082"), (3, "359152")] {
        let shown = home.unlocked(&["code", "Bank", "--json"]).json();
        assert_eq!(shown["code"], code);
        assert!(
            shown["next"].is_null()
                && shown["valid_from"].is_null()
                && shown["valid_until"].is_null()
        );
        assert_eq!(
            home.unlocked(&["show", "Bank", "--json"]).json()["counter"],
            counter
        );
    }
    home.unlocked(&["code", "Bank", "--next"]).failed(2);
}

#[test]
fn a_counter_at_its_end_gives_no_code() {
    let home = Home::with_vault();
    home.add("otpauth://hotp/Bank:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=18446744073709551615");
    let said = home.unlocked(&["code", "Bank"]).failed(6);
    assert!(said.contains("counter"), "{said}");
}

/// Codes are those of RFC 4226, appendix D.
#[test]
fn a_counter_can_be_set_and_a_new_secret_starts_it_again() {
    let home = Home::with_vault();
    home.add("otpauth://hotp/Bank:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=70");
    let counter = || home.unlocked(&["show", "Bank", "--json"]).json()["counter"].clone();
    home.unlocked(&["edit", "Bank", "--counter", "2"]).done();
    assert_eq!(home.unlocked(&["code", "Bank"]).done(), "359152\n");
    assert_eq!(counter(), 3);
    let secret = "JBSWY3DPEHPK3PXP\n";
    home.typed(&["edit", "Bank", "--secret", "-"], secret)
        .done();
    assert_eq!(counter(), 0);
    let both = ["edit", "Bank", "--counter", "5", "--secret", "-"];
    home.typed(&both, "KRSXG5CTMVRXEZLU\n").done();
    assert_eq!(counter(), 5);

    home.add(URI);
    let said = home
        .unlocked(&["edit", "GitHub", "--counter", "1"])
        .failed(2);
    assert!(
        said.starts_with("--counter means nothing for the type totp."),
        "{said}"
    );
    home.unlocked(&["edit", "Bank", "--counter", "-1"])
        .failed(2);
}

#[test]
fn an_account_that_comes_again_brings_a_missing_pin_or_a_higher_counter() {
    let home = Home::with_vault();
    let hotp = |counter: u32| {
        format!("otpauth://hotp/Bank:alice?secret=JBSWY3DPEHPK3PXP&counter={counter}")
    };
    home.add(&hotp(3));
    let updated = "Bank (alice) was there already; its PIN or counter was updated.\n";
    assert_eq!(home.unlocked(&["add", &hotp(9)]).done(), updated);
    let same = "Bank (alice) was there already; nothing was added.\n";
    assert_eq!(home.unlocked(&["add", &hotp(4)]).done(), same);
    let shown = home.unlocked(&["show", "Bank", "--json"]).json();
    assert_eq!(shown["counter"], 9);

    let motp = ["add", "--issuer", "Old", "--type", "motp", "--secret", "-"];
    home.typed(&motp, "e3152afee62599c8\n").done();
    let with_pin = [&motp[..], &["--pin", "-", "--json"]].concat();
    let added = home.typed(&with_pin, "e3152afee62599c8\n1234\n").json();
    assert_eq!(added["added"], false);
    let code = home.unlocked(&["code", "Old", "--at", "165892298"]).done();
    assert_eq!(code, "e7d8b6\n");
}

#[test]
fn a_pin_that_is_not_stored_is_asked_for() {
    let home = Home::with_vault();
    home.typed(
        &["add", "--issuer", "Old", "--type", "motp", "--secret", "-"],
        "e3152afee62599c8\n",
    )
    .done();
    let at = ["code", "Old", "--at", "165892298"];
    home.unlocked(&at).failed(2);
    assert_eq!(
        home.typed(&[&at[..], &["--pin", "-"]].concat(), "1234\n")
            .done(),
        "e7d8b6\n"
    );
    home.typed(&["edit", "Old", "--pin", "-"], "1234\n").done();
    assert_eq!(home.unlocked(&at).done(), "e7d8b6\n");
    home.typed(&["edit", "Old", "--pin", "-"], "\n").done();
    home.unlocked(&at).failed(2);
}

#[test]
fn a_code_leaves_the_vault_as_it_was() {
    let home = Home::with_vault();
    home.add(URI);
    let before = home.read("vault.countersign");
    home.unlocked(&["code", "GitHub"]).done();
    assert_eq!(home.read("vault.countersign"), before);
}
