//! Security keys of any maker: FIDO2 (CTAP 2.0 and 2.1) and U2F (CTAP 1) over HID.
//!
//! A key is shared with every other program, can be pulled out at any moment, and says what it likes. So all that is
//! spoken to keys is spoken by one worker ([`SecurityKeys`]): a panic or a call that hangs ends there as a
//! [`KeyError`], frames that are meant for others are passed over, each wait has an end and can be cancelled, and each
//! answer is read within bounds.
//!
//! Section numbers are those of the Client to Authenticator Protocol (CTAP) 2.1, FIDO Alliance, 2021-06-15.

mod auth_data;
mod cbor;
mod channel;
mod choice;
mod config;
mod control;
mod credential;
mod error;
mod fingerprints;
mod frames;
mod info;
mod key;
mod management;
mod pin;
mod protocol;
mod secret;
mod u2f;
mod worker;

pub use auth_data::AuthData;
pub use control::{Control, Interruptible, Step};
pub use credential::{Assertion, Credential, NewCredential, Verification};
pub use error::KeyError;
pub use fingerprints::{Fingerprint, Sample, Sensor};
pub use frames::{Assembly, Heard};
pub use info::Info;
pub use key::SecurityKey;
pub use management::{Passkey, Site, Space};
pub use pin::{Pin, Retries, Token};
pub use secret::SaltedSecret;
pub use u2f::{U2fRegistration, U2fSignature};
pub use worker::SecurityKeys;
