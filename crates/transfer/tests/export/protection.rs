//! Nothing is written without protection by accident.

use otp::SecretText;
use transfer::export::{self, Encryption, Format, Protection, WriteError};
use vault::Account;

use crate::accounts::{Repeatable, accounts, now, one_of_each};

fn write(format: Format, protection: Protection<'_>, seed: u64) -> Result<Vec<u8>, WriteError> {
    let made = accounts(&one_of_each());
    let made: Vec<&Account> = made.iter().collect();
    let file = export::write(format, &made, protection, now(), &mut Repeatable(seed));
    file.map(|file| file.to_vec())
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_format_that_cannot_be_encrypted_does_not_pretend_to_be() {
    let password = SecretText::new("correct horse".to_owned());
    for format in Format::ALL {
        let with = write(*format, Protection::Password(&password), 1);
        let without = write(*format, Protection::Plain, 1);
        match format.encryption() {
            Encryption::Optional => assert!(with.is_ok() && without.is_ok(), "{format:?}"),
            Encryption::Always => {
                assert!(with.is_ok(), "{format:?}");
                assert_eq!(without, Err(WriteError::AlwaysEncrypted), "{format:?}");
            }
            Encryption::Never => {
                assert_eq!(with, Err(WriteError::NeverEncrypted), "{format:?}");
                assert!(without.is_ok(), "{format:?}");
            }
        }
    }
}

#[test]
fn an_empty_password_protects_nothing() {
    let empty = SecretText::new(String::new());
    for format in Format::ALL {
        if format.encryption() != Encryption::Never {
            let written = write(*format, Protection::Password(&empty), 1);
            assert_eq!(written, Err(WriteError::BadPassword), "{format:?}");
        }
    }
}

#[test]
fn nothing_of_the_accounts_is_readable_in_an_encrypted_file() {
    let password = SecretText::new("correct horse".to_owned());
    let made = accounts(&one_of_each());
    for format in Format::ALL {
        if format.encryption() == Encryption::Never {
            continue;
        }
        let file = write(*format, Protection::Password(&password), 1).unwrap();
        for account in &made {
            let secret = account.otp().secret.to_base32();
            assert!(!contains(&file, secret.expose()), "{format:?}");
            assert!(account.issuer.is_empty() || !contains(&file, &account.issuer));
        }
        assert!(!contains(&file, "correct horse"), "{format:?}");
    }
}

#[test]
fn two_files_of_the_same_accounts_have_no_salt_or_nonce_in_common() {
    let password = SecretText::new("correct horse".to_owned());
    for format in Format::ALL {
        if format.encryption() == Encryption::Never {
            continue;
        }
        let one = write(*format, Protection::Password(&password), 1).unwrap();
        let other = write(*format, Protection::Password(&password), 2).unwrap();
        // The end is ciphertext or its authentication.
        let end = |file: &[u8]| file[file.len() - 40..file.len() - 8].to_vec();
        assert_ne!(one, other, "{format:?}");
        if !one.ends_with(b"}") {
            assert_ne!(end(&one), end(&other), "{format:?}");
        }
    }
}
