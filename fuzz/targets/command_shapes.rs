//! What the window's pages hand over: the JSON of each shape that is read, and what it is read as.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::from_slice;

#[expect(
    dead_code,
    reason = "the window reads and writes all of them; here they are only read"
)]
#[path = "../../src-tauri/dto/codes.rs"]
mod codes;
#[path = "../../src-tauri/dto/error.rs"]
mod error;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/settings.rs"]
mod settings;
#[expect(dead_code, reason = "the same")]
#[path = "../../src-tauri/dto/unlock.rs"]
mod unlock;

use error::ErrorDto;

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
        drop(credential.read());
    }
    drop(from_slice::<settings::SettingsDto>(json));
});
