//! `scan --screen` on a real X server that nobody sees, with a picture that another program shows; and
//! `scan --clipboard`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::program::{Home, Run, SECRET, picture, run};

/// Programs that end with the value.
pub(crate) struct Screen {
    name: String,
    programs: Vec<Child>,
}

impl Screen {
    /// An X server with a screen of this size and depth. `None`, and a line that says why, where a program is missing.
    pub(crate) fn start(test: &str, size: &str) -> Option<Self> {
        for program in ["Xvfb", "feh", "xclip"] {
            if Command::new(program).arg("-version").output().is_err() {
                println!("SKIPPED {test}: {program} is not installed");
                return None;
            }
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", size])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        let output = server.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut number).unwrap();
        Some(Self {
            name: format!(":{}", number.trim()),
            programs: vec![server],
        })
    }

    /// What programs that show something here take from `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Another program shows a picture at this place, when this returns or soon after.
    fn show(&mut self, picture: &str, place: &str) {
        let viewer = Command::new("feh")
            .args(["--borderless", "--geometry", place, picture])
            .env("DISPLAY", &self.name)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.programs.push(viewer);
    }

    fn run(&self, home: &Home, args: &[&str]) -> Run {
        let args = [&["--recovery-file", "kit"], args].concat();
        run(home.command(&args).env("DISPLAY", &self.name), None)
    }

    /// The same until another program has put its picture on the screen.
    pub(crate) fn run_until_done(&self, home: &Home, args: &[&str]) -> String {
        for _look in 0..100 {
            let run = self.run(home, args);
            if !run.stderr.starts_with("There is no QR code") {
                return run.done();
            }
        }
        panic!("the picture does not appear")
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for program in self.programs.iter_mut().rev() {
            drop(program.kill());
            drop(program.wait());
        }
    }
}

/// Like [`Home::with_vault`], and a picture of the usual account's code beside it.
fn home_with_picture() -> (Home, String) {
    let home = Home::with_account();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    home.unlocked(&["remove", "GitHub"]).done();
    home.unlocked(&["trash", "empty"]).done();
    let picture = home.path("code.png").to_str().unwrap().to_owned();
    (home, picture)
}

/// What an independent program makes of the secret for a moment.
fn oathtool(test: &str, at: &str) -> Option<String> {
    let mut oathtool = Command::new("oathtool");
    oathtool.args(["--totp", "--base32", "--now", at, "-"]);
    let spawned = oathtool
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        println!("SKIPPED {test}: oathtool is not installed");
        return None;
    };
    child
        .stdin
        .take()
        .unwrap()
        .write_all(SECRET.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_code_on_the_screen_becomes_an_account_whose_codes_are_right() {
    let test = "a_code_on_the_screen_becomes_an_account_whose_codes_are_right";
    let Some(expected) = oathtool(test, "@1111111109") else {
        return;
    };
    for size in ["1280x900x24", "1280x900x16", "3840x2160x24"] {
        let Some(mut screen) = Screen::start(test, size) else {
            return;
        };
        let (home, picture) = home_with_picture();
        screen.show(&picture, "+600+300");
        let added = screen.run_until_done(&home, &["scan", "--screen", "--add"]);
        assert_eq!(added, "Added GitHub (alice).\n", "{size}");
        let code = home.unlocked(&["code", "GitHub", "--at", "1111111109"]);
        assert_eq!(code.done(), expected, "{size}");
    }
}

#[test]
fn what_is_on_the_screen_is_shown_with_its_monitor_and_without_its_secret() {
    let test = "what_is_on_the_screen_is_shown_with_its_monitor_and_without_its_secret";
    let Some(mut screen) = Screen::start(test, "1280x900x24") else {
        return;
    };
    let (home, code) = home_with_picture();
    let nothing = screen.run(&home, &["scan", "--screen"]).failed(1);
    assert!(nothing.contains("countersign add --secret -"), "{nothing}");
    screen.show(&code, "+100+200");
    let shown = screen.run_until_done(&home, &["scan", "--screen", "--monitor", "1"]);
    assert_eq!(shown, "Screen 1 (screen): GitHub (alice), totp\n");
    let secrets = screen.run(&home, &["scan", "--screen", "--secrets"]).done();
    assert!(secrets.contains(SECRET), "{secrets}");
    let found = screen.run(&home, &["scan", "--screen", "--json"]).json();
    assert_eq!(found[0]["source"], "Screen 1 (screen)");
    let corner = &found[0]["corners"][0];
    let [x, y] = [0, 1].map(|axis| corner[axis].as_i64().unwrap());
    assert!(
        (100..200).contains(&x) && (200..300).contains(&y),
        "{found}"
    );
    let said = screen
        .run(&home, &["scan", "--screen", "--monitor", "2"])
        .failed(2);
    assert!(
        said.starts_with("There is no monitor with that number; the last one is 1."),
        "{said}"
    );
}

#[test]
fn an_export_over_several_codes_on_the_screen_is_added_in_one_go() {
    let test = "an_export_over_several_codes_on_the_screen_is_added_in_one_go";
    let Some(mut screen) = Screen::start(test, "1280x900x24") else {
        return;
    };
    let home = Home::with_vault();
    for (part, place) in [(0, "+10+10"), (1, "+420+10"), (2, "+830+10")] {
        screen.show(&picture(&format!("batch_of_three_{part}")), place);
    }
    // The viewers are not equally fast; what is there already is not added twice.
    for _look in 0..50 {
        screen.run(&home, &["scan", "--screen", "--add"]);
        if home.issuers().len() == 3 {
            return;
        }
    }
    panic!("{:?}", home.issuers());
}

#[test]
fn a_copied_picture_and_a_copied_address_are_added() {
    let test = "a_copied_picture_and_a_copied_address_are_added";
    let Some(screen) = Screen::start(test, "1280x900x24") else {
        return;
    };
    let (home, code) = home_with_picture();
    let scan = |args: &[&str]| screen.run(&home, &[&["scan", "--clipboard"], args].concat());
    let said = scan(&[]).failed(1);
    assert!(
        said.starts_with("There is nothing on the clipboard"),
        "{said}"
    );
    let copy = |format: &str, file: &str| {
        let arguments = ["-selection", "clipboard", "-t", format, "-i", file];
        let mut xclip = Command::new("xclip");
        xclip.args(arguments).env("DISPLAY", &screen.name);
        assert!(xclip.stdout(Stdio::null()).status().unwrap().success());
    };
    // The copier says that it is done before the server has heard of it.
    let wait_for = |shown: &str| {
        let mut looks = std::iter::repeat_with(|| scan(&[]).stdout).take(100);
        assert!(looks.any(|seen| seen == shown), "{shown} does not appear");
    };
    copy("image/png", &code);
    wait_for("GitHub (alice), totp\n");
    assert_eq!(scan(&["--add"]).done(), "Added GitHub (alice).\n");
    home.write(
        "address",
        "otpauth://totp/Other:bob?secret=GEZDGNBVGY3TQOJQ&issuer=Other\n",
    );
    copy("UTF8_STRING", home.path("address").to_str().unwrap());
    wait_for("Other (bob), totp\n");
    assert_eq!(scan(&["--add"]).done(), "Added Other (bob).\n");
}

#[test]
fn without_a_display_it_is_said_where_to_run_it() {
    let home = Home::with_vault();
    let said = home.unlocked(&["scan", "--screen"]).failed(1);
    assert_eq!(
        said,
        "There is no screen to look at from here.\n\
         Run it in a terminal of the desktop that shows the QR code, as the user who is logged in there. \
         Or save a picture of it: `countersign scan FILE`.\n"
    );
}

#[test]
fn a_scan_looks_in_one_place() {
    let home = Home::with_vault();
    for args in [
        &["scan"][..],
        &["scan", "--screen", "--clipboard"],
        &["scan", "a.png", "--screen"],
        &["scan", "a.png", "--clipboard"],
        &["scan", "a.png", "--monitor", "1"],
        &["scan", "--monitor", "1"],
        &["scan", "--screen", "--monitor", "first"],
    ] {
        home.unlocked(args).failed(2);
    }
}
