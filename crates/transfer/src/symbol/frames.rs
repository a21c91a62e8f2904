//! The pictures of an animation (GIF, APNG, WebP), one after the other and not too many of them.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{
    AnimationDecoder as _, DynamicImage, GrayAlphaImage, ImageDecoder as _, ImageFormat,
    ImageResult, Limits,
};

use super::picture::{grey, orientation};
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
    orientation: Orientation,
    left: u64,
}

impl<'a> Frames<'a> {
    /// All pictures of `pixels` pixels each, turned as the file says, beginning with the first. `None` where the file is
    /// no animation.
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
        let (decoder, orientation) = decoder(bytes, format, limits).ok()??;
        Some(Self {
            decoder,
            orientation,
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
        Some(grey(
            DynamicImage::ImageRgba8(frame.into_buffer()),
            self.orientation,
        ))
    }
}

fn decoder(
    bytes: &[u8],
    format: ImageFormat,
    limits: Limits,
) -> ImageResult<Option<(image::Frames<'_>, Orientation)>> {
    let file = Cursor::new(bytes);
    if format == ImageFormat::Gif {
        let mut decoder = GifDecoder::new(file)?;
        decoder.set_limits(limits)?;
        let orientation = orientation(&mut decoder);
        return Ok(Some((decoder.into_frames(), orientation)));
    }
    if format == ImageFormat::WebP {
        let mut decoder = WebPDecoder::new(file)?;
        decoder.set_limits(limits)?;
        let orientation = orientation(&mut decoder);
        let is_animation = decoder.has_animation();
        return Ok(is_animation.then(|| (decoder.into_frames(), orientation)));
    }
    if format == ImageFormat::Png {
        let mut decoder = PngDecoder::with_limits(file, limits)?;
        if decoder.is_apng()? {
            let orientation = orientation(&mut decoder);
            return Ok(Some((decoder.apng()?.into_frames(), orientation)));
        }
    }
    Ok(None)
}
