//! The backup codes of one account on paper, each with a box to tick: a page for a browser to print, which loads nothing
//! and runs nothing. It has no secret of the authenticator.

use std::fmt;

use otp::SecretText;
use vault::Account;

use super::parts::backup_codes;
use super::sheet::{Escaped, head, written};

const STYLE: &str = "body{font:11pt/1.4 sans-serif;color:#000;background:#fff;max-width:18cm;margin:1.5cm auto}\
    h1{font-size:20pt;overflow-wrap:anywhere}ol{font:bold 13pt/2 monospace;columns:2}\
    li{break-inside:avoid;overflow-wrap:anywhere}.box{display:inline-block;width:.4cm;height:.4cm;border:1px solid #000;\
    margin:0 .3cm}@page{margin:1.5cm}";

/// The texts of a sheet, in the reader's language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Their language (BCP 47).
    pub language: &'a str,
    /// What the page is.
    pub title: &'a str,
    /// What the codes are good for, and where to keep the page.
    pub what: &'a str,
    /// When the codes left the vault, as people read it.
    pub printed: &'a str,
}

/// Writes the page: HTML in UTF-8, with the codes that can still be used, in their order.
#[must_use]
pub fn write(account: &Account, words: &Words<'_>) -> SecretText {
    written(&Page { account, words })
}

struct Page<'p> {
    account: &'p Account,
    words: &'p Words<'p>,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (words, account) = (self.words, self.account);
        head(f, (words.language, words.title), STYLE)?;
        let title = Escaped(words.title);
        let (issuer, name) = (Escaped(&account.issuer), Escaped(&account.name));
        write!(f, "<h1>{title}: {issuer}</h1>\n<p>{name}\n")?;
        writeln!(f, "<p>{}\n<ol>", Escaped(words.what))?;
        for code in backup_codes(account) {
            let code = Escaped(code.expose());
            writeln!(f, "<li><span class=\"box\"></span>{code}")?;
        }
        write!(f, "</ol>\n<p>{}\n</html>\n", Escaped(words.printed))
    }
}
