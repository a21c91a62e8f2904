//! Codes of the standards and of other programs, through the whole program.

use std::fs;
use std::path::Path;

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
    let bits: String = hex
        .chars()
        .map(|digit| format!("{:04b}", digit.to_digit(16).unwrap()))
        .collect();
    let letters: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().collect();
    let groups: Vec<char> = bits.chars().collect();
    let letter = |group: &[char]| {
        let group: String = group.iter().collect();
        letters[usize::from_str_radix(&format!("{group:0<5}"), 2).unwrap()]
    };
    groups.chunks(5).map(letter).collect()
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
fn a_counter_that_cannot_be_saved_shows_no_code() {
    let home = Home::with_vault();
    home.add("otpauth://hotp/Bank:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=18446744073709551615");
    let said = home.unlocked(&["code", "Bank"]).failed(6);
    assert!(said.contains("counter"), "{said}");
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
