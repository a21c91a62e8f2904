//! One file a format. Each names where its description comes from.

pub(super) mod aegis;
pub(super) mod bitwarden;
pub(super) mod countersign;
pub(super) mod ente;
pub(super) mod google;
pub(super) mod json;
pub(super) mod keepass;
pub(super) mod otpauth;
pub(super) mod proton_authenticator;
pub(super) mod stratum;
pub(super) mod two_fas;
