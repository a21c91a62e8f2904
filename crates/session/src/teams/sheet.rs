//! What an owner sheet says: an owner on paper (docs/team-log.md, "Owner sheets").

use super::address::Address;
use super::storage::StorageOptions;
use crate::error::{Code, UserError};
use data_encoding::BASE64URL_NOPAD;
use otp::SecretText;
use team::SheetSecret;
use transfer::qr::Qr;
use vault::Id;
use vault::paper::{self, PaperError};

const MACHINE_PREFIX: &str = "countersign-owner-sheet:1:";

/// An owner sheet: to be printed, or as somebody typed it.
pub struct OwnerSheet {
    pub(super) secret: SheetSecret,
    /// Which team vault, and where its storage is. Whoever types only the words does not say it.
    pub(super) told: Option<(Id, Address)>,
}

impl OwnerSheet {
    /// Reads a whole sheet or its 24 words alone, in any layout.
    ///
    /// # Errors
    /// `team-sheet-word`, `team-sheet-malformed`.
    pub fn read(text: &str) -> Result<Self, UserError> {
        let line = paper::machine_line(text, MACHINE_PREFIX);
        let parts = line.and_then(|line| line.split_once(':'));
        let words = parts.map_or(text, |(_, words)| words);
        let secret = SheetSecret::read(words).map_err(sheet_error)?;
        let told = parts.and_then(|(told, _)| read_told(told));
        match parts.is_some() && told.is_none() {
            true => Err(Code::TeamSheetMalformed.into()),
            false => Ok(Self { secret, told }),
        }
    }

    /// The 24 words.
    pub fn words(&self) -> SecretText {
        self.secret.words()
    }

    /// All of it for machines, as in its QR code.
    pub fn machine_line(&self) -> SecretText {
        let told = self.told.as_ref().map_or(String::new(), |(id, address)| {
            let told = [id.as_bytes().as_slice(), &address.to_bytes()].concat();
            BASE64URL_NOPAD.encode(&told)
        });
        let words = paper::hyphenated(&self.words());
        let length = MACHINE_PREFIX.len() + told.len() + 1 + words.expose().len();
        let mut line = String::with_capacity(length);
        line.extend([MACHINE_PREFIX, &told, ":", words.expose()]);
        SecretText::from(line)
    }

    /// The QR code of [`Self::machine_line`].
    ///
    /// # Errors
    /// `team-storage-malformed`: the address is too long for one.
    pub fn qr(&self) -> Result<Qr, UserError> {
        Qr::of(&self.machine_line()).map_err(|_| Code::TeamStorageMalformed.into())
    }

    /// What the team vault is called.
    pub fn team(&self) -> &str {
        self.told.as_ref().map_or("", |(_, told)| &told.name)
    }

    /// Where its storage is, without a way in. Whoever has the sheet may know better.
    pub fn storage(&self) -> StorageOptions {
        let told = self.told.as_ref();
        told.map_or_else(StorageOptions::default, |(_, told)| told.options())
    }

    /// The same for people to read.
    pub fn place(&self) -> String {
        let storage = self.storage();
        let place = [Some(storage.place), storage.endpoint];
        place.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn read_told(text: &str) -> Option<(Id, Address)> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let (id, address) = bytes.split_first_chunk()?;
    Some((Id::from_bytes(*id), Address::read(address)?))
}

fn sheet_error(error: PaperError) -> UserError {
    match error {
        PaperError::UnknownWord { position } => {
            UserError::new(Code::TeamSheetWord).with("position", position)
        }
        PaperError::WordCount { .. } | PaperError::Checksum => Code::TeamSheetMalformed.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::address::Where;
    use super::*;

    fn sheet() -> OwnerSheet {
        let words = [&["abandon"; 23].join(" "), "art"];
        let secret = SheetSecret::read(&words.join(" ")).unwrap();
        let place = Where::Folder("/srv/team".to_owned());
        let name = "Ops".to_owned();
        let told = Some((Id::from_bytes([7; 16]), Address { name, place }));
        OwnerSheet { secret, told }
    }

    #[test]
    fn a_sheet_is_read_whole_or_by_its_words_and_a_broken_line_is_refused() {
        let line = sheet().machine_line();
        let read = OwnerSheet::read(&format!("Some prose.\n{}\nMore.", line.expose())).unwrap();
        assert_eq!(read.machine_line().expose(), line.expose());
        assert_eq!(
            (read.team(), read.storage().place.as_str()),
            ("Ops", "/srv/team")
        );
        let numbered: String = (1..)
            .zip(sheet().words().expose().split(' '))
            .map(|(number, word)| format!("{number:4}. {}\n", word.to_uppercase()))
            .collect();
        let typed = OwnerSheet::read(&numbered).unwrap();
        assert_eq!(typed.words().expose(), sheet().words().expose());
        assert!(typed.told.is_none());
        let broken = |line: &str| OwnerSheet::read(line).err().unwrap().code();
        assert_eq!(
            broken(&line.expose().replacen("1:B", "1:!", 1)),
            Code::TeamSheetMalformed
        );
        assert_eq!(
            broken(&line.expose().replace("-art", "-arm")),
            Code::TeamSheetMalformed
        );
        assert_eq!(
            broken(&line.expose().replace("-art", "-arx")),
            Code::TeamSheetWord
        );
    }
}
