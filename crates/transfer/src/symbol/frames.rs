//! The pictures of an animation (GIF, APNG, WebP), one after the other and not too many of them.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{
    AnimationDecoder as _, DynamicImage, GrayAlphaImage, ImageDecoder as _, ImageFormat,
    ImageResult, Limits,
};

use super::quiet;

/// Most pictures of an animation that are looked at. An export of hundreds of accounts has some thirty codes.
const MOST_FRAMES: u64 = 64;
/// Most pixels in all of them. Of an animation of which these are not even four pictures, only the first is seen: its
/// decoder keeps several of them.
const MOST_PIXELS: u64 = 100_000_000;
const FEWEST_FRAMES: u64 = 4;

/// Pictures yet to be decoded. What cannot be decoded ends the animation.
pub(super) struct Frames<'a> {
    decoder: image::Frames<'a>,
    left: u64,
}

impl<'a> Frames<'a> {
    /// All pictures of `pixels` pixels each, beginning with the first. `None` where the file is no animation.
    pub(super) fn of(
        bytes: &'a [u8],
        format: ImageFormat,
        pixels: u64,
        limits: Limits,
    ) -> Option<Self> {
        let fit = MOST_PIXELS.checked_div(pixels)?;
        if fit < FEWEST_FRAMES {
            return None;
        }
        Some(Self {
            decoder: decoder(bytes, format, limits).ok()??,
            left: fit.min(MOST_FRAMES),
        })
    }
}

impl Iterator for Frames<'_> {
    type Item = GrayAlphaImage;

    fn next(&mut self) -> Option<GrayAlphaImage> {
        self.left = self.left.checked_sub(1)?;
        let Some(Some(Ok(frame))) = quiet::catch(|| self.decoder.next()) else {
            self.left = 0;
            return None;
        };
        Some(DynamicImage::ImageRgba8(frame.into_buffer()).into_luma_alpha8())
    }
}

fn decoder(
    bytes: &[u8],
    format: ImageFormat,
    limits: Limits,
) -> ImageResult<Option<image::Frames<'_>>> {
    let file = Cursor::new(bytes);
    if format == ImageFormat::Gif {
        let mut decoder = GifDecoder::new(file)?;
        decoder.set_limits(limits)?;
        return Ok(Some(decoder.into_frames()));
    }
    if format == ImageFormat::WebP {
        let mut decoder = WebPDecoder::new(file)?;
        decoder.set_limits(limits)?;
        return Ok(decoder.has_animation().then(|| decoder.into_frames()));
    }
    if format == ImageFormat::Png {
        let decoder = PngDecoder::with_limits(file, limits)?;
        if decoder.is_apng()? {
            return Ok(Some(decoder.apng()?.into_frames()));
        }
    }
    Ok(None)
}
