//! The worklist: accounts of a program that lets nothing out, to be set up again at their sites one by one.

use crate::codes::check_label;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use std::collections::HashSet;
use vault::{Document, Id, MAX_TASKS};

/// An account that is to be set up again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TaskView {
    /// Names the task.
    pub id: Id,
    /// What the user calls the account.
    pub name: String,
    /// When it was ticked off.
    pub done: Option<UnixTime>,
}

/// The tasks, those to do first, each part by name.
pub fn list(open: &OpenVault) -> Vec<TaskView> {
    let tasks = open.document().worklist().map(|(id, task)| TaskView {
        id,
        name: task.name().to_owned(),
        done: task.done(),
    });
    let mut tasks: Vec<TaskView> = tasks.collect();
    tasks.sort_by_cached_key(|task| (task.done.is_some(), task.name.to_lowercase(), task.id));
    tasks
}

/// Puts accounts on the list, one for each line of `names`, and saves. Those that are on it, to do, stay there once. Says
/// how many are new.
///
/// # Errors
/// `text-too-long`, `worklist-full`: nothing was added; or not saved.
pub fn add(effects: &mut Effects, open: &mut OpenVault, names: &str) -> Result<usize, UserError> {
    let tasks = list(open).into_iter();
    let mut known: HashSet<String> = tasks
        .filter(|task| task.done.is_none())
        .map(|task| task.name.to_lowercase())
        .collect();
    let lines = names.lines().map(str::trim);
    let new: Vec<&str> = lines
        .filter(|name| !name.is_empty() && known.insert(name.to_lowercase()))
        .take(MAX_TASKS.saturating_add(1))
        .collect();
    new.iter().try_for_each(|name| check_label(name))?;
    if new.is_empty() {
        // They may be there because saving them failed before.
        return open.settle(effects).map(|()| 0);
    }
    open.change(effects, |vault, effects| {
        let document = vault.document_mut();
        if document.free_tasks() < new.len() {
            return Err(Code::WorklistFull.into());
        }
        for name in &new {
            document.add_task(Id::generate(effects.random()), (*name).to_owned());
        }
        Ok(new.len())
    })
}

/// Ticks a task off, and saves.
///
/// # Errors
/// `task-not-found`, or not saved.
pub fn finish(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    let now = effects.now()?;
    change(effects, open, |document| document.finish_task(id, now))
}

/// Puts a task that was ticked off back among those to do, and saves.
///
/// # Errors
/// `task-not-found`, `worklist-full`, or not saved.
pub fn reopen(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    let task = list(open).into_iter().find(|task| task.id == id);
    let name = task.ok_or(Code::TaskNotFound)?.name;
    open.change(effects, |vault, effects| {
        // A tick stays for ever, so that two states can be merged: the task is taken off and a new one put there.
        let document = vault.document_mut();
        if !document.add_task(Id::generate(effects.random()), name) {
            return Err(Code::WorklistFull.into());
        }
        document.remove_task(id);
        Ok(())
    })
}

/// Takes a task off the list, and saves.
///
/// # Errors
/// `task-not-found`, or not saved.
pub fn remove(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    change(effects, open, |document| document.remove_task(id))
}

fn change(
    effects: &mut Effects,
    open: &mut OpenVault,
    change: impl FnOnce(&mut Document) -> bool,
) -> Result<(), UserError> {
    open.change(effects, |vault, _| {
        if change(vault.document_mut()) {
            Ok(())
        } else {
            Err(Code::TaskNotFound.into())
        }
    })
}
