//! Backup codes: the single-use recovery codes that sites hand out.

use crate::cbor::Writer;
use crate::companion::read_time;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use crate::kept::Kept;
use otp::{SecretText, UnixTime};

/// A site's single-use recovery codes, as they were issued together.
pub struct BackupCodeSet {
    /// Names the set for ever.
    pub id: Id,
    /// When the site issued it.
    pub issued: UnixTime,
    /// When a newer set made all of its codes invalid.
    pub invalid_since: Option<UnixTime>,
    /// The codes in the site's order.
    pub codes: Vec<BackupCode>,
    /// Where the user got them from, for example a file's name.
    pub source: String,
    /// Where they are kept if not here; there are no codes then.
    pub kept: Option<Kept>,
    unknown: Unknown,
}

impl BackupCodeSet {
    /// A set just issued.
    pub fn new(id: Id, issued: UnixTime, codes: Vec<BackupCode>) -> Self {
        Self {
            id,
            issued,
            invalid_since: None,
            codes,
            source: String::new(),
            kept: None,
            unknown: Unknown::default(),
        }
    }

    /// Whether no newer set has made its codes invalid.
    pub fn is_valid(&self) -> bool {
        self.invalid_since.is_none()
    }

    /// The codes that were not used, in the site's order; also of a set that is not valid any more.
    pub fn unused(&self) -> impl Iterator<Item = &BackupCode> {
        self.codes.iter().filter(|code| code.used.is_none())
    }

    /// The same set from two copies of the vault, `self` being the one changed later: no code is lost, and one that
    /// was used in either is used.
    pub(crate) fn merged_over(mut self, other: Self) -> Self {
        for code in other.codes {
            let text = code.code.expose();
            let known = self
                .codes
                .iter_mut()
                .find(|known| known.code.expose() == text);
            match known {
                Some(known) => known.used = earlier(known.used, code.used),
                None => self.codes.push(code),
            }
        }
        self.invalid_since = earlier(self.invalid_since, other.invalid_since);
        self
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| w.bytes(this.id.as_bytes()));
        map.unsigned(1, this.issued.get());
        map.optional(2, this.invalid_since.map(UnixTime::get));
        map.list(3, &this.codes, BackupCode::write);
        map.text(4, &this.source);
        if let Some(kept) = &this.kept {
            map.field(5, |w| Kept::write(w, kept));
        }
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(Id::from_bytes([0; 16]), UnixTime::EPOCH, Vec::new());
        let mut id = None;
        read_map(bytes, |number, mut value| {
            match number {
                0 => id = Some(Id::read(value)?),
                1 => this.issued = read_time(value)?,
                2 => this.invalid_since = Some(read_time(value)?),
                3 => this.codes = read_list(value, BackupCode::read)?,
                4 => this.source = value.text()?.to_owned(),
                5 => this.kept = Some(Kept::read(value.item()?)?),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        this.id = id.ok_or(OpenError::Damaged)?;
        Ok(this)
    }
}

fn earlier(one: Option<UnixTime>, other: Option<UnixTime>) -> Option<UnixTime> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// One code of a set.
pub struct BackupCode {
    /// The code as the site wrote it.
    pub code: SecretText,
    /// When it was used.
    pub used: Option<UnixTime>,
    unknown: Unknown,
}

impl BackupCode {
    /// A code that was not used yet.
    pub fn new(code: SecretText) -> Self {
        Self {
            code,
            used: None,
            unknown: Unknown::default(),
        }
    }

    fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.text(0, this.code.expose());
        map.optional(1, this.used.map(UnixTime::get));
        map.end();
    }

    fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(SecretText::from(String::new()));
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.code = SecretText::from(value.text()?.to_owned()),
                1 => this.used = Some(read_time(value)?),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}
