use serde::{Deserialize, Serialize};
use session::teams::OwnerSheet;
use session::{Paper, Qr, SecretText, UserError, escape};
use std::path::Path;
use ts_rs::TS;

/// What stands on an owner sheet, in the user's language.
#[derive(Deserialize, TS)]
pub(crate) struct OwnerSheetDto {
    language: String,
    title: String,
    what: String,
    team: String,
    storage: String,
    usage: String,
    label: String,
    /// What the sheet is called among the members.
    pub(crate) member: String,
}

impl OwnerSheetDto {
    /// The sheet of the team vault of this name, for this file: a page to print, or text where its name ends otherwise.
    pub(crate) fn file(
        &self,
        sheet: &OwnerSheet,
        (team, path): (&str, &Path),
    ) -> Result<SecretText, UserError> {
        let (words, line, qr): (_, _, Qr) = (sheet.words(), sheet.machine_line(), sheet.qr()?);
        let about = [(&self.team, team), (&self.storage, &sheet.place())];
        let about = about.map(|(name, what)| (name.clone(), escape(what).into_owned()));
        let lines = about.iter().map(|(name, what)| format!("{name}: {what}"));
        let head: Vec<String> = [self.title.clone(), self.what.clone()]
            .into_iter()
            .chain(lines)
            .collect();
        let paper = Paper {
            language: self.language.clone(),
            around: (head.join("\n\n"), self.usage.clone()),
            title: self.title.clone(),
            what: self.what.clone(),
            about: about.to_vec(),
            usage: self.usage.clone(),
            label: self.label.clone(),
            secret: &words,
            machine_line: &line,
            qr: &qr,
        };
        Ok(paper.file(path))
    }
}

/// An owner sheet that was written.
#[derive(Serialize, TS)]
pub(crate) struct WrittenSheetDto {
    /// Where it is, as it is shown.
    pub(crate) file: String,
    /// It is an owner; else it becomes one when the storage can be reached.
    pub(crate) good: bool,
}
