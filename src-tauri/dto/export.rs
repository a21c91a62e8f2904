use serde::{Deserialize, Serialize};
use session::transfer::export::{Encryption, Format, Incomplete, Part, SheetWords};
use session::{Code, UserError};
use ts_rs::TS;

/// The name of the page to print among those of the formats.
const SHEET: &str = "sheet";

/// Something that can be written.
#[derive(Serialize, TS)]
pub(crate) struct FormatDto {
    /// The words are the messages `program-NAME` and `opens-NAME`.
    name: &'static str,
    #[ts(inline)]
    encryption: EncryptionDto,
}

#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum EncryptionDto {
    Optional,
    Always,
    Never,
}

impl FormatDto {
    /// All formats, and the page to print.
    pub(crate) fn all() -> Vec<Self> {
        let format = |format: &Format| Self {
            name: format.name(),
            encryption: match format.encryption() {
                Encryption::Optional => EncryptionDto::Optional,
                Encryption::Always => EncryptionDto::Always,
                Encryption::Never => EncryptionDto::Never,
            },
        };
        let sheet = Self {
            name: SHEET,
            encryption: EncryptionDto::Never,
        };
        Format::ALL.iter().map(format).chain([sheet]).collect()
    }
}

/// What is written.
#[derive(Clone, Copy)]
pub(crate) enum TargetDto {
    Sheet,
    File(Format),
}

impl TargetDto {
    pub(crate) fn read(name: &str) -> Result<Self, UserError> {
        if name == SHEET {
            return Ok(Self::Sheet);
        }
        let format = Format::from_name(name).ok_or(Code::NothingToChange)?;
        Ok(Self::File(format))
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Sheet => "html",
            Self::File(format) => format.extension(),
        }
    }
}

/// A part that would not be in the file, of some accounts.
#[derive(Serialize, TS)]
pub(crate) struct LossDto {
    /// The words are the message `part-NAME`; codes: nothing of the account would be there.
    part: &'static str,
    ids: Vec<String>,
}

impl LossDto {
    /// Part by part.
    pub(crate) fn of(incomplete: &[Incomplete]) -> Vec<Self> {
        let loss = |part: &Part| {
            let without = incomplete
                .iter()
                .filter(|account| account.parts.contains(part));
            let ids: Vec<String> = without.map(|one| one.account.id.to_string()).collect();
            let part = part.name();
            (!ids.is_empty()).then_some(Self { part, ids })
        };
        PARTS.iter().filter_map(loss).collect()
    }
}

/// In the order in which the pages tell them.
const PARTS: [Part; 11] = [
    Part::Codes,
    Part::Pin,
    Part::BackupCodes,
    Part::Notes,
    Part::Tags,
    Part::Favorite,
    Part::Icon,
    Part::Site,
    Part::Keys,
    Part::History,
    Part::UseCount,
];

/// The words of the page to print, in the language of the pages, and what is on it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetWordsDto {
    language: String,
    title: String,
    warning: String,
    key: String,
    pin: String,
    kind: String,
    digits: String,
    period: String,
    counter: String,
    backup_codes_title: String,
    /// Also the backup codes that can still be used.
    pub(crate) backup_codes: bool,
}

impl SheetWordsDto {
    pub(crate) fn words(&self) -> SheetWords<'_> {
        SheetWords {
            language: &self.language,
            title: &self.title,
            warning: &self.warning,
            key: &self.key,
            pin: &self.pin,
            kind: &self.kind,
            digits: &self.digits,
            period: &self.period,
            counter: &self.counter,
            backup_codes: &self.backup_codes_title,
        }
    }
}
