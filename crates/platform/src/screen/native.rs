//! Pictures of the screen on Windows and macOS. Compiled by us, but not run by us so far.

use xcap::{Monitor, Window, XCapError};
use zeroize::Zeroizing;

use super::{Budget, ScreenError, Screenshot, Shot, WindowPlace};

/// More windows are not looked at.
const MOST_WINDOWS: usize = 500;

/// What all monitors show.
pub(super) fn capture() -> Result<Screenshot, ScreenError> {
    if !is_allowed() {
        return Err(ScreenError::PermissionRefused);
    }
    let desktop = Desktop::of(&Monitor::all().map_err(no_picture)?)?;
    let mut budget = Budget::full();
    let monitors = desktop
        .monitors
        .iter()
        .map(|place| place.shot(&mut budget))
        .collect::<Result<_, _>>()?;
    Ok(Screenshot {
        monitors,
        windows: desktop.windows(),
    })
}

/// macOS gives a picture without any window where the permission is missing, so it has to be asked for before.
#[cfg(target_os = "macos")]
fn is_allowed() -> bool {
    use objc2_core_graphics::{CGPreflightScreenCaptureAccess, CGRequestScreenCaptureAccess};
    // The request opens the system's own dialog, once; a permission takes effect when the program starts anew.
    CGPreflightScreenCaptureAccess() || CGRequestScreenCaptureAccess()
}

/// Every program of the user may see the screen of Windows.
#[cfg(windows)]
fn is_allowed() -> bool {
    true
}

/// Windows refuses a picture only while a lock screen or a question of the system covers everything.
#[cfg(windows)]
fn no_picture(_: XCapError) -> ScreenError {
    ScreenError::Locked
}

#[cfg(target_os = "macos")]
fn no_picture(_: XCapError) -> ScreenError {
    ScreenError::Failed
}

/// The monitors, laid out in pixels.
struct Desktop {
    monitors: Vec<Place>,
    /// From the system's units of the desktop to pixels of the layout.
    scale: f32,
}

/// A monitor and where it is.
struct Place {
    monitor: Monitor,
    /// Upper left corner in the system's units.
    corner: (i32, i32),
    /// The same in pixels of the layout.
    placed: (i32, i32),
    /// Pixels for each of the system's units, inside of this monitor.
    scale: f32,
}

impl Desktop {
    /// Windows counts in pixels. macOS counts in points, of which each monitor has pixels of its own number: corners
    /// are placed by the greatest such number, so no two monitors overlap.
    fn of(monitors: &[Monitor]) -> Result<Self, ScreenError> {
        let scale_of = |monitor: &Monitor| {
            let scale = cfg!(target_os = "macos").then(|| monitor.scale_factor().ok());
            scale
                .flatten()
                .filter(|scale| scale.is_finite())
                .unwrap_or(1.0)
        };
        let scale = monitors.iter().map(scale_of).fold(1.0, f32::max);
        let place = |monitor: &Monitor| -> Result<Place, XCapError> {
            let corner = (monitor.x()?, monitor.y()?);
            Ok(Place {
                monitor: monitor.clone(),
                corner,
                placed: (scaled(corner.0, scale), scaled(corner.1, scale)),
                scale: scale_of(monitor),
            })
        };
        let monitors: Vec<Place> = monitors
            .iter()
            .map(place)
            .collect::<Result<_, _>>()
            .map_err(no_picture)?;
        if monitors.is_empty() {
            return Err(ScreenError::NoDisplay);
        }
        Ok(Self { monitors, scale })
    }

    /// What cannot be asked about a window leaves it out: it was closed meanwhile.
    fn windows(&self) -> Vec<WindowPlace> {
        let mut windows = Window::all().unwrap_or_default();
        windows.truncate(MOST_WINDOWS);
        windows.sort_by_key(|window| std::cmp::Reverse(window.z().unwrap_or(i32::MIN)));
        windows
            .iter()
            .filter_map(|window| self.window(window))
            .collect()
    }

    fn window(&self, window: &Window) -> Option<WindowPlace> {
        if window.is_minimized().ok()? {
            return None;
        }
        let (x, y) = (window.x().ok()?, window.y().ok()?);
        let on = window
            .current_monitor()
            .and_then(|monitor| monitor.id())
            .ok();
        let place = self
            .monitors
            .iter()
            .find(|place| place.monitor.id().ok() == on);
        let scale = place.map_or(self.scale, |place| place.scale);
        let (corner, placed) = place.map_or(((0, 0), (0, 0)), |place| (place.corner, place.placed));
        let length = |length: u32| {
            let length = i32::try_from(length).unwrap_or(i32::MAX);
            u32::try_from(scaled(length, scale)).unwrap_or(0)
        };
        Some(WindowPlace {
            title: window.title().ok()?,
            x: placed
                .0
                .saturating_add(scaled(x.saturating_sub(corner.0), scale)),
            y: placed
                .1
                .saturating_add(scaled(y.saturating_sub(corner.1), scale)),
            width: length(window.width().ok()?),
            height: length(window.height().ok()?),
        })
    }
}

impl Place {
    fn shot(&self, budget: &mut Budget) -> Result<Shot, ScreenError> {
        let pixels = |length: u32| usize::try_from(length).map_err(|_| ScreenError::TooLarge);
        let expected = (
            pixels(self.monitor.width().map_err(no_picture)?)?,
            pixels(self.monitor.height().map_err(no_picture)?)?,
        );
        budget.take(expected.0, expected.1)?;
        let picture = self.monitor.capture_image().map_err(no_picture)?;
        let (width, height) = (pixels(picture.width())?, pixels(picture.height())?);
        let mut rgba = Zeroizing::new(picture.into_raw());
        rgba.iter_mut()
            .skip(3)
            .step_by(4)
            .for_each(|alpha| *alpha = u8::MAX);
        Ok(Shot {
            name: self.monitor.name().unwrap_or_default(),
            x: self.placed.0,
            y: self.placed.1,
            width,
            height,
            rgba,
        })
    }
}

/// A length in other units. Beyond every real screen it ends at the largest number there is.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the only way from a float to an integer; it saturates"
)]
fn scaled(length: i32, by: f32) -> i32 {
    (f64::from(length) * f64::from(by)).round() as i32
}
