use serde::Serialize;
use session::unlock::{KeyringErrand, Renewed};
use session::{SlotInfo, SlotKind, UnixTime, escape};
use ts_rs::TS;

/// What a way to unlock asks for.
#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum SlotKindDto {
    Password,
    Keyring,
    Fido2,
    Recovery,
    Other,
}

impl From<SlotKind> for SlotKindDto {
    fn from(kind: SlotKind) -> Self {
        match kind {
            SlotKind::Password => Self::Password,
            SlotKind::Keyring => Self::Keyring,
            SlotKind::Fido2 => Self::Fido2,
            SlotKind::Recovery => Self::Recovery,
            SlotKind::Other(_) => Self::Other,
        }
    }
}

/// A way to unlock. Nothing of what opens it.
#[derive(Serialize, TS)]
pub(crate) struct SlotDto {
    id: String,
    #[ts(inline)]
    kind: SlotKindDto,
    name: String,
    /// Unix seconds.
    created: Option<u64>,
    /// When a recovery kit was last typed in full: Unix seconds.
    tested: Option<u64>,
    /// Whether a security key wants its PIN or a finger for it, and not a touch alone.
    verified: Option<bool>,
}

impl From<SlotInfo> for SlotDto {
    fn from(slot: SlotInfo) -> Self {
        Self {
            id: slot.id.to_string(),
            kind: slot.kind.into(),
            name: escape(&slot.name).into_owned(),
            created: slot.created.map(UnixTime::get),
            tested: slot.tested.map(UnixTime::get),
            verified: slot.key.map(|key| key.is_verified()),
        }
    }
}

/// What a new key left.
#[derive(Serialize, TS)]
pub(crate) struct RenewedDto {
    kept: Vec<SlotDto>,
    dropped: Vec<SlotDto>,
}

impl RenewedDto {
    /// And what the keyring is to do about it.
    pub(crate) fn of(renewed: Renewed) -> (Self, Option<KeyringErrand>) {
        let slots = |slots: Vec<SlotInfo>| slots.into_iter().map(SlotDto::from).collect();
        let dto = Self {
            kept: slots(renewed.kept),
            dropped: slots(renewed.dropped),
        };
        (dto, renewed.keyring)
    }
}
