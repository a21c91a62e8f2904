//! The system's keyring as a way to unlock, in front of a real gnome-keyring-daemon on a bus of its own.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::zvariant::{DynamicType, OwnedObjectPath};

use crate::portal::desktop::Bus;
use crate::program::{Home, PASSWORD, PROGRAM, Run, run};
use crate::terminal;

const SECRETS: &str = "org.freedesktop.secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";

/// A vault, a bus, and a keyring that was unlocked as a login does it.
struct Desk {
    home: Home,
    bus: Bus,
    daemon: Child,
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

impl Desk {
    /// `None`, and a line that says why, where a program is missing.
    fn start(test: &str) -> Option<Self> {
        for (program, asks) in [
            ("gnome-keyring-daemon", "--version"),
            ("setsid", "--version"),
            ("script", "--version"),
        ] {
            if Command::new(program).arg(asks).output().is_err() {
                println!("SKIPPED {test}: {program} is not installed");
                return None;
            }
        }
        let bus = Bus::start(test)?;
        let home = Home::with_account();
        let daemon = start_daemon(&home, &bus);
        let desk = Self { home, bus, daemon };
        desk.wait_for_keyring();
        Some(desk)
    }

    /// The same, and the keyring opens the vault.
    fn with_slot(test: &str) -> Option<Self> {
        let desk = Self::start(test)?;
        let added = desk.run(&["--recovery-file", "kit", "slots", "add", "keyring"]);
        assert!(added.done().starts_with("\"Keyring\""));
        Some(desk)
    }

    /// The program in this session, without a terminal.
    fn run(&self, args: &[&str]) -> Run {
        let mut command = Command::new("setsid");
        self.home.set_up(&mut command);
        command.args(["--wait", PROGRAM]).args(args);
        run(self.in_session(&mut command), None)
    }

    /// The program on a terminal on which the password is typed.
    fn typed(&self, args: &str, keys: &str) -> Run {
        let mut command = terminal::command(&self.home, args);
        run(self.in_session(&mut command), Some(keys))
    }

    fn in_session<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
    }

    fn call<B: serde::Serialize + DynamicType>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> zbus::Message {
        let bus: Connection = self.bus.connect().build().unwrap();
        let interface = format!("org.freedesktop.Secret.{interface}");
        bus.call_method(Some(SECRETS), path, Some(interface.as_str()), method, body)
            .unwrap()
    }

    /// Our items in the keyring.
    fn items(&self) -> Vec<OwnedObjectPath> {
        let ours = HashMap::from([("service", "countersign")]);
        let reply = self.call("/org/freedesktop/secrets", "Service", "SearchItems", &ours);
        let (mut unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            reply.body().deserialize().unwrap();
        unlocked.extend(locked);
        unlocked
    }

    fn empty(&self) {
        for item in self.items() {
            self.call(item.as_str(), "Item", "Delete", &());
        }
        assert!(self.items().is_empty());
    }

    fn lock_keyring(&self) {
        let all = vec![OwnedObjectPath::try_from(COLLECTION).unwrap()];
        self.call("/org/freedesktop/secrets", "Service", "Lock", &all);
    }

    fn end_keyring(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }

    fn wait_for_keyring(&self) {
        let bus: Connection = self.bus.connect().build().unwrap();
        let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
        let is_there = || bus.name_has_owner(SECRETS.try_into().unwrap()).unwrap();
        while !is_there() {
            sleep(Duration::from_millis(20));
        }
    }

    /// What people see when the keyring does not help: why, and that the password is needed.
    fn asks_because(&self, why: &str) {
        let said = self.run(&["list"]).failed(2);
        assert!(said.starts_with(why), "{said}");
        assert!(said.contains("--password-file"), "{said}");
        for given in [["--password-file", "password"], ["--recovery-file", "kit"]] {
            let list = self.run(&[&given[..], &["list"]].concat()).done();
            assert!(list.contains("GitHub"), "{list}");
        }
    }
}

fn start_daemon(home: &Home, bus: &Bus) -> Child {
    let runtime = home.path("run");
    fs::create_dir(&runtime).unwrap();
    let mut daemon = Command::new("gnome-keyring-daemon");
    home.set_up(&mut daemon);
    let mut daemon = daemon
        .args(["--foreground", "--components=secrets", "--unlock"])
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .env("XDG_RUNTIME_DIR", runtime)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut password = daemon.stdin.take().unwrap();
    password.write_all(b"the login password").unwrap();
    daemon
}

#[test]
fn the_keyring_opens_the_vault_and_what_is_explicit_still_wins() {
    let test = "the_keyring_opens_the_vault_and_what_is_explicit_still_wins";
    let Some(desk) = Desk::with_slot(test) else {
        return;
    };
    assert!(desk.run(&["list"]).done().contains("GitHub"));
    let slots = desk.run(&["slots", "list", "--json"]).json();
    assert_eq!(slots[2]["kind"], "keyring");
    assert_eq!(desk.items().len(), 1);
    desk.home.write("wrong", "not the password");
    desk.run(&["--password-file", "wrong", "list"]).failed(3);
    // Never the only way, and gone from the keyring with its slot.
    desk.run(&["slots", "remove", "Password"]).failed(6);
    desk.run(&["slots", "remove", "Keyring"]).done();
    assert_eq!(desk.items().len(), 0);
    desk.run(&["list"]).failed(2);
}

#[test]
fn an_emptied_keyring_is_named_and_gets_the_key_again_from_who_types_the_password() {
    let test = "an_emptied_keyring_is_named_and_gets_the_key_again_from_who_types_the_password";
    let Some(desk) = Desk::with_slot(test) else {
        return;
    };
    desk.empty();
    desk.asks_because("The keyring of this computer does not have the key");
    assert_eq!(desk.items().len(), 0, "a script puts nothing back");
    let run = desk.typed("list", &format!("{PASSWORD}\n"));
    assert!(run.stdout.contains("GitHub"), "{run:?}");
    desk.run(&["list"]).done();
}

#[test]
fn a_locked_keyring_leaves_the_other_ways() {
    let Some(desk) = Desk::with_slot("a_locked_keyring_leaves_the_other_ways") else {
        return;
    };
    desk.lock_keyring();
    desk.asks_because("The keyring of this computer is locked");
}

#[test]
fn a_missing_keyring_leaves_the_other_ways_and_takes_no_slot() {
    let test = "a_missing_keyring_leaves_the_other_ways_and_takes_no_slot";
    let Some(mut desk) = Desk::with_slot(test) else {
        return;
    };
    desk.end_keyring();
    desk.asks_because("The keyring of this computer does not run");
    let other = Home::with_account();
    let said = other.unlocked(&["slots", "add", "keyring"]).failed(1);
    assert!(said.contains("does not run"), "{said}");
    let slots = other.unlocked(&["slots", "list", "--json"]).json();
    assert_eq!(slots.as_array().unwrap().len(), 2);
}

#[test]
fn a_keyring_that_never_answers_is_given_up() {
    let Some(mut desk) = Desk::with_slot("a_keyring_that_never_answers_is_given_up") else {
        return;
    };
    desk.end_keyring();
    let silent = desk.bus.connect().name(SECRETS).unwrap().build().unwrap();
    desk.asks_because("The keyring of this computer did not answer");
    drop(silent);
}

#[test]
fn a_locked_vault_waits_for_its_user() {
    let Some(desk) = Desk::with_slot("a_locked_vault_waits_for_its_user") else {
        return;
    };
    assert!(desk.run(&["lock"]).done().starts_with("Locked."));
    assert_eq!(desk.items().len(), 0);
    let said = desk.run(&["list"]).failed(2);
    assert!(!said.contains("keyring"), "nothing is wrong: {said}");
    desk.run(&["--password-file", "password", "list"]).done();
    desk.run(&["list"]).failed(2);
    let run = desk.typed("list", &format!("{PASSWORD}\n"));
    assert!(run.stdout.contains("GitHub"), "{run:?}");
    assert_eq!(desk.items().len(), 1);
    desk.run(&["list"]).done();
}

#[test]
fn a_vault_on_somebody_elses_computer_leaves_nothing_in_the_keyring_there() {
    let test = "a_vault_on_somebody_elses_computer_leaves_nothing_in_the_keyring_there";
    let Some(desk) = Desk::with_slot(test) else {
        return;
    };
    let there = Desk::start(test).unwrap();
    fs::copy(desk.home.vault(), there.home.vault()).unwrap();
    there.run(&["list"]).failed(2);
    there.typed("list", &format!("{PASSWORD}\n"));
    assert_eq!(there.items().len(), 0);
    // Until its user wants that; the slot is the same for both.
    let add = ["--recovery-file", "kit", "slots", "add", "keyring"];
    fs::copy(desk.home.path("kit"), there.home.path("kit")).unwrap();
    there.run(&add).done();
    there.run(&["list"]).done();
    let slots = there.run(&["slots", "list", "--json"]).json();
    assert_eq!(slots.as_array().unwrap().len(), 3);
}

#[test]
fn a_new_key_is_for_what_was_presented_and_the_keyring_gets_its_new_secret() {
    let test = "a_new_key_is_for_what_was_presented_and_the_keyring_gets_its_new_secret";
    let Some(desk) = Desk::with_slot(test) else {
        return;
    };
    desk.home.write("second", "another password");
    let add = ["slots", "add", "password", "--new-password-file", "second"];
    desk.run(&add).done();
    let kept_copy = desk.home.read("vault.countersign");
    let renew = ["--recovery-file", "kit", "slots", "renew"];
    let said = desk.run(&renew).failed(6);
    assert!(said.contains("too few ways"), "{said}");
    let with = ["--with-password-file", "password", "--json"];
    let renewed = desk.run(&[&renew[..], &with].concat()).json();
    let names = |slots: &serde_json::Value| -> Vec<String> {
        let slots = slots.as_array().unwrap().iter();
        slots
            .map(|slot| slot["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&renewed["kept"]),
        ["Password", "Recovery kit", "Keyring"]
    );
    assert_eq!(names(&renewed["dropped"]), ["Password 2"]);
    for given in [
        &[][..],
        &["--password-file", "password"],
        &["--recovery-file", "kit"],
    ] {
        desk.run(&[given, &["list"]].concat()).done();
    }
    desk.run(&["--password-file", "second", "list"]).failed(3);
    // An older copy opens as before, but not by the keyring: that has the new secret.
    desk.home.write("vault.countersign", kept_copy);
    desk.run(&["--accept-older", "--password-file", "second", "list"])
        .done();
    let said = desk.run(&["list"]).failed(2);
    assert!(said.contains("does not open this vault any more"), "{said}");
}
