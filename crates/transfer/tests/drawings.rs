//! QR codes in SVG drawings, and drawings that would take for ever.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use transfer::qr::Qr;
use transfer::symbol::{self, PictureError};

const TEXT: &str = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";

fn svg(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="-4 -4 45 45">{inside}</svg>"#
    )
}

/// One element for each dark module, made from its place.
fn modules(element: impl Fn(u32, u32) -> String) -> String {
    let qr = Qr::of(&TEXT.to_owned().into()).unwrap();
    let mut all = String::new();
    for (y, x) in (0..qr.size()).flat_map(|y| (0..qr.size()).map(move |x| (y, x))) {
        if qr.dark(x, y) {
            all.push_str(&element(x, y));
        }
    }
    all
}

fn read(drawing: &str) -> Result<Vec<String>, PictureError> {
    let found = symbol::find(drawing.as_bytes())?;
    Ok(found
        .iter()
        .map(|symbol| symbol.text.expose().to_owned())
        .collect())
}

#[test]
fn a_code_is_read_however_it_is_drawn() {
    let square = |x, y| format!(r#"<rect x="{x}" y="{y}" width="1" height="1"/>"#);
    let dot = |x, y| format!(r#"<circle cx="{x}.5" cy="{y}.5" r=".5"/>"#);
    let repeated = |x, y| format!(r##"<use xlink:href="#m" x="{x}" y="{y}"/>"##);
    for inside in [
        modules(square),
        modules(dot),
        format!(
            r#"<defs><rect id="m" width="1" height="1" fill="navy"/></defs>{}"#,
            modules(repeated)
        ),
        // As pages with a logo in the middle like it: a coloured field, cut out by the modules.
        format!(
            r##"<defs><clipPath id="c">{}</clipPath>
<linearGradient id="g"><stop offset="0" stop-color="#103"/><stop offset="1" stop-color="#301"/></linearGradient></defs>
<style>rect {{ stroke-dasharray: none; opacity: .9 }}</style>
<rect width="60" height="60" fill="url(#g)" clip-path="url(#c)"/>"##,
            modules(square)
        ),
        format!(
            r##"<rect x="-9" y="-9" width="99" height="99"/><g fill="#fff">{}</g>"##,
            modules(square)
        ),
    ] {
        assert_eq!(read(&svg(&inside)).unwrap(), [TEXT], "{inside:.300}");
    }
}

#[test]
fn a_drawing_that_would_take_for_ever_is_refused_before_it_is_drawn() {
    let mut laughs = r#"<g id="l0"><rect width="1" height="1"/></g>"#.to_owned();
    for level in 1..30 {
        let below = level - 1;
        let twice = format!(r##"<use href="#l{below}"/>"##).repeat(10);
        write!(laughs, r#"<g id="l{level}">{twice}</g>"#).unwrap();
    }
    let shapes = |count| r#"<rect width="1" height="1"/>"#.repeat(count);
    let clipped = r#"<rect width="9" height="9" clip-path="url( '#c' )"/>"#.repeat(1000);
    let inherited = format!(r#"<g fill="url(#c)">{}</g>"#, shapes(1000));
    let many = format!(r#"<clipPath id="c">{}</clipPath>"#, shapes(1000));
    for inside in [
        laughs,
        r##"<g id="self"><use href="#self"/></g>"##.to_owned(),
        shapes(50_001),
        format!("{}{}", "<g>".repeat(65), "</g>".repeat(65)),
        format!("{many}{clipped}"),
        format!("{many}{inherited}"),
        r#"<filter id="f"><feTurbulence numOctaves="99999"/></filter>"#.to_owned(),
        r#"<rect width="9" height="9" style="fill: red; filter: blur(999px)"/>"#.to_owned(),
        r#"<path d="M0 0H9999999" stroke="red" stroke-dasharray=".00001"/>"#.to_owned(),
        "<style>rect{stroke-dasharray:.00001}</style>".to_owned(),
        r#"<style>rect{fill:url(#c)}</style>"#.to_owned(),
        format!("<!--{}-->", "x".repeat(4 << 20)),
    ] {
        let refused = read(&svg(&inside)).err();
        assert_eq!(refused, Some(PictureError::TooIntricate), "{inside:.300}");
    }
    let entity = svg("&a;").replace("<!DOCTYPE svg", "<!DOCTYPE svg [<!ENTITY a 'b'>] PUBLIC");
    assert_eq!(read(&entity).err(), Some(PictureError::TooIntricate));
}

#[test]
fn a_drawing_that_is_cut_short_or_empty_is_damaged_and_one_without_a_code_has_none() {
    let whole = svg(&modules(|x, y| {
        format!(r#"<rect x="{x}" y="{y}" width="1" height="1"/>"#)
    }));
    let (half, _) = whole.split_at(whole.len() / 2);
    let deep = "<svg>".repeat(100_000);
    for damaged in [half, deep.as_str(), "<svg"] {
        assert_eq!(read(damaged).err(), Some(PictureError::Damaged));
    }
    assert!(read(&svg("")).unwrap().is_empty());
}

#[test]
fn a_drawing_opens_no_file_and_no_picture_inside_it() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/transfer/qr"
    );
    let outside = format!(r#"<image href="{folder}/rectangles.svg" width="40" height="40"/>"#);
    assert!(read(&svg(&outside)).unwrap().is_empty());
    let inside = r#"<image href="data:image/svg+xml,%3Csvg/%3E" width="40" height="40"/>"#;
    assert!(read(&svg(inside)).unwrap().is_empty());
}
