//! One file a format. Each names where its description comes from.

pub(super) mod aegis;
pub(super) mod bitwarden;
pub(super) mod dashlane;
pub(super) mod enpass;
pub(super) mod ente;
pub(super) mod keepassxc_csv;
pub(super) mod lastpass;
pub(super) mod lastpass_authenticator;
pub(super) mod one_password;
pub(super) mod otpauth;
pub(super) mod proton_authenticator;
pub(super) mod proton_pass;
pub(super) mod two_fas;
