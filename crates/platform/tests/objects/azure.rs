//! A container of Azurite, Microsoft's own stand-in for Azure's Blob Storage.

use platform::objects::{AzureSettings, CloudObjects, Objects as _, ObjectsError, probe};
use zeroize::Zeroizing;

use super::hostile::Canned;
use super::name;
use super::services::{ACCOUNT, AZURE_KEY, CONTAINER, azurite};
use super::suite::{Race, keeps_its_promises};

fn settings(port: u16) -> AzureSettings {
    AzureSettings {
        endpoint: format!("http://127.0.0.1:{port}/{ACCOUNT}"),
        account: ACCOUNT.to_owned(),
        container: CONTAINER.to_owned(),
        prefix: Some(name("teams/a")),
        key: Zeroizing::new(AZURE_KEY.to_owned()),
    }
}

#[test]
fn a_container_of_azurite_keeps_its_promises() {
    let Some(server) = azurite("a_container_of_azurite_keeps_its_promises") else {
        return;
    };
    let objects = CloudObjects::azure(&settings(server.port())).unwrap();
    let race = Race {
        writers: 5,
        rounds: 10,
    };
    keeps_its_promises(&objects, &name("suite"), race);
    assert_eq!(probe(&objects), Ok(()));
}

#[test]
fn a_wrong_key_and_a_container_that_is_not_there_are_told_apart_from_an_empty_log() {
    let test = "a_wrong_key_and_a_container_that_is_not_there_are_told_apart_from_an_empty_log";
    let Some(server) = azurite(test) else {
        return;
    };
    let answer_to = |change: &dyn Fn(&mut AzureSettings)| {
        let mut settings = settings(server.port());
        change(&mut settings);
        let objects = CloudObjects::azure(&settings).unwrap();
        let object = name("log/1");
        [
            objects.create(&object, b"x").unwrap_err(),
            objects.get(&object, 10).unwrap_err(),
            objects.list(&object, 10).unwrap_err(),
        ]
    };
    let denied = answer_to(&|settings| settings.key = Zeroizing::new("d3Jvbmc=".to_owned()));
    assert_eq!(denied, [ObjectsError::Denied; 3]);
    let missing = answer_to(&|settings| settings.container = "nowhere".to_owned());
    assert_eq!(missing, [ObjectsError::Missing; 3]);
}

#[test]
fn only_azures_own_word_says_that_an_object_is_there_or_is_not() {
    let ask = |status: &str, code: &str| {
        let server = Canned::with_code(status, code);
        let objects = CloudObjects::azure(&settings(server.port())).unwrap();
        let object = name("log/1");
        let answers = (
            objects.create(&object, b"x"),
            objects.get(&object, 10).map(drop),
        );
        assert_eq!(
            server.requests().len(),
            2,
            "{status}: a request is made once"
        );
        answers
    };
    let (created, _) = ask("409 Conflict", "BlobAlreadyExists");
    assert_eq!(created, Ok(platform::objects::Creation::Exists));
    let (created, _) = ask("409 Conflict", "LeaseIdMissing");
    assert_eq!(created, Err(ObjectsError::NoAnswer));
    let (_, found) = ask("404 Not Found", "BlobNotFound");
    assert_eq!(found, Err(ObjectsError::NotFound));
    let (_, found) = ask("404 Not Found", "ContainerNotFound");
    assert_eq!(found, Err(ObjectsError::Missing));
    let (_, found) = ask("404 Not Found", "");
    assert_eq!(found, Err(ObjectsError::Missing));
}
