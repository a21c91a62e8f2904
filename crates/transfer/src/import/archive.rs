//! Zip archives (APPNOTE.TXT): first the names, then single members, in memory. No path of an archive is ever followed.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::MAX_FILE;
use super::error::ReadError;

const MOST_MEMBERS: usize = 1_000;
/// How many times its size a member may unpack to, above the bytes that any may.
const MOST_RATIO: u64 = 100;
const FREE_BYTES: u64 = 1 << 20;

const SIGNATURE: &[u8] = b"PK\x03\x04";
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
const DIRECTORY_END: &[u8] = b"PK\x05\x06";
/// Most entries of directories that are looked at, with those of archives inside the archive.
const MOST_DIRECTORY_ENTRIES: usize = 100_000;
/// The same, where each end of a directory may be the archive's.
const MOST_DIRECTORY_WORK: usize = 4_000_000;

/// An archive whose directory was read.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// `None` where the bytes are no archive.
    ///
    /// # Errors
    /// `TooMany` where it has more than 1,000 members.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Option<Self>, ReadError> {
        if !bytes.starts_with(SIGNATURE) {
            return Ok(None);
        }
        check_directories(bytes)?;
        let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) else {
            return Ok(None);
        };
        if zip.len() > MOST_MEMBERS {
            return Err(ReadError::TooMany);
        }
        Ok(Some(Self { zip }))
    }

    /// The first member with a name that is looked for.
    pub(super) fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        self.zip
            .file_names()
            .filter_map(Result::ok)
            .find(|name| is_it(name))
            .map(Cow::into_owned)
    }

    /// What a member unpacks to, at most [`MAX_FILE`] bytes.
    ///
    /// # Errors
    /// `PasswordNeeded` and `WrongPassword` where it is encrypted; `TooLarge`; `Damaged` also where there is no such
    /// member.
    pub(super) fn member(
        &self,
        name: &str,
        password: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let mut zip = self.zip.clone();
        let encrypted = match zip.index_for_name(name) {
            Some(index) => zip.by_index_raw(index).is_ok_and(|file| file.encrypted()),
            None => return Err(ReadError::Damaged),
        };
        let member = match password.filter(|_| encrypted) {
            Some(password) => zip.by_name_decrypt(name, password),
            None => zip.by_name(name),
        };
        match member {
            // The first check of a password in a zip file lets one in 256 pass; the checksum does not.
            Ok(member) => match unpack(member) {
                Err(ReadError::Damaged) if encrypted => Err(ReadError::WrongPassword),
                result => result,
            },
            Err(ZipError::InvalidPassword) => Err(ReadError::WrongPassword),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Err(ReadError::PasswordNeeded)
            }
            Err(_damaged) => Err(ReadError::Damaged),
        }
    }
}

/// Bounds what reading the directory takes: its length is a stranger's word, and there may be many.
fn check_directories(bytes: &[u8]) -> Result<(), ReadError> {
    let count = |signature: &[u8]| {
        bytes
            .windows(signature.len())
            .filter(|window| *window == signature)
            .count()
    };
    let entries = count(DIRECTORY_ENTRY);
    let work = entries.saturating_mul(count(DIRECTORY_END));
    if entries > MOST_DIRECTORY_ENTRIES || work > MOST_DIRECTORY_WORK {
        return Err(ReadError::TooMany);
    }
    Ok(())
}

fn unpack<R: Read>(member: ZipFile<'_, R>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let size = member.size();
    let most = member
        .compressed_size()
        .saturating_mul(MOST_RATIO)
        .max(FREE_BYTES);
    let length = usize::try_from(size).unwrap_or(usize::MAX);
    if length > MAX_FILE || size > most {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    // One more than there should be, so that the checksum at the end is looked at.
    member
        .take(size.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_deflate| ReadError::Damaged)?;
    if bytes.len() != length {
        return Err(ReadError::Damaged);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{AesMode, CompressionMethod, ZipWriter};

    use super::*;

    #[test]
    fn an_encrypted_member_opens_with_its_password_only() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .with_aes_encryption(AesMode::Aes256, "password");
        writer.start_file("a.txt", options).unwrap();
        writer.write_all(b"content").unwrap();
        let file = writer.finish().unwrap().into_inner();
        let archive = Archive::new(&file).unwrap().unwrap();
        let read = |password| {
            archive
                .member("a.txt", password)
                .map(|bytes| bytes.to_vec())
        };
        assert_eq!(read(Some(b"password")), Ok(b"content".to_vec()));
        assert_eq!(read(Some(b"another")), Err(ReadError::WrongPassword));
        assert_eq!(read(None), Err(ReadError::PasswordNeeded));
        assert_eq!(
            archive.member("b.txt", None).err(),
            Some(ReadError::Damaged)
        );
    }
}
