//! What the screen shows.

use super::{Found, found_in};
use crate::error::{Code, UserError};
use platform::screen::{self, ScreenError};
use transfer::preview;
use transfer::symbol;

pub use platform::screen::{Shot, WindowPlace};
pub use transfer::symbol::Corners;

/// What was found on the screen, and the pictures it was found in: whoever shows them can let the user choose a part.
pub struct ScreenScan {
    /// Each monitor that was looked at; at least one.
    pub monitors: Vec<ScannedMonitor>,
    /// Open windows, the topmost first; empty where the system does not tell.
    pub windows: Vec<WindowPlace>,
}

/// A monitor and its symbols.
pub struct ScannedMonitor {
    /// 1 for the first one.
    pub number: usize,
    /// What it shows. A secret: only a [`preview()`] of it may be shown where secrets do not belong.
    pub shot: Shot,
    /// Its symbols; their source is its name.
    pub found: Vec<Found>,
    /// Where it shows symbols that are refused. They are to be hidden in a [`preview()`] as well.
    pub refused: Vec<Corners>,
}

/// A part of a [`Shot`], in its pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Region {
    /// The left edge.
    pub x: usize,
    /// The upper edge.
    pub y: usize,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl ScreenScan {
    /// The symbols of all monitors, in their order.
    pub fn into_found(self) -> Vec<Found> {
        let monitors = self.monitors.into_iter();
        monitors.flat_map(|monitor| monitor.found).collect()
    }
}

/// The symbols on all monitors, or on one of them (1 is the first). None is a result, too. `source` names a monitor
/// from its number and from what the system calls it, which may be empty.
///
/// On Wayland the desktop may ask the user first, for up to two minutes, and all monitors are one picture.
///
/// # Errors
/// `monitor-not-found`, and the codes that begin with `screen-`.
pub fn scan_screen(
    monitor: Option<usize>,
    source: &dyn Fn(usize, &str) -> String,
) -> Result<ScreenScan, UserError> {
    let screenshot = screen::capture().map_err(screen_error)?;
    let count = screenshot.monitors.len();
    let is_asked_for = |number: usize| monitor.is_none_or(|wanted| wanted == number);
    let numbered = (1..).zip(screenshot.monitors);
    let monitors: Vec<_> = numbered
        .filter(|(number, _)| is_asked_for(*number))
        .map(|(number, shot)| {
            let seen = symbol::see_rgba(shot.width, shot.height, &shot.rgba);
            ScannedMonitor {
                number,
                found: found_in(seen.symbols, &source(number, &shot.name)),
                refused: seen.refused,
                shot,
            }
        })
        .collect();
    if monitors.is_empty() {
        return Err(UserError::new(Code::MonitorNotFound).with("count", count));
    }
    Ok(ScreenScan {
        monitors,
        windows: screenshot.windows,
    })
}

/// The symbols in a part of a picture, with corners in pixels of the whole. It is looked at harder than the whole was.
/// What of the part lies outside is ignored.
pub fn scan_region(shot: &Shot, region: Region, source: &str) -> Vec<Found> {
    let part = symbol::Region {
        left: region.x,
        top: region.y,
        width: region.width,
        height: region.height,
    };
    let symbols = symbol::find_in_rgba_region(shot.width, shot.height, &shot.rgba, part);
    found_in(symbols, source)
}

/// The part of a monitor that a window covers; `None` when it is on another monitor.
pub fn region_of(window: &WindowPlace, shot: &Shot) -> Option<Region> {
    let (x, width) = overlap((window.x, window.width), (shot.x, shot.width))?;
    let (y, height) = overlap((window.y, window.height), (shot.y, shot.height))?;
    Some(Region {
        x,
        y,
        width,
        height,
    })
}

/// Where the first span (start and length) lies in the second, and for how long.
fn overlap(inner: (i32, u32), outer: (i32, usize)) -> Option<(usize, usize)> {
    let start = i64::from(inner.0) - i64::from(outer.0);
    let end = start + i64::from(inner.1);
    let length = i64::try_from(outer.1).ok()?;
    let (start, end) = (start.clamp(0, length), end.clamp(0, length));
    let covered = usize::try_from(end - start).ok()?;
    (covered > 0).then_some((usize::try_from(start).ok()?, covered))
}

/// A JPEG of the picture, at most 1,600 pixels wide, in which neither the symbols at `found` nor any other that we find can
/// be read: to be shown where secrets do not belong. `None` when a symbol cannot be hidden.
pub fn preview(shot: &Shot, found: &[Corners]) -> Option<Vec<u8>> {
    preview::jpeg(shot.width, shot.height, &shot.rgba, found)
}

fn screen_error(error: ScreenError) -> UserError {
    let code = match &error {
        ScreenError::NoDisplay => Code::ScreenNoDisplay,
        ScreenError::PermissionRefused => Code::ScreenRefused,
        ScreenError::PortalMissing => Code::ScreenPortalMissing,
        ScreenError::Cancelled => Code::ScreenCancelled,
        ScreenError::TimedOut => Code::ScreenTimedOut,
        ScreenError::Locked => Code::ScreenLocked,
        ScreenError::TooLarge => Code::ScreenTooLarge,
        ScreenError::PictureLeft(path) => {
            return UserError::new(Code::ScreenPictureLeft).with_path(path);
        }
        ScreenError::Failed => Code::ScreenFailed,
    };
    UserError::new(code).with("system", std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use otp::SecretText;
    use transfer::qr::Qr;
    use zeroize::Zeroizing;

    const TEXT: &str = "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ";

    /// A grey monitor at (1920, 0) with a code on it.
    fn shot(at: usize) -> Shot {
        let qr = Qr::of(&SecretText::new(TEXT.to_owned())).unwrap();
        let size = usize::try_from(qr.size()).unwrap();
        let (width, height) = (400, 300);
        let mut rgba = Zeroizing::new(vec![255; width * height * 4]);
        for y in 0..size * 4 {
            for x in 0..size * 4 {
                let [column, row] = [x / 4, y / 4].map(|module| u32::try_from(module).unwrap());
                let pixel = ((at + y) * width + at + x) * 4;
                rgba[pixel..pixel + 3].fill(if qr.dark(column, row) { 0 } else { 255 });
            }
        }
        Shot {
            name: "HDMI-1".to_owned(),
            x: 1920,
            y: 0,
            width,
            height,
            rgba,
        }
    }

    fn window(x: i32, y: i32, width: u32, height: u32) -> WindowPlace {
        WindowPlace {
            title: String::new(),
            x,
            y,
            width,
            height,
        }
    }

    fn scan_shot(shot: &Shot) -> Vec<Found> {
        let symbols = symbol::find_in_rgba(shot.width, shot.height, &shot.rgba);
        found_in(symbols, "")
    }

    #[test]
    fn a_symbol_in_a_region_has_corners_of_the_whole_picture() {
        let shot = shot(100);
        let whole = scan_shot(&shot);
        let region = Region {
            x: 80,
            y: 60,
            width: 300,
            height: 9999,
        };
        let part = scan_region(&shot, region, "part");
        assert_eq!((part.len(), part[0].text.expose()), (1, TEXT));
        let pairs = part[0].corners.iter().zip(whole[0].corners);
        for ((x, y), (whole_x, whole_y)) in pairs {
            assert!(x.abs_diff(whole_x) < 3 && y.abs_diff(whole_y) < 3);
        }
        for (x, y, width) in [(0, 0, 90), (400, 0, 9), (0, 9999, 9), (0, 0, 0)] {
            let region = Region {
                x,
                y,
                width,
                height: 90,
            };
            assert!(scan_region(&shot, region, "").is_empty(), "{region:?}");
        }
    }

    #[test]
    fn a_window_is_cut_out_where_the_monitor_shows_it() {
        let shot = shot(0);
        let region = |x, y, width, height| {
            Some(Region {
                x,
                y,
                width,
                height,
            })
        };
        for (window, expected) in [
            (window(2000, 20, 100, 50), region(80, 20, 100, 50)),
            (window(1900, -10, 100, 50), region(0, 0, 80, 40)),
            (window(2300, 290, 100, 50), region(380, 290, 20, 10)),
            (window(0, 0, 1920, 300), None),
            (window(i32::MIN, i32::MAX, u32::MAX, u32::MAX), None),
        ] {
            assert_eq!(region_of(&window, &shot), expected, "{window:?}");
        }
    }

    #[test]
    fn nothing_can_be_read_in_a_preview() {
        let shot = shot(100);
        let found = scan_shot(&shot);
        assert_eq!(found.len(), 1);
        let jpeg = preview(&shot, &[found[0].corners]).unwrap();
        assert!(symbol::find(&jpeg).unwrap().is_empty());
    }

    #[test]
    fn every_problem_has_a_code_of_its_own() {
        let errors = [
            ScreenError::NoDisplay,
            ScreenError::PermissionRefused,
            ScreenError::PortalMissing,
            ScreenError::Cancelled,
            ScreenError::TimedOut,
            ScreenError::Locked,
            ScreenError::TooLarge,
            ScreenError::PictureLeft("a.png".into()),
            ScreenError::Failed,
        ];
        let count = errors.len();
        let mut codes: Vec<_> = errors.map(|error| screen_error(error).code().id()).into();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(codes.iter().all(|code| code.starts_with("screen-")));
    }
}
