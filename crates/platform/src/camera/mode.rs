//! Which of the formats of a camera to take, and how its bytes become a frame.

use super::frame::{Colour, Frame, Planes, pixels};
use super::jpeg;

/// How the bytes of a camera are meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layout {
    /// One byte of luma a pixel.
    Grey,
    /// Luma, blue, luma, red for two pixels.
    Yuyv,
    /// A plane of luma; then half the rows, with blue and red for two pixels.
    Nv12,
    /// A JPEG picture.
    Mjpeg,
}

/// What a camera offers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Mode {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) layout: Layout,
    /// Thousandths of frames a second; `None` if the camera does not say.
    pub(super) rate: Option<u32>,
}

/// A frame as it comes from the camera.
pub(super) struct Raw {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) layout: Layout,
    /// Bytes from one row to the next; 0 where there is nothing between them.
    pub(super) stride: usize,
    pub(super) bytes: Vec<u8>,
}

/// The modes from the best to the worst. Codes want sharp pixels before speed, and speed before cheap bytes; what is
/// slower than 15 frames a second comes last.
pub(super) fn from_best_to_worst(mut modes: Vec<Mode>) -> Vec<Mode> {
    modes.sort_by_key(|mode| {
        let rate = mode.rate.unwrap_or(30_000);
        // Cameras say 14.9 and mean 15.
        let is_slow = rate < 14_500;
        let is_costly = mode.layout == Layout::Mjpeg;
        (is_slow, distance(mode), rate.abs_diff(30_000), is_costly)
    });
    modes
}

/// How far the size is from 1280 x 720. What is smaller is missed more than what is larger.
fn distance(mode: &Mode) -> u64 {
    const WANTED: u64 = 1280 * 720;
    let area = u64::from(mode.width) * u64::from(mode.height);
    let factor = if area < WANTED { 2 } else { 1 };
    factor * area.abs_diff(WANTED)
}

impl Raw {
    /// `None` where the bytes are too few or damaged.
    pub(super) fn into_frame(self) -> Option<Frame> {
        match self.layout {
            Layout::Mjpeg => return jpeg::decode(&self.bytes),
            Layout::Grey | Layout::Yuyv | Layout::Nv12 => {}
        }
        pixels(self.width, self.height)?;
        let (luma, colour) = match self.layout {
            Layout::Yuyv => self.yuyv()?,
            Layout::Nv12 => self.nv12()?,
            Layout::Grey | Layout::Mjpeg => (self.rows(0, self.height, self.width)?, Colour::Grey),
        };
        Some(Frame {
            width: self.width,
            height: self.height,
            luma,
            colour,
        })
    }

    fn yuyv(&self) -> Option<(Vec<u8>, Colour)> {
        let width = self.width.div_ceil(2);
        let bytes = self.rows(0, self.height, 4 * width)?;
        let (pairs, _) = bytes.as_chunks::<4>();
        let luma = pairs.chunks_exact(width).flat_map(|row| {
            let luma = row
                .iter()
                .flat_map(|[first, _, second, _]| [*first, *second]);
            luma.take(self.width)
        });
        let planes = Planes {
            width,
            height: self.height,
            blue: pairs.iter().map(|[_, blue, _, _]| *blue).collect(),
            red: pairs.iter().map(|[_, _, _, red]| *red).collect(),
        };
        Some((luma.collect(), Colour::Planes(planes)))
    }

    fn nv12(&self) -> Option<(Vec<u8>, Colour)> {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let luma = self.rows(0, self.height, self.width)?;
        let bytes = self.rows(self.height, height, 2 * width)?;
        let (pairs, _) = bytes.as_chunks::<2>();
        let planes = Planes {
            width,
            height,
            blue: pairs.iter().map(|[blue, _]| *blue).collect(),
            red: pairs.iter().map(|[_, red]| *red).collect(),
        };
        Some((luma, Colour::Planes(planes)))
    }

    /// The first `length` bytes of each of `count` rows, from row `first` on.
    fn rows(&self, first: usize, count: usize, length: usize) -> Option<Vec<u8>> {
        let stride = if self.stride == 0 {
            length
        } else {
            self.stride
        };
        let mut rows = Vec::with_capacity(count.checked_mul(length)?);
        for row in first..first + count {
            let start = row.checked_mul(stride)?;
            rows.extend(self.bytes.get(start..start.checked_add(length)?)?);
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(width: u32, height: u32, layout: Layout, rate: u32) -> Mode {
        let rate = (rate > 0).then_some(rate);
        Mode {
            width,
            height,
            layout,
            rate,
        }
    }

    #[test]
    fn the_best_mode_is_sharp_and_quick_enough() {
        use Layout::{Mjpeg, Yuyv};
        // What an ordinary webcam lists.
        let webcam = vec![
            mode(640, 480, Yuyv, 30_000),
            mode(1280, 720, Yuyv, 10_000),
            mode(1920, 1080, Yuyv, 5_000),
            mode(640, 480, Mjpeg, 30_000),
            mode(1920, 1080, Mjpeg, 30_000),
            mode(1280, 720, Mjpeg, 30_000),
            mode(1280, 720, Mjpeg, 60_000),
        ];
        let best = |modes| from_best_to_worst(modes).first().copied().unwrap();
        assert_eq!(best(webcam), mode(1280, 720, Mjpeg, 30_000));
        let both = vec![
            mode(1280, 720, Mjpeg, 30_000),
            mode(1280, 720, Yuyv, 30_000),
        ];
        assert_eq!(best(both).layout, Yuyv);
        let odd = vec![mode(320, 240, Yuyv, 29_970), mode(640, 480, Yuyv, 14_985)];
        assert_eq!(best(odd).width, 640);
        let slow = vec![mode(640, 480, Yuyv, 7_500), mode(1600, 1200, Yuyv, 5_000)];
        assert_eq!(best(slow).width, 1600);
        let silent = vec![mode(640, 480, Yuyv, 0), mode(1280, 720, Yuyv, 5_000)];
        assert_eq!(best(silent).width, 640);
    }

    #[test]
    fn the_luma_of_each_layout_is_taken_as_it_is() {
        let frame = |layout, stride, bytes: &[u8]| {
            let raw = Raw {
                width: 3,
                height: 2,
                layout,
                stride,
                bytes: bytes.to_vec(),
            };
            raw.into_frame().map(|frame| frame.luma)
        };
        let luma = Some(vec![1, 2, 3, 4, 5, 6]);
        assert_eq!(frame(Layout::Grey, 0, &[1, 2, 3, 4, 5, 6]), luma);
        assert_eq!(frame(Layout::Grey, 4, &[1, 2, 3, 0, 4, 5, 6]), luma);
        let yuyv = [1, 9, 2, 9, 3, 9, 0, 9, 4, 9, 5, 9, 6, 9, 0, 9];
        assert_eq!(frame(Layout::Yuyv, 0, &yuyv), luma);
        assert_eq!(frame(Layout::Yuyv, 8, &yuyv), luma);
        assert_eq!(
            frame(Layout::Nv12, 4, &[1, 2, 3, 0, 4, 5, 6, 0, 9, 9, 9, 9]),
            luma
        );
    }

    #[test]
    fn too_few_bytes_make_no_frame() {
        for layout in [Layout::Grey, Layout::Yuyv, Layout::Nv12, Layout::Mjpeg] {
            for stride in [0, 8, usize::MAX] {
                let raw = Raw {
                    width: 3,
                    height: 2,
                    layout,
                    stride,
                    bytes: vec![1; 5],
                };
                assert!(raw.into_frame().is_none(), "{layout:?}");
            }
        }
    }
}
