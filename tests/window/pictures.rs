//! `cargo xtask screenshots`: a picture of every scene, in both themes, at three widths and two scales.

use crate::desktop::Desktop;
use crate::scenes::{Gallery, names};
use crate::window::Window;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

const HEIGHT: u32 = 720;
const WIDTHS: [u32; 3] = [400, 760, 1100];

#[test]
#[ignore = "writes docs/screenshots: `cargo xtask screenshots`"]
fn screenshots() {
    let Some(desktop) = Desktop::start("screenshots") else {
        return;
    };
    let folder = env::var_os("COUNTERSIGN_SCREENSHOTS").map(PathBuf::from);
    let folder = folder.expect("COUNTERSIGN_SCREENSHOTS says where to write");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let only = env::var("COUNTERSIGN_SCENE").ok();
    let names: Vec<String> = names()
        .into_iter()
        .filter(|name| only.as_ref().is_none_or(|only| only == name))
        .collect();
    let gallery = Gallery::start();
    // Each scale has a browser of its own.
    thread::scope(|scope| {
        for (scale, mark) in [("1", ""), ("2", "@2x")] {
            let (desktop, gallery, names, folder) = (&desktop, &gallery, &names, &folder);
            scope.spawn(move || {
                let window = Window::browser(desktop, scale);
                // WebKit takes the picture of an element that is as high as the page from the right place only.
                window.resize(1200, HEIGHT);
                gallery.open_frame(&window);
                for scene in names {
                    let file = |name| folder.join(format!("{scene}-{name}{mark}.png"));
                    take(gallery, &window, scene, file);
                }
            });
        }
    });
}

fn take(gallery: &Gallery, window: &Window, scene: &str, file: impl Fn(String) -> PathBuf) {
    for width in WIDTHS {
        for theme in ["light", "dark"] {
            let picture = gallery.picture(window, scene, theme, (width, HEIGHT));
            write_small(&file(format!("{width}-{theme}")), &picture);
        }
    }
}

/// With a palette of 256 colours, which nobody tells from the original, a picture takes a third of the space.
fn write_small(file: &Path, picture: &[u8]) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
        .read_info()
        .expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it fits")];
    let info = reader.next_frame(&mut pixels).expect("a PNG");
    pixels.truncate(info.buffer_size());
    if info.color_type == png::ColorType::Rgb {
        pixels = pixels
            .chunks(3)
            .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255])
            .collect();
    }
    let colours = color_quant::NeuQuant::new(20, 256, &pixels);
    // A page has few colours, and looking one up takes long.
    let mut known: HashMap<&[u8], u8> = HashMap::new();
    let index = |pixel| u8::try_from(colours.index_of(pixel)).expect("256 colours");
    let indices: Vec<u8> = pixels
        .chunks(4)
        .map(|pixel| *known.entry(pixel).or_insert_with(|| index(pixel)))
        .collect();
    let mut encoder = png::Encoder::new(
        fs::File::create(file).expect("it can be written"),
        info.width,
        info.height,
    );
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(colours.color_map_rgb());
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().expect("it can be written");
    writer
        .write_image_data(&indices)
        .expect("it can be written");
}
