//! Databases of KeePass that ask for too much, or for what is not known.

use otp::SecretText;
use transfer::import::{self, Access, ReadError};

use crate::samples::{Sample, all};

const XML: &str =
    "<KeePassFile><Meta/><Root><Group><Name>All</Name>ENTRY</Group></Root></KeePassFile>";

fn sample(name: &str) -> Sample {
    let mut samples = all().into_iter();
    samples
        .find(|sample| sample.name == format!("keepass/{name}"))
        .unwrap()
}

/// Reads a sample whose header has other bytes, without having agreed to any cost.
fn read_changed(name: &str, old: &[u8], new: &[u8]) -> ReadError {
    let sample = sample(name);
    let at = sample
        .bytes
        .windows(old.len())
        .position(|window| window == old)
        .unwrap();
    let mut bytes = sample.bytes;
    bytes[at..at + new.len()].copy_from_slice(new);
    let access = Access {
        password: sample.password.as_ref(),
        allow_cost: false,
    };
    import::read(&bytes, None, access).err().unwrap()
}

/// A parameter of the KDF as it stands in a header: name, length, value.
fn parameter(name: u8, value: u64) -> Vec<u8> {
    [&[name, 8, 0, 0, 0], value.to_le_bytes().as_slice()].concat()
}

fn read_xml(entry: &str) -> Result<import::Import, ReadError> {
    let text = XML.replace("ENTRY", entry);
    import::read(text.as_bytes(), None, Access::default())
}

#[test]
fn work_that_the_header_asks_for_is_asked_about_or_refused_before_it_is_done() {
    let argon2 = |name, old, new| {
        let (old, new) = (parameter(name, old), parameter(name, new));
        read_changed("kdbx4_argon2id_aes.kdbx", &old, &new)
    };
    let memory = |bytes| argon2(b'M', 1 << 20, bytes);
    assert!(matches!(memory(512 << 20), ReadError::Costly(cost) if cost.memory == 512 << 20));
    assert!(matches!(memory(2 << 30), ReadError::TooCostly(_)));
    assert!(matches!(memory(u64::MAX), ReadError::TooCostly(_)));
    assert!(matches!(argon2(b'I', 2, 10_000), ReadError::Costly(cost) if cost.seconds == 13));
    assert!(matches!(argon2(b'I', 2, u64::MAX), ReadError::TooCostly(_)));
    let rounds = |rounds: u64| {
        let old = [&[6, 8, 0], 1000_u64.to_le_bytes().as_slice()].concat();
        let new = [&[6, 8, 0], rounds.to_le_bytes().as_slice()].concat();
        read_changed("kdbx3.kdbx", &old, &new)
    };
    assert!(matches!(rounds(100_000_000), ReadError::Costly(cost) if cost.seconds == 5));
    assert!(matches!(rounds(u64::MAX), ReadError::TooCostly(_)));
}

#[test]
fn a_version_a_cipher_or_a_kdf_that_is_not_known_is_named_as_that() {
    let change = |old: &[u8], new: &[u8]| read_changed("kdbx4_argon2id_aes.kdbx", old, new);
    let version = change(
        b"\x67\xfb\x4b\xb5\x01\0\x04\0",
        b"\x67\xfb\x4b\xb5\0\0\x05\0",
    );
    assert_eq!(version, ReadError::UnknownVersion);
    let cipher = change(b"\x31\xc1\xf2\xe6\xbf\x71", b"\x00\xc1\xf2\xe6\xbf\x71");
    assert_eq!(cipher, ReadError::UnknownEncryption);
    let kdf = change(b"\x9e\x29\x8b\x19\x56\xdb", b"\x00\x29\x8b\x19\x56\xdb");
    assert_eq!(kdf, ReadError::UnknownEncryption);
    let short_parameter = change(&[b'M', 8, 0, 0, 0], &[b'M', 4, 0, 0, 0]);
    assert_eq!(short_parameter, ReadError::Damaged);
}

#[test]
fn a_header_that_was_changed_is_damage_even_where_only_the_xml_tells() {
    // The key of the stream over values; without the hash in the XML, all secrets would be read as others.
    let sample = sample("kdbx3.kdbx");
    let key = b"\x08\x20\0";
    let at = sample.bytes.windows(3).position(|window| window == key);
    let mut bytes = sample.bytes;
    bytes[at.unwrap() + 3] ^= 1;
    let access = Access {
        password: sample.password.as_ref(),
        allow_cost: false,
    };
    let error = import::read(&bytes, None, access).err();
    assert_eq!(error, Some(ReadError::Damaged));
}

#[test]
fn one_entry_that_is_odd_does_not_keep_the_others() {
    let field =
        |key: &str, value: &str| format!("<String><Key>{key}</Key><Value>{value}</Value></String>");
    let good = field("Title", "Good") + &field("otp", "GEZDGNBV");
    let many = field("x", "y").repeat(2_000) + &field("otp", "GEZDGNBV");
    let entries = [
        "<Entry/>".to_owned(),
        format!("<Entry>{}</Entry>", field("otp", "!")),
        format!("<Entry>{many}</Entry>"),
        format!("<Entry><History><Entry>{good}</Entry></History></Entry>"),
        format!("<Entry>{good}</Entry>"),
    ];
    let import = read_xml(&entries.concat()).unwrap();
    let (good, bad): (Vec<_>, Vec<_>) = import.items.iter().partition(|item| item.is_ok());
    assert_eq!((good.len(), bad.len()), (1, 1));
    assert_eq!(import.without_otp, 3);
}

#[test]
fn what_is_no_database_inside_is_damage() {
    let deep = "<Group>".repeat(300) + &"</Group>".repeat(300);
    for entry in ["<Entry>", "&unknown;", "</Entry>", &deep] {
        assert_eq!(read_xml(entry).err(), Some(ReadError::Damaged));
    }
    let document_type = format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{XML}");
    let read = import::read(document_type.as_bytes(), None, Access::default());
    assert!(read.is_err());
}

#[test]
fn a_group_with_an_endless_name_is_no_label() {
    let name = "x".repeat(100_000);
    let entry = "<Entry><String><Key>otp</Key><Value>GEZDGNBV</Value></String></Entry>";
    let group = format!("<Group><Name>{name}</Name>{}</Group>", entry.repeat(100));
    let import = read_xml(&group).unwrap();
    let tags = import
        .items
        .iter()
        .map(|item| item.as_ref().unwrap().extras.tags.len());
    assert_eq!(tags.sum::<usize>(), 0);
    assert_eq!(import.items.len(), 100);
}

#[test]
fn a_password_of_no_characters_opens_what_has_it() {
    let sample = sample("bad_entries.kdbx");
    let empty = SecretText::new(String::new());
    let access = Access {
        password: Some(&empty),
        allow_cost: false,
    };
    assert!(import::read(&sample.bytes, None, access).is_ok());
}
