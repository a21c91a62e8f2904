//! Accounts on paper: a page for a browser to print, with a QR code and the key in groups of four for each. It loads
//! nothing, runs nothing, and tells nothing to a page it is left for.

use std::fmt::{self, Write};

use otp::{Kind, SecretText};
use vault::Account;

use super::losses::{self, Loss, Part};
use super::parts::{backup_codes, uri};
use crate::qr::{QUIET_ZONE, Qr};

const STYLE: &str = "body{font:11pt/1.4 sans-serif;color:#000;background:#fff;max-width:18cm;margin:1.5cm auto}\
    h1{font-size:20pt}h2{font-size:13pt;margin:0;overflow-wrap:anywhere}\
    section{display:flex;gap:.5cm;break-inside:avoid;border-top:1px solid #000;padding:.4cm 0}\
    section>div{flex:1;min-width:0}svg{width:4.5cm;height:4.5cm;flex:none}\
    p,ul{margin:.15cm 0}.key{font:bold 12pt/1.5 monospace;overflow-wrap:anywhere}\
    ul{font:11pt/1.6 monospace;columns:2;padding-left:.6cm}@page{margin:1.5cm}";

/// Characters of a key before a space.
const GROUP: usize = 4;

/// The texts of a sheet, in the reader's language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Their language (BCP 47).
    pub language: &'a str,
    /// What the page is.
    pub title: &'a str,
    /// That whoever has it has the accounts, and what to do with it.
    pub warning: &'a str,
    /// What stands before a key.
    pub key: &'a str,
    /// Before a PIN.
    pub pin: &'a str,
    /// Before the type of a one-time password.
    pub kind: &'a str,
    /// Before the number of digits.
    pub digits: &'a str,
    /// Before the seconds that a code is good for.
    pub period: &'a str,
    /// Before the counter of the next code.
    pub counter: &'a str,
    /// Before backup codes.
    pub backup_codes: &'a str,
}

/// What would not be on the page. Keys are always there; an account that is too long for a QR code has none.
#[must_use]
pub fn losses(accounts: &[&Account], with_backup_codes: bool) -> Vec<Loss> {
    let keeps = |part| match part {
        Part::Codes | Part::Pin => true,
        Part::BackupCodes => with_backup_codes,
        Part::Tags
        | Part::Notes
        | Part::Icon
        | Part::Favorite
        | Part::UseCount
        | Part::Site
        | Part::Keys
        | Part::History => false,
    };
    let accounts = accounts.iter();
    accounts
        .flat_map(|account| losses::of_one(account, keeps))
        .collect()
}

/// Writes the page: HTML in UTF-8. Accounts are in their order; of backup codes, those that can still be used, if they
/// are wanted.
#[must_use]
pub fn write(accounts: &[&Account], words: &Words<'_>, with_backup_codes: bool) -> SecretText {
    let entries: Vec<_> = accounts.iter().map(|account| Entry::of(account)).collect();
    let page = Page {
        entries: &entries,
        words,
        with_backup_codes,
    };
    written(&page)
}

/// The page as text. It is written twice, the first time only to know the length: text that grew would leave copies
/// behind.
pub(super) fn written(page: &impl fmt::Display) -> SecretText {
    let mut length = Length(0);
    write!(length, "{page}").expect("a number takes any text");
    let mut text = String::with_capacity(length.0);
    write!(text, "{page}").expect("a string takes any text");
    SecretText::new(text)
}

struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }
}

struct Entry<'a> {
    account: &'a Account,
    key: SecretText,
    /// `None` for an account that is too long for a code.
    qr: Option<Qr>,
}

impl<'a> Entry<'a> {
    fn of(account: &'a Account) -> Self {
        let otp = account.otp();
        Self {
            account,
            key: if otp.kind == Kind::Motp {
                otp.secret.to_hex()
            } else {
                otp.secret.to_base32()
            },
            qr: Qr::of(&uri(account)).ok(),
        }
    }
}

struct Page<'p> {
    entries: &'p [Entry<'p>],
    words: &'p Words<'p>,
    with_backup_codes: bool,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words;
        head(f, (words.language, words.title), STYLE)?;
        let (title, warning) = (Escaped(words.title), Escaped(words.warning));
        writeln!(f, "<h1>{title}</h1>\n<p>{warning}")?;
        for entry in self.entries {
            self.entry(f, entry)?;
        }
        f.write_str("</html>\n")
    }
}

/// What comes before all that is seen on a page: it loads nothing and tells nothing.
pub(super) fn head(
    f: &mut fmt::Formatter<'_>,
    (language, title): (&str, &str),
    style: &str,
) -> fmt::Result {
    let (language, title) = (Escaped(language), Escaped(title));
    write!(
        f,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n"
    )?;
    f.write_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")?;
    f.write_str("<meta name=\"referrer\" content=\"no-referrer\">\n")?;
    write!(f, "<title>{title}</title>\n<style>{style}</style>\n")
}

impl Page<'_> {
    fn entry(&self, f: &mut fmt::Formatter<'_>, entry: &Entry<'_>) -> fmt::Result {
        let (account, words) = (entry.account, self.words);
        let kind = account.otp().kind;
        f.write_str("<section>\n")?;
        if let Some(qr) = &entry.qr {
            draw(f, qr)?;
        }
        let (issuer, name) = (Escaped(&account.issuer), Escaped(&account.name));
        write!(f, "<div>\n<h2>{issuer}</h2>\n<p>{name}\n")?;
        let key = Grouped(entry.key.expose());
        write!(f, "<p>{}\n<p class=\"key\">{key}\n", Escaped(words.key))?;
        if let Some(pin) = account.otp().pin.as_ref().filter(|_| kind.needs_pin()) {
            writeln!(f, "<p>{} {}", Escaped(words.pin), Escaped(pin.expose()))?;
        }
        let (type_name, algorithm) = (kind.type_name(), kind.algorithm_name());
        writeln!(f, "<p>{} {type_name} {algorithm}", Escaped(words.kind))?;
        writeln!(f, "<p>{} {}", Escaped(words.digits), kind.digits())?;
        if let Some(period) = kind.period() {
            writeln!(f, "<p>{} {}", Escaped(words.period), period.get())?;
        }
        if let Some(counter) = kind.counter() {
            writeln!(f, "<p>{} {counter}", Escaped(words.counter))?;
        }
        if self.with_backup_codes {
            self.backup_codes(f, account)?;
        }
        f.write_str("</div>\n</section>\n")
    }

    fn backup_codes(&self, f: &mut fmt::Formatter<'_>, account: &Account) -> fmt::Result {
        let mut codes = backup_codes(account).peekable();
        if codes.peek().is_none() {
            return Ok(());
        }
        write!(f, "<p>{}\n<ul>\n", Escaped(self.words.backup_codes))?;
        for code in codes {
            writeln!(f, "<li>{}", Escaped(code.expose()))?;
        }
        f.write_str("</ul>\n")
    }
}

/// The code as one path: a box for each run of dark modules.
fn draw(f: &mut fmt::Formatter<'_>, qr: &Qr) -> fmt::Result {
    let side = qr.size().saturating_add(2 * QUIET_ZONE);
    write!(f, "<svg viewBox=\"0 0 {side} {side}\"><path d=\"")?;
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let run = (x..qr.size()).take_while(|x| qr.dark(*x, y)).count();
            let run = u32::try_from(run).unwrap_or(0);
            if run > 0 {
                let (left, top) = (x.saturating_add(QUIET_ZONE), y.saturating_add(QUIET_ZONE));
                write!(f, "M{left} {top}h{run}v1h-{run}z")?;
            }
            x = x.saturating_add(run.max(1));
        }
    }
    f.write_str("\"/></svg>\n")
}

/// Text that is only text in HTML, also in quotation marks. Control characters would be shown as nothing, or turn the
/// line around; they are written as people see them elsewhere in the program.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in otp::display::escape(self.0).chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                character => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// A key as people type it.
struct Grouped<'t>(&'t str);

impl fmt::Display for Grouped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, character) in self.0.chars().enumerate() {
            if place > 0 && place.is_multiple_of(GROUP) {
                f.write_char(' ')?;
            }
            f.write_char(character)?;
        }
        Ok(())
    }
}
