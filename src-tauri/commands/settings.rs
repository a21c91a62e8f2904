//! What the user can choose, and the doctor.

use crate::dto::{CheckDto, ErrorDto, SettingsDto};
use crate::program::Shared;
use session::settings::doctor;
use tauri::State;

#[tauri::command(async)]
pub(crate) fn settings_get(shared: State<'_, Shared>) -> SettingsDto {
    SettingsDto::of(&shared.lock().settings)
}

#[tauri::command(async)]
pub(crate) fn settings_set(
    shared: State<'_, Shared>,
    settings: SettingsDto,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        let mut changed = program.settings.clone();
        settings.put_into(&mut changed);
        let changed = changed.within_limits();
        changed.save()?;
        program.settings = changed;
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn settings_doctor(shared: State<'_, Shared>) -> Result<Vec<CheckDto>, ErrorDto> {
    shared.with(|program| {
        let checks = doctor(&program.effects, program.path()?);
        Ok(checks.into_iter().map(CheckDto::from).collect())
    })
}
