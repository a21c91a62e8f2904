//! Changes that bring out codes which are not found at first.

use image::GrayImage;

use super::filter;
use super::view::View;

/// One change to a picture, or one more way to look at it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    AsItIs,
    EvenedOut,
    Doubled,
    Halved,
    /// As it is, but the outer ring of a position pattern may run into what is around the code.
    NoQuietZone,
    Blurred,
    Sharpened,
    Thickened,
    HalvedAndBlurred,
    Tripled,
    MoreBlurred,
    AgainstSurroundings,
    MostBlurred,
    Third,
}

/// The most helpful first.
pub(super) const STEPS: [Step; 13] = [
    Step::EvenedOut,
    Step::Doubled,
    Step::Halved,
    Step::NoQuietZone,
    Step::Blurred,
    Step::Sharpened,
    Step::Thickened,
    Step::HalvedAndBlurred,
    Step::Tripled,
    Step::MoreBlurred,
    Step::AgainstSurroundings,
    Step::MostBlurred,
    Step::Third,
];

/// For screens at half their size: photographs and pictures of screens are found there, too.
pub(super) const STEPS_OF_A_SCREEN: [Step; 8] = [
    Step::AsItIs,
    Step::EvenedOut,
    Step::Halved,
    Step::NoQuietZone,
    Step::Sharpened,
    Step::Blurred,
    Step::HalvedAndBlurred,
    Step::Thickened,
];

/// For the frames of a camera, which move: what one step misses in this frame, another finds in the next. Only small
/// frames are enlarged: there is no time for more.
pub(super) fn steps_of_a_frame(pixels: u64) -> [Step; 8] {
    const SMALL: u64 = 500_000;
    [
        Step::AsItIs,
        Step::EvenedOut,
        if pixels <= SMALL {
            Step::Doubled
        } else {
            Step::Halved
        },
        Step::NoQuietZone,
        Step::EvenedOut,
        Step::Blurred,
        Step::HalvedAndBlurred,
        Step::Thickened,
    ]
}

impl Step {
    /// Work for making the changed picture of one with so many pixels.
    pub(super) fn cost(self, pixels: u64) -> u64 {
        pixels
            * match self {
                Self::AsItIs | Self::NoQuietZone | Self::Halved | Self::Third => 1,
                Self::HalvedAndBlurred | Self::Blurred | Self::Thickened => 3,
                Self::AgainstSurroundings
                | Self::Sharpened
                | Self::MoreBlurred
                | Self::MostBlurred => 10,
                Self::EvenedOut => 14,
                Self::Doubled => 30,
                Self::Tripled => 60,
            }
    }

    /// The changed picture; `None` where the step is not for pictures of this size.
    pub(super) fn of(self, view: &View) -> Option<View> {
        let (pixels, side) = (view.pixels(), view.shorter_side());
        let soft = |radius, times| view.changed(|image| blurred(image, radius, times));
        let around = usize::try_from(side / 12).unwrap_or(0).clamp(8, 40);
        match self {
            Self::EvenedOut => Some(soft(1, 1).changed(|image| filter::evened_out(image, around))),
            Self::Doubled => (pixels <= 1_600_000).then(|| view.enlarged(2)),
            Self::Halved => view.shrunk(2).filter(|_| side >= 160),
            Self::AsItIs | Self::NoQuietZone => Some(view.clone()),
            Self::Blurred => Some(soft(1, 1)),
            Self::Sharpened => (pixels <= 1_600_000).then(|| view.changed(filter::sharpened)),
            Self::Thickened => Some(view.changed(filter::thickened)),
            Self::HalvedAndBlurred => Self::Halved
                .of(view)
                .as_ref()
                .and_then(|half| Self::Blurred.of(half)),
            Self::Tripled => (pixels <= 400_000).then(|| view.enlarged(3)),
            Self::MoreBlurred => Some(soft(1, 3)),
            Self::AgainstSurroundings => {
                Some(soft(1, 1).changed(|image| filter::against_surroundings(image, around)))
            }
            Self::MostBlurred => Some(soft(2, 3)),
            Self::Third => view.shrunk(3).filter(|_| side >= 240),
        }
    }
}

fn blurred(image: &GrayImage, radius: usize, times: usize) -> GrayImage {
    let once = filter::blurred(image, radius);
    (1..times).fold(once, |image, _time| filter::blurred(&image, radius))
}
