//! What a key says about itself: authenticatorGetInfo (section 6.4).

use super::KeyError;
use super::cbor::{self, Reader};

/// A key's description of itself. `None` of an option: the key cannot do that at all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Info {
    /// Whether it speaks FIDO2; otherwise all else is what U2F alone has.
    pub fido2: bool,
    /// The standards it follows, such as `FIDO_2_1` and `U2F_V2`.
    pub versions: Vec<String>,
    /// Its extensions, such as `hmac-secret`.
    pub extensions: Vec<String>,
    /// The model's number (AAGUID); zeros where it tells none.
    pub model: [u8; 16],
    /// Whether a PIN is set.
    pub pin: Option<bool>,
    /// Whether fingerprints or the like are set up on it.
    pub user_verification: Option<bool>,
    /// Whether it asks for the PIN each time.
    pub always_verifies: Option<bool>,
    /// Whether it lets fingerprints be managed, and has any.
    pub fingerprints: Option<bool>,
    /// The same, as keys did it before the standard was done.
    pub(crate) early_fingerprints: bool,
    /// Whether it keeps passkeys.
    pub keeps_passkeys: bool,
    /// Whether it lets them be managed.
    pub manages_passkeys: bool,
    /// The same, as keys did it before the standard was done.
    pub(crate) early_management: bool,
    /// Whether `always_verifies` and the shortest PIN can be set.
    pub configurable: bool,
    /// Whether the shortest PIN can be set.
    pub sets_shortest_pin: bool,
    /// Whether tokens are made for single purposes.
    pub(crate) token_for_purpose: bool,
    /// Whether a credential that is not kept on it is made without the PIN.
    pub makes_without_pin: bool,
    /// The longest message in bytes.
    pub longest_message: u32,
    /// PIN protocols, the preferred one first.
    pub pin_protocols: Vec<u8>,
    /// The most credentials in one question; zero where it does not say.
    pub longest_list: u32,
    /// The shortest PIN, in characters.
    pub shortest_pin: u32,
    /// The PIN must be changed before anything else.
    pub must_change_pin: bool,
    /// The firmware's number as the maker counts.
    pub firmware: Option<u32>,
    /// How many more passkeys it has room for.
    pub room_for_passkeys: Option<u32>,
}

impl Info {
    /// What a key that speaks only U2F would say.
    pub(crate) fn of_u2f() -> Self {
        Self {
            versions: vec!["U2F_V2".to_owned()],
            ..Self::default()
        }
    }

    /// Whether it gives the secrets that open vaults.
    pub fn gives_secrets(&self) -> bool {
        self.has_extension("hmac-secret")
    }

    /// Whether it has this extension.
    pub fn has_extension(&self, name: &str) -> bool {
        self.extensions.iter().any(|has| has == name)
    }

    /// Whether it follows this version of the standard.
    pub fn has_version(&self, name: &str) -> bool {
        self.versions.iter().any(|has| has == name)
    }

    /// Reads the answer to authenticatorGetInfo.
    ///
    /// # Errors
    /// `Garbled`.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let mut info = Self {
            fido2: true,
            longest_message: 1024,
            shortest_pin: 4,
            ..Self::default()
        };
        cbor::numbered(&mut Reader::new(bytes), |key, reader| {
            match key {
                0x01 => info.versions = cbor::list(reader, cbor::text)?,
                0x02 => info.extensions = cbor::list(reader, cbor::text)?,
                0x03 => info.model = cbor::exactly(reader)?,
                0x04 => info.read_options(reader)?,
                0x05 => info.longest_message = cbor::count(reader)?,
                0x06 => info.pin_protocols = cbor::list(reader, |reader| Ok(reader.u8()?))?,
                0x07 => info.longest_list = cbor::count(reader)?,
                0x0c => info.must_change_pin = reader.bool()?,
                0x0d => info.shortest_pin = cbor::count(reader)?,
                0x0e => info.firmware = Some(cbor::count(reader)?),
                0x14 => info.room_for_passkeys = Some(cbor::count(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        if info.versions.is_empty() {
            return Err(KeyError::Garbled);
        }
        Ok(info)
    }

    fn read_options(&mut self, reader: &mut Reader<'_>) -> Result<(), KeyError> {
        cbor::named(reader, |name, reader| {
            let on = reader.bool()?;
            match name {
                "rk" => self.keeps_passkeys = on,
                "uv" => self.user_verification = Some(on),
                "clientPin" => self.pin = Some(on),
                "alwaysUv" => self.always_verifies = Some(on),
                "bioEnroll" => self.fingerprints = Some(on),
                "userVerificationMgmtPreview" => {
                    self.early_fingerprints = self.fingerprints.is_none();
                    self.fingerprints = self.fingerprints.or(Some(on));
                }
                "credMgmt" => {
                    self.manages_passkeys |= on;
                    self.early_management &= !on;
                }
                "credentialMgmtPreview" => {
                    self.early_management = on && !self.manages_passkeys;
                    self.manages_passkeys |= on;
                }
                "authnrCfg" => self.configurable = on,
                "setMinPINLength" => self.sets_shortest_pin = on,
                "pinUvAuthToken" => self.token_for_purpose = on,
                "makeCredUvNotRqd" => self.makes_without_pin = on,
                _ => {}
            }
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_version_or_cut_short_makes_no_sense() {
        let whole = cbor::written(|to| {
            to.map(2)?.u8(1)?.array(1)?.str("FIDO_2_0")?;
            to.u8(4)?.map(1)?.str("clientPin")?.bool(true)?.ok()
        });
        let info = Info::read(&whole).unwrap();
        assert_eq!(info.pin, Some(true));
        assert_eq!(info.always_verifies, None);
        for end in 0..whole.len() {
            assert_eq!(Info::read(&whole[..end]), Err(KeyError::Garbled), "{end}");
        }
        assert_eq!(Info::read(&[0xa0]), Err(KeyError::Garbled));
    }

    #[test]
    fn a_key_that_manages_passkeys_both_ways_is_asked_in_the_standard_way() {
        let with = |names: &[&str]| {
            let bytes = cbor::written(|to| {
                to.map(2)?.u8(1)?.array(1)?.str("FIDO_2_1")?;
                to.u8(4)?.map(names.len().try_into().unwrap())?;
                names
                    .iter()
                    .try_for_each(|name| to.str(name)?.bool(true)?.ok())
            });
            let info = Info::read(&bytes).unwrap();
            (info.manages_passkeys, info.early_management)
        };
        assert_eq!(with(&["credMgmt", "credentialMgmtPreview"]), (true, false));
        assert_eq!(with(&["credentialMgmtPreview", "credMgmt"]), (true, false));
        assert_eq!(with(&["credentialMgmtPreview"]), (true, true));
    }
}
