//! The same keys through programs of others: libfido2, `ctap-hid-fido2`, and Python's `fido2`.

use std::env;
use std::fs;
use std::process::{Command, Stdio};

use ctap_hid_fido2::fidokey::{
    AssertionExtension, CredentialExtension, GetAssertionArgsBuilder, MakeCredentialArgsBuilder,
};
use ctap_hid_fido2::{Cfg, FidoKeyHidFactory};
use data_encoding::{BASE64, HEXLOWER};
use platform::security_key::{Pin, Verification};

use super::bed::{Bed, in_bed, said};
use super::credentials::new_credential;

const DEVICE: &str = "/dev/hidraw0";

/// Runs `program` for the key with this as its input and gives what it prints.
fn fed(bed: &Bed, program: &str, options: &[&str], input: &str) -> String {
    let file = bed.folder.path().join("input");
    fs::write(&file, input).unwrap();
    let file = file.to_str().unwrap();
    said(program, &[options, &["-i", file, DEVICE]].concat())
}

#[test]
fn a_credential_made_by_libfido2_has_the_same_secret_through_us() {
    let test = "independent::a_credential_made_by_libfido2_has_the_same_secret_through_us";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let client_data = BASE64.encode(&[3; 32]);
        let salt = BASE64.encode(&[7; 32]);
        let user = BASE64.encode(b"user-1");
        let asked = format!("{client_data}\nvault.example\nann\n{user}\n");
        let made = fed(bed, "fido2-cred", &["-M", "-h"], &asked);
        let id = made.lines().nth(4).unwrap();
        let asked = format!("{client_data}\nvault.example\n{id}\n{salt}\n");
        let used = fed(bed, "fido2-assert", &["-G", "-h"], &asked);
        let theirs = BASE64
            .decode(used.lines().last().unwrap().as_bytes())
            .unwrap();
        let ids = [BASE64.decode(id.as_bytes()).unwrap()];
        let ours = bed.with(move |key| {
            let secret = key.secret("vault.example", &ids, &[7; 32], &Verification::None)?;
            Ok(secret.secret.to_vec())
        });
        assert_eq!(ours, Ok(theirs));
    });
}

#[test]
fn a_credential_made_by_us_is_listed_by_libfido2_and_gives_it_the_same_secret() {
    let test =
        "independent::a_credential_made_by_us_is_listed_by_libfido2_and_gives_it_the_same_secret";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let made = bed.with(|key| key.make_credential(&new_credential(true), &Verification::None));
        let id = made.unwrap().id;
        let ids = [id.clone()];
        let ours = bed.with(move |key| {
            let secret = key.secret("vault.example", &ids, &[7; 32], &Verification::None)?;
            Ok(secret.secret.to_vec())
        });
        let asked = [&[3; 32][..], &id, &[7; 32]].map(|bytes| BASE64.encode(bytes));
        let [client_data, id, salt] = asked;
        let asked = format!("{client_data}\nvault.example\n{id}\n{salt}\n");
        let used = fed(bed, "fido2-assert", &["-G", "-h"], &asked);
        let theirs = BASE64.decode(used.lines().last().unwrap().as_bytes());
        assert_eq!(ours.unwrap(), theirs.unwrap());
        bed.with(|key| key.set_pin(&Pin::new("12345678").unwrap()))
            .unwrap();
        let listed = in_terminal("fido2-token -L -r /dev/hidraw0", "12345678");
        assert!(listed.contains("vault.example"), "{listed}");
    });
}

#[test]
fn a_credential_made_by_ctap_hid_fido2_has_the_same_secrets_through_us() {
    let test = "independent::a_credential_made_by_ctap_hid_fido2_has_the_same_secrets_through_us";
    in_bed(test, |bed| {
        let _key = bed.plug(&[]);
        let pin = "12345678";
        bed.with(|key| key.set_pin(&Pin::new("12345678").unwrap()))
            .unwrap();
        let (id, touched, verified) = theirs(pin);
        for (theirs, verification) in [
            (touched, Verification::None),
            (verified, Verification::Pin(Pin::new(pin).unwrap())),
        ] {
            let ids = [id.clone()];
            let ours = bed.with(move |key| {
                let secret = key.secret("vault.example", &ids, &[7; 32], &verification)?;
                Ok(*secret.secret)
            });
            assert_eq!(ours, Ok(theirs));
        }
    });
}

/// A credential of that package, and what it makes of 32 sevens without the PIN and with it.
fn theirs(pin: &str) -> (Vec<u8>, [u8; 32], [u8; 32]) {
    let key = FidoKeyHidFactory::create(&Cfg::init()).unwrap();
    let new = MakeCredentialArgsBuilder::new("vault.example", b"challenge");
    let new = new.extensions(&[CredentialExtension::HmacSecret(Some(true))]);
    let made = key
        .make_credential_with_args(&new.pin(pin).build())
        .unwrap();
    let id = made.credential_descriptor.id;
    let secret = |pin: Option<&str>| {
        let salted = [AssertionExtension::HmacSecret(Some([7; 32]))];
        let used = GetAssertionArgsBuilder::new("vault.example", b"challenge")
            .credential_id(&id)
            .extensions(&salted);
        let used = match pin {
            Some(pin) => used.pin(pin),
            None => used.without_pin_and_uv(),
        };
        let used = key.get_assertion_with_args(&used.build()).unwrap();
        let extensions = used.into_iter().flat_map(|used| used.extensions);
        let mut secrets = extensions.filter_map(|extension| match extension {
            AssertionExtension::HmacSecret(secret) => secret,
            AssertionExtension::HmacSecret2(_)
            | AssertionExtension::LargeBlobKey(_)
            | AssertionExtension::CredBlob(_) => None,
        });
        secrets.next().unwrap()
    };
    let secrets = (secret(None), secret(Some(pin)));
    (id, secrets.0, secrets.1)
}

/// What a command prints that asks for a PIN on its terminal.
fn in_terminal(command: &str, pin: &str) -> String {
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", command, "/dev/null"]);
    let mut child = script
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    std::io::Write::write_all(&mut input, format!("{pin}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    drop(input);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_registration_and_a_signature_of_u2f_stand_up_to_python_fido2() {
    let test = "independent::a_registration_and_a_signature_of_u2f_stand_up_to_python_fido2";
    in_bed(test, |bed| {
        let Some(python) = env::var_os("COUNTERSIGN_PYTHON") else {
            return println!(
                "SKIPPED {test}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)"
            );
        };
        let _key = bed.plug(&["--u2f-only"]);
        let (site, challenge) = ([1; 32], [2; 32]);
        let registered = bed
            .with(move |key| key.u2f_register(&site, &challenge))
            .unwrap();
        let handle = registered.key_handle.clone();
        let signed = bed
            .with(move |key| key.u2f_sign(&site, &challenge, &handle))
            .unwrap();
        let checker = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/security_key/u2f.py");
        let facts = [
            &site[..],
            &challenge,
            &registered.public_key,
            &registered.key_handle,
            &registered.certificate_and_signature,
            &signed.counter.to_be_bytes(),
            &signed.signature,
        ];
        let facts = facts.map(|fact| HEXLOWER.encode(fact));
        let facts: Vec<_> = facts.iter().map(String::as_str).collect();
        let arguments = [&[checker][..], &facts].concat();
        let verdict = said(python.to_str().unwrap(), &arguments);
        assert_eq!(verdict, "registration and signature are right\n");
    });
}
