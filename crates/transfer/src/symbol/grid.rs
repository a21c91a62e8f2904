//! The modules of a code to its codewords (ISO/IEC 18004 sections 7.7 to 7.9 and 11): format, version, mask, blocks and
//! error correction are rxing's, and where it gives up rqrr's; the codewords are read by [`super::payload`].

use std::sync::LazyLock;

use otp::SecretText;
use rqrr::{Grid, SimpleGrid};
use rxing::common::BitMatrix;
use rxing::common::reedsolomon::{PredefinedGenericGF, ReedSolomonDecoder};
use rxing::qrcode::decoder::{BitMatrixParser, DataBlock};
use zeroize::Zeroizing;

use super::{payload, quiet};

/// Fewest and most modules on a side.
const SIDES: std::ops::RangeInclusive<u32> = 21..=177;

/// What a code says; `None` where it can be read, but says nothing that is to be shown.
pub(super) type Content = Option<SecretText>;

/// The content of a code with `side` modules on a side, as it is or mirrored; `None` where it cannot be read.
pub(super) fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> Option<Content> {
    let modules = u32::try_from(side)
        .ok()
        .filter(|side| SIDES.contains(side))?;
    let mut matrix = BitMatrix::new(modules, modules).ok()?;
    for (y, row) in (0..modules).zip(0..side) {
        for (x, column) in (0..modules).zip(0..side) {
            matrix.set_bool(x, y, is_dark(column, row));
        }
    }
    read_matrix(&matrix)
}

/// The content of a code, as it is or mirrored; `None` where it cannot be read.
pub(super) fn read_matrix(matrix: &BitMatrix) -> Option<Content> {
    let side = matrix.getHeight();
    if !SIDES.contains(&side) || matrix.getWidth() != side {
        return None;
    }
    quiet::catch(|| {
        read_upright(matrix.clone()).or_else(|| {
            let mut mirrored = BitMatrix::new(side, side).ok()?;
            for y in 0..side {
                for x in 0..side {
                    mirrored.set_bool(x, y, matrix.get(y, x));
                }
            }
            read_upright(mirrored)
        })
    })?
    .or_else(|| read_differently(matrix))
}

/// A second opinion on a code whose format or errors rxing gives up on: rqrr's. It reads bytes only, and refuses codes that
/// are a part of something or no plain text; of what it reads, text in UTF-8 counts.
fn read_differently(matrix: &BitMatrix) -> Option<Content> {
    let side = usize::try_from(matrix.getHeight()).ok()?;
    let number = |at: usize| u32::try_from(at).unwrap_or_default();
    let modules = SimpleGrid::from_func(side, |x, y| matrix.get(number(x), number(y)));
    let text = quiet::catch(|| {
        let mut bytes = Zeroizing::new(Vec::new());
        Grid::new(modules).decode_to(&mut *bytes).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        Some(SecretText::new(text.to_owned()))
    })??;
    let is_empty = text.expose().is_empty();
    (!is_empty).then_some(Some(text))
}

fn read_upright(matrix: BitMatrix) -> Option<Content> {
    static CORRECTION: LazyLock<ReedSolomonDecoder> =
        LazyLock::new(|| ReedSolomonDecoder::new(PredefinedGenericGF::QrCodeField256.into()));
    let mut parser = BitMatrixParser::new(matrix).ok()?;
    let version = parser.readVersion().ok()?;
    let level = parser
        .readFormatInformation()
        .ok()?
        .getErrorCorrectionLevel();
    let codewords = Zeroizing::new(parser.readCodewords().ok()?);
    let blocks = DataBlock::getDataBlocks(&codewords, version, level).ok()?;
    let mut data = Zeroizing::new(Vec::with_capacity(codewords.len()));
    for block in &blocks {
        let mut corrected = Zeroizing::new(block.getCodewords().to_vec());
        let wanted = usize::try_from(block.getNumDataCodewords()).ok()?;
        let spare = corrected.len().checked_sub(wanted)?;
        CORRECTION
            .decode(&mut corrected, i32::try_from(spare).ok()?)
            .ok()?;
        data.extend_from_slice(corrected.get(..wanted)?);
    }
    Some(payload::text(&data, version.getVersionNumber()))
}
