//! The file in which a portal gives a picture of the screen.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Cursor, ErrorKind, Read as _};
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use image::buffer::ConvertBuffer as _;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbaImage};
use percent_encoding::percent_decode_str;
use rustix::fs::OFlags;
use rustix::process::geteuid;
use zeroize::{Zeroize as _, Zeroizing};

use super::{Budget, ScreenError, Shot};

/// The longest file that is read, in bytes.
const MOST_BYTES: u64 = 256 << 20;
/// Memory that the decoder may take for itself.
const MOST_MEMORY: u64 = 1 << 30;

/// The file of a `file:` address of this computer; `None` for any other.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file:")?;
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    let path = PathBuf::from(OsString::from_vec(bytes.clone()));
    (path.is_absolute() && !bytes.contains(&0)).then_some(path)
}

/// Reads the picture and removes its file: it may show a secret. A file that is no picture is not what a portal
/// writes; it is left alone.
///
/// # Errors
/// [`ScreenError::PictureLeft`] whenever a file stays.
pub(super) fn take(path: &Path) -> Result<Shot, ScreenError> {
    let left = |_| ScreenError::PictureLeft(path.to_owned());
    let mut file = match Opened::at(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(ScreenError::Failed),
        opened => opened.map_err(left)?,
    };
    let bytes = file.read().map_err(left)?;
    let format = image::guess_format(&bytes).map_err(|_| left(ErrorKind::InvalidData.into()))?;
    let shot = decode(&bytes, format);
    file.remove().map_err(left)?;
    shot
}

/// An ordinary file of this user, by the name that somebody gave us: what is read is what is removed.
struct Opened<'a> {
    path: &'a Path,
    file: File,
    /// Device and number: no other file has both.
    identity: (u64, u64),
}

impl<'a> Opened<'a> {
    fn at(path: &'a Path) -> io::Result<Self> {
        // Neither a link that leads elsewhere, nor a pipe that lets us wait.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let flags = flags.bits().try_into().map_err(io::Error::other)?;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags)
            .open(path)?;
        let about = file.metadata()?;
        if !about.is_file() || about.uid() != geteuid().as_raw() {
            return Err(ErrorKind::PermissionDenied.into());
        }
        Ok(Self {
            path,
            file,
            identity: (about.dev(), about.ino()),
        })
    }

    fn read(&mut self) -> io::Result<Zeroizing<Vec<u8>>> {
        let length = self.file.metadata()?.len();
        if length > MOST_BYTES {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let length = usize::try_from(length).map_err(io::Error::other)?;
        // With room for all of it, so that it does not grow and leave copies behind.
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Nothing is removed if another file has the name now.
    fn remove(&self) -> io::Result<()> {
        let now = fs::symlink_metadata(self.path)?;
        if (now.dev(), now.ino()) != self.identity {
            return Err(ErrorKind::NotFound.into());
        }
        fs::remove_file(self.path)
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<Shot, ScreenError> {
    let failed = |_| ScreenError::Failed;
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
        .into_decoder()
        .map_err(failed)?;
    let (width, height) = decoder.dimensions();
    let size = |side: u32| usize::try_from(side).map_err(|_| ScreenError::TooLarge);
    let (width, height) = (size(width)?, size(height)?);
    Budget::full().take(width, height)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder
        .set_limits(limits)
        .map_err(|_| ScreenError::TooLarge)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(failed)?;
    let mut rgba = Zeroizing::new(rgba_of(picture).into_raw());
    rgba.iter_mut()
        .skip(3)
        .step_by(4)
        .for_each(|alpha| *alpha = u8::MAX);
    Ok(Shot {
        name: String::new(),
        x: 0,
        y: 0,
        width,
        height,
        rgba,
    })
}

/// What portals write is wiped where it is not what we want.
fn rgba_of(picture: DynamicImage) -> RgbaImage {
    if let DynamicImage::ImageRgb8(mut picture) = picture {
        let rgba = picture.convert();
        picture.zeroize();
        return rgba;
    }
    picture.into_rgba8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_computer_is_a_path() {
        for (uri, path) in [
            ("file:///tmp/a%20b%C3%A9.png", "/tmp/a bé.png"),
            ("file://localhost/a.png", "/a.png"),
            ("file:/a.png", "/a.png"),
        ] {
            assert_eq!(path_of(uri).as_deref(), Some(Path::new(path)), "{uri}");
        }
        for uri in [
            "",
            "file:",
            "file://host/a",
            "file:a",
            "/a",
            "https:///a",
            "file:///a%00b",
        ] {
            assert_eq!(path_of(uri), None, "{uri}");
        }
    }

    #[test]
    fn a_picture_is_read_and_removed_and_any_other_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        let pixels = RgbaImage::from_raw(1, 2, vec![1, 2, 3, 0, 4, 5, 6, 255]).unwrap();
        pixels.save(&picture).unwrap();
        let shot = take(&picture).ok().unwrap();
        assert_eq!((shot.width, shot.height), (1, 2));
        assert_eq!(*shot.rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
        assert!(!picture.exists());

        let vault = folder.path().join("vault.countersign");
        fs::write(&vault, "something that somebody needs").unwrap();
        let left = ScreenError::PictureLeft(vault.clone());
        assert_eq!(take(&vault).err(), Some(left));
        assert!(vault.exists());
        let nothing = folder.path().join("b.png");
        assert_eq!(take(&nothing).err(), Some(ScreenError::Failed));
    }

    /// A file that a portal would not write, and that is somebody's.
    #[test]
    fn only_an_ordinary_file_of_this_user_is_read_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        let [picture, link, pipe, foreign] = ["a.png", "link", "pipe", "foreign"].map(place);
        RgbaImage::new(9, 9).save(&picture).unwrap();
        std::os::unix::fs::symlink(&picture, &link).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let mut refused = vec![folder.path().to_owned(), link, pipe];
        // Only root can give files away.
        if geteuid().is_root() {
            fs::copy(&picture, &foreign).unwrap();
            std::os::unix::fs::chown(&foreign, Some(65_534), None).unwrap();
            refused.push(foreign);
        }
        for path in refused {
            let left = ScreenError::PictureLeft(path.clone());
            assert_eq!(take(&path).err(), Some(left));
            assert!(path.symlink_metadata().is_ok());
        }
        assert!(picture.exists());
    }

    #[test]
    fn a_file_that_took_the_place_of_the_picture_stays() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        fs::write(&picture, "picture").unwrap();
        let mut opened = Opened::at(&picture).unwrap();
        assert_eq!(*opened.read().unwrap(), b"picture");
        let other = folder.path().join("b.png");
        fs::write(&other, "something that somebody needs").unwrap();
        fs::rename(&other, &picture).unwrap();
        assert!(opened.remove().is_err());
        assert!(picture.exists());
    }

    #[test]
    fn a_damaged_picture_is_removed_too_since_it_may_show_a_part() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        RgbaImage::new(9, 9).save(&picture).unwrap();
        let bytes = fs::read(&picture).unwrap();
        fs::write(&picture, &bytes[..50]).unwrap();
        assert_eq!(take(&picture).err(), Some(ScreenError::Failed));
        assert!(!picture.exists());
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_before_memory_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        // A PNG header that claims 100,000 by 100,000 pixels; its CRC-32 is by Python's zlib.
        let mut png =
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\0\0\0\0".to_vec();
        png.extend(b"\x8d\x39\x54\x14\0\0\0\0IDAT\x35\xaf\x06\x1e");
        fs::write(&picture, png).unwrap();
        assert_eq!(take(&picture).err(), Some(ScreenError::TooLarge));
    }
}
