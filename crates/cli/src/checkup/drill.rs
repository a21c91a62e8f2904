//! `drill`: what would happen if something were lost. The text is made to be printed.

use serde::Serialize;
use session::checkup::{self, Answer, By, Lost, Outcome, by_word, change_word, step_word};
use session::{OpenVault, show_date};

use crate::args::Drill;
use crate::context::Context;
use crate::failure::Failure;
use crate::print::label;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn drill(context: &mut Context<'_>, args: &Drill) -> Result<(), Failure> {
    let mut lost = Lost::default();
    let mut keys = Vec::new();
    for what in &args.lost {
        note(&mut lost, &mut keys, what)?;
    }
    let vault = open(context)?;
    find_keys(&vault, &mut lost, &keys)?;
    let drill = checkup::drill(&vault, &lost);
    if context.global.json {
        let answers: Vec<AnswerJson> = drill
            .answers
            .iter()
            .map(|(_, answer)| AnswerJson::of(answer))
            .collect();
        return Ok(context.out.json(&answers)?);
    }
    let words = context.words;
    let backup = drill.backup.map(show_date);
    context.out.line(&match backup {
        Some(made) => words.text("drill-backup", &[("made", made.into())]),
        None => words.plain("drill-no-backup"),
    })?;
    for (view, answer) in &drill.answers {
        context.out.text("\n")?;
        let label = label(&view.issuer, &view.account);
        for line in lines(words, &label, answer) {
            context.out.line(&line)?;
        }
    }
    Ok(())
}

/// `laptop`, `phone`, `password-manager`, `colleague`, `key:NAME`.
fn note<'a>(lost: &mut Lost, keys: &mut Vec<&'a str>, what: &'a str) -> Result<(), Failure> {
    match what {
        "laptop" => lost.laptop = true,
        "phone" => lost.phone = true,
        "password-manager" => lost.password_manager = true,
        "colleague" => lost.colleague = true,
        _ => match what.strip_prefix("key:") {
            Some(name) if !name.is_empty() => keys.push(name),
            _ => return Err(Failure::usage("lost-unknown")),
        },
    }
    Ok(())
}

fn find_keys(vault: &OpenVault, lost: &mut Lost, names: &[&str]) -> Result<(), Failure> {
    for name in names {
        lost.keys.append(&mut checkup::keys_named(vault, name)?);
    }
    Ok(())
}

/// The account with its outcome, then numbered what to do, then what to change today.
pub(crate) fn lines(words: &Words, label: &str, answer: &Answer) -> Vec<String> {
    let by: Vec<String> = answer
        .by
        .iter()
        .map(|by| words.plain(by_word(*by)))
        .collect();
    let args = [("label", label.into()), ("by", by.join(", ").into())];
    let mut lines = vec![words.text(outcome_word(answer.outcome), &args)];
    for (number, step) in (1..).zip(&answer.plan) {
        lines.push(format!("  {number}. {}", words.plain(step_word(*step))));
    }
    for change in &answer.today {
        let change = words.plain(change_word(*change));
        lines.push(words.text("drill-today", &[("change", change.into())]));
    }
    lines
}

#[derive(Serialize)]
pub(crate) struct AnswerJson {
    account: String,
    outcome: &'static str,
    by: Vec<&'static str>,
    plan: Vec<&'static str>,
    today: Vec<&'static str>,
}

impl AnswerJson {
    pub(crate) fn of(answer: &Answer) -> Self {
        Self {
            account: answer.account.to_string(),
            outcome: match answer.outcome {
                Outcome::In => "in",
                Outcome::Effort => "effort",
                Outcome::Locked => "locked",
            },
            by: answer.by.iter().map(|by| by_name(*by)).collect(),
            plan: answer.plan.iter().map(|step| step.name()).collect(),
            today: answer.today.iter().map(|change| change.name()).collect(),
        }
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::In => "drill-in",
        Outcome::Effort => "drill-effort",
        Outcome::Locked => "drill-locked",
    }
}

fn by_name(by: By) -> &'static str {
    match by {
        By::Codes => "codes",
        By::Key(_) | By::AnyKey => "key",
        By::Passkey => "passkey",
        By::Copy(_) => "copy",
        By::BackupCode => "backup_code",
        By::KeptCode(_) => "kept_code",
        By::Backup => "backup",
        By::BackupCodeOfBackup => "backup_code_of_backup",
        By::Push => "push",
        By::Sms => "sms",
        By::Call => "call",
        By::Email => "email",
        By::RecoveryPage => "recovery_page",
        By::Contact => "contact",
    }
}
