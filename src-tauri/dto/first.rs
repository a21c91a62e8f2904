use super::{SettingsDto, StateDto};
use serde::Serialize;
use ts_rs::TS;

/// What the first page shows, known before it is loaded.
#[derive(Serialize, TS)]
pub(crate) struct FirstDto {
    pub(crate) state: StateDto,
    pub(crate) settings: SettingsDto,
}
