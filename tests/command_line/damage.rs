//! Damaged, hostile and foreign files: refused, never overwritten, and the newest good copy is named.

use std::fs;
use std::path::Path;

use data_encoding::BASE64;

use crate::program::Home;

/// A vault with one older copy beside it, and its bytes.
fn vault_with_copy() -> (Home, Vec<u8>) {
    let home = Home::with_account();
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
    let bytes = home.read("vault.countersign");
    (home, bytes)
}

#[test]
fn a_damaged_vault_names_its_newest_good_copy_and_stays_as_it_is() {
    let (home, good) = vault_with_copy();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    let extended = [&good[..], b"x"].concat();
    for damaged in [
        &flipped[..],
        &good[..good.len() / 2],
        &good[..good.len() - 1],
        &good[..20],
        &extended,
    ] {
        home.write("vault.countersign", damaged);
        for args in [
            &["list"][..],
            &["code", "GitHub"],
            &["remove", "GitHub"],
            &["add", "otpauth://totp/a?secret=JBSWY3DP"],
        ] {
            let said = home.unlocked(args).failed(4);
            let copy = said
                .lines()
                .nth(1)
                .and_then(|line| line.rsplit_once(": "))
                .unwrap()
                .1;
            assert_eq!(
                home.unlocked(&["--vault", copy, "list", "--json"]).json()[0]["issuer"],
                "GitHub"
            );
        }
        assert_eq!(home.read("vault.countersign"), damaged);
    }
}

#[test]
fn a_foreign_file_is_called_one() {
    let home = Home::with_vault();
    for foreign in [&b""[..], b"PK\x03\x04 a zip file", &[0; 4096]] {
        home.write("foreign", foreign);
        let said = home.unlocked(&["--vault", "foreign", "list"]).failed(4);
        assert!(said.contains("not a Countersign vault"), "{said}");
        assert_eq!(home.read("foreign"), foreign);
    }
}

#[test]
fn a_vault_that_is_not_there_or_not_a_file_is_said() {
    let home = Home::with_vault();
    home.unlocked(&["--vault", "nowhere", "list"]).failed(5);
    home.unlocked(&["--vault", ".", "list"]).failed(1);
}

#[test]
fn every_vector_of_the_format_has_its_exit_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault");
    let home = Home::empty();
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector = fs::read_to_string(&path).unwrap();
        let field = |name: &str| vector.lines().find_map(|line| line.strip_prefix(name));
        // A kit stands there as bytes; people have words.
        let Some(password) = field("password: ") else {
            continue;
        };
        home.write("vault.countersign", bytes(&vector));
        home.write("password", password);
        let code = match field("expect: ").unwrap() {
            "opens" => 0,
            "wrong-credential" => 3,
            _ => 4,
        };
        let run = home.run(&["--password-file", "password", "list"]);
        assert_eq!(run.code, Some(code), "{}: {run:?}", path.display());
        seen += 1;
    }
    assert!(seen > 60, "only {seen} vectors");
}

/// The Base64 after the empty line of a vector.
fn bytes(vector: &str) -> Vec<u8> {
    let body = vector.split_once("\n\n").map_or("", |(_, body)| body);
    let body: String = body.split_whitespace().collect();
    BASE64.decode(body.as_bytes()).unwrap()
}
