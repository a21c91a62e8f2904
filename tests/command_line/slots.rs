//! Ways to unlock, and the password.

use crate::program::Home;

#[test]
fn a_recovery_kit_is_printed_once_and_opens_the_vault() {
    let home = Home::with_account();
    let kit = home.unlocked(&["slots", "add", "recovery"]).done();
    assert!(kit.contains("countersign-recovery:1:"), "{kit}");
    home.write("second", &kit);
    assert_eq!(
        home.run(&["--recovery-file", "second", "list", "--json"])
            .json()[0]["issuer"],
        "GitHub"
    );
    // The words alone, as they would be copied from paper.
    let words = kit
        .lines()
        .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    home.write("words", words.collect::<Vec<_>>().join("\n"));
    home.run(&["--recovery-file", "words", "list"]).done();
}

#[test]
fn a_saved_kit_is_not_printed() {
    let home = Home::with_account();
    let said = home
        .unlocked(&["slots", "add", "recovery", "--recovery-kit", "second"])
        .done();
    assert!(!said.contains("countersign-recovery"), "{said}");
    home.run(&["--recovery-file", "second", "list"]).done();
    home.unlocked(&["slots", "add", "recovery", "--recovery-kit", "second"])
        .failed(6);
    home.unlocked(&["slots", "add", "recovery", "--json"])
        .failed(2);
    assert_eq!(
        home.unlocked(&["slots", "list", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_kit_a_picture_and_a_vault() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_account();
    home.unlocked(&["slots", "add", "recovery", "--recovery-kit", "second"])
        .done();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    home.run(&[
        "--vault",
        "new/vault",
        "--password-file",
        "password",
        "init",
    ])
    .done();
    for file in ["second", "code.png", "new/vault"] {
        let mode = std::fs::metadata(home.path(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_slot_is_renamed_and_removed_as_long_as_one_loss_locks_nobody_out() {
    let home = Home::with_account();
    home.unlocked(&["slots", "rename", "recovery kit", "Safe"])
        .done();
    home.unlocked(&["slots", "rename", "Password", "Safe"])
        .failed(6);
    home.unlocked(&["slots", "remove", "Password"]).failed(6);
    home.unlocked(&[
        "slots",
        "add",
        "recovery",
        "--name",
        "Bank",
        "--recovery-kit",
        "second",
    ])
    .done();
    home.unlocked(&["slots", "remove", "Password"]).done();
    home.unlocked(&["slots", "remove", "Safe"]).failed(6);
    home.unlocked(&["slots", "remove", "Nobody"]).failed(5);
    assert_eq!(
        home.unlocked(&["slots", "list", "--json"]).json()[0]["name"],
        "Safe"
    );
    home.unlocked(&["list"]).done();
}

#[test]
fn a_second_password_opens_and_the_first_can_be_changed() {
    let home = Home::with_account();
    home.write("second", "another password");
    home.unlocked(&["slots", "add", "password", "--new-password-file", "second"])
        .done();
    assert_eq!(
        home.run(&["--password-file", "second", "list", "--json"])
            .json()[0]["issuer"],
        "GitHub"
    );
    // With two passwords a kit does not say which one is meant.
    home.write("third", "a third password");
    home.unlocked(&["password", "change", "--new-password-file", "third"])
        .failed(6);
    home.run(&[
        "--password-file",
        "second",
        "password",
        "change",
        "--new-password-file",
        "third",
    ])
    .done();
    home.run(&["--password-file", "second", "list"]).failed(3);
    home.run(&["--password-file", "third", "list"]).done();
    home.run(&["--password-file", "password", "list"]).done();
}

/// Its words open the vault, and so does what a phone reads from its code.
#[test]
fn a_page_to_print_has_the_words_the_code_and_the_vaults_fingerprint_and_loads_nothing() {
    let home = Home::with_account();
    let add = ["slots", "add", "recovery", "--recovery-kit", "kit.html"];
    home.unlocked(&add).done();
    let page = String::from_utf8(home.read("kit.html")).unwrap();
    let words: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("<li>"))
        .collect();
    assert_eq!(words.len(), 15);
    home.write("words", words.join(" "));
    home.run(&["--recovery-file", "words", "list"]).done();
    // The whole file is a kit, as the text is.
    home.run(&["--recovery-file", "kit.html", "list"]).done();
    let line = page.split("countersign-recovery:1:").nth(1).unwrap();
    let (fingerprint, _) = line.split_once(':').unwrap();
    let printed = page.replace('-', "");
    assert!(
        printed.contains(&format!("<b>{fingerprint}</b>")),
        "{fingerprint}"
    );
    for loads in ["http:", "https:", "src=", "url(", "<script"] {
        assert!(!page.contains(loads), "{loads}");
    }
    home.write("code.png", drawn(&page));
    let found = home.unlocked(&["scan", "code.png", "--secrets"]);
    let text = format!("countersign-recovery:1:{fingerprint}:{}", words.join("-"));
    assert!(found.stdout.contains(&text), "{found:?}");
}

/// The page's drawing as a picture: boxes of one module's height, `M<x> <y>h<width>v1h-<width>z`.
fn drawn(page: &str) -> Vec<u8> {
    let (_, drawing) = page.split_once("viewBox=\"0 0 ").unwrap();
    let (side, path) = drawing.split_once(' ').unwrap();
    let (_, path) = path.split_once("d=\"M").unwrap();
    let (path, _) = path.split_once("z\"").unwrap();
    let side: u32 = side.parse().unwrap();
    let mut picture = image::GrayImage::from_pixel(side * 4, side * 4, image::Luma([255]));
    for run in path.split("zM") {
        let numbers: Vec<u32> = run
            .split([' ', 'h', 'v'])
            .map_while(|number| number.parse().ok())
            .collect();
        let [x, y, width, _] = numbers.as_slice() else {
            panic!("{run}");
        };
        for (dx, dy) in (0..width * 4).flat_map(|dx| (0..4).map(move |dy| (dx, dy))) {
            picture.put_pixel(x * 4 + dx, y * 4 + dy, image::Luma([0]));
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}
