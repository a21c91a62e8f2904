//! From the pixels of an X server to red, green and blue (X11 protocol, "Image format").

use x11rb::protocol::xproto::{ImageOrder, Setup};

/// The most colours of a palette that are asked for: 2 to this power.
pub(super) const PALETTE_DEPTH: u8 = 12;

/// How pixels lie in the rows of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// Bits of a pixel: 1, 4, 8, 16, 24 or 32.
    bits: u8,
    /// Rows are padded to a multiple of so many bits.
    padding: u8,
    /// Whether the byte, or the half byte, with the highest value comes first.
    is_big_endian: bool,
    /// Whether the first of eight pixels of one bit is the highest bit.
    is_high_bit_first: bool,
}

impl Layout {
    /// `None` when the server does not say, or says something unheard of.
    pub(super) fn of(setup: &Setup, depth: u8) -> Option<Self> {
        let formats = &setup.pixmap_formats;
        let format = formats.iter().find(|format| format.depth == depth)?;
        let is_known = matches!(format.bits_per_pixel, 1 | 4 | 8 | 16 | 24 | 32)
            && matches!(format.scanline_pad, 8 | 16 | 32);
        is_known.then_some(Self {
            bits: format.bits_per_pixel,
            padding: format.scanline_pad,
            is_big_endian: setup.image_byte_order == ImageOrder::MSB_FIRST,
            is_high_bit_first: setup.bitmap_format_bit_order == ImageOrder::MSB_FIRST,
        })
    }

    /// Bytes of a row of `width` pixels, with its padding.
    pub(super) fn row_bytes(self, width: usize) -> Option<usize> {
        let bits = width.checked_mul(usize::from(self.bits))?;
        Some(bits.div_ceil(usize::from(self.padding)) * usize::from(self.padding / 8))
    }

    /// Appends red, green, blue and 255 of each pixel to `rgba`. `None` when `data` is too short.
    pub(super) fn read(
        self,
        data: &[u8],
        width: usize,
        height: usize,
        colours: &Colours,
        rgba: &mut Vec<u8>,
    ) -> Option<()> {
        let row_bytes = self.row_bytes(width)?;
        let data = data.get(..row_bytes.checked_mul(height)?)?;
        for row in data.chunks_exact(row_bytes.max(1)) {
            self.read_row(row, width, |pixel| {
                let [red, green, blue] = colours.of(pixel);
                rgba.extend_from_slice(&[red, green, blue, u8::MAX]);
            });
        }
        Some(())
    }

    fn read_row(self, row: &[u8], width: usize, mut each: impl FnMut(u32)) {
        match self.bits {
            1 => self.read_parts(row, width, 1, self.is_high_bit_first, each),
            4 => self.read_parts(row, width, 4, self.is_big_endian, each),
            bits => {
                let add = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
                for pixel in row.chunks_exact(usize::from(bits / 8)).take(width) {
                    each(if self.is_big_endian {
                        pixel.iter().fold(0, add)
                    } else {
                        pixel.iter().rev().fold(0, add)
                    });
                }
            }
        }
    }

    /// Pixels that share a byte.
    fn read_parts(
        self,
        row: &[u8],
        width: usize,
        bits: u8,
        is_high_first: bool,
        mut each: impl FnMut(u32),
    ) {
        let per_byte = 8 / bits;
        let mask = u8::MAX >> (8 - bits);
        let parts = row.iter().flat_map(|byte| {
            (0..per_byte).map(move |part| {
                let part = if is_high_first {
                    per_byte - 1 - part
                } else {
                    part
                };
                byte >> (part * bits) & mask
            })
        });
        parts.take(width).for_each(|pixel| each(pixel.into()));
    }
}

/// What a pixel's number means.
pub(super) enum Colours {
    /// Each colour has bits of its own.
    Masks([Mask; 3]),
    /// The colour of each number.
    Palette(Vec<[u8; 3]>),
}

/// Some bits of a number, one beside the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask {
    shift: u32,
    most: u32,
}

impl Colours {
    pub(super) fn of_masks(red: u32, green: u32, blue: u32) -> Self {
        Self::Masks([red, green, blue].map(Mask::of))
    }

    fn of(&self, pixel: u32) -> [u8; 3] {
        match self {
            Self::Masks(masks) => masks.map(|mask| mask.level(pixel)),
            Self::Palette(colours) => {
                let colour = usize::try_from(pixel).ok().and_then(|at| colours.get(at));
                colour.copied().unwrap_or_default()
            }
        }
    }
}

impl Mask {
    fn of(bits: u32) -> Self {
        let shift = bits.trailing_zeros().min(31);
        let most = bits >> shift;
        Self { shift, most }
    }

    /// 0 for none of the colour to 255 for all of it.
    fn level(self, pixel: u32) -> u8 {
        let value = pixel >> self.shift & self.most;
        match self.most {
            0 => 0,
            255 => value.to_le_bytes()[0],
            most => {
                let scaled = u64::from(value) * 255 / u64::from(most);
                u8::try_from(scaled).unwrap_or(u8::MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(bits: u8, padding: u8, is_big_endian: bool) -> Layout {
        Layout {
            bits,
            padding,
            is_big_endian,
            is_high_bit_first: is_big_endian,
        }
    }

    fn read(layout: Layout, data: &[u8], width: usize, colours: &Colours) -> Option<Vec<[u8; 3]>> {
        let mut rgba = Vec::new();
        layout.read(data, width, 1, colours, &mut rgba)?;
        let pixels = rgba.chunks_exact(4);
        Some(pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
    }

    const RED_WHITE: [[u8; 3]; 2] = [[255, 0, 0], [255; 3]];

    #[test]
    fn eight_bits_a_colour_are_read_in_both_byte_orders() {
        let colours = Colours::of_masks(0xff_0000, 0xff00, 0xff);
        let little = [0, 0, 255, 0, 255, 255, 255, 0];
        let big = [0, 255, 0, 0, 0, 255, 255, 255];
        for (is_big, data) in [(false, little), (true, big)] {
            let read = read(layout(32, 32, is_big), &data, 2, &colours);
            assert_eq!(read.as_deref(), Some(&RED_WHITE[..]), "{is_big}");
        }
        let packed = [0, 0, 255, 255, 255, 255, 9, 9];
        let read = read(layout(24, 32, false), &packed, 2, &colours);
        assert_eq!(read.as_deref(), Some(&RED_WHITE[..]));
    }

    #[test]
    fn sixteen_bits_a_pixel_reach_full_black_and_full_white() {
        let colours = Colours::of_masks(0xf800, 0x07e0, 0x001f);
        let data = [0x00, 0xf8, 0xff, 0xff];
        let read = read(layout(16, 32, false), &data, 2, &colours);
        assert_eq!(read.as_deref(), Some(&RED_WHITE[..]));
    }

    #[test]
    fn ten_bits_a_colour_are_read() {
        let colours = Colours::of_masks(0x3ff0_0000, 0x000f_fc00, 0x3ff);
        let data = [0x3ff0_0000_u32.to_le_bytes(), u32::MAX.to_le_bytes()].concat();
        let read = read(layout(32, 32, false), &data, 2, &colours);
        assert_eq!(read.as_deref(), Some(&RED_WHITE[..]));
    }

    #[test]
    fn numbers_of_colours_are_looked_up_whatever_their_size() {
        let colours = Colours::Palette(vec![[255, 0, 0], [255; 3]]);
        for (layout, data) in [
            (layout(1, 32, true), [0b0100_0000, 0, 0, 0]),
            (layout(1, 32, false), [0b0000_0010, 0, 0, 0]),
            (layout(4, 32, true), [0x01, 0, 0, 0]),
            (layout(4, 32, false), [0x10, 0, 0, 0]),
            (layout(8, 32, false), [0, 1, 0, 0]),
        ] {
            let read = read(layout, &data, 2, &colours);
            assert_eq!(read.as_deref(), Some(&RED_WHITE[..]), "{layout:?}");
        }
        let beyond = read(layout(8, 8, false), &[2], 1, &colours);
        assert_eq!(beyond, Some(vec![[0; 3]]));
    }

    #[test]
    fn a_picture_that_is_cut_short_is_refused() {
        let colours = Colours::of_masks(0xff_0000, 0xff00, 0xff);
        assert_eq!(read(layout(32, 32, false), &[0; 7], 2, &colours), None);
        assert_eq!(layout(32, 32, false).row_bytes(usize::MAX), None);
    }
}
