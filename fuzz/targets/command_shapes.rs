//! What the window's pages hand over: the JSON of each shape that is read, and what it is read as.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::from_slice;
use session::teams::{Role, StorageOptions};

#[expect(
    dead_code,
    reason = "the window reads and writes all of them; here they are only read"
)]
#[path = "../../src-tauri/dto/backup_codes.rs"]
mod backup_codes;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/checkup.rs"]
mod checkup;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/codes.rs"]
mod codes;
#[path = "../../src-tauri/dto/error.rs"]
mod error;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/settings.rs"]
mod settings;
#[path = "../../src-tauri/dto/teams_asked.rs"]
mod teams_asked;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/unlock.rs"]
mod unlock;

use codes::AccountDto;
use error::ErrorDto;

/// In the place of the window's: no key is ever asked.
mod keys {
    use session::unlock::Credential;
    use session::{Code, UserError};

    pub(crate) struct Keys;

    impl Keys {
        pub(crate) fn answered(&self) -> Result<Credential, UserError> {
            Err(Code::KeyCancelled.into())
        }
    }
}

fuzz_target!(|json: &[u8]| {
    if let Ok(typed) = from_slice::<codes::TypedDto>(json) {
        if let Ok(account) = typed.read().and_then(session::codes::read_typed) {
            fuzz::assert_written_uri_is_read_back(&account);
        }
    }
    if let Ok(edit) = from_slice::<codes::EditDto>(json) {
        drop(edit.read(&["had".to_owned()]));
    }
    if let Ok(credential) = from_slice::<unlock::CredentialDto>(json) {
        drop(credential.read(&keys::Keys));
    }
    if let Ok(service) = from_slice::<teams_asked::ServiceDto>(json) {
        let read = service.read(StorageOptions::default());
        drop(read.and_then(|storage| storage.read("Ops")));
    }
    drop(from_slice::<teams_asked::RoleDto>(json).map(Role::from));
    if let Ok(codes) = from_slice::<backup_codes::NewCodesDto>(json) {
        let codes = codes.read();
        assert!(codes.iter().all(|code| !code.expose().is_empty()));
    }
    if let Ok(kept) = from_slice::<backup_codes::KeptDto>(json) {
        drop(kept.read());
    }
    if let Ok(lost) = from_slice::<checkup::LostDto>(json) {
        drop(lost.read());
    }
    drop(from_slice::<settings::SettingsDto>(json));
});
