//! The account whose backup codes a command is about: of the user's own, or with `--in` of a team vault.

use std::path::Path;

use session::backup_codes::{self, Older, Overview, SheetWords, Taken};
use session::teams::{self, Held, Outcome, TeamVault};
use session::{Id, OpenVault, SecretText, codes};

use crate::codes::label_of;
use crate::context::Context;
use crate::failure::Failure;
use crate::print::label_or_id;
use crate::teams::{notice, open_team};
use crate::unlock::open;

pub(super) struct Found {
    vault: OpenVault,
    team: Option<TeamVault>,
    id: Id,
}

impl Found {
    /// Opens the vaults. Says where the account has two secrets.
    pub(super) fn open(
        context: &mut Context<'_>,
        name: &str,
        team: Option<&str>,
    ) -> Result<Self, Failure> {
        let Some(team) = team else {
            let vault = open(context)?;
            let id = codes::find(&vault, name)?;
            return Ok(Self {
                vault,
                team: None,
                id,
            });
        };
        let (vault, team) = open_team(context, team)?;
        let id = teams::accounts::find(&team, &vault, name)?;
        if let Some(two) = teams::conflicts::two_secrets(&team, &vault, (id, name)) {
            notice(context, team.name(), two);
        }
        Ok(Self {
            vault,
            team: Some(team),
            id,
        })
    }

    pub(super) fn id(&self) -> Id {
        self.id
    }

    /// What the team vault is called.
    pub(super) fn team(&self) -> Option<&str> {
        self.team.as_ref().map(TeamVault::name)
    }

    /// What people call the account, safe to show.
    pub(super) fn label(&self) -> Result<String, Failure> {
        let Some(team) = &self.team else {
            return Ok(label_of(&self.vault, self.id));
        };
        let view = teams::accounts::show(team, &self.vault, self.id, false)?.view;
        Ok(label_or_id((&view.issuer, &view.account), self.id))
    }

    pub(super) fn overview(&self) -> Result<Overview, Failure> {
        Ok(match &self.team {
            Some(team) => teams::backup_codes::overview(team, &self.vault, self.id)?,
            None => backup_codes::overview(&self.vault, self.id)?,
        })
    }

    pub(super) fn reveal(&self) -> Result<Vec<Vec<SecretText>>, Failure> {
        Ok(match &self.team {
            Some(team) => teams::backup_codes::reveal(team, &self.vault, self.id)?,
            None => backup_codes::reveal(&self.vault, self.id)?,
        })
    }

    /// How many were added, and for a team vault what became of the change.
    pub(super) fn add(
        &mut self,
        context: &mut Context<'_>,
        (new, source): (Vec<SecretText>, &str),
        older: Older,
    ) -> Result<(usize, Option<Outcome>), Failure> {
        let (effects, vault, id) = (&mut context.effects, &mut self.vault, self.id);
        Ok(match &mut self.team {
            Some(team) => {
                let held = &mut Held(effects, vault);
                let added = teams::backup_codes::add(held, (team, id), (new, source), older)?;
                (added.0, Some(added.1))
            }
            None => {
                let count = backup_codes::add(effects, vault, id, new, source, older)?;
                (count, None)
            }
        })
    }

    pub(super) fn take(&mut self, context: &mut Context<'_>) -> Result<Taken, Failure> {
        let (effects, vault, id) = (&mut context.effects, &mut self.vault, self.id);
        Ok(match &mut self.team {
            Some(team) => teams::backup_codes::take(&mut Held(effects, vault), (team, id))?,
            None => backup_codes::take(effects, vault, id)?,
        })
    }

    pub(super) fn write_sheet(
        &self,
        path: &Path,
        words: &SheetWords<'_>,
    ) -> Result<usize, Failure> {
        Ok(match &self.team {
            Some(team) => {
                let page = (path, words);
                teams::backup_codes::write_sheet(team, &self.vault, self.id, page)?
            }
            None => backup_codes::write_sheet(&self.vault, self.id, path, words)?,
        })
    }
}
