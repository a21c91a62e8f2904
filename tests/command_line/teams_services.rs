//! Team vaults on storage that is neither a folder nor a bucket of S3.

use crate::program::{Home, URI, content};
use crate::running::Running;
use crate::services::{ACCOUNT, AZURE_KEY, CONTAINER, DAV_PASSWORD, DAV_USER, azurite, wsgidav};
use crate::team::{CODE_AT_59, uri, words};

/// Two people share an account over the server, which learns nothing of it; then the server is gone.
fn is_shared_over(server: Running, place: &[&str], way_in: [(&'static str, &'static str); 2]) {
    let [ada, bob] = [(); 2].map(|()| {
        let mut home = Home::with_vault();
        home.environment.extend(way_in);
        home
    });
    ada.unlocked(&[&["team", "create", "Ops", "--as", "Ada"], place].concat())
        .done();
    let invited = ada.unlocked(&["--json", "team", "invite", "Ops", "--link"]);
    let link = invited.json()["link"].as_str().unwrap().to_owned();
    let joined = bob.unlocked(&["--json", "team", "join", &link, "--as", "Bob"]);
    let words = words(&joined.json());
    ada.unlocked(&["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
    ada.unlocked(&["add", "--in", "Ops", URI]).done();
    bob.unlocked(&["team", "sync", "Ops"]).done();
    let code = |home: &Home| home.unlocked(&["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code(&bob).stdout, CODE_AT_59);

    let secrets = [&b"GitHub"[..], way_in[1].1.as_bytes(), link.as_bytes()];
    for (path, bytes) in content(&server.folder().join("files")) {
        let holds = |secret: &&[u8]| bytes.windows(secret.len()).any(|part| part == *secret);
        assert!(!secrets.iter().any(holds), "{}", path.display());
    }
    drop(server);
    let added = bob.unlocked(&["add", "--in", "Ops", &uri("Bank")]);
    assert!(added.stderr.contains("does not answer"), "{added:?}");
    assert_eq!(code(&bob).stdout, CODE_AT_59);
    assert!(code(&ada).stdout == CODE_AT_59, "from what she read before");
}

#[test]
fn a_webdav_server_that_has_two_winners_now_and_then_is_refused() {
    let test = "a_webdav_server_that_has_two_winners_now_and_then_is_refused";
    let Some(server) = wsgidav(test) else {
        return;
    };
    let place = format!("dav+http://127.0.0.1:{}/team", server.port());
    let mut ada = Home::with_vault();
    ada.environment.extend([
        ("COUNTERSIGN_STORAGE_USER", DAV_USER),
        ("COUNTERSIGN_STORAGE_PASSWORD", DAV_PASSWORD),
    ]);
    let create = ["team", "create", "Ops", "--as", "Ada", "--storage", &place];
    ada.unlocked(&create).failed(7);
    assert!(!server.folder().join("files/team/log").exists());
}

#[test]
fn two_people_share_an_account_in_a_container_of_azure() {
    let Some(server) = azurite("two_people_share_an_account_in_a_container_of_azure") else {
        return;
    };
    let endpoint = format!("http://127.0.0.1:{}/{ACCOUNT}", server.port());
    let container = format!("az://{CONTAINER}/ops");
    let place = ["--storage", &container, "--endpoint", &endpoint];
    let way_in = [
        ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT),
        ("AZURE_STORAGE_ACCOUNT_KEY", AZURE_KEY),
    ];
    is_shared_over(server, &place, way_in);
}
