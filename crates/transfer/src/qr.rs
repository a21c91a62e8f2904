//! Drawing QR codes (ISO/IEC 18004): an account leaves for a phone as a picture or as text on a terminal.
//!
//! What a code says is as secret as the text in it, so pictures are wiped on drop. The drawing's own modules are not:
//! `qrcodegen` and the PNG encoder keep them in memory of their own.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use otp::SecretText;
use qrcodegen::{QrCode, QrCodeEcc};
use zeroize::Zeroizing;

/// The light border that readers need, in modules (ISO/IEC 18004 section 5.3.8).
pub const QUIET_ZONE: u32 = 4;

/// Most bytes that the largest code holds in its densest mode, decimal digits, at the error correction used here.
const MOST_BYTES: usize = 5_596;

/// Widest picture that is drawn, in pixels.
const WIDEST: u32 = 16_384;

/// A drawn code: a square of dark and light modules.
pub struct Qr(QrCode);

/// Why a code was not drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum QrError {
    /// More text than the largest code holds (2,331 bytes of ordinary text).
    #[error("the text is longer than a QR code holds")]
    TooLong,
    /// A scale of zero, or a picture wider than 16,384 pixels.
    #[error("no picture is drawn at this scale")]
    BadScale,
}

impl Qr {
    /// Draws `text` in the smallest code that holds it, with error correction M (15 %), or better where that costs
    /// no size.
    ///
    /// # Errors
    /// [`QrError::TooLong`].
    pub fn of(text: &SecretText) -> Result<Self, QrError> {
        if text.expose().len() > MOST_BYTES {
            return Err(QrError::TooLong);
        }
        let code = QrCode::encode_text(text.expose(), QrCodeEcc::Medium);
        code.map(Self).map_err(|_too_long| QrError::TooLong)
    }

    /// Modules on a side, 21 to 177, without the quiet zone.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.0.size().unsigned_abs()
    }

    /// Whether the module in column `x` and row `y`, counted from the top left, is dark. Beyond the code all is light.
    #[must_use]
    pub fn dark(&self, x: u32, y: u32) -> bool {
        match (i32::try_from(x), i32::try_from(y)) {
            (Ok(x), Ok(y)) => self.0.get_module(x, y),
            _ => false,
        }
    }

    /// A black on white PNG with `scale` pixels for each module and a border of `border` modules; readers want
    /// [`QUIET_ZONE`].
    ///
    /// # Errors
    /// [`QrError::BadScale`].
    pub fn to_png(&self, scale: u32, border: u32) -> Result<Zeroizing<Vec<u8>>, QrError> {
        let side = border
            .checked_mul(2)
            .and_then(|borders| borders.checked_add(self.size()))
            .and_then(|modules| modules.checked_mul(scale))
            .filter(|side| (1..=WIDEST).contains(side))
            .ok_or(QrError::BadScale)?;
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x / scale, y / scale)));
        let pixels: Zeroizing<Vec<u8>> = Zeroizing::new(
            places
                .map(|(x, y)| {
                    if self.dark_behind(border, x, y) {
                        0
                    } else {
                        255
                    }
                })
                .collect(),
        );
        let mut png = Zeroizing::new(Vec::with_capacity(pixels.len() + 1_024));
        PngEncoder::new(&mut *png)
            .write_image(&pixels, side, side, ExtendedColorType::L8)
            .map_err(|_encoder| QrError::BadScale)?;
        Ok(png)
    }

    /// The code as lines of text, two rows of modules in each line, with the quiet zone around it.
    ///
    /// Colours are set to black on white (ECMA-48 `SGR`), so that it can be scanned from a dark terminal too. It ends
    /// with a line feed and the terminal's own colours.
    #[must_use]
    pub fn to_terminal(&self) -> SecretText {
        const BLACK_ON_WHITE: &str = "\u{1b}[38;5;16;48;5;231m";
        const OWN_COLOURS: &str = "\u{1b}[0m";
        let side = self.size() + 2 * QUIET_ZONE;
        let mut text = String::with_capacity(self.terminal_bytes());
        for top in (0..side).step_by(2) {
            text.push_str(BLACK_ON_WHITE);
            text.extend((0..side).map(|x| {
                let upper = self.dark_behind(QUIET_ZONE, x, top);
                let lower = self.dark_behind(QUIET_ZONE, x, top + 1);
                half_blocks(upper, lower)
            }));
            text.push_str(OWN_COLOURS);
            text.push('\n');
        }
        SecretText::new(text)
    }

    /// Room for the text on a terminal, so that it does not grow and leave copies behind: three bytes for a block,
    /// at most 32 for the colours of a line.
    fn terminal_bytes(&self) -> usize {
        let side = usize::try_from(self.size() + 2 * QUIET_ZONE).unwrap_or_default();
        side.div_ceil(2) * (3 * side + 32)
    }

    /// Like [`Self::dark`], counted from the corner of a border of light modules.
    fn dark_behind(&self, border: u32, x: u32, y: u32) -> bool {
        match (x.checked_sub(border), y.checked_sub(border)) {
            (Some(x), Some(y)) => self.dark(x, y),
            _ => false,
        }
    }
}

/// One character for two modules, one above the other.
fn half_blocks(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol;

    const URI: &str = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";

    fn qr(text: &str) -> Qr {
        Qr::of(&SecretText::new(text.to_owned())).unwrap()
    }

    #[test]
    fn a_drawn_picture_is_read_back_as_the_same_text() {
        for text in [URI, "grüße", &"x".repeat(2_000)] {
            let png = qr(text).to_png(3, QUIET_ZONE).unwrap();
            let found = symbol::find(&png).unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].text.expose(), text);
        }
    }

    #[test]
    fn what_stands_on_a_terminal_is_the_code_dark_on_light() {
        let qr = qr(URI);
        let text = qr.to_terminal();
        let mut rows = Vec::new();
        for line in text.expose().lines() {
            let blocks = line.strip_prefix("\u{1b}[38;5;16;48;5;231m").unwrap();
            let blocks = blocks.strip_suffix("\u{1b}[0m").unwrap();
            rows.push(
                blocks
                    .chars()
                    .map(|block| matches!(block, '▀' | '█'))
                    .collect::<Vec<_>>(),
            );
            rows.push(
                blocks
                    .chars()
                    .map(|block| matches!(block, '▄' | '█'))
                    .collect::<Vec<_>>(),
            );
        }
        let luma: Vec<u8> = rows
            .iter()
            .flatten()
            .flat_map(|&dark| [if dark { 0 } else { 255 }])
            .collect();
        let found = symbol::find_in_luma(rows[0].len(), rows.len(), &luma);
        assert_eq!(found[0].text.expose(), URI);
        assert!(text.expose().len() <= qr.terminal_bytes());
    }

    #[test]
    fn the_quiet_zone_is_four_modules_wide_on_every_side() {
        let qr = qr(URI);
        let png = qr.to_png(1, QUIET_ZONE).unwrap();
        let picture = image::load_from_memory(&png).unwrap().into_luma8();
        assert_eq!(picture.width(), qr.size() + 8);
        let dark = || {
            picture
                .enumerate_pixels()
                .filter(|(.., pixel)| pixel.0 == [0])
        };
        assert_eq!(dark().map(|(x, ..)| x).min(), Some(4));
        assert_eq!(dark().map(|(_, y, _)| y).min(), Some(4));
        assert_eq!(dark().map(|(x, ..)| x).max(), Some(qr.size() + 3));
        assert_eq!(dark().map(|(_, y, _)| y).max(), Some(qr.size() + 3));
    }

    #[test]
    fn text_up_to_the_capacity_of_the_largest_code_is_drawn() {
        // ISO/IEC 18004 table 7: version 40-M holds 5,596 digits or 2,331 bytes.
        let of = |text: String| Qr::of(&SecretText::new(text)).map(|qr| qr.size());
        assert_eq!(of("7".repeat(5_596)), Ok(177));
        assert_eq!(of("x".repeat(2_331)), Ok(177));
        assert_eq!(of("7".repeat(5_597)), Err(QrError::TooLong));
        assert_eq!(of("x".repeat(2_332)), Err(QrError::TooLong));
        assert_eq!(of("x".repeat(1 << 24)), Err(QrError::TooLong));
    }

    #[test]
    fn a_scale_without_a_picture_is_refused() {
        let qr = qr(URI);
        for (scale, border) in [(0, 4), (1_000, 4), (1, u32::MAX), (u32::MAX, 0)] {
            assert_eq!(qr.to_png(scale, border).err(), Some(QrError::BadScale));
        }
    }

    #[test]
    fn beyond_the_code_all_is_light() {
        let qr = qr(URI);
        assert!(qr.dark(0, 0));
        assert!(!qr.dark(qr.size(), 0));
        assert!(!qr.dark(u32::MAX, u32::MAX));
    }
}
