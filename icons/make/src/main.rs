//! Draws `icons/*.svg` in every size, into `icons/`. Run by `cargo xtask icons`.
#![expect(
    clippy::disallowed_methods,
    reason = "it reads and writes files of the repository and holds no secret"
)]

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use icns::{IconFamily, IconType, Image, PixelFormat};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The file's name and its width in pixels.
const PICTURES: [(&str, u16); 8] = [
    ("16x16.png", 16),
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("256x256.png", 256),
    ("512x512.png", 512),
    ("icon.png", 1024),
];

const TRAY: [&str; 4] = [
    "tray-light",
    "tray-dark",
    "tray-locked-light",
    "tray-locked-dark",
];

/// Panels are 16, 22 or 32 pixels high, and 44 is 22 on a dense screen.
const TRAY_WIDTHS: [u16; 4] = [16, 22, 32, 44];

/// What Windows shows, from a title bar to the desktop, at one to two pixels for one.
const WINDOWS_WIDTHS: [u16; 8] = [16, 20, 24, 32, 40, 48, 64, 256];

/// What a Mac shows: each size in points at one and at two pixels for one, with its width in pixels.
const MAC_SIZES: [(IconType, u16); 9] = [
    (IconType::RGB24_16x16, 16),
    (IconType::RGBA32_16x16_2x, 32),
    (IconType::RGBA32_32x32_2x, 64),
    (IconType::RGBA32_128x128, 128),
    (IconType::RGBA32_128x128_2x, 256),
    (IconType::RGBA32_256x256, 256),
    (IconType::RGBA32_256x256_2x, 512),
    (IconType::RGBA32_512x512, 512),
    (IconType::RGBA32_512x512_2x, 1024),
];

fn main() -> Result<(), Box<dyn Error>> {
    for (file, width) in PICTURES {
        write(file, &draw(source(width), width)?.encode_png()?)?;
    }
    for name in TRAY {
        for width in TRAY_WIDTHS {
            let picture = draw(&format!("{name}.svg"), width)?;
            write(&format!("{name}-{width}.png"), &picture.encode_png()?)?;
        }
    }
    write("icon.ico", &ico()?)?;
    write("icon.icns", &icns()?)?;
    Ok(())
}

/// Writes a file of the repository's folder of icons.
fn write(file: &str, bytes: &[u8]) -> io::Result<()> {
    fs::write(icons().join(file), bytes)
}

/// The repository's folder of icons.
fn icons() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The drawing that was made for this width.
fn source(width: u16) -> &'static str {
    match width {
        ..=16 => "icon-16.svg",
        17..=48 => "icon-32.svg",
        _ => "icon.svg",
    }
}

/// A square picture of this width in pixels.
fn draw(file: &str, width: u16) -> Result<Pixmap, Box<dyn Error>> {
    let tree = Tree::from_data(&fs::read(icons().join(file))?, &Options::default())?;
    let mut picture =
        Pixmap::new(width.into(), width.into()).ok_or("a picture has at least one pixel")?;
    let scale = f32::from(width) / tree.size().width();
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut picture.as_mut());
    Ok(picture)
}

/// Windows draws no margin around an icon, so the largest sizes too are of a drawing that fills its square.
fn ico() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut sizes = IconDir::new(ResourceType::Icon);
    for width in WINDOWS_WIDTHS {
        let pixels = draw(source(width.min(48)), width)?.take_demultiplied();
        let picture = IconImage::from_rgba_data(width.into(), width.into(), pixels);
        // Only the largest may be a PNG: older readers know no others.
        let entry = if width == 256 {
            IconDirEntry::encode_as_png(&picture)?
        } else {
            IconDirEntry::encode_as_bmp(&picture)?
        };
        sizes.add_entry(entry);
    }
    let mut bytes = Vec::new();
    sizes.write(&mut bytes)?;
    Ok(bytes)
}

fn icns() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut sizes = IconFamily::new();
    for (kind, width) in MAC_SIZES {
        let pixels = draw(source(width), width)?.take_demultiplied();
        let picture = Image::from_data(PixelFormat::RGBA, width.into(), width.into(), pixels)?;
        sizes.add_icon_with_type(&picture, kind)?;
    }
    let mut bytes = Vec::new();
    sizes.write(&mut bytes)?;
    Ok(bytes)
}
