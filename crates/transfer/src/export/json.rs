//! JSON that holds secrets.

use std::io::{self, Write};

use otp::SecretText;
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::File;

/// Writes twice, the first time only to know the length: memory that grew would leave copies behind.
pub(super) fn write<T: Serialize>(value: &T) -> File {
    const WHY: &str = "texts, numbers and lists are JSON, and memory takes all of it";
    let mut length = Length(0);
    serde_json::to_writer(&mut length, value).expect(WHY);
    let mut file = Zeroizing::new(Vec::with_capacity(length.0));
    serde_json::to_writer(&mut *file, value).expect(WHY);
    file
}

/// A field that is a secret: `#[serde(serialize_with = "json::secret")]`.
pub(super) fn secret<S: Serializer>(text: &SecretText, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text.expose())
}

struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
