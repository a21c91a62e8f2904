//! What a camera offers.

use std::io;

use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::video::Capture as _;
use v4l::{Device as Node, FourCC, Fraction};

use crate::camera::mode::{Layout, Mode};

/// Those that can be read here.
pub(super) fn modes(node: &Node) -> io::Result<Vec<Mode>> {
    let formats = node.enum_formats()?;
    let mut modes = Vec::new();
    for (code, layout) in formats
        .iter()
        .filter_map(|format| Some((format.fourcc, layout_of(format.fourcc)?)))
    {
        for (width, height) in sizes(node, code) {
            modes.extend(
                rates(node, code, width, height)
                    .into_iter()
                    .map(|rate| Mode {
                        width,
                        height,
                        layout,
                        rate,
                    }),
            );
        }
    }
    Ok(modes)
}

/// Sizes of frames; the one that is wanted where any or none is said.
fn sizes(node: &Node, code: FourCC) -> Vec<(u32, u32)> {
    let sizes = node.enum_framesizes(code).unwrap_or_default().into_iter();
    let size = |size| match size {
        FrameSizeEnum::Discrete(one) => (one.width, one.height),
        FrameSizeEnum::Stepwise(range) => (
            nearest(1280, range.min_width, range.max_width, range.step_width),
            nearest(720, range.min_height, range.max_height, range.step_height),
        ),
    };
    let sizes: Vec<_> = sizes.map(|one| size(one.size)).collect();
    if sizes.is_empty() {
        vec![(1280, 720)]
    } else {
        sizes
    }
}

fn nearest(wanted: u32, least: u32, most: u32, step: u32) -> u32 {
    let above = wanted.min(most).saturating_sub(least);
    least + above - above.checked_rem(step).unwrap_or_default()
}

/// Thousandths of frames a second.
fn rates(node: &Node, code: FourCC, width: u32, height: u32) -> Vec<Option<u32>> {
    let intervals = node.enum_frameintervals(code, width, height);
    let intervals = intervals.unwrap_or_default().into_iter();
    let rates: Vec<_> = intervals
        .map(|one| match one.interval {
            FrameIntervalEnum::Discrete(interval) => rate(interval),
            FrameIntervalEnum::Stepwise(range) => {
                let (slowest, quickest) = (rate(range.max)?, rate(range.min)?);
                Some(30_000.clamp(slowest.min(quickest), quickest))
            }
        })
        .collect();
    if rates.is_empty() { vec![None] } else { rates }
}

fn rate(interval: Fraction) -> Option<u32> {
    let thousandths = u64::from(interval.denominator) * 1000;
    let rate = thousandths.checked_div(interval.numerator.into())?;
    u32::try_from(rate).ok().filter(|rate| *rate > 0)
}

/// `None` for formats that are not known here.
pub(super) fn layout_of(code: FourCC) -> Option<Layout> {
    match &code.repr {
        b"YUYV" => Some(Layout::Yuyv),
        b"NV12" => Some(Layout::Nv12),
        b"GREY" => Some(Layout::Grey),
        b"MJPG" | b"JPEG" => Some(Layout::Mjpeg),
        _ => None,
    }
}

/// The format that is asked for.
pub(super) fn code_of(layout: Layout) -> FourCC {
    FourCC::new(match layout {
        Layout::Yuyv => b"YUYV",
        Layout::Nv12 => b"NV12",
        Layout::Grey => b"GREY",
        Layout::Mjpeg => b"MJPG",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_sizes_gives_the_one_nearest_to_the_wish() {
        for ((wanted, least, most, step), expected) in [
            ((1280, 160, 1920, 16), 1280),
            ((1280, 160, 640, 16), 640),
            ((720, 120, 1080, 7), 715),
            ((720, 1080, 2160, 8), 1080),
            ((720, 120, 1080, 0), 720),
        ] {
            assert_eq!(nearest(wanted, least, most, step), expected);
        }
    }

    #[test]
    fn a_rate_is_what_the_interval_says() {
        for ((numerator, denominator), expected) in [
            ((1, 30), Some(30_000)),
            ((1001, 30_000), Some(29_970)),
            ((2, 15), Some(7_500)),
            ((0, 30), None),
            ((1, 0), None),
        ] {
            assert_eq!(rate(Fraction::new(numerator, denominator)), expected);
        }
    }
}
