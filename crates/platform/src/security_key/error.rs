//! What can go wrong with a key, as far as somebody acts on it.

use crate::hid::HidError;

/// Why a key did not do what it was asked to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyError {
    /// It was pulled out, or was never there.
    #[error("the key is not plugged in")]
    Unplugged,
    /// The system does not let this program speak to it.
    #[error("the system does not let us use the key")]
    Forbidden,
    /// The system has no HID devices at all.
    #[error("the system has no HID")]
    NoHid,
    /// It did not answer in time.
    #[error("the key did not answer")]
    NoAnswer,
    /// Nobody touched it in time.
    #[error("nobody touched the key")]
    NotTouched,
    /// The user said no, here or at the key.
    #[error("cancelled")]
    Cancelled,
    /// Another program used it all the time.
    #[error("another program is using the key")]
    Busy,
    /// It wants the PIN for this, or a finger that it knows.
    #[error("the key wants its PIN")]
    PinNeeded,
    /// It has no PIN yet, and this needs one.
    #[error("the key has no PIN")]
    PinNotSet,
    /// The PIN was wrong. It has so many more tries, as far as it says.
    #[error("wrong PIN")]
    WrongPin {
        /// Tries that are left until the key locks for good.
        left: Option<u8>,
    },
    /// Three wrong PINs in a row: it must be pulled out and plugged in again before the next try.
    #[error("the key must be plugged in again before the next PIN")]
    PlugInAgain,
    /// No tries are left. Only a reset, which forgets everything, makes it usable again.
    #[error("the key's PIN is blocked")]
    PinBlocked,
    /// The new PIN is too short, too long or too simple for this key.
    #[error("the key does not accept this PIN")]
    PinPolicy,
    /// The PIN must be changed before it is good for anything else.
    #[error("the key's PIN must be changed first")]
    PinMustChange,
    /// It has none of these credentials: another key made them, or it was reset.
    #[error("the key does not know this credential")]
    NoCredential,
    /// It has one of the credentials that a new one must not join.
    #[error("the key is registered already")]
    AlreadyRegistered,
    /// It has no room for another passkey or fingerprint.
    #[error("the key is full")]
    Full,
    /// Not now: a reset is possible only in the first seconds after plugging in.
    #[error("the key does not allow this now")]
    NotAllowed,
    /// It cannot do this at all.
    #[error("the key cannot do this")]
    Unsupported,
    /// What it said makes no sense.
    #[error("the key's answer makes no sense")]
    Garbled,
    /// It refused for a reason of its own (section 8.2).
    #[error("the key refused with code {0:#04x}")]
    Refused(u8),
    /// Our own side broke.
    #[error("speaking to the key failed")]
    Failed,
}

impl KeyError {
    /// A key's status byte (section 8.2), zero left out. How many tries a wrong PIN leaves is asked elsewhere.
    pub(crate) const fn of_status(status: u8) -> Self {
        match status {
            0x01 | 0x2b | 0x2c | 0x3e => Self::Unsupported,
            0x05 | 0x27 | 0x2f | 0x3a => Self::NotTouched,
            0x06 => Self::Busy,
            0x19 => Self::AlreadyRegistered,
            0x2d => Self::Cancelled,
            0x28 | 0x39 | 0x17 => Self::Full,
            0x22 | 0x2e => Self::NoCredential,
            0x30 => Self::NotAllowed,
            0x31 => Self::WrongPin { left: None },
            0x32 => Self::PinBlocked,
            0x34 => Self::PlugInAgain,
            0x35 => Self::PinNotSet,
            0x33 | 0x36 | 0x3c | 0x3f => Self::PinNeeded,
            0x37 => Self::PinPolicy,
            code => Self::Refused(code),
        }
    }
}

impl From<HidError> for KeyError {
    fn from(error: HidError) -> Self {
        match error {
            HidError::Gone => Self::Unplugged,
            HidError::Forbidden => Self::Forbidden,
            HidError::Missing => Self::NoHid,
        }
    }
}

impl From<minicbor::decode::Error> for KeyError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Garbled
    }
}
