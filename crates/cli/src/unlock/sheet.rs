//! A recovery kit as a page to print, for a browser: one file that loads nothing.

use std::fmt::Write as _;
use std::path::Path;

use session::unlock::Kit;
use session::{Qr, SecretText};

use super::create::kit_text;
use crate::words::Words;

/// Room for the whole page at once: a text that grows leaves copies behind. A code of the kit's 150 bytes has 49
/// modules on a side, and a run of them takes at most 24 bytes.
const ROOM: usize = 128 << 10;
/// The light border that readers need, in modules (ISO/IEC 18004 section 5.3.8).
const BORDER: u32 = 4;
const STYLE: &str = "body{font:12pt/1.5 sans-serif;color:#000;background:#fff;max-width:17cm;margin:1.5cm auto}\
    h1{font-size:20pt}ol{columns:3;font:bold 14pt/2 monospace}\
    svg{width:6cm;height:6cm;display:block}.line{font:8pt monospace;overflow-wrap:anywhere}\
    @page{margin:1.5cm}";

/// The kit for this file: a page where its name ends like one, else plain text.
pub(super) fn kit_file(path: &Path, words: &Words, kit: &Kit) -> SecretText {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ending == "html" || ending == "htm" {
        page(words, kit, &kit.qr())
    } else {
        kit_text(words, kit)
    }
}

fn page(words: &Words, kit: &Kit, qr: &Qr) -> SecretText {
    let mut page = String::with_capacity(ROOM);
    let say = |id: &str| escaped(&words.plain(id));
    let title = say("kit-sheet-title");
    page.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    // The page is a secret: it loads nothing and runs nothing, and nothing of it is told to a page it is left for.
    page.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.extend(["<title>", &title, "</title>\n<style>", STYLE, "</style>\n"]);
    page.extend(["<h1>", &title, "</h1>\n<p>", &say("kit-sheet-what"), "\n"]);
    page.extend([
        "<p>",
        &say("kit-sheet-vault"),
        " <b>",
        &kit.fingerprint,
        "</b>\n<ol>\n",
    ]);
    for word in kit.words.expose().split(' ') {
        page.extend(["<li>", word, "\n"]);
    }
    page.extend([
        "</ol>\n<p>",
        &say("kit-sheet-use"),
        "\n<p>",
        &say("kit-machine-line"),
        "\n",
    ]);
    draw(&mut page, qr);
    page.extend([
        "<p class=\"line\">\n",
        kit.machine_line.expose(),
        "\n</html>\n",
    ]);
    SecretText::from(page)
}

/// The code as one path: a box for each run of dark modules.
fn draw(page: &mut String, qr: &Qr) {
    let side = qr.size() + 2 * BORDER;
    write!(page, "<svg viewBox=\"0 0 {side} {side}\"><path d=\"").expect("a string takes any text");
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let run = (x..qr.size()).take_while(|x| qr.dark(*x, y)).count();
            let run = u32::try_from(run).unwrap_or(0);
            if run > 0 {
                let (left, top) = (x + BORDER, y + BORDER);
                write!(page, "M{left} {top}h{run}v1h-{run}z").expect("a string takes any text");
            }
            x += run.max(1);
        }
    }
    page.push_str("\"/></svg>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
