use super::*;
use platform::hid::FakeHid;

fn device() -> HidDevice {
    HidDevice {
        location: FakeHid::location(),
        vendor: 0x1050,
        product: 0x0407,
        release: 0,
        name: "Yubico YubiKey".to_owned(),
        serial: None,
    }
}

fn told(info: Info) -> Told {
    Told {
        info,
        tries: None,
        slot: None,
    }
}

fn fido2() -> Info {
    fido2_but(|_| {})
}

fn fido2_but(change: impl FnOnce(&mut Info)) -> Info {
    let mut info = Info::default();
    (info.fido2, info.extensions) = (true, vec!["hmac-secret".to_owned()]);
    change(&mut info);
    info
}

fn linux() -> Surroundings {
    Surroundings {
        system: System::Linux,
        drivers: true,
        ..Surroundings::default()
    }
}

/// What is found where there is one key, which said this.
fn found(surroundings: Surroundings, said: Result<Told, KeyError>) -> Check {
    let key = Met {
        device: device(),
        holders: Vec::new(),
        said,
    };
    only(surroundings, Ok(vec![key]))
}

fn only(surroundings: Surroundings, keys: Result<Vec<Met>, KeyError>) -> Check {
    let facts = Facts {
        surroundings,
        has_slots: true,
        keys,
    };
    let mut checks = diagnose(&facts);
    assert_eq!(checks.len(), 1, "{checks:?}");
    checks.remove(0)
}

fn rules(text: &str) -> Surroundings {
    Surroundings {
        rules: Some(platform::hid::Rules::of(text)),
        ..linux()
    }
}

#[test]
fn a_key_that_is_not_given_to_anybody_needs_a_rule_which_is_told_whole() {
    let check = found(rules(""), Err(KeyError::Forbidden));
    assert_eq!(check.id, "keys-doctor-no-rule");
    let rule = check.args.iter().find(|(name, _)| *name == "rule").unwrap();
    let expected = r#"KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="1050", ATTRS{idProduct}=="0407", TAG+="uaccess""#;
    assert_eq!(rule.1, expected);
    // The rule that we tell is one that we know again.
    let after = rules(expected);
    assert_eq!(
        found(after.clone(), Err(KeyError::Forbidden)).id,
        "keys-doctor-rule-late"
    );
    let remote = Surroundings {
        remote: true,
        ..after
    };
    assert_eq!(
        found(remote, Err(KeyError::Forbidden)).id,
        "keys-doctor-remote"
    );
}

#[test]
fn each_system_and_sandbox_has_its_own_reason() {
    let system = |system| {
        let around = Surroundings { system, ..linux() };
        found(around, Err(KeyError::Forbidden)).id
    };
    assert_eq!(system(System::Windows), "keys-doctor-administrator");
    assert_eq!(system(System::Macos), "keys-doctor-input-monitoring");
    let sandbox = |sandbox| Surroundings {
        sandbox: Some(sandbox),
        ..linux()
    };
    let app = || "org.example.App".to_owned();
    let flatpak = |devices| {
        let app = app();
        sandbox(Sandbox::Flatpak { app, devices })
    };
    let kept = found(flatpak(false), Err(KeyError::Forbidden));
    assert_eq!(kept.id, "keys-doctor-flatpak");
    assert_eq!(kept.args, [("app", app())]);
    assert_eq!(only(flatpak(false), Ok(vec![])).id, "keys-doctor-flatpak");
    assert_eq!(only(flatpak(true), Ok(vec![])).id, "keys-doctor-none");
    let snap = sandbox(Sandbox::Snap { app: app() });
    assert_eq!(only(snap, Ok(vec![])).id, "keys-doctor-snap");
}

#[test]
fn where_no_key_is_seen_it_is_said_whether_one_is_plugged_in() {
    assert_eq!(only(linux(), Ok(vec![])).id, "keys-doctor-none");
    let without = Surroundings {
        drivers: false,
        ..linux()
    };
    assert_eq!(
        only(without, Err(KeyError::NoHid)).id,
        "keys-doctor-no-drivers"
    );
    let usb = |vendor, name: &str| Surroundings {
        usb: vec![UsbDevice {
            vendor,
            product: 0x0407,
            name: name.to_owned(),
        }],
        ..linux()
    };
    let check = only(usb(0x1050, "Yubico YubiKey"), Ok(vec![]));
    assert_eq!(check.id, "keys-doctor-no-interface");
    assert_eq!(
        check.args,
        [("key", "Yubico YubiKey (1050:0407)".to_owned())]
    );
    assert_eq!(
        only(usb(0x1d6b, "Hub"), Ok(vec![])).id,
        "keys-doctor-none",
        "a hub is no key"
    );
    let key = found(usb(0x1050, "Yubico YubiKey"), Ok(told(fido2())));
    assert_eq!(key.id, "keys-doctor-not-of-vault", "it is seen");
}

#[test]
fn a_key_that_another_program_holds_names_the_program_where_it_is_known() {
    assert_eq!(found(linux(), Err(KeyError::Busy)).id, "keys-doctor-busy");
    assert_eq!(
        found(linux(), Err(KeyError::NoAnswer)).id,
        "keys-doctor-silent"
    );
    assert_eq!(
        found(linux(), Err(KeyError::Unplugged)).id,
        "keys-doctor-gone"
    );
    let key = Met {
        device: device(),
        holders: vec!["firefox".to_owned(), "ssh-agent".to_owned()],
        said: Err(KeyError::Busy),
    };
    let check = only(linux(), Ok(vec![key]));
    assert_eq!(check.id, "keys-doctor-held");
    assert!(
        check
            .args
            .contains(&("programs", "firefox, ssh-agent".to_owned()))
    );
}

#[test]
fn a_key_that_answers_says_whether_it_opens_the_vault_and_if_not_why() {
    let of = |told: Told| found(linux(), Ok(told)).id;
    assert_eq!(of(told(Info::default())), "keys-doctor-u2f-only");
    let without = fido2_but(|info| info.extensions.clear());
    assert_eq!(of(told(without)), "keys-doctor-no-secrets");
    let blocked = Told {
        tries: Some(0),
        ..told(fido2())
    };
    assert_eq!(of(blocked), "keys-doctor-pin-blocked");
    let must_change = fido2_but(|info| info.must_change_pin = true);
    assert_eq!(of(told(must_change)), "keys-doctor-pin-must-change");
    assert_eq!(of(told(fido2())), "keys-doctor-not-of-vault");
    let slot = |verified| KeySlot::new(vec![1], "site".to_owned(), verified, [2; 32]);
    let always = || fido2_but(|info| info.always_verifies = Some(true));
    let with = |info, verified| Told {
        slot: slot(verified),
        ..told(info)
    };
    assert_eq!(of(with(fido2(), false)), "keys-doctor-opens");
    assert_eq!(of(with(always(), true)), "keys-doctor-opens");
    assert_eq!(of(with(always(), false)), "keys-doctor-out-of-reach");
    let facts = Facts {
        surroundings: linux(),
        has_slots: false,
        keys: Ok(vec![Met {
            device: device(),
            holders: Vec::new(),
            said: Ok(told(fido2())),
        }]),
    };
    assert_eq!(diagnose(&facts)[0].id, "keys-doctor-works");
}
