//! One file a format. Each names where its description comes from.

pub(super) mod aegis;
pub(super) mod otpauth;
