//! Bytes of a picture file to shades of grey, within limits that hold before any memory is asked for.

use std::io::Cursor;

use image::error::ImageError;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, ImageResult,
    Limits, Pixel as _, Rgba, imageops,
};

use zeroize::Zeroize as _;

use super::drawing;
use super::frames::Frames;
use super::quiet;

/// Largest file, in bytes: 64 MiB.
const MOST_BYTES: usize = 64 << 20;
/// Most pixels in all.
const MOST_PIXELS: u64 = 100_000_000;
/// Longest side, in pixels.
const LONGEST_SIDE: u32 = 30_000;
/// Memory that a decoder may use, in bytes: 512 MiB.
const MOST_MEMORY: u64 = 512 << 20;

/// Why a file holds no picture that can be searched.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PictureError {
    /// Not a PNG, JPEG, WebP, GIF, BMP, TIFF or SVG, whatever its name says.
    #[error("not a PNG, JPEG, WebP, GIF, BMP, TIFF or SVG picture")]
    NotAPicture,
    /// More than 100 million pixels, or a side longer than 30,000.
    #[error("the picture is too large ({width} x {height} pixels)")]
    TooLarge {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A file of more than 64 MiB.
    #[error("the file is larger than 64 MiB")]
    TooManyBytes,
    /// It begins like a picture and does not go on like one: cut short, changed, or of a kind nobody reads.
    #[error("the picture is damaged")]
    Damaged,
    /// A drawing (SVG) of more than 4 MiB or 50,000 elements, or with parts whose cost nobody can know beforehand.
    #[error("the drawing is too intricate")]
    TooIntricate,
}

/// A decoded picture, wiped on drop: it may show a secret. What is see-through is not composed yet.
#[derive(PartialEq)]
pub(super) struct Picture(GrayAlphaImage);

impl Drop for Picture {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Picture {
    /// Decodes a file by what is in it, turned as its Exif says: one picture, or of an animation the first and those
    /// after it. Of the pages of a TIFF the first counts.
    pub(super) fn decode(bytes: &[u8]) -> Result<(Self, impl Iterator<Item = Self>), PictureError> {
        if bytes.len() > MOST_BYTES {
            return Err(PictureError::TooManyBytes);
        }
        let first = quiet::catch(|| decode_within_limits(bytes));
        let (first, frames) = first.unwrap_or(Err(PictureError::Damaged))?;
        Ok((first, frames.into_iter().flatten().map(Self)))
    }

    /// A picture that is decoded already; `None` where `rgba` is not `width` times `height` pixels.
    pub(super) fn of_rgba(width: usize, height: usize, rgba: &[u8]) -> Option<Self> {
        let (pixels, []) = rgba.as_chunks() else {
            return None;
        };
        if width.checked_mul(height) != Some(pixels.len()) {
            return None;
        }
        let mut grey = Vec::with_capacity(2 * pixels.len());
        grey.extend(
            pixels
                .iter()
                .flat_map(|pixel| Rgba(*pixel).to_luma_alpha().0),
        );
        let (width, height) = (width.try_into().ok()?, height.try_into().ok()?);
        GrayAlphaImage::from_raw(width, height, grey).map(Self)
    }

    /// The picture as it looks on a white page.
    pub(super) fn on_white(&self) -> GrayImage {
        self.over(255)
    }

    /// The picture as it looks on a black page; `None` when that is the same.
    pub(super) fn on_black(&self) -> Option<GrayImage> {
        let see_through = self.0.pixels().any(|pixel| pixel.0.last() != Some(&255));
        see_through.then(|| self.over(0))
    }

    fn over(&self, page: u8) -> GrayImage {
        let mut image = GrayImage::new(self.0.width(), self.0.height());
        for (pixel, composed) in self.0.pixels().zip(image.iter_mut()) {
            let [grey, alpha] = pixel.0.map(u32::from);
            let mixed = (grey * alpha + u32::from(page) * (255 - alpha) + 127) / 255;
            *composed = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        image
    }
}

fn decode_within_limits(bytes: &[u8]) -> Result<(Picture, Option<Frames<'_>>), PictureError> {
    if drawing::is_drawing(bytes) {
        return Ok((Picture(drawing::draw(bytes)?), None));
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    let (width, height) = reader(bytes, limits.clone())?
        .into_dimensions()
        .map_err(|_header| PictureError::Damaged)?;
    let too_large = PictureError::TooLarge { width, height };
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE || pixels > MOST_PIXELS {
        return Err(too_large);
    }
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    let reader = reader(bytes, limits.clone())?;
    let format = reader.format();
    let frames = || format.and_then(|format| Frames::of(bytes, format, pixels, limits.clone()));
    // A GIF is an animation, if only of one picture: it is decoded once.
    if format == Some(ImageFormat::Gif)
        && let Some(mut frames) = frames()
        && let Some(first) = frames.next()
    {
        return Ok((Picture(first), Some(frames)));
    }
    match upright(reader, limits.clone()) {
        // An animation begins with this picture again, or, in a PNG, with another one.
        Ok(image) => Ok((Picture(image), frames())),
        Err(ImageError::Limits(_)) => Err(too_large),
        Err(_) => Err(PictureError::Damaged),
    }
}

/// The picture as it is meant to be seen: cameras store it as the sensor lies and write down how to turn it.
fn upright(reader: ImageReader<Cursor<&[u8]>>, mut limits: Limits) -> ImageResult<GrayAlphaImage> {
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = orientation(&mut decoder);
    Ok(grey(DynamicImage::from_decoder(decoder)?, orientation))
}

/// A hint that cannot be read turns nothing.
pub(super) fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

/// The picture in shades of grey, turned. What is left of it in other forms is wiped.
pub(super) fn grey(mut image: DynamicImage, orientation: Orientation) -> GrayAlphaImage {
    if let DynamicImage::ImageLumaA8(grey) = image {
        return turned(grey, orientation);
    }
    let grey = image.to_luma_alpha8();
    wipe(&mut image);
    turned(grey, orientation)
}

/// As `image` does it, but without leaving the picture behind that was not turned.
fn turned(mut grey: GrayAlphaImage, orientation: Orientation) -> GrayAlphaImage {
    let quarter = match orientation {
        Orientation::Rotate90 | Orientation::Rotate90FlipH => Some(imageops::rotate90(&grey)),
        Orientation::Rotate270 | Orientation::Rotate270FlipH => Some(imageops::rotate270(&grey)),
        Orientation::NoTransforms
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical
        | Orientation::Rotate180 => None,
    };
    if let Some(turned) = quarter {
        grey.zeroize();
        grey = turned;
    }
    match orientation {
        Orientation::FlipHorizontal | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            imageops::flip_horizontal_in_place(&mut grey);
        }
        Orientation::FlipVertical => imageops::flip_vertical_in_place(&mut grey),
        Orientation::Rotate180 => imageops::rotate180_in_place(&mut grey),
        Orientation::NoTransforms | Orientation::Rotate90 | Orientation::Rotate270 => {}
    }
    grey
}

/// The library's list may grow; our decoders give what is named.
fn wipe(image: &mut DynamicImage) {
    match image {
        DynamicImage::ImageLuma8(image) => image.zeroize(),
        DynamicImage::ImageLumaA8(image) => image.zeroize(),
        DynamicImage::ImageRgb8(image) => image.zeroize(),
        DynamicImage::ImageRgba8(image) => image.zeroize(),
        DynamicImage::ImageLuma16(image) => image.zeroize(),
        DynamicImage::ImageLumaA16(image) => image.zeroize(),
        DynamicImage::ImageRgb16(image) => image.zeroize(),
        DynamicImage::ImageRgba16(image) => image.zeroize(),
        DynamicImage::ImageRgb32F(image) => image.zeroize(),
        DynamicImage::ImageRgba32F(image) => image.zeroize(),
        _ => {}
    }
}

fn reader(bytes: &[u8], limits: Limits) -> Result<ImageReader<Cursor<&[u8]>>, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_reading| PictureError::NotAPicture)?;
    if !reader
        .format()
        .is_some_and(|format| format.reading_enabled())
    {
        return Err(PictureError::NotAPicture);
    }
    reader.limits(limits);
    Ok(reader)
}
