//! Vaults that are damaged by accident or on purpose: refused, and the newest good copy is offered.

use std::fs;
use std::process::Command;

use session::Code;
use session::unlock::{self, Credential};
use sha2::{Digest as _, Sha256};

use crate::program::{Home, PROGRAM, Run, run};
use crate::{accounts, figure, sample};

/// A vault with one older copy beside it, and its bytes.
fn vault_with_copy() -> (Home, Vec<u8>) {
    let home = Home::with_account();
    home.unlocked(&["edit", "GitHub", "--favorite"]).done();
    let bytes = home.read("vault.countersign");
    (home, bytes)
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[bit / 8] ^= 1 << (bit % 8);
    flipped
}

/// With a checksum that fits, as somebody makes it who wants the change to be read.
fn forged(mut bytes: Vec<u8>) -> Vec<u8> {
    let content = bytes.len() - 32;
    let checksum = Sha256::digest(&bytes[..content]);
    bytes[content..].copy_from_slice(&checksum);
    bytes
}

/// Opens the vault in this process, as the window does.
fn code_of_opening(home: &Home, kit: &Credential) -> Code {
    let opened = unlock::open(&home.vault(), kit);
    opened.err().expect("damage is noticed").code()
}

fn kit_of(home: &Home) -> Credential {
    let words = String::from_utf8(home.read("kit")).unwrap();
    Credential::Recovery(unlock::recovery_secret(&words).unwrap())
}

#[test]
fn every_flipped_bit_every_cut_and_every_appended_byte_is_refused_and_the_good_copy_offered() {
    let (home, good) = vault_with_copy();
    let kit = kit_of(&home);
    let bits = sample((0..good.len() * 8).collect(), 400);
    let cuts = sample((0..good.len()).collect(), 200);
    let count = [bits.len(), cuts.len()];
    let damaged = bits.into_iter().map(|bit| flipped(&good, bit));
    let damaged = damaged.chain(cuts.into_iter().map(|at| good[..at].to_vec()));
    let damaged = damaged.chain((0..=255).map(|byte| [&good[..], &[byte]].concat()));
    for bytes in damaged {
        home.write("vault.countersign", &bytes);
        let code = code_of_opening(&home, &kit);
        let offers_the_copy = matches!(
            code,
            Code::VaultDamagedCopyFound | Code::NotAVaultCopyFound | Code::VaultOverLimitCopyFound
        );
        // What a newer version wrote is not damaged; a flip in its number looks like that.
        assert!(offers_the_copy || code == Code::VaultTooNew, "{code:?}");
    }
    let [bits, cuts] = count;
    figure(
        "a vault of one account",
        format!("{bits} flips, {cuts} truncations, 256 appended bytes: all refused"),
    );
}

#[test]
fn a_flipped_bit_of_a_large_vault_is_refused_at_once_and_the_good_copy_opens() {
    let home = accounts::home_with(10_000);
    home.add("otpauth://totp/Last:a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Last");
    let good = home.read("vault.countersign");
    let every = good.len() * 8 / 2_000;
    let bits = sample(
        (0..2_000)
            .map(|number| number * every + number % 8)
            .collect(),
        30,
    );
    let count = bits.len();
    for bit in bits {
        home.write("vault.countersign", flipped(&good, bit));
        let said = within_15_seconds(&home, &["--recovery-file", "kit", "list"]).failed(4);
        assert!(said.contains(".generations/"), "bit {bit}: {said}");
    }
    let newest = fs::read_dir(home.path("vault.countersign.generations")).unwrap();
    let newest = newest.map(|entry| entry.unwrap().path()).max().unwrap();
    let copy = ["--vault", newest.to_str().unwrap(), "list", "--json"];
    let accounts = home.unlocked(&copy).json();
    assert_eq!(accounts.as_array().unwrap().len(), 10_000);
    figure(
        "a vault of 10,000 accounts",
        format!("{count} flips through the command line: all refused, 0 hangs"),
    );
}

/// What stops KeePassXC: a number in the header that makes the password take for ever.
#[test]
fn a_forged_header_is_refused_within_15_seconds() {
    let (home, good) = vault_with_copy();
    let header = 14 + usize::from(u16::from_be_bytes([good[12], good[13]])) + 32;
    for (credential, few) in [
        (["--recovery-file", "kit"], 40),
        (["--password-file", "password"], 5),
    ] {
        // A bit of each byte with the password; all of them with the kit.
        let step = if credential[1] == "kit" { 1 } else { 9 };
        let bits = sample((0..header * 8).step_by(step).collect(), few);
        let count = bits.len();
        for bit in bits {
            home.write("vault.countersign", forged(flipped(&good, bit)));
            let run = within_15_seconds(&home, &[&credential[..], &["list"]].concat());
            assert!(matches!(run.code, Some(1 | 3 | 4)), "bit {bit}: {run:?}");
            assert_eq!(run.stdout, "");
        }
        figure(
            &format!("a forged header, opened with the {}", credential[1]),
            format!("{count} flips: all refused, 0 hangs"),
        );
    }
}

/// Fails the test where the program hangs or panics.
fn within_15_seconds(home: &Home, args: &[&str]) -> Run {
    let mut command = Command::new("timeout");
    home.set_up(&mut command);
    let run = run(command.args(["15", PROGRAM]).args(args), None);
    assert!(!matches!(run.code, None | Some(101 | 124)), "{run:?}");
    run
}
