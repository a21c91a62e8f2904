//! Registrations: which security key an account knows.

use crate::cbor::{Reader, Writer};
use crate::companion::read_time;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_map};
use crate::id::Id;
use otp::UnixTime;

/// Which protocol a site used to register a security key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Protocol {
    /// FIDO2 (WebAuthn).
    Fido2,
    /// FIDO U2F.
    U2f,
}

/// A security key that is registered with the account.
pub struct Registration {
    /// Which key of the registry.
    pub key: Id,
    /// When it was registered.
    pub registered: UnixTime,
    /// What the site calls it.
    pub name: String,
    /// FIDO2 or U2F.
    pub protocol: Protocol,
    /// Whether the credential lies on the key itself (a passkey).
    pub discoverable: bool,
    unknown: Unknown,
}

impl Registration {
    /// A registration of `key` at the time `registered`.
    pub fn new(key: Id, registered: UnixTime) -> Self {
        Self {
            key,
            registered,
            name: String::new(),
            protocol: Protocol::Fido2,
            discoverable: false,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| w.bytes(this.key.as_bytes()));
        map.unsigned(1, this.registered.get());
        map.text(2, &this.name);
        map.unsigned(3, if this.protocol == Protocol::U2f { 1 } else { 0 });
        map.flag(4, this.discoverable);
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(Id::from_bytes([0; 16]), UnixTime::EPOCH);
        let mut id = None;
        read_map(bytes, |number, mut value| {
            match number {
                0 => id = Some(Id::read(value)?),
                1 => this.registered = read_time(value)?,
                2 => this.name = value.text()?.to_owned(),
                3 => this.protocol = read_protocol(value)?,
                4 => this.discoverable = value.boolean()?,
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        this.key = id.ok_or(OpenError::Damaged)?;
        Ok(this)
    }
}

fn read_protocol(mut value: Reader<'_>) -> Result<Protocol, OpenError> {
    match value.unsigned()? {
        0 => Ok(Protocol::Fido2),
        1 => Ok(Protocol::U2f),
        _ => Err(OpenError::TooNew { needed: 0 }),
    }
}
