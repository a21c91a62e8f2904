//! `backup-codes kept` and `backup-codes print`: codes in other places than the vault.

use session::backup_codes::{self, SheetWords};
use session::{codes, show_date};

use super::found::Found;
use crate::args::{KeptBackupCodes, PrintBackupCodes};
use crate::codes::edit::place;
use crate::codes::label_of;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::Done;
use crate::unlock::open;

pub(super) fn kept(context: &mut Context<'_>, args: &KeptBackupCodes) -> Result<(), Failure> {
    let kept = match args.place.as_str() {
        "none" => None,
        text => {
            let (name, note) = text.split_once(':').unwrap_or((text, ""));
            Some((place(name)?, note.to_owned()))
        }
    };
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let message = match kept {
        Some(_) => "backup-codes-kept",
        None => "backup-codes-not-kept",
    };
    backup_codes::keep(&mut context.effects, &mut vault, id, kept)?;
    let label = [("label", label_of(&vault, id).into())];
    context.done(message, &label, &Done::with(id))
}

pub(super) fn print(context: &mut Context<'_>, args: &PrintBackupCodes) -> Result<(), Failure> {
    let found = Found::open(context, &args.name, args.team.as_deref())?;
    let words = context.words;
    let say = |id: &str| words.plain(id);
    let now = show_date(context.effects.now()?);
    let (title, what) = (say("codes-sheet-title"), say("codes-sheet-what"));
    let printed = words.text("codes-sheet-printed", &[("day", now.into())]);
    let texts = SheetWords {
        language: "en",
        title: &title,
        what: &what,
        printed: &printed,
    };
    let count = found.write_sheet(&args.out, &texts)?;
    #[derive(serde::Serialize)]
    struct Printed {
        id: String,
        out: String,
        codes: usize,
    }
    let out = args.out.display().to_string();
    let said = [
        ("count", count.into()),
        ("path", session::escape(&out).into_owned().into()),
    ];
    let json = Printed {
        id: found.id().to_string(),
        out: out.clone(),
        codes: count,
    };
    context.done("backup-codes-printed", &said, &json)
}
