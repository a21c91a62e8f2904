//! SVG drawings to pixels (SVG 2), within limits that hold before anything is drawn.
//!
//! A drawing is a program: a few lines can repeat a shape a billion times. So only what codes are drawn with is let
//! through, its amount is known beforehand, and the more there is the smaller the picture becomes.

use std::collections::HashMap;

use image::{GrayAlphaImage, Pixel as _, Rgba};
use resvg::tiny_skia::{IntSize, Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Error, Node, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, ShapeRendering, Tree};
use zeroize::Zeroize as _;

use super::picture::PictureError;

/// Largest file, in bytes: 4 MiB. The densest code as one rectangle for each module takes 1 MiB.
const MOST_BYTES: usize = 4 << 20;
/// Most elements, repeated ones too.
const MOST_ELEMENTS: usize = 50_000;
/// Elements inside each other: what draws them calls itself.
const DEEPEST: usize = 64;
/// So many bytes of a path cost about as much as an element.
const BYTES_OF_ELEMENT: usize = 64;
/// Elements times pixels: seconds at worst.
const MOST_WORK: usize = 1_000_000_000;
/// Longest side of the picture, in pixels.
const LONGEST_SIDE: u16 = 1600;

/// Elements that work on all pixels below them, or repeat what they hold.
const REFUSED: [&str; 4] = ["filter", "mask", "pattern", "marker"];

/// Whether a file begins like an SVG.
pub(super) fn is_drawing(bytes: &[u8]) -> bool {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let holds = |name: &[u8]| start.windows(name.len()).any(|part| part == name);
    start.trim_ascii_start().starts_with(b"<") && (holds(b"<svg") || holds(b":svg"))
}

/// The drawing with what is see-through left so.
pub(super) fn draw(bytes: &[u8]) -> Result<GrayAlphaImage, PictureError> {
    // An entity is text that repeats.
    if bytes.len() > MOST_BYTES || bytes.windows(8).any(|part| part == b"<!ENTITY") {
        return Err(PictureError::TooIntricate);
    }
    let text = str::from_utf8(bytes).map_err(|_not_text| PictureError::Damaged)?;
    let limits = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(4 * MOST_ELEMENTS).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, limits).map_err(|error| {
        if matches!(error, Error::NodesLimitReached) {
            PictureError::TooIntricate
        } else {
            PictureError::Damaged
        }
    })?;
    let elements = count(&document)? + bytes.len() / BYTES_OF_ELEMENT;
    let tree = Tree::from_xmltree(&document, &options()).map_err(|_bad| PictureError::Damaged)?;
    let longest = (MOST_WORK / elements.max(1)).isqrt();
    render(
        &tree,
        u16::try_from(longest).map_or(LONGEST_SIDE, |side| side.min(LONGEST_SIDE)),
    )
}

/// A drawing draws what is in it: it opens no file and no picture inside it. Without smooth edges, which would leave a
/// seam between one module and the next.
fn options<'a>() -> Options<'a> {
    Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_kind, _data, _options| None),
            resolve_string: Box::new(|_address, _options| None),
        },
        shape_rendering: ShapeRendering::CrispEdges,
        ..Options::default()
    }
}

/// All elements that will be drawn, those that others repeat counted each time.
fn count(document: &Document<'_>) -> Result<usize, PictureError> {
    let all = || document.descendants().filter(Node::is_element);
    let mut named = HashMap::new();
    for (id, node) in all().filter_map(|node| Some((node.attribute("id")?, node))) {
        // Which of two of one name is meant is not said anywhere.
        let known = named.entry(id).or_insert(Some(node));
        *known = known.filter(|known| *known == node);
    }
    let mut elements = all().count();
    let styles: usize = all().map(style_sheet).map(str::len).sum();
    let is_dear = |node: Node<'_, '_>| is_dear(&node) || node.ancestors().nth(DEEPEST).is_some();
    if all().any(is_dear) || styles.saturating_mul(elements) > MOST_WORK / 2 {
        return Err(PictureError::TooIntricate);
    }
    for (node, id) in all().flat_map(|node| references(node).map(move |id| (node, id))) {
        let Some(repeated) = named.get(id) else {
            continue;
        };
        let repeated = repeated.ok_or(PictureError::TooIntricate)?;
        let mut inside = repeated.descendants();
        // What is repeated and repeats would multiply.
        if inside.any(|node| references(node).next().is_some()) {
            return Err(PictureError::TooIntricate);
        }
        let by = if is_use(&node) {
            1
        } else {
            node.descendants().count()
        };
        elements += by.saturating_mul(repeated.descendants().count());
        if elements > MOST_ELEMENTS {
            break;
        }
    }
    (elements <= MOST_ELEMENTS)
        .then_some(elements)
        .ok_or(PictureError::TooIntricate)
}

/// Whether the cost cannot be known beforehand.
fn is_dear(node: &Node<'_, '_>) -> bool {
    let sheet = style_sheet(*node);
    REFUSED.contains(&node.tag_name().name())
        || sheet.contains("url(")
        || sets_dear(sheet)
        || node.attributes().any(|attribute| match attribute.name() {
            "style" => sets_dear(attribute.value()),
            "stroke-dasharray" | "filter" => attribute.value().trim() != "none",
            _ => false,
        })
}

/// Whether declarations of CSS ask for dashes, of which there may be millions, or for a filter.
fn sets_dear(declarations: &str) -> bool {
    let parts = declarations.split([';', '{', '}']);
    let mut pairs = parts.filter_map(|part| part.split_once(':'));
    pairs.any(|(name, value)| {
        let is_dear = ["stroke-dasharray", "filter"].contains(&name.trim());
        is_dear && value.trim() != "none"
    })
}

/// What a `style` element says; of any other nothing.
fn style_sheet<'a>(node: Node<'a, '_>) -> &'a str {
    let is_style = node.tag_name().name() == "style";
    node.text().filter(|_| is_style).unwrap_or_default()
}

fn is_use(node: &Node<'_, '_>) -> bool {
    node.tag_name().name() == "use"
}

/// The ids of what an element draws, or draws with.
fn references<'a>(node: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    let is_use = is_use(&node);
    node.attributes().flat_map(move |attribute| {
        let value = attribute.value();
        let repeats = is_use && attribute.name() == "href";
        let whole = repeats.then_some(value);
        let inside = value.split("url(").skip(1);
        let inside = inside.filter_map(|rest| rest.split_once(')'));
        let quotes = [' ', '"', '\''];
        whole
            .into_iter()
            .chain(inside.map(move |(address, _)| address.trim_matches(quotes)))
            .filter_map(|address| address.trim().strip_prefix('#'))
    })
}

/// With its longer side of so many pixels.
fn render(tree: &Tree, longest: u16) -> Result<GrayAlphaImage, PictureError> {
    let whole = IntSize::from_wh(longest.into(), longest.into()).ok_or(PictureError::Damaged)?;
    let size = tree.size().to_int_size().scale_to(whole);
    let (width, height) = (size.width(), size.height());
    let along = |side| f32::from(u16::try_from(side).unwrap_or(longest));
    let place = Transform::from_scale(
        along(width) / tree.size().width(),
        along(height) / tree.size().height(),
    );
    let mut pixmap = Pixmap::new(width, height).ok_or(PictureError::Damaged)?;
    resvg::render(tree, place, &mut pixmap.as_mut());
    let grey = pixmap.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        let colour = [colour.red(), colour.green(), colour.blue(), colour.alpha()];
        Rgba(colour).to_luma_alpha().0
    });
    let grey = GrayAlphaImage::from_raw(width, height, grey.collect());
    pixmap.data_mut().zeroize();
    grey.ok_or(PictureError::Damaged)
}
