//! Pictures of the screen from an X server.

mod pixels;
mod windows;

use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::screensaver::{ConnectionExt as _, State};
use x11rb::protocol::xproto::{
    ConnectionExt as _, GetImageReply, ImageFormat, Screen, VisualClass, Visualtype,
};
use x11rb::rust_connection::RustConnection;
use zeroize::Zeroizing;

use super::{Budget, ScreenError, Screenshot, Shot};
use pixels::{Colours, Layout, PALETTE_DEPTH};

/// The server answers with so many bytes of a picture at a time: 16 MiB.
const STRIP: usize = 16 << 20;

/// What all monitors of `$DISPLAY` show. Where it has several screens, which is rare, they lie side by side.
pub(super) fn capture() -> Result<Screenshot, ScreenError> {
    let (server, _) = x11rb::connect(None).map_err(|_| ScreenError::NoDisplay)?;
    let (mut monitors, mut windows) = (Vec::new(), Vec::new());
    let mut budget = Budget::full();
    let mut left_edge = 0;
    for screen in &server.setup().roots {
        if is_covered(&server, screen) {
            return Err(ScreenError::Locked);
        }
        let source = Source::of(&server, screen)?;
        for place in places(&server, screen)? {
            let mut shot = source.shot(place, &mut budget)?;
            shot.x += left_edge;
            monitors.push(shot);
        }
        for mut window in windows::of(&server, screen).unwrap_or_default() {
            window.x += left_edge;
            windows.push(window);
        }
        left_edge += i32::from(screen.width_in_pixels);
    }
    Ok(Screenshot { monitors, windows })
}

impl From<ReplyError> for ScreenError {
    fn from(_: ReplyError) -> Self {
        Self::Failed
    }
}

impl From<ConnectionError> for ScreenError {
    fn from(_: ConnectionError) -> Self {
        Self::Failed
    }
}

/// Whether the screen saver covers everything. Lock screens that are windows cannot be told from other windows.
fn is_covered(server: &RustConnection, screen: &Screen) -> bool {
    let info = server
        .screensaver_query_info(screen.root)
        .map_err(ReplyError::from)
        .and_then(x11rb::cookie::Cookie::reply);
    info.is_ok_and(|info| info.state == u8::from(State::ON))
}

/// Where a monitor is.
struct Place {
    name: String,
    x: i16,
    y: i16,
    width: u16,
    height: u16,
}

/// The monitors of a screen; the whole screen as one where the server does not know all of them (RandR
/// before 1.5, of 2015).
fn places(server: &RustConnection, screen: &Screen) -> Result<Vec<Place>, ScreenError> {
    let reply = server
        .randr_get_monitors(screen.root, true)
        .map_err(ReplyError::from)
        .and_then(x11rb::cookie::Cookie::reply);
    let mut places = Vec::new();
    for monitor in reply.map(|reply| reply.monitors).unwrap_or_default() {
        let name = server.get_atom_name(monitor.name)?.reply()?.name;
        let place = Place {
            name: String::from_utf8_lossy(&name).into_owned(),
            x: monitor.x,
            y: monitor.y,
            width: monitor.width,
            height: monitor.height,
        };
        places.extend(place.within(screen));
    }
    if !reach_the_edges(&places, screen) {
        places = vec![Place {
            name: String::new(),
            x: 0,
            y: 0,
            width: screen.width_in_pixels,
            height: screen.height_in_pixels,
        }];
    }
    Ok(places)
}

/// A part of the screen that belongs to no monitor is shown by something that the server does not know.
fn reach_the_edges(places: &[Place], screen: &Screen) -> bool {
    let end = |start: i16, length: u16| i32::from(start) + i32::from(length);
    let right = places.iter().map(|place| end(place.x, place.width)).max();
    let bottom = places.iter().map(|place| end(place.y, place.height)).max();
    right == Some(screen.width_in_pixels.into()) && bottom == Some(screen.height_in_pixels.into())
}

impl Place {
    /// The part inside of the screen, which is all that the server gives pictures of. `None`: there is no such part.
    fn within(self, screen: &Screen) -> Option<Self> {
        let inside = |start: i16, length: u16, all: u16| {
            let all = i32::from(all);
            let from = i32::from(start).clamp(0, all);
            let until = (i32::from(start) + i32::from(length)).clamp(0, all);
            let length = u16::try_from(until - from)
                .ok()
                .filter(|&length| length > 0)?;
            Some((i16::try_from(from).ok()?, length))
        };
        let (x, width) = inside(self.x, self.width, screen.width_in_pixels)?;
        let (y, height) = inside(self.y, self.height, screen.height_in_pixels)?;
        Some(Self {
            x,
            y,
            width,
            height,
            ..self
        })
    }
}

/// A screen, and how its pixels are written.
struct Source<'a> {
    server: &'a RustConnection,
    root: u32,
    layout: Layout,
    colours: Colours,
}

impl<'a> Source<'a> {
    fn of(server: &'a RustConnection, screen: &Screen) -> Result<Self, ScreenError> {
        let layout = Layout::of(server.setup(), screen.root_depth).ok_or(ScreenError::Failed)?;
        let visuals = screen
            .allowed_depths
            .iter()
            .flat_map(|depth| &depth.visuals);
        let visual = visuals
            .copied()
            .find(|visual| visual.visual_id == screen.root_visual)
            .ok_or(ScreenError::Failed)?;
        let colours = if is_palette(&visual) {
            Colours::Palette(palette(server, screen)?)
        } else {
            Colours::of_masks(visual.red_mask, visual.green_mask, visual.blue_mask)
        };
        Ok(Self {
            server,
            root: screen.root,
            layout,
            colours,
        })
    }

    fn shot(&self, place: Place, budget: &mut Budget) -> Result<Shot, ScreenError> {
        let (width, height) = (usize::from(place.width), usize::from(place.height));
        budget.take(width, height)?;
        let mut rgba = Zeroizing::new(Vec::with_capacity(width * height * 4));
        for (from, rows) in self.strips(place.height, width)? {
            let y = i16::try_from(from)
                .ok()
                .and_then(|from| place.y.checked_add(from));
            let y = y.ok_or(ScreenError::Failed)?;
            let image = self.strip(place.x, y, place.width, rows)?;
            let data = Zeroizing::new(image.data);
            let read = self
                .layout
                .read(&data, width, usize::from(rows), &self.colours, &mut rgba);
            read.ok_or(ScreenError::Failed)?;
        }
        Ok(Shot {
            name: place.name,
            x: i32::from(place.x),
            y: i32::from(place.y),
            width,
            height,
            rgba,
        })
    }

    /// First row and number of rows of each strip.
    fn strips(&self, height: u16, width: usize) -> Result<Vec<(u16, u16)>, ScreenError> {
        let row = self.layout.row_bytes(width).ok_or(ScreenError::TooLarge)?;
        let rows = u16::try_from((STRIP / row.max(1)).max(1)).unwrap_or(u16::MAX);
        let starts = (0..height).step_by(usize::from(rows));
        Ok(starts.map(|from| (from, rows.min(height - from))).collect())
    }

    fn strip(&self, x: i16, y: i16, width: u16, rows: u16) -> Result<GetImageReply, ScreenError> {
        let format = ImageFormat::Z_PIXMAP;
        let image = self
            .server
            .get_image(format, self.root, x, y, width, rows, u32::MAX)?;
        Ok(image.reply()?)
    }
}

fn is_palette(visual: &Visualtype) -> bool {
    ![VisualClass::TRUE_COLOR, VisualClass::DIRECT_COLOR].contains(&visual.class)
}

/// The colours of a screen whose pixels are numbers of colours.
fn palette(server: &RustConnection, screen: &Screen) -> Result<Vec<[u8; 3]>, ScreenError> {
    let depth = screen.root_depth.min(PALETTE_DEPTH);
    let numbers: Vec<u32> = (0..1_u32 << depth).collect();
    let reply = server
        .query_colors(screen.default_colormap, &numbers)?
        .reply()?;
    let high = |level: u16| level.to_be_bytes()[0];
    let colours = reply.colors.iter();
    Ok(colours
        .map(|colour| [high(colour.red), high(colour.green), high(colour.blue)])
        .collect())
}
