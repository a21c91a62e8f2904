//! The file in which a portal gives a picture of the screen.

use std::ffi::OsString;
use std::fs;
use std::io::Cursor;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

use image::{ImageDecoder as _, ImageFormat, ImageReader, Limits};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{Budget, ScreenError, Shot};
use crate::store;

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
pub(super) fn take(path: &Path) -> Result<Shot, ScreenError> {
    let bytes = store::read(path, MOST_BYTES).map_err(|error| match error {
        store::ReadError::TooLarge => ScreenError::TooLarge,
        store::ReadError::NoPermission => ScreenError::PermissionRefused,
        store::ReadError::NotFound | store::ReadError::NotAFile | store::ReadError::Other(_) => {
            ScreenError::Failed
        }
    })?;
    let bytes = Zeroizing::new(bytes);
    let format = image::guess_format(&bytes).map_err(|_| ScreenError::Failed)?;
    let shot = decode(&bytes, format);
    fs::remove_file(path).map_err(|_| ScreenError::Failed)?;
    shot
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
    let picture = image::DynamicImage::from_decoder(decoder).map_err(failed)?;
    let mut rgba = Zeroizing::new(picture.into_rgba8().into_raw());
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
        let pixels = image::RgbaImage::from_raw(1, 2, vec![1, 2, 3, 0, 4, 5, 6, 255]).unwrap();
        pixels.save(&picture).unwrap();
        let shot = take(&picture).ok().unwrap();
        assert_eq!((shot.width, shot.height), (1, 2));
        assert_eq!(*shot.rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
        assert!(!picture.exists());

        let vault = folder.path().join("vault.countersign");
        fs::write(&vault, "something that somebody needs").unwrap();
        assert_eq!(take(&vault).err(), Some(ScreenError::Failed));
        assert!(vault.exists());
    }

    #[test]
    fn a_damaged_picture_is_removed_too_since_it_may_show_a_part() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        image::RgbaImage::new(9, 9).save(&picture).unwrap();
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
