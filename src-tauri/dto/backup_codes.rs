use serde::{Deserialize, Serialize};
use session::backup_codes::{FEW, Overview, SetView, SheetWords};
use session::{Code, Place, SecretText, UserError, escape};
use ts_rs::TS;
use zeroize::Zeroizing;

/// The backup codes of an account without the codes. Nothing here is secret.
#[derive(Serialize, TS)]
pub(crate) struct BackupCodesDto {
    /// Codes that can still be used, and codes of valid sets.
    left: usize,
    total: usize,
    /// With so many left, or fewer, it is time for new ones.
    few: usize,
    /// The valid ones first, then those that were replaced, the newest of each first.
    sets: Vec<CodeSetDto>,
}

/// A set of backup codes.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeSetDto {
    id: String,
    /// Unix seconds, as all times here.
    issued: u64,
    /// Since when none of its codes is valid any more.
    invalid_since: Option<u64>,
    /// The file it was read from; may be empty.
    source: String,
    /// Where they are, if not here.
    kept: Option<KeptDto>,
    /// When each was used, in the site's order.
    used: Vec<Option<u64>>,
}

impl From<Overview> for BackupCodesDto {
    fn from(overview: Overview) -> Self {
        Self {
            left: overview.left,
            total: overview.total,
            few: FEW,
            sets: overview.sets.into_iter().map(CodeSetDto::from).collect(),
        }
    }
}

impl From<SetView> for CodeSetDto {
    fn from(set: SetView) -> Self {
        Self {
            id: set.id.to_string(),
            issued: set.issued.get(),
            invalid_since: set.invalid_since.map(|time| time.get()),
            source: escape(&set.source).into_owned(),
            kept: set.kept.map(|(place, note)| KeptDto {
                place: place.name().to_owned(),
                note: escape(&note).into_owned(),
            }),
            used: set
                .used
                .iter()
                .map(|used| used.map(|time| time.get()))
                .collect(),
        }
    }
}

/// Where backup codes are kept.
#[derive(Serialize, Deserialize, TS)]
pub(crate) struct KeptDto {
    /// elsewhere, phone, password-manager; other: only a newer version knows.
    place: String,
    /// What the user wrote to find them again; may be empty.
    note: String,
}

impl KeptDto {
    pub(crate) fn read(self) -> Result<(Place, String), UserError> {
        let place = Place::from_name(&self.place).ok_or(Code::NothingToChange)?;
        Ok((place, self.note))
    }
}

/// Codes that are not in the vault yet: in a preview, and as they were corrected in it.
#[derive(Serialize, Deserialize, TS)]
pub(crate) struct NewCodesDto {
    #[ts(type = "string[]")]
    codes: Vec<Zeroizing<String>>,
}

impl NewCodesDto {
    pub(crate) fn of(codes: &[SecretText]) -> Self {
        let codes = codes.iter().map(|code| code.expose().to_owned());
        Self {
            codes: codes.map(Zeroizing::new).collect(),
        }
    }

    /// Without what is around each, and without empty ones.
    pub(crate) fn read(self) -> Vec<SecretText> {
        let codes = self.codes.into_iter();
        let codes = codes.map(|code| SecretText::from(code.trim().to_owned()));
        codes.filter(|code| !code.expose().is_empty()).collect()
    }
}

/// What stands on a page of backup codes, in the user's language.
#[derive(Deserialize, TS)]
pub(crate) struct CodeSheetDto {
    language: String,
    title: String,
    what: String,
    printed: String,
}

impl CodeSheetDto {
    pub(crate) fn words(&self) -> SheetWords<'_> {
        SheetWords {
            language: &self.language,
            title: &self.title,
            what: &self.what,
            printed: &self.printed,
        }
    }
}
