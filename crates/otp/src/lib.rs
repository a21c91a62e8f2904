//! One-time passwords: how codes are made, and the URIs that carry their secrets.
//!
//! Pure: no clock, no file, no randomness. Time is an argument ([`UnixTime`]), and what is parsed is a type that
//! cannot be wrong ([`Secret`], [`Digits`], [`Period`]). `docs/otp.md` says which programs and standards each
//! code type and URI form comes from.

#![forbid(unsafe_code)]

pub mod display;
mod generate;
mod kind;
mod numbers;
mod one_time_password;
mod secret;
pub mod uri;
mod yandex;

pub use kind::{CounterExhausted, Kind};
pub use numbers::{Algorithm, Digits, Period, UnixTime};
pub use one_time_password::{Code, CodeError, Otp, OtpError};
pub use secret::{Secret, SecretError, SecretText};
