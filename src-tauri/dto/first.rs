use super::{AccountDto, SettingsDto, StateDto};
use serde::Serialize;
use ts_rs::TS;

/// What the first page shows, known before it is loaded.
#[derive(Serialize, TS)]
pub(crate) struct FirstDto {
    pub(crate) state: StateDto,
    pub(crate) settings: SettingsDto,
    /// The accounts of an open vault; `null` where there are so many that the page is quicker to ask for them.
    pub(crate) accounts: Option<Vec<AccountDto>>,
}
