//! `backup-codes`: the single-use codes that a site gives out.

mod found;
mod kept;
mod preview;

use std::path::Path;

use serde::Serialize;
use session::backup_codes::{self, FEW, Older, Overview, SetView};
use session::teams::Outcome;
use session::transfer::ReadFile;
use session::{Id, SecretText, UnixTime, escape, show_time};

use crate::args::{BackupCodes, ListBackupCodes, NamedIn, NewBackupCodes};
use crate::context::Context;
use crate::failure::Failure;
use crate::json::Revealed;
use crate::print::short;
use crate::prompt;
use found::Found;

pub(crate) fn backup_codes(
    context: &mut Context<'_>,
    command: &BackupCodes,
) -> Result<(), Failure> {
    match command {
        BackupCodes::Add(args) => store(context, args, Older::Kept),
        BackupCodes::Replace(args) => store(context, args, Older::Invalid),
        BackupCodes::List(args) => list(context, args),
        BackupCodes::Use(args) => take(context, args),
        BackupCodes::Reveal(args) => reveal(context, args),
        BackupCodes::Print(args) => kept::print(context, args),
        BackupCodes::Kept(args) => kept::kept(context, args),
    }
}

fn store(context: &mut Context<'_>, args: &NewBackupCodes, older: Older) -> Result<(), Failure> {
    let mut found = Found::open(context, &args.name, args.team.as_deref())?;
    let is_input = args.file == Path::new("-");
    if is_input && args.delete_file {
        return Err(Failure::usage("delete-file-input"));
    }
    let (new, file) = if is_input {
        let typed = prompt::rest(context.words, "ask-backup-codes")?;
        (backup_codes::read_text(&typed)?, None)
    } else {
        let (new, file) = backup_codes::read_file(&args.file)?;
        (new, Some(file))
    };
    let new = preview::corrected(context, new)?;
    let source = args.file.file_name().filter(|_| !is_input);
    let source = source
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    let (count, outcome) = found.add(context, (new, &source), older)?;
    let left = found.overview()?.left;
    // They are safe on the disk: only now may the file go.
    let deleted = match &file {
        Some(file) if args.delete_file => delete(file)?,
        _ => false,
    };
    let stored = Stored {
        id: found.id().to_string(),
        added: count,
        left,
        deleted,
        written: outcome.map(|outcome| outcome == Outcome::Written),
    };
    say_stored(context, &found, &stored, older)?;
    match file {
        Some(_) if context.global.json => Ok(()),
        Some(file) => say_of_file(context, &args.file, &file, deleted),
        None => Ok(()),
    }
}

#[derive(Serialize)]
struct Stored {
    id: String,
    added: usize,
    left: usize,
    deleted: bool,
    /// Whether it is on the storage of the team vault that has the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<bool>,
}

fn say_stored(
    context: &mut Context<'_>,
    found: &Found,
    stored: &Stored,
    older: Older,
) -> Result<(), Failure> {
    let message = match older {
        Older::Kept => "backup-codes-stored",
        Older::Invalid => "backup-codes-replaced",
    };
    let said = [
        ("count", stored.added.into()),
        ("label", found.label()?.into()),
    ];
    context.done(message, &said, stored)?;
    if context.global.json {
        return Ok(());
    }
    let words = context.words;
    let id = ("id", short(found.id()).into());
    let Some(team) = found.team() else {
        return Ok(context.out.line(&words.text("backup-codes-check", &[id]))?);
    };
    let team = ("team", escape(team).into());
    if stored.written == Some(false) {
        let kept = words.text("team-kept", std::slice::from_ref(&team));
        context.out.line(&kept)?;
    }
    let check = words.text("backup-codes-check-team", &[id, team]);
    Ok(context.out.line(&check)?)
}

fn delete(file: &ReadFile) -> Result<bool, Failure> {
    let deleted = session::transfer::delete(file);
    deleted.map_err(|error| Failure::from(error).after_a_part())?;
    Ok(true)
}

/// The downloaded file is as good as the codes: it is deleted where somebody agrees, else they are told to.
fn say_of_file(
    context: &mut Context<'_>,
    path: &Path,
    file: &ReadFile,
    mut deleted: bool,
) -> Result<(), Failure> {
    context.out.finish()?;
    let name = path.display().to_string();
    let name = [("file", escape(&name).into())];
    if !deleted {
        let delete_now = context.words.text("backup-codes-delete-file", &name);
        context.out.line(&delete_now)?;
        context.out.finish()?;
        let agreed = prompt::agreed(context.words, "backup-codes-ask-delete")?;
        deleted = agreed == Some(true) && delete(file)?;
    }
    if deleted {
        let said = context.words.text("backup-codes-file-deleted", &name);
        context.out.line(&said)?;
    }
    Ok(())
}

fn list(context: &mut Context<'_>, args: &ListBackupCodes) -> Result<(), Failure> {
    let found = Found::open(context, &args.name, args.team.as_deref())?;
    let overview = found.overview()?;
    let revealed = if args.secrets {
        found.reveal()?
    } else {
        Vec::new()
    };
    if context.global.json {
        return Ok(context
            .out
            .json(&ListJson::of(found.id(), &overview, &revealed))?);
    }
    if overview.sets.is_empty() {
        return say_nothing_there(context, &found);
    }
    let mut columns = vec!["column-set", "column-code-number"];
    columns.extend(args.secrets.then_some("column-backup-code"));
    columns.push("column-code-used");
    let mut rows = vec![context.words.row(&columns)];
    for (at, set) in overview.sets.iter().enumerate() {
        rows.extend(set_rows(context, set, revealed.get(at)));
    }
    context.out.table(&rows)?;
    say_left(context, overview.left, overview.total)
}

/// One row per code.
fn set_rows(
    context: &Context<'_>,
    set: &SetView,
    codes: Option<&Vec<SecretText>>,
) -> Vec<Vec<String>> {
    let words = context.words;
    let state = match set.invalid_since {
        None => words.plain("backup-codes-valid"),
        Some(since) => words.text(
            "backup-codes-invalid",
            &[("since", show_time(since).into())],
        ),
    };
    let row = |(index, used): (usize, &Option<UnixTime>)| {
        let code = codes.and_then(|codes| codes.get(index));
        let used = used.map_or_else(|| words.plain("backup-codes-unused"), show_time);
        [
            format!("{} {state}", short(set.id)),
            (index + 1).to_string(),
        ]
        .into_iter()
        .chain(code.map(|code| escape(code.expose()).into_owned()))
        .chain([used])
        .collect()
    };
    if let Some((place, note)) = &set.kept {
        let note = escape(note);
        let args = [
            ("place", place.name().into()),
            ("note", note.into_owned().into()),
        ];
        let message = match set.kept.as_ref().is_some_and(|(_, note)| !note.is_empty()) {
            true => "backup-codes-kept-in-note",
            false => "backup-codes-kept-in",
        };
        let place = words.text(message, &args);
        return vec![vec![format!("{} {state}", short(set.id)), place]];
    }
    set.used.iter().enumerate().map(row).collect()
}

fn take(context: &mut Context<'_>, args: &NamedIn) -> Result<(), Failure> {
    let mut found = Found::open(context, &args.name, args.team.as_deref())?;
    let taken = found.take(context)?;
    if context.global.json {
        #[derive(Serialize)]
        struct TakenJson<'a> {
            code: Revealed<'a>,
            left: usize,
        }
        let taken = TakenJson {
            code: Revealed(&taken.code),
            left: taken.left,
        };
        return Ok(context.out.json(&taken)?);
    }
    let total = found.overview()?.total;
    context.out.line(&escape(taken.code.expose()))?;
    say_left(context, taken.left, total)
}

/// Each code that is left on its own line, as a script or a printer wants them.
fn reveal(context: &mut Context<'_>, args: &NamedIn) -> Result<(), Failure> {
    let found = Found::open(context, &args.name, args.team.as_deref())?;
    let overview = found.overview()?;
    let revealed = found.reveal()?;
    let valid = overview.sets.iter().zip(&revealed);
    let valid = valid.filter(|(set, _)| set.invalid_since.is_none());
    let left: Vec<&SecretText> = valid
        .flat_map(|(set, codes)| set.used.iter().zip(codes))
        .filter_map(|(used, code)| used.is_none().then_some(code))
        .collect();
    if context.global.json {
        let left: Vec<Revealed<'_>> = left.into_iter().map(Revealed).collect();
        return Ok(context.out.json(&left)?);
    }
    if left.is_empty() {
        return say_nothing_there(context, &found);
    }
    for code in left {
        context.out.line(&escape(code.expose()))?;
    }
    Ok(())
}

fn say_nothing_there(context: &mut Context<'_>, found: &Found) -> Result<(), Failure> {
    let label = [("label", found.label()?.into())];
    let nothing = context.words.text("backup-codes-nothing", &label);
    Ok(context.out.line(&nothing)?)
}

fn say_left(context: &mut Context<'_>, left: usize, total: usize) -> Result<(), Failure> {
    let args = [("left", left.into()), ("total", total.into())];
    let line = context.words.text("backup-codes-left", &args);
    context.out.line(&line)?;
    if left <= FEW {
        context.out.line(&context.words.plain("backup-codes-few"))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct ListJson<'a> {
    account: String,
    left: usize,
    total: usize,
    sets: Vec<SetJson<'a>>,
}

#[derive(Serialize)]
struct SetJson<'a> {
    id: String,
    issued: u64,
    invalid_since: Option<u64>,
    codes: Vec<CodeJson<'a>>,
    kept: Option<KeptJson<'a>>,
}

#[derive(Serialize)]
struct KeptJson<'a> {
    place: &'static str,
    note: &'a str,
}

#[derive(Serialize)]
struct CodeJson<'a> {
    index: usize,
    used_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Revealed<'a>>,
}

impl<'a> ListJson<'a> {
    fn of(id: Id, overview: &'a Overview, revealed: &'a [Vec<SecretText>]) -> Self {
        let set = |(at, set): (usize, &'a SetView)| SetJson {
            id: set.id.to_string(),
            issued: set.issued.get(),
            invalid_since: set.invalid_since.map(|at| at.get()),
            codes: codes_json(set, revealed.get(at)),
            kept: set.kept.as_ref().map(|(place, note)| KeptJson {
                place: place.name(),
                note,
            }),
        };
        Self {
            account: id.to_string(),
            left: overview.left,
            total: overview.total,
            sets: overview.sets.iter().enumerate().map(set).collect(),
        }
    }
}

fn codes_json<'a>(set: &SetView, revealed: Option<&'a Vec<SecretText>>) -> Vec<CodeJson<'a>> {
    let code = |(index, used): (usize, &Option<UnixTime>)| CodeJson {
        index: index + 1,
        used_at: used.map(|at| at.get()),
        code: revealed.and_then(|codes| codes.get(index)).map(Revealed),
    };
    set.used.iter().enumerate().map(code).collect()
}
