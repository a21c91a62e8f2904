//! Pictures that other programs keep beside an account.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use data_encoding::BASE64;
use image::{ImageFormat, ImageReader, Limits};
use vault::Icon;

/// The largest picture that is kept as it is, in bytes.
const MOST_BYTES: usize = 64 << 10;
/// Larger ones are made so small, in pixels on a side.
const SIDE: u32 = 128;
/// Pictures of more pixels on a side, or more memory, are left out.
const MOST_SIDE: u32 = 4096;
const MOST_MEMORY: u64 = 64 << 20;

/// Most pictures of a file that are made smaller: each takes a while.
const MOST_LARGE: usize = 20;

/// The large pictures of a file that were looked at.
#[derive(Default)]
pub(super) struct LargePictures(usize);

impl LargePictures {
    /// [`icon`], but no more of the large ones than [`MOST_LARGE`].
    pub(super) fn icon(&mut self, media_type: &str, bytes: Vec<u8>) -> Option<Icon> {
        self.0 = self.0.saturating_add(usize::from(bytes.len() > MOST_BYTES));
        (self.0 <= MOST_LARGE).then(|| icon(media_type, bytes))?
    }
}

/// Pictures in Base64 that several accounts may point at, by their ids.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    base64: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    known: BTreeMap<Cow<'a, str>, Option<Icon>>,
    large: LargePictures,
}

impl<'a> FromIterator<(&'a str, &'a str)> for Pictures<'a> {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(pictures: T) -> Self {
        let pictures = pictures.into_iter();
        Self {
            base64: pictures
                .map(|(id, base64)| (id.into(), base64.into()))
                .collect(),
            ..Self::default()
        }
    }
}

impl Pictures<'_> {
    pub(super) fn add(&mut self, id: String, base64: String) {
        self.base64.insert(id.into(), base64.into());
    }

    pub(super) fn len(&self) -> usize {
        self.base64.len()
    }

    /// The picture with that id; each is looked at once.
    pub(super) fn get(&mut self, id: &str) -> Option<Icon> {
        let (id, base64) = self.base64.get_key_value(id)?;
        let large = &mut self.large;
        let known = self.known.entry(id.clone()).or_insert_with(|| {
            let bytes = BASE64.decode(base64.trim().as_bytes()).ok()?;
            large.icon("image/png", bytes)
        });
        let icon = known.as_ref()?;
        Some(Icon::new(icon.media_type.clone(), icon.bytes.clone()))
    }
}

/// A picture file as an icon, made smaller where it is large; `None` for what is no picture of a kind that is shown.
fn icon(media_type: &str, bytes: Vec<u8>) -> Option<Icon> {
    if media_type == "image/svg+xml" {
        return (bytes.len() <= MOST_BYTES).then(|| Icon::new(media_type.to_owned(), bytes));
    }
    let format = image::guess_format(&bytes).ok()?;
    let shown = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    if bytes.len() <= MOST_BYTES && shown.contains(&format) {
        return Some(Icon::new(format.to_mime_type().to_owned(), bytes));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let small = reader.decode().ok()?.thumbnail(SIDE, SIDE);
    let mut png = Vec::new();
    small
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .ok()?;
    (png.len() <= MOST_BYTES).then(|| Icon::new(ImageFormat::Png.to_mime_type().to_owned(), png))
}
