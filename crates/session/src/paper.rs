//! Words on paper, those of a recovery kit or of an owner sheet: as text, and as a page to print, for a browser: one file
//! that loads nothing.

use std::fmt::Write as _;
use std::path::Path;

use otp::SecretText;
use transfer::qr::Qr;

/// Room for the whole page at once: a text that grows leaves copies behind. A code has at most 177 modules on a side,
/// and a run of them takes at most 24 bytes.
const ROOM: usize = 512 << 10;
/// The light border that readers need, in modules (ISO/IEC 18004 section 5.3.8).
const BORDER: u32 = 4;
const STYLE: &str = "body{font:12pt/1.5 sans-serif;color:#000;background:#fff;max-width:17cm;margin:1.5cm auto}\
    h1{font-size:20pt}ol{columns:3;font:bold 14pt/2 monospace}\
    svg{width:6cm;height:6cm;display:block}.line{font:8pt monospace;overflow-wrap:anywhere}\
    @page{margin:1.5cm}";

/// What is to be printed, and what stands around it in the user's language.
pub struct Paper<'a> {
    /// Of the page, as BCP 47 has it.
    pub language: String,
    /// What stands above the words in plain text, and below them.
    pub around: (String, String),
    /// What the page is called.
    pub title: String,
    /// What the words do.
    pub what: String,
    /// What they belong to: pairs of a name and what it is.
    pub about: Vec<(String, String)>,
    /// How they are used.
    pub usage: String,
    /// What stands above the line for machines.
    pub label: String,
    /// The words, with a space between each two.
    pub secret: &'a SecretText,
    /// The same for machines.
    pub machine_line: &'a SecretText,
    /// The same as a code.
    pub qr: &'a Qr,
}

impl Paper<'_> {
    /// For this file: a page where its name ends like one, else plain text.
    pub fn file(&self, path: &Path) -> SecretText {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ending == "html" || ending == "htm" {
            self.page()
        } else {
            self.text()
        }
    }

    /// For people to read, and a line for machines.
    pub fn text(&self) -> SecretText {
        // The whole capacity at once: a text that grows leaves copies behind. For the same reason the
        // catalogue's formatter sees nothing of the secret.
        let (head, foot) = &self.around;
        let room = head.len() + foot.len() + self.machine_line.expose().len();
        let mut text = String::with_capacity(room + 8192);
        text.extend([head, "\n\n"]);
        for (number, word) in (1..).zip(self.secret.expose().split(' ')) {
            // Words of the list have at most eight letters.
            write!(text, "{number:4}. {word:<9}").expect("a string takes any text");
            if number % 3 == 0 {
                text.push('\n');
            }
        }
        let line = self.machine_line.expose();
        text.extend(["\n", &self.label, "\n", line, "\n\n", foot, "\n"]);
        SecretText::from(text)
    }

    fn page(&self) -> SecretText {
        let mut page = String::with_capacity(ROOM);
        let title = escaped(&self.title);
        let language = escaped(&self.language);
        page.extend(["<!DOCTYPE html>\n<html lang=\"", &language, "\">\n"]);
        page.push_str("<meta charset=\"utf-8\">\n");
        // The page is a secret: it loads nothing and runs nothing, and nothing of it is told to a page it is left for.
        page.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
        page.extend(["<title>", &title, "</title>\n<style>", STYLE, "</style>\n"]);
        page.extend(["<h1>", &title, "</h1>\n<p>", &escaped(&self.what), "\n"]);
        for (name, what) in &self.about {
            page.extend(["<p>", &escaped(name), " <b>", &escaped(what), "</b>\n"]);
        }
        page.push_str("<ol>\n");
        for word in self.secret.expose().split(' ') {
            page.extend(["<li>", word, "\n"]);
        }
        let label = escaped(&self.label);
        page.extend(["</ol>\n<p>", &escaped(&self.usage), "\n<p>", &label, "\n"]);
        draw(&mut page, self.qr);
        let line = self.machine_line.expose();
        page.extend(["<p class=\"line\">\n", line, "\n</html>\n"]);
        SecretText::from(page)
    }
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
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
