//! `export`: accounts into a file of another program. What the file cannot hold is said before it is written.

use std::path::PathBuf;

use session::SecretText;
use session::transfer::export::{
    self, Chosen, Encryption, Format, Incomplete, Part, Protection, SheetWords,
};

use crate::args::Export;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::json::{AccountJson, ExportJson, IncompleteJson};
use crate::print::label;
use crate::prompt;
use crate::teams::accounts;
use crate::unlock::{first_line, open};
use crate::words::Words;

/// The word of `--format` for a page to print.
pub(super) const SHEET: &str = "sheet";

/// What is written.
#[derive(Clone, Copy)]
enum Target {
    Sheet,
    File(Format),
}

/// Writes all accounts but the trash. Fails at the end where an account is not in the file, so that nobody overlooks it.
pub(crate) fn export(context: &mut Context<'_>, args: &Export) -> Result<(), Failure> {
    let target = target(&args.format)?;
    check_options(target, args)?;
    let chosen = match &args.team {
        Some(team) => accounts::chosen(context, team)?,
        None => {
            let vault = open(context)?;
            Chosen::of(&vault, &export::all(&vault))?
        }
    };
    let incomplete = match target {
        Target::Sheet => chosen.sheet_losses(args.backup_codes),
        Target::File(format) => chosen.losses(format),
    };
    let missing = incomplete
        .iter()
        .filter(|account| account.is_missing())
        .count();
    let exported = chosen.count() - missing;
    if !context.global.json {
        tell(context, &incomplete)?;
    }
    let files = if args.dry_run {
        Vec::new()
    } else {
        write(context, &chosen, target, args)?
    };
    report(context, args, exported, &files, &incomplete)?;
    match missing {
        0 => Ok(()),
        count => Err(Failure::failed_with(
            "export-left-out",
            vec![("count", count.to_string())],
        )),
    }
}

fn target(name: &str) -> Result<Target, Failure> {
    if name == SHEET {
        return Ok(Target::Sheet);
    }
    let unknown = || Failure::usage_with("export-format-unknown", vec![("name", name.to_owned())]);
    Format::from_name(name)
        .map(Target::File)
        .ok_or_else(unknown)
}

/// That the options fit the format, before anybody is asked for a password.
fn check_options(target: Target, args: &Export) -> Result<(), Failure> {
    if args.backup_codes && !matches!(target, Target::Sheet) {
        return Err(Failure::usage("export-backup-codes"));
    }
    let encryption = match target {
        Target::Sheet => Encryption::Never,
        Target::File(format) => format.encryption(),
    };
    match encryption {
        Encryption::Never if !args.plain && !args.dry_run => {
            Err(Failure::usage("export-no-password"))
        }
        Encryption::Always if args.plain => Err(Failure::usage("export-needs-password")),
        Encryption::Never | Encryption::Always | Encryption::Optional => Ok(()),
    }
}

/// Gives the files' paths.
fn write(
    context: &mut Context<'_>,
    chosen: &Chosen,
    target: Target,
    args: &Export,
) -> Result<Vec<PathBuf>, Failure> {
    let words = context.words;
    if args.plain && prompt::agreed(words, "ask-export-plain")? == Some(false) {
        return Err(Failure::failed("export-refused"));
    }
    let path = &args.file;
    match target {
        Target::Sheet => write_sheet(words, chosen, args)?,
        Target::File(Format::Google) if is_picture(args) => {
            let effects = &mut context.effects;
            return Ok(export::write_google_series(effects, chosen, path)?);
        }
        Target::File(format) => {
            let password = password(words, args)?;
            let protection = password
                .as_ref()
                .map_or(Protection::Plain, Protection::Password);
            let _spinner = password.as_ref().map(|_| spinner(words, "export-writing"));
            let effects = &mut context.effects;
            export::write(effects, chosen, path, format, protection)?;
        }
    }
    Ok(vec![path.clone()])
}

/// Whether Google Authenticator's codes are wanted as pictures, and not as the texts that they are.
fn is_picture(args: &Export) -> bool {
    let ending = args.file.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("png"))
}

/// The file's password; none for one that is not encrypted.
fn password(words: &Words, args: &Export) -> Result<Option<SecretText>, Failure> {
    match &args.export_password_file {
        Some(file) => first_line(file).map(Some),
        None if args.plain => Ok(None),
        None => prompt::hidden_twice(words, "ask-export-password").map(Some),
    }
}

fn write_sheet(words: &Words, chosen: &Chosen, args: &Export) -> Result<(), Failure> {
    let texts = [
        "sheet-title",
        "sheet-warning",
        "sheet-key",
        "sheet-pin",
        "sheet-kind",
        "sheet-digits",
        "sheet-period",
        "sheet-counter",
        "sheet-backup-codes",
    ]
    .map(|message| words.plain(message));
    let [
        title,
        warning,
        key,
        pin,
        kind,
        digits,
        period,
        counter,
        backup_codes,
    ] = &texts;
    let words = SheetWords {
        language: "en",
        title,
        warning,
        key,
        pin,
        kind,
        digits,
        period,
        counter,
        backup_codes,
    };
    export::write_sheet(chosen, &args.file, &words, args.backup_codes)?;
    Ok(())
}

/// What is not in the file, part by part.
fn tell(context: &mut Context<'_>, incomplete: &[Incomplete]) -> Result<(), Failure> {
    let words = context.words;
    let names = |part: Part| {
        let without = incomplete
            .iter()
            .filter(|account| account.parts.contains(&part));
        let names = without.map(|one| label(&one.account.issuer, &one.account.account));
        names.collect::<Vec<_>>().join(", ")
    };
    let missing = names(Part::Codes);
    if !missing.is_empty() {
        let line = words.text("export-missing", &[("names", missing.into())]);
        context.out.line(&line)?;
    }
    for part in Part::ALL.iter().filter(|part| **part != Part::Codes) {
        let names = names(*part);
        if !names.is_empty() {
            let part = words.plain(message(*part));
            let line = words.text(
                "export-lost",
                &[("part", part.into()), ("names", names.into())],
            );
            context.out.line(&line)?;
        }
    }
    Ok(())
}

fn report(
    context: &mut Context<'_>,
    args: &Export,
    exported: usize,
    files: &[PathBuf],
    incomplete: &[Incomplete],
) -> Result<(), Failure> {
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    if context.global.json {
        context.out.json(&ExportJson {
            format: &args.format,
            files,
            exported,
            incomplete: incomplete.iter().map(in_json).collect(),
        })?;
        return Ok(context.out.finish()?);
    }
    let words = context.words;
    let count = ("count", exported.into());
    let line = if args.dry_run {
        words.text("export-would", &[count])
    } else {
        words.text("export-done", &[count, ("path", files.join(", ").into())])
    };
    context.out.line(&line)?;
    if args.plain && !args.dry_run {
        context.out.line(&words.plain("export-plain"))?;
    }
    Ok(context.out.finish()?)
}

/// The message that names a part. That codes are missing has a sentence of its own.
fn message(part: Part) -> &'static str {
    match part {
        Part::Codes => "part-codes",
        Part::Pin => "part-pin",
        Part::Tags => "part-tags",
        Part::Notes => "part-notes",
        Part::Icon => "part-icon",
        Part::Favorite => "part-favorite",
        Part::UseCount => "part-use-count",
        Part::BackupCodes => "part-backup-codes",
        Part::Site => "part-site",
        Part::Keys => "part-keys",
        Part::History => "part-history",
    }
}

fn in_json(incomplete: &Incomplete) -> IncompleteJson<'_> {
    let parts = incomplete.parts.iter();
    IncompleteJson {
        account: AccountJson::of(&incomplete.account),
        missing: parts.map(|part| part.name().replace('-', "_")).collect(),
    }
}
