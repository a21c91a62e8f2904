//! Settings of a key: authenticatorConfig (section 6.11).

use super::cbor;
use super::key::CONFIG;
use super::pin::Purpose;
use super::{KeyError, Pin, SecurityKey};

/// Subcommands (section 6.11).
const TOGGLE_ALWAYS_VERIFY: u8 = 0x02;
const SET_SHORTEST_PIN: u8 = 0x03;

impl SecurityKey {
    /// Makes the key verify each time, or not any more. While it does, the secrets that credentials give without
    /// verification are **out of reach**: what they open must be sealed anew first.
    ///
    /// # Errors
    /// `Unsupported`, `WrongPin`, and see [`KeyError`].
    pub fn set_always_verifies(&mut self, pin: &Pin, on: bool) -> Result<(), KeyError> {
        match self.info()?.always_verifies {
            None => Err(KeyError::Unsupported),
            // The command only turns it over.
            Some(is) if is == on => Ok(()),
            Some(_) => self.configure(pin, TOGGLE_ALWAYS_VERIFY, None),
        }
    }

    /// Makes the shortest PIN longer; nothing but a reset makes it shorter again. A PIN that is shorter must be changed
    /// before anything else.
    ///
    /// # Errors
    /// `PinPolicy`: it is longer already. `Unsupported`, `WrongPin`, and see [`KeyError`].
    pub fn set_shortest_pin(&mut self, pin: &Pin, characters: u8) -> Result<(), KeyError> {
        let parameters = cbor::written(|to| to.map(1)?.u8(1)?.u8(characters)?.ok());
        self.set_pin_rules(pin, &parameters)
    }

    /// Makes the PIN be changed before anything else.
    ///
    /// # Errors
    /// `Unsupported`, `WrongPin`, and see [`KeyError`].
    pub fn force_pin_change(&mut self, pin: &Pin) -> Result<(), KeyError> {
        let parameters = cbor::written(|to| to.map(1)?.u8(3)?.bool(true)?.ok());
        self.set_pin_rules(pin, &parameters)
    }

    fn set_pin_rules(&mut self, pin: &Pin, parameters: &[u8]) -> Result<(), KeyError> {
        if !self.info()?.sets_shortest_pin {
            return Err(KeyError::Unsupported);
        }
        self.configure(pin, SET_SHORTEST_PIN, Some(parameters))
    }

    fn configure(
        &mut self,
        pin: &Pin,
        subcommand: u8,
        parameters: Option<&[u8]>,
    ) -> Result<(), KeyError> {
        if !self.info()?.configurable {
            return Err(KeyError::Unsupported);
        }
        let token = self.token(pin, Purpose::Config)?;
        let head = [&[0xff; 32][..], &[CONFIG, subcommand]].concat();
        let message = [&head[..], parameters.unwrap_or_default()].concat();
        let proof = token.authenticate(&message);
        let set = self.call_with(CONFIG, |to| {
            to.map(3 + u64::from(parameters.is_some()))?;
            to.u8(1)?.u8(subcommand)?;
            if let Some(parameters) = parameters {
                to.u8(2)?.writer_mut().extend_from_slice(parameters);
            }
            to.u8(3)?.u8(token.protocol.number())?;
            to.u8(4)?.bytes(&proof)?.ok()
        });
        set.map(drop)
    }
}
