//! Code leases: the codes of one account for some time, and never the secret (docs/code-leases.md).

mod codes;
mod grant;
mod slice;

pub use grant::{Grant, LeaseTerms};
pub use slice::{LeaseSlice, MAX_SLICE, slice_count};

use vault::Id;

/// Why codes are not lent. Nothing was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotLent {
    /// HOTP, mOTP and Yandex.
    #[error("codes of this kind are not lent")]
    Kind,
    /// Somebody who knows the codes could search for the secret.
    #[error("the secret is shorter than 80 bits")]
    ShortSecret,
    /// It ends before it begins, or is longer than 31 days.
    #[error("the time of the lease is empty or longer than 31 days")]
    Time,
    /// More than 64 members would hand it over.
    #[error("too many members would hand it over")]
    Posters,
    /// The lease has no such slice.
    #[error("the lease has no such slice")]
    NoSlice,
    /// Only those whom the grant names hand over its slices.
    #[error("the grant does not name this member")]
    NotAPoster,
    /// The recipient's key cannot be sealed to, or a name is too long.
    #[error("it cannot be sealed for this recipient")]
    NotSealed,
}

/// Why a recipient does not take a slice. It shows no code.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LeaseRefused {
    /// It is not made as docs/code-leases.md says.
    #[error("not a lease, or damaged")]
    Malformed,
    /// It is for another device.
    #[error("for another device")]
    OfAnotherDevice {
        /// The device.
        recipient: Id,
    },
    /// What was sealed was changed on the way.
    #[error("changed on the way")]
    Changed,
    /// Nobody verified this lender.
    #[error("from a lender who was not verified")]
    UnknownLender {
        /// The lender's member key.
        lender: [u8; 32],
    },
    /// Grant and slice do not belong together, or are not signed by who may.
    #[error("not signed by who may")]
    NotSigned,
    /// It was issued in the future: one of the two clocks is wrong, and the codes with it.
    #[error("one of the two clocks is wrong")]
    ClockOff {
        /// How many seconds lie between the two clocks, at least.
        seconds: u64,
    },
    /// Its time is over.
    #[error("its time is over")]
    Over,
}
