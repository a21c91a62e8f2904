//! One file a format. Each names where its description comes from.

pub(super) mod aegis;
pub(super) mod andotp;
pub(super) mod authy;
pub(super) mod battlenet;
pub(super) mod duo;
pub(super) mod freeotp;
pub(super) mod freeotp_plus;
pub(super) mod google;
pub(super) mod keepassxc_xml;
pub(super) mod microsoft;
pub(super) mod otpauth;
pub(super) mod otpclient;
pub(super) mod raivo;
pub(super) mod steam;
pub(super) mod stratum;
pub(super) mod totp_authenticator;
pub(super) mod winauth;
