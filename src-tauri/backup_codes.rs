//! Backup codes in the window: for a minute after somebody proved who is there they may be shown, and the downloaded file
//! that new ones are read from.

use session::transfer::ReadFile;
use session::{Code, Id, UnixTime, UserError};
use std::path::{Path, PathBuf};

/// Seconds for which the codes of an account may be shown.
pub(crate) const SHOWN: u64 = 60;

/// One file at a time: the next takes the place of the one before.
#[derive(Default)]
pub(crate) struct BackupCodes {
    confirmed: Option<(Id, UnixTime)>,
    /// Somebody is about to add codes: what is dropped on the window is the file that has them.
    wanted: bool,
    last: u32,
    file: Option<Download>,
}

struct Download {
    ticket: u32,
    path: PathBuf,
    read: Option<ReadFile>,
    /// Its codes are in the vault.
    stored: bool,
}

impl BackupCodes {
    /// Somebody proved who is there: the codes of this account may be shown.
    pub(crate) fn confirm(&mut self, id: Id, now: UnixTime) {
        self.confirmed = Some((id, now));
    }

    /// # Errors
    /// `backup-codes-hidden`: it was for another account, or is over. A clock that was set back ends it.
    pub(crate) fn check(&self, id: Id, now: UnixTime) -> Result<(), UserError> {
        let is_now = |since: UnixTime| (since.get()..since.get() + SHOWN).contains(&now.get());
        match self.confirmed {
            Some((confirmed, since)) if confirmed == id && is_now(since) => Ok(()),
            _ => Err(Code::BackupCodesHidden.into()),
        }
    }

    pub(crate) fn hide(&mut self) {
        self.confirmed = None;
    }

    /// Somebody is about to add codes.
    pub(crate) fn begin(&mut self) {
        self.wanted = true;
        self.file = None;
    }

    /// Nobody is any more; the file is forgotten.
    pub(crate) fn end(&mut self) {
        self.wanted = false;
        self.file = None;
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// A file was chosen or dropped. The answer is its ticket.
    pub(crate) fn choose(&mut self, path: &Path) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.file = Some(Download {
            ticket: self.last,
            path: path.to_owned(),
            read: None,
            stored: false,
        });
        self.last
    }

    /// The file with this ticket.
    pub(crate) fn path(&mut self, ticket: u32) -> Result<PathBuf, UserError> {
        Ok(self.find(ticket)?.path.clone())
    }

    /// It was read, and was this then.
    pub(crate) fn read(&mut self, ticket: u32, read: ReadFile) -> Result<(), UserError> {
        self.find(ticket)?.read = Some(read);
        Ok(())
    }

    /// The name of the file, once it was read.
    pub(crate) fn source(&mut self, ticket: u32) -> Result<String, UserError> {
        let file = self.find(ticket)?;
        file.read.as_ref().ok_or(Code::ImportGone)?;
        let name = file.path.file_name().unwrap_or_default();
        Ok(name.to_string_lossy().into_owned())
    }

    /// Its codes are in the vault: it may be deleted from now on.
    pub(crate) fn stored(&mut self, ticket: u32) -> Result<(), UserError> {
        self.find(ticket)?.stored = true;
        Ok(())
    }

    /// The file, once its codes are in the vault.
    pub(crate) fn stored_file(&mut self, ticket: u32) -> Result<ReadFile, UserError> {
        let file = self.find(ticket)?;
        let read = file.read.clone().filter(|_| file.stored);
        read.ok_or_else(|| Code::ImportGone.into())
    }

    fn find(&mut self, ticket: u32) -> Result<&mut Download, UserError> {
        let file = self.file.as_mut();
        let file = file.filter(|file| file.ticket == ticket);
        file.ok_or_else(|| Code::ImportGone.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> Id {
        Id::from_bytes([byte; 16])
    }

    fn at(seconds: i64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    fn code<T>(result: Result<T, UserError>) -> Result<T, Code> {
        result.map_err(|error| error.code())
    }

    #[test]
    fn codes_are_shown_for_a_minute_and_of_the_account_that_was_asked_for() {
        let mut codes = BackupCodes::default();
        let hidden = Err(Code::BackupCodesHidden);
        assert_eq!(code(codes.check(id(1), at(1000))), hidden);
        codes.confirm(id(1), at(1000));
        assert_eq!(code(codes.check(id(1), at(1059))), Ok(()));
        for (whose, when) in [(id(2), 1000), (id(1), 1060), (id(1), 999)] {
            assert_eq!(code(codes.check(whose, at(when))), hidden);
        }
        codes.hide();
        assert_eq!(code(codes.check(id(1), at(1000))), hidden);
    }

    #[test]
    fn a_file_whose_codes_are_not_in_the_vault_is_not_deleted() {
        let mut codes = BackupCodes::default();
        let ticket = codes.choose(Path::new("codes.txt"));
        let gone = Err(Code::ImportGone);
        assert_eq!(code(codes.source(ticket)), Err(Code::ImportGone));
        assert_eq!(code(codes.stored_file(ticket).map(|_| ())), gone);
        codes.stored(ticket).unwrap();
        assert_eq!(
            code(codes.stored_file(ticket).map(|_| ())),
            gone,
            "not read"
        );
        assert_eq!(code(codes.stored(ticket + 1)), gone, "another file");
    }
}
