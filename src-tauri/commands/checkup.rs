//! The checkup and the lockout drill.

use super::codes::read_id;
use crate::dto::{CheckupDto, DrillDto, ErrorDto, FindingDto, LostDto, OneCheckupDto};
use crate::program::Shared;
use crate::teams::Teams;
use session::checkup::{self, Known};
use tauri::State;

#[tauri::command(async)]
pub(crate) fn checkup_check(
    shared: State<'_, Shared>,
    teams: State<'_, Teams>,
) -> Result<CheckupDto, ErrorDto> {
    let known = known(&shared, &teams);
    shared.with_open(|effects, open| {
        let checked = checkup::check(effects, open, known)?;
        Ok(CheckupDto::from(checked))
    })
}

/// How many different findings there are, without those that are not for the user.
#[tauri::command(async)]
pub(crate) fn checkup_count(
    shared: State<'_, Shared>,
    teams: State<'_, Teams>,
) -> Result<usize, ErrorDto> {
    let known = known(&shared, &teams);
    shared.with_open(|effects, open| checkup::count_findings(effects, open, known))
}

/// How the team vaults stand, as they are shown.
fn known(shared: &Shared, teams: &Teams) -> Known<'static> {
    Known {
        teams: teams.facts(shared),
        ..Known::default()
    }
}

/// What was found of one account.
#[tauri::command(async)]
pub(crate) fn checkup_of(shared: State<'_, Shared>, id: String) -> Result<OneCheckupDto, ErrorDto> {
    shared.with_open(|effects, open| {
        let account = checkup::check_account(effects, open, read_id(&id)?)?;
        Ok(OneCheckupDto::from(account))
    })
}

/// Says that a finding is not for the user, or is again. It counts in the score all the same. `account`: `None` for one of
/// the vault.
#[tauri::command(async)]
pub(crate) fn checkup_dismiss(
    shared: State<'_, Shared>,
    account: Option<String>,
    finding: String,
    dismissed: bool,
) -> Result<(), ErrorDto> {
    let finding = FindingDto::named(&finding)?;
    shared.change(|effects, open| {
        let account = account.as_deref().map(read_id).transpose()?;
        checkup::dismiss(effects, open, account, finding, dismissed)
    })
}

#[tauri::command(async)]
pub(crate) fn checkup_drill(
    shared: State<'_, Shared>,
    lost: LostDto,
) -> Result<DrillDto, ErrorDto> {
    shared.with_open(|_, open| Ok(DrillDto::from(checkup::drill(open, &lost.read()?))))
}
