//! Google Cloud Storage has no server that can be run here: what is sent, and what answers mean, is all that is tried.

use platform::objects::{CloudObjects, Creation, GcsSettings, Objects as _, ObjectsError};
use zeroize::Zeroizing;

use super::hostile::Canned;
use super::name;

fn objects(server: &Canned) -> CloudObjects {
    // With a key that signs nothing.
    let key = r#"{"private_key":"","private_key_id":"","client_email":"","disable_oauth":true}"#;
    CloudObjects::gcs(&GcsSettings {
        endpoint: format!("http://127.0.0.1:{}", server.port()),
        bucket: "vault".to_owned(),
        prefix: Some(name("teams/a")),
        key: Zeroizing::new(key.to_owned()),
    })
    .unwrap()
}

#[test]
fn what_is_sent_asks_for_a_new_object() {
    let server = Canned::with_code("412 Precondition Failed", "PreconditionFailed");
    let created = objects(&server).create(&name("log/1"), b"entry");
    assert_eq!(created, Ok(Creation::Exists));
    let requests = server.requests();
    let request = requests.first().unwrap().to_lowercase();
    assert!(
        request.starts_with("put /vault/teams%2fa%2flog%2f1 http/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("\r\nx-goog-if-generation-match: 0\r\n"),
        "{request}"
    );
    assert_eq!(requests.len(), 1);
}

#[test]
fn only_googles_own_word_says_that_an_object_is_not_there() {
    for (code, error) in [
        ("NoSuchKey", ObjectsError::NotFound),
        ("NoSuchBucket", ObjectsError::Missing),
        ("", ObjectsError::Missing),
    ] {
        let server = Canned::with_code("404 Not Found", code);
        assert_eq!(
            objects(&server).get(&name("log/1"), 10),
            Err(error),
            "{code}"
        );
    }
    let server = Canned::with_code("409 Conflict", "Conflict");
    let created = objects(&server).create(&name("log/1"), b"entry");
    assert_eq!(created, Err(ObjectsError::NoAnswer));
}
