//! Accounts of a program that lets nothing out, to be set up again one by one. Each answer is the list as it is then.

use crate::commands::codes::read_id;
use crate::dto::{ErrorDto, TaskDto};
use crate::program::Shared;
use session::transfer::worklist;
use session::{Effects, OpenVault, UserError};
use tauri::State;

#[tauri::command(async)]
pub(crate) fn transfer_tasks(shared: State<'_, Shared>) -> Result<Vec<TaskDto>, ErrorDto> {
    shared.with_open(|_, open| Ok(TaskDto::all(open)))
}

/// `names`: one a line.
#[tauri::command(async)]
pub(crate) fn transfer_add_tasks(
    shared: State<'_, Shared>,
    names: String,
) -> Result<Vec<TaskDto>, ErrorDto> {
    change(&shared, |effects, open| {
        worklist::add(effects, open, &names).map(drop)
    })
}

#[tauri::command(async)]
pub(crate) fn transfer_finish_task(
    shared: State<'_, Shared>,
    id: String,
) -> Result<Vec<TaskDto>, ErrorDto> {
    change(&shared, |effects, open| {
        worklist::finish(effects, open, read_id(&id)?)
    })
}

#[tauri::command(async)]
pub(crate) fn transfer_reopen_task(
    shared: State<'_, Shared>,
    id: String,
) -> Result<Vec<TaskDto>, ErrorDto> {
    change(&shared, |effects, open| {
        worklist::reopen(effects, open, read_id(&id)?)
    })
}

#[tauri::command(async)]
pub(crate) fn transfer_remove_task(
    shared: State<'_, Shared>,
    id: String,
) -> Result<Vec<TaskDto>, ErrorDto> {
    change(&shared, |effects, open| {
        worklist::remove(effects, open, read_id(&id)?)
    })
}

fn change(
    shared: &Shared,
    work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<(), UserError>,
) -> Result<Vec<TaskDto>, ErrorDto> {
    shared.change(|effects, open| {
        work(effects, open)?;
        Ok(TaskDto::all(open))
    })
}
