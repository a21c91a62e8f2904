//! `formats`: whose files are read and written.

use std::collections::BTreeMap;

use session::transfer::Format;
use session::transfer::export::{self, Encryption};

use super::export::SHEET;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::FormatJson;

/// What can be done with a format.
struct Ways {
    program: &'static str,
    is_read: bool,
    written: Option<Encryption>,
}

/// Lists the formats by name.
pub(crate) fn formats(context: &mut Context<'_>) -> Result<(), Failure> {
    let formats = all();
    if context.global.json {
        let formats = formats.iter();
        let formats: Vec<_> = formats
            .map(|(name, ways)| FormatJson::of(name, ways.is_read, ways.written))
            .collect();
        return Ok(context.out.json(&formats)?);
    }
    let words = context.words;
    let mut rows = vec![words.row(&[
        "column-format",
        "column-read",
        "column-written",
        "column-program",
    ])];
    rows.extend(formats.iter().map(|(name, ways)| {
        let read = if ways.is_read { "yes" } else { "no" };
        let written = ways.written.map_or("no", protection);
        let mut row = vec![(*name).to_owned()];
        row.extend(words.row(&[read, written, ways.program]));
        row
    }));
    Ok(context.out.table(&rows)?)
}

fn all() -> BTreeMap<&'static str, Ways> {
    let read = Format::ALL.iter().map(|format| {
        let ways = Ways {
            program: program(*format),
            is_read: true,
            written: None,
        };
        (format.name(), ways)
    });
    let mut formats: BTreeMap<_, _> = read.collect();
    let written = export::Format::ALL.iter();
    let written = written.map(|format| (format.name(), format.encryption()));
    for (name, encryption) in written.chain([(SHEET, Encryption::Never)]) {
        let ways = formats.entry(name).or_insert(Ways {
            program: if name == SHEET {
                "format-sheet"
            } else {
                "format-json"
            },
            is_read: false,
            written: None,
        });
        ways.written = Some(encryption);
    }
    formats
}

fn protection(encryption: Encryption) -> &'static str {
    match encryption {
        Encryption::Optional => "written-both",
        Encryption::Always => "written-encrypted",
        Encryption::Never => "written-plain",
    }
}

/// The message that says whose file it is.
fn program(format: Format) -> &'static str {
    match format {
        Format::OnePassword => "format-1password",
        Format::TwoFas => "format-2fas",
        Format::Aegis => "format-aegis",
        Format::Andotp => "format-andotp",
        Format::Authy => "format-authy",
        Format::Battlenet => "format-battlenet",
        Format::Bitwarden => "format-bitwarden",
        Format::Countersign => "format-countersign",
        Format::Dashlane => "format-dashlane",
        Format::Duo => "format-duo",
        Format::Enpass => "format-enpass",
        Format::Ente => "format-ente",
        Format::Freeotp => "format-freeotp",
        Format::FreeotpPlus => "format-freeotp-plus",
        Format::Google => "format-google",
        Format::KeePass => "format-keepass",
        Format::KeepassxcCsv => "format-keepassxc-csv",
        Format::KeepassxcXml => "format-keepassxc-xml",
        Format::LastPass => "format-lastpass",
        Format::LastPassAuthenticator => "format-lastpass-authenticator",
        Format::Microsoft => "format-microsoft",
        Format::Otpauth => "format-otpauth",
        Format::Otpclient => "format-otpclient",
        Format::ProtonAuthenticator => "format-proton-authenticator",
        Format::ProtonPass => "format-proton-pass",
        Format::Raivo => "format-raivo",
        Format::Steam => "format-steam",
        Format::Stratum => "format-stratum",
        Format::TotpAuthenticator => "format-totp-authenticator",
        Format::Winauth => "format-winauth",
    }
}
