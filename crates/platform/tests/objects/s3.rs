//! A bucket of a real server.

use platform::objects::{CloudObjects, Creation, Objects as _, ObjectsError, probe};
use zeroize::Zeroizing;

use super::name;
use super::server::Server;
use super::suite::{Race, keeps_its_promises};

#[test]
fn a_bucket_of_seaweedfs_keeps_its_promises() {
    let Some(server) = Server::seaweedfs("a_bucket_of_seaweedfs_keeps_its_promises") else {
        return;
    };
    let objects = CloudObjects::s3(&server.settings()).unwrap();
    // Its losers wait a second for each other.
    let race = Race {
        writers: 5,
        rounds: 10,
    };
    keeps_its_promises(&objects, &name("suite"), race);
    assert_eq!(probe(&objects), Ok(()));
}

#[test]
fn two_teams_in_one_bucket_do_not_see_each_other() {
    let Some(server) = Server::seaweedfs("two_teams_in_one_bucket_do_not_see_each_other") else {
        return;
    };
    let team = |prefix| {
        let mut settings = server.settings();
        settings.prefix = Some(name(prefix));
        CloudObjects::s3(&settings).unwrap()
    };
    let [one, other] = ["teams/a", "teams/ab"].map(team);
    let object = name("log/1");
    assert_eq!(one.create(&object, b"one"), Ok(Creation::Created));
    assert_eq!(other.get(&object, 64), Err(ObjectsError::NotFound));
    assert_eq!(other.create(&object, b"other"), Ok(Creation::Created));
    assert_eq!(one.get(&object, 64).unwrap(), b"one");
    assert_eq!(one.list(&name("log"), 10), Ok(vec![object.clone()]));
    assert_eq!(
        CloudObjects::s3(&server.settings())
            .unwrap()
            .get(&name("teams/a/log/1"), 64)
            .unwrap(),
        b"one"
    );
}

#[test]
fn a_wrong_key_and_a_server_that_is_gone_are_told_apart_from_an_empty_log() {
    let test = "a_wrong_key_and_a_server_that_is_gone_are_told_apart_from_an_empty_log";
    let Some(server) = Server::seaweedfs(test) else {
        return;
    };
    let wrong_secret = Zeroizing::new("testtes".to_owned());
    let answers = server.answer_to(|settings| settings.secret_key = wrong_secret);
    assert_eq!(answers, [ObjectsError::Denied; 3]);
    let answers = server.answer_to(|settings| settings.access_key = "nobody".to_owned());
    assert_eq!(answers, [ObjectsError::Denied; 3]);
    let answers = server.answer_to(|settings| settings.endpoint = "http://127.0.0.1:9".to_owned());
    assert_eq!(answers, [ObjectsError::NoAnswer; 3]);
}

#[test]
fn a_bucket_that_is_not_there_is_no_empty_storage() {
    // SeaweedFS makes buckets that are missing.
    let Some(server) = Server::rclone("a_bucket_that_is_not_there_is_no_empty_storage") else {
        return;
    };
    let answers = server.answer_to(|settings| settings.bucket = "no-such-bucket".to_owned());
    assert_eq!(answers, [ObjectsError::Missing; 3]);
}
