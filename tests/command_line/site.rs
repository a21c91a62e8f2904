//! A real web site (`tests/sites`) in a real browser: from the QR code that it shows to the codes that it accepts.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use crate::browser::{Browser, Group, free_port, wait_for_port};
use crate::program::{Home, run};
use crate::screen::Screen;

const USER: &str = "carol";
const USER_PASSWORD: &str = "a fine day for a walk";

/// The site, which ends with the value.
struct Site {
    port: u16,
    _server: Group,
}

impl Site {
    /// With one user, and a database in this folder.
    fn start(python: &OsStr, folder: &Path) -> Self {
        let manage = |mut manage: Command, args: &[&str]| {
            manage
                .arg("manage.py")
                .args(args)
                .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sites"))
                .env("SITE_DATABASE", folder.join("site.sqlite"))
                .env("DJANGO_SUPERUSER_PASSWORD", USER_PASSWORD)
                .env("PYTHONDONTWRITEBYTECODE", "1");
            manage
        };
        let user = ["--username", USER, "--email", "carol@example.com"];
        let create = [&["createsuperuser", "--noinput"], &user[..]].concat();
        for args in [&["migrate", "--verbosity", "0"], &create[..]] {
            let done = run(&mut manage(Command::new(python), args), None);
            assert_eq!(done.code, Some(0), "{done:?}");
        }
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let serve = ["runserver", "--noreload", &address];
        let server = Group::start(&mut manage(Group::command(python), &serve));
        wait_for_port(port);
        Self {
            port,
            _server: server,
        }
    }

    fn page(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/accounts/{path}", self.port)
    }

    /// Gives the name and the password.
    fn log_in(&self, browser: &Browser) {
        browser.go(&self.page("login/"));
        browser.type_into("login", USER);
        browser.type_into("password", USER_PASSWORD);
        browser.enter("password");
    }
}

/// The Python that runs the site. `None`, and a line that says why, where something is missing.
fn python(test: &str) -> Option<OsString> {
    for program in ["chromium", "chromedriver"] {
        if Command::new(program).arg("--version").output().is_err() {
            println!("SKIPPED {test}: {program} is not installed");
            return None;
        }
    }
    let python = std::env::var_os("COUNTERSIGN_PYTHON");
    if python.is_none() {
        println!("SKIPPED {test}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)");
    }
    python
}

#[test]
fn a_site_accepts_the_codes_of_an_account_added_from_its_page_on_the_screen() {
    let test = "a_site_accepts_the_codes_of_an_account_added_from_its_page_on_the_screen";
    let Some(python) = python(test) else {
        return;
    };
    let Some(screen) = Screen::start(test, "1280x900x24") else {
        return;
    };
    let home = Home::with_vault();
    let folder = home.path("browser");
    std::fs::create_dir(&folder).unwrap();
    let site = Site::start(&python, &folder);
    let browser = Browser::open(&home, screen.name(), &folder);
    let code = |args: &[&str]| {
        let printed = home.unlocked(&[&["code", "Corner Shop"], args].concat());
        printed.done().trim().to_owned()
    };

    site.log_in(&browser);
    browser.wait_for_page("/accounts/2fa/");
    // The site asks who changes how to log in for the password again.
    browser.go(&site.page("reauthenticate/?next=/accounts/2fa/totp/activate/"));
    browser.type_into("password", USER_PASSWORD);
    browser.enter("password");
    browser.wait_for_page("/accounts/2fa/totp/activate/");
    let added = screen.run_until_done(&home, &["scan", "--screen", "--add"]);
    assert!(added.starts_with("Added Corner Shop (carol"), "{added}");
    browser.type_into("code", &code(&[]));
    browser.enter("code");
    browser.wait_for_page("/accounts/2fa/recovery-codes/");

    browser.go(&site.page("logout/"));
    browser.click("form[action$='logout/'] button");
    browser.wait_for_page("/");
    site.log_in(&browser);
    browser.wait_for_page("/accounts/2fa/authenticate/");
    // A site takes no code twice.
    browser.type_into("code", &code(&["--next"]));
    browser.enter("code");
    browser.wait_for_page("/accounts/2fa/");
}
