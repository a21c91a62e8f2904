//! Files that somebody made to do harm: to run what their schema says, or to take memory and time without end.

use otp::SecretText;
use transfer::import::{self, Access, Format, ReadError};

fn read(bytes: &[u8]) -> Result<import::Import, ReadError> {
    let password = SecretText::new("password".to_owned());
    let access = Access {
        password: Some(&password),
        allow_cost: false,
    };
    import::read(bytes, None, access)
}

/// A database of one page with a table `accounts`, whose root is the page of that number.
fn database(root: u8) -> Vec<u8> {
    let sql = b"CREATE TABLE accounts(email,secret,counter,type)";
    // Serial types of five values, then the values.
    let mut record = vec![6, 23, 29, 23, 1, u8::try_from(sql.len() * 2 + 13).unwrap()];
    record.extend(b"tableaccountstable");
    record.push(root);
    record.extend(sql);
    let mut cell = vec![u8::try_from(record.len()).unwrap(), 1];
    cell.extend(record);
    let mut page = vec![0; 512];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    page[16..18].copy_from_slice(&512_u16.to_be_bytes());
    page[59] = 1;
    let at = 512 - cell.len();
    page[100..108].copy_from_slice(&[13, 0, 0, 0, 1, 0, 0, 0]);
    page[108..110].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
    page[at..].copy_from_slice(&cell);
    page
}

#[test]
fn a_database_whose_tables_run_in_circles_comes_to_an_end() {
    // Page 2 is an interior page whose every child is itself.
    let mut circle = database(2);
    let mut page = vec![0; 512];
    page[..12].copy_from_slice(&[5, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 2]);
    for cell in 0..100 {
        page[13 + cell * 2] = 1;
    }
    circle.extend(page);
    assert_eq!(import::recognise(&circle), Some(Format::Google));
    assert_eq!(read(&circle).err(), Some(ReadError::Damaged));
    // The table is the schema itself: it is read, and none of its rows is an account.
    let schema = read(&database(1)).unwrap();
    assert!(schema.items.iter().all(Result::is_err));
    assert_eq!(read(&database(9)).err(), Some(ReadError::Damaged));
}

#[test]
fn rows_that_claim_more_bytes_than_the_file_has_are_refused_before_memory_is_asked_for() {
    let mut file = database(2);
    let mut page = vec![0; 512];
    page[..10].copy_from_slice(&[13, 0, 0, 0, 1, 0, 0, 0, 0, 100]);
    // A row of 2^62 bytes.
    page[100..109].copy_from_slice(&[0xc0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]);
    file.extend(page);
    assert_eq!(read(&file).err(), Some(ReadError::Damaged));
    // Two hundred rows that are all the same bytes.
    let mut overlapping = database(2);
    let mut page = vec![0; 512];
    page[..8].copy_from_slice(&[13, 0, 0, 0, 200, 0, 0, 0]);
    for cell in 0..200 {
        page[9 + cell * 2] = 20;
    }
    page[20..22].copy_from_slice(&[0x81, 0x48]);
    overlapping.extend(page);
    assert_eq!(read(&overlapping).err(), Some(ReadError::Damaged));
}

/// A serialised object of that class with nothing in it but `values`.
fn java(values: &[u8]) -> Vec<u8> {
    let mut stream = b"\xac\xed\x00\x05\x73\x72\x00\x01X12345678\x03\x00\x00\x78\x70".to_vec();
    stream.extend(values);
    stream.push(0x78);
    stream
}

#[test]
fn a_serialised_object_of_any_class_is_bytes_and_nothing_more() {
    assert_eq!(read(&java(b"")).err(), Some(ReadError::Damaged));
    assert_eq!(
        import::recognise(&java(b"")),
        Some(Format::Freeotp),
        "recognised by its first bytes"
    );
}

#[test]
fn a_serialised_stream_that_contains_itself_or_is_too_deep_comes_to_an_end() {
    // An object that refers to itself.
    assert_eq!(
        read(&java(b"\x71\x00\x7e\x00\x01")).err(),
        Some(ReadError::Damaged)
    );
    // An object in an object, and so on, each of the first one's class.
    let deep = b"\x73\x71\x00\x7e\x00\x00".repeat(10_000);
    assert_eq!(read(&java(&deep)).err(), Some(ReadError::Damaged));
    // A text of 2^63 bytes.
    assert_eq!(
        read(&java(b"\x7c\x80\0\0\0\0\0\0\0")).err(),
        Some(ReadError::Damaged)
    );
    assert_eq!(
        read(&java(&[0x70; 1_100_000])).err(),
        Some(ReadError::TooMany)
    );
}

#[test]
fn a_text_of_a_serialised_stream_that_stands_for_many_is_not_read_that_often() {
    // One text of 60,000 bytes, and 10,000 references to it.
    let mut values = b"\x74\xea\x60".to_vec();
    values.extend(vec![b'x'; 60_000]);
    values.extend(b"\x71\x00\x7e\x00\x02".repeat(10_001));
    assert_eq!(read(&java(&values)).err(), Some(ReadError::TooLarge));
}

#[test]
fn a_picture_that_all_accounts_point_at_ends_where_a_file_would_be_too_large() {
    // No picture, but Base64 of something that begins like one.
    let picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB".to_owned() + &"AAAA".repeat(16_000);
    let account = "{\"Type\":2,\"Secret\":\"AAAA\",\"Issuer\":\"a\",\"Icon\":\"@b\"}";
    let file = |count| {
        format!(
            "{{\"Authenticators\":[{}],\"Categories\":[],\"CustomIcons\":[{{\"Id\":\"b\",\"Data\":\"{picture}\"}}]}}",
            vec![account; count].join(",")
        )
    };
    assert_eq!(read(file(100).as_bytes()).unwrap().items.len(), 100);
    assert_eq!(
        read(file(10_000).as_bytes()).err(),
        Some(ReadError::TooLarge)
    );
}

#[test]
fn preferences_with_a_document_type_are_refused_for_every_program_that_writes_some() {
    for key in [
        "tokenOrder",
        "com.authy.storage.tokens.authenticator.key",
        "STATIC_TOTP_CODES_LIST",
        "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET",
    ] {
        let file = format!(
            "<!DOCTYPE map [<!ENTITY e \"[]\">]><map><string name=\"{key}\">&e;</string></map>"
        );
        assert_eq!(read(file.as_bytes()).err(), Some(ReadError::Unrecognised));
        let file = format!("<map><string name=\"{key}\">&e;</string></map>");
        assert_eq!(
            read(file.as_bytes()).err(),
            Some(ReadError::Damaged),
            "{key}"
        );
    }
}

#[test]
fn many_tokens_under_many_salts_are_asked_about_before_the_first() {
    let token = "{\"name\":\"a\",\"encrypted_seed\":\"AAAA\",\"salt\":\"b\",\"key_derivation_iterations\":100000}";
    let file = |count| {
        format!(
            "{{\"authenticator_tokens\":[{}]}}",
            vec![token; count].join(",")
        )
    };
    let asked = read(file(100).as_bytes()).err();
    assert!(matches!(asked, Some(ReadError::Costly(_))), "{asked:?}");
    let refused = read(file(1000).as_bytes()).err();
    assert!(
        matches!(refused, Some(ReadError::TooCostly(_))),
        "{refused:?}"
    );
}
