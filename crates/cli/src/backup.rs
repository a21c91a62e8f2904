//! `backup`: copies of the vault file. (`backup-codes`, which sites give out, are something else.)

use std::path::Path;

use serde::Serialize;
use session::backup::{self, Backup, Condition, Proved, Record};
use session::{Code, OpenVault, UnixTime, escape, show_time};

use crate::args::{BackupCommand, BackupFolder, ProveBackup, RestoreBackup};
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::unlock::{credential, open, vault_path};
use crate::words::Words;

pub(crate) fn backup(context: &mut Context<'_>, command: &BackupCommand) -> Result<(), Failure> {
    match command {
        BackupCommand::Create(args) => create(context, args),
        BackupCommand::List(args) => list(context, args),
        BackupCommand::Prove(args) => prove(context, args),
        BackupCommand::Restore(args) => restore(context, args),
    }
}

/// A backup before something that cannot be undone, where a folder was chosen. A failure is told and does not stop
/// the user: each save keeps the file before it.
pub(crate) fn before_risk(context: &mut Context<'_>, vault: &OpenVault) {
    if let Some(Err(error)) = backup::before_risk(&mut context.effects, vault) {
        Failure::from(error).tell(context.words, context.global.json);
    }
}

fn create(context: &mut Context<'_>, args: &BackupFolder) -> Result<(), Failure> {
    let vault = open(context)?;
    let working = spinner(context.words, "backing-up");
    let (file, proof) = backup::create(&mut context.effects, &vault, args.folder.as_deref())?;
    drop(working);
    #[derive(Serialize)]
    struct Created {
        file: String,
        accounts: usize,
        proved: bool,
    }
    let file = file.display().to_string();
    context.done(
        "backup-created",
        &[
            ("file", escape(&file).into()),
            ("count", proof.accounts.into()),
        ],
        &Created {
            file: file.clone(),
            accounts: proof.accounts,
            proved: true,
        },
    )
}

/// The backups of this vault in its folder, or all in the folder that is named: there no vault is needed.
fn list(context: &mut Context<'_>, args: &BackupFolder) -> Result<(), Failure> {
    let id = vault_path(&context.global).and_then(|path| Ok(backup::id_of(&path)?));
    let record = id.as_ref().ok().map(|id| backup::record_of(*id));
    let (folder, id) = match &args.folder {
        Some(folder) => (folder.clone(), None),
        None => {
            let folder = record.as_ref().and_then(|record| record.folder.clone());
            let id = id?;
            let none = || Failure::known(Code::BackupNoFolder, Vec::new());
            (folder.ok_or_else(none)?, Some(id))
        }
    };
    let record = record.unwrap_or_default();
    let backups = backup::list(&folder, id, &record)?;
    if context.global.json {
        let backups: Vec<BackupJson> = backups.iter().map(BackupJson::of).collect();
        return Ok(context.out.json(&backups)?);
    }
    show_list(context, &folder, &backups)?;
    show_record(context, &record)
}

fn show_list(context: &mut Context<'_>, folder: &Path, backups: &[Backup]) -> Result<(), Failure> {
    let words = context.words;
    if backups.is_empty() {
        let folder = folder.display().to_string();
        let args = [("folder", escape(&folder).into())];
        return Ok(context.out.line(&words.text("backup-list-empty", &args))?);
    }
    let mut rows = vec![words.row(&[
        "column-made",
        "column-state",
        "column-proved",
        "column-file",
    ])];
    rows.extend(backups.iter().map(|backup| {
        let proved = backup.proved.map(show_time);
        vec![
            backup.made.map(show_time).unwrap_or_default(),
            words.plain(names(backup.condition).1),
            proved.unwrap_or_else(|| words.plain("backup-never-proved")),
            escape(&backup.path.display().to_string()).into_owned(),
        ]
    }));
    Ok(context.out.table(&rows)?)
}

/// What did not go well is said at the end, where it is seen.
fn show_record(context: &mut Context<'_>, record: &Record) -> Result<(), Failure> {
    if let Some(failure) = record.failure() {
        let since = show_time(failure.at);
        let message = Failure::from(failure.error.clone()).message(context.words);
        let args = [("since", since.into()), ("message", message.into())];
        let line = context.words.text("backup-last-failure", &args);
        context.out.line(&line)?;
    }
    Ok(())
}

/// Each line says what was found; the exit code is 4 if one of them is not to be relied on.
fn prove(context: &mut Context<'_>, args: &ProveBackup) -> Result<(), Failure> {
    let vault = open(context)?;
    let working = spinner(context.words, "proving");
    let proved = backup::prove(&mut context.effects, &vault, args.file.as_deref())?;
    drop(working);
    let failed = proved.iter().find_map(Proved::failure).cloned();
    // A file that was named and cannot be proved is no success, whatever the reason.
    let unproved = proved
        .iter()
        .find_map(|proved| proved.outcome.as_ref().err());
    let failed = failed.or_else(|| unproved.filter(|_| args.file.is_some()).cloned());
    if context.global.json {
        let proved: Vec<ProvedJson> = proved.iter().map(ProvedJson::of).collect();
        context.out.json(&proved)?;
    } else {
        for proved in &proved {
            let line = proof_line(context.words, proved);
            context.out.line(&line)?;
        }
    }
    match failed {
        None => Ok(()),
        Some(error) => {
            context.out.finish()?;
            Err(error.into())
        }
    }
}

fn proof_line(words: &Words, proved: &Proved) -> String {
    let file = escape(&proved.path.display().to_string()).into_owned();
    match &proved.outcome {
        Ok(proof) => {
            let args = [
                ("file", file.into()),
                ("count", proof.accounts.into()),
                ("unchanged", proof.unchanged.into()),
            ];
            let id = if proof.identical {
                "backup-proved"
            } else {
                "backup-proved-older"
            };
            words.text(id, &args)
        }
        Err(error) => Failure::from(error.clone()).message(words),
    }
}

fn restore(context: &mut Context<'_>, args: &RestoreBackup) -> Result<(), Failure> {
    let path = vault_path(&context.global)?;
    // Before a password is asked for in vain.
    let source = backup::newest_in(&args.from, backup::id_of(&path).ok())?;
    let credential = credential(&context.global, context.words, source.path())?;
    let working = spinner(context.words, "restoring");
    let effects = &mut context.effects;
    let (_, restored) = backup::restore(effects, &args.from, &path, &credential, args.replace)?;
    drop(working);
    #[derive(Serialize)]
    struct RestoredJson {
        vault: String,
        backup: String,
        made: Option<u64>,
        accounts: usize,
        replaced: bool,
        passed_over: Vec<String>,
    }
    let json = RestoredJson {
        vault: path.display().to_string(),
        backup: restored.backup.display().to_string(),
        made: restored.made.map(UnixTime::get),
        accounts: restored.accounts,
        replaced: restored.replaced && !restored.was_same,
        passed_over: restored.damaged.iter().map(|path| shown(path)).collect(),
    };
    for damaged in restored.damaged.iter().filter(|_| !context.global.json) {
        let args = [("file", escape(&shown(damaged)).into_owned().into())];
        let line = context.words.text("backup-passed-over", &args);
        context.out.line(&line)?;
    }
    let message = match (restored.was_same, restored.replaced) {
        (true, _) => "backup-restored-same",
        (false, true) => "backup-restored-over",
        (false, false) => "backup-restored",
    };
    let words = [
        ("vault", escape(&json.vault).into_owned().into()),
        ("file", escape(&json.backup).into_owned().into()),
        ("count", restored.accounts.into()),
    ];
    context.done(message, &words, &json)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Its name in JSON, and its message in the catalogue.
fn names(condition: Condition) -> (&'static str, &'static str) {
    match condition {
        Condition::Sound => ("sound", "backup-sound"),
        Condition::Damaged => ("damaged", "backup-is-damaged"),
        Condition::Unreadable => ("unreadable", "backup-unreadable"),
        Condition::TooNew => ("too-new", "backup-too-new"),
    }
}

#[derive(Serialize)]
struct BackupJson {
    file: String,
    vault: Option<String>,
    made: Option<u64>,
    generation: u64,
    state: &'static str,
    proved: Option<u64>,
}

impl BackupJson {
    fn of(backup: &Backup) -> Self {
        Self {
            file: backup.path.display().to_string(),
            vault: backup.vault.map(|id| id.to_string()),
            made: backup.made.map(UnixTime::get),
            generation: backup.generation,
            state: names(backup.condition).0,
            proved: backup.proved.map(UnixTime::get),
        }
    }
}

#[derive(Serialize)]
struct ProvedJson {
    file: String,
    proved: bool,
    accounts: Option<usize>,
    unchanged: Option<usize>,
    code: Option<&'static str>,
}

impl ProvedJson {
    fn of(proved: &Proved) -> Self {
        let proof = proved.outcome.as_ref().ok();
        Self {
            file: proved.path.display().to_string(),
            proved: proof.is_some(),
            accounts: proof.map(|proof| proof.accounts),
            unchanged: proof.map(|proof| proof.unchanged),
            code: proved.outcome.as_ref().err().map(|error| error.code().id()),
        }
    }
}
