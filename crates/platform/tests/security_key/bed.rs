//! Conversations with the keys of tests/virtual-key/bed.rs, and programs of others.

use std::process::Command;

use platform::hid::Location;
use platform::security_key::{Control, KeyError, SecurityKey, SecurityKeys};

#[path = "../../../../tests/virtual-key/bed.rs"]
mod plugged;

pub(crate) use plugged::{Bed, in_bed};

impl Bed {
    pub(crate) fn keys(&self) -> SecurityKeys {
        SecurityKeys::system()
    }

    /// Has a conversation with the key at `hidraw0`.
    pub(crate) fn with<T: Send + 'static>(
        &self,
        talk: impl FnOnce(&mut SecurityKey) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        self.with_control(&Control::silent(), talk)
    }

    pub(crate) fn with_control<T: Send + 'static>(
        &self,
        control: &Control,
        talk: impl FnOnce(&mut SecurityKey) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        self.keys().with(&self.location("hidraw0"), control, talk)
    }

    /// Where a key that was plugged in is.
    pub(crate) fn location(&self, node: &str) -> Location {
        let keys = self.keys().plugged_in().unwrap();
        let place = format!("/dev/{node}");
        let key = keys.into_iter().find(|key| key.location.shown() == place);
        key.expect("it is plugged in").location
    }
}

/// What another program prints.
pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|problem| panic!("{program}: {problem}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}
