//! The file of another program that is being imported: what was read of it, until the user has chosen.

use session::transfer::{Contents, Fate, Plan, Planned, ReadFile};
use session::{Code, Effects, Id, OpenVault, UserError, transfer};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// One file at a time: the next takes the place of the one before.
#[derive(Default)]
pub(crate) struct Transfers {
    last: u32,
    current: Option<Transfer>,
}

struct Transfer {
    ticket: u32,
    path: PathBuf,
    stage: Stage,
}

enum Stage {
    /// Not read yet, or not with the right password.
    Chosen,
    Planned(Plan),
    /// The accounts are in the vault; the file, where it may be deleted.
    Imported(Option<ReadFile>),
}

impl Transfers {
    /// A file was chosen or dropped. The answer is its ticket.
    pub(crate) fn choose(&mut self, path: &Path) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.current = Some(Transfer {
            ticket: self.last,
            path: path.to_owned(),
            stage: Stage::Chosen,
        });
        self.last
    }

    /// The file with this ticket.
    pub(crate) fn path(&self, ticket: u32) -> Result<PathBuf, UserError> {
        let current = self.current.as_ref();
        let current = current.filter(|current| current.ticket == ticket);
        Ok(current.ok_or(Code::ImportGone)?.path.clone())
    }

    /// The file was read: what would become of its accounts.
    pub(crate) fn plan(
        &mut self,
        effects: &mut Effects,
        open: &OpenVault,
        ticket: u32,
        contents: Contents,
    ) -> Result<&Plan, UserError> {
        let current = self.find(ticket)?;
        current.stage = Stage::Planned(transfer::compare(effects, open, contents));
        match &current.stage {
            Stage::Planned(plan) => Ok(plan),
            Stage::Chosen | Stage::Imported(_) => Err(Code::ImportGone.into()),
        }
    }

    /// Adds the chosen of the accounts, in one save; with the same ticket once more it only saves again what could not
    /// be saved.
    pub(crate) fn import(
        &mut self,
        effects: &mut Effects,
        open: &mut OpenVault,
        ticket: u32,
        indices: Vec<usize>,
    ) -> Result<(), UserError> {
        let current = self.find(ticket)?;
        // Only what is in the vault, if only in memory, is no plan any more.
        effects.now()?;
        let file = match &current.stage {
            Stage::Chosen => return Err(Code::ImportGone.into()),
            Stage::Imported(_) => return save_again(effects, open),
            // A file of which nothing is in the vault is nothing that can go.
            Stage::Planned(plan) => {
                let is_there = |planned: &Planned| planned.fate == Fate::Duplicate;
                let is_kept = !indices.is_empty() || plan.entries.iter().any(is_there);
                plan.file.clone().filter(|_| plan.is_plain && is_kept)
            }
        };
        let was = std::mem::replace(&mut current.stage, Stage::Imported(file));
        let Stage::Planned(plan) = was else {
            return Ok(());
        };
        transfer::import(effects, open, chosen(plan, indices), |_| true)
    }

    /// The file, once its accounts are in the vault, if it is not protected.
    pub(crate) fn plain_file(&self, ticket: u32) -> Result<ReadFile, UserError> {
        let current = self.current.as_ref();
        let stage = current.filter(|current| current.ticket == ticket);
        match stage.map(|current| &current.stage) {
            Some(Stage::Imported(Some(file))) => Ok(file.clone()),
            _ => Err(Code::ImportGone.into()),
        }
    }

    /// Forgets the file; what was read of it is wiped.
    pub(crate) fn forget(&mut self, ticket: u32) {
        self.current.take_if(|current| current.ticket == ticket);
    }

    fn find(&mut self, ticket: u32) -> Result<&mut Transfer, UserError> {
        let current = self.current.as_mut();
        let current = current.filter(|current| current.ticket == ticket);
        current.ok_or(Code::ImportGone.into())
    }
}

fn save_again(effects: &mut Effects, open: &mut OpenVault) -> Result<(), UserError> {
    if open.has_unsaved_changes() {
        open.save(effects)?;
    }
    Ok(())
}

/// The plan with nothing in it but what was chosen.
fn chosen(mut plan: Plan, indices: Vec<usize>) -> Plan {
    let indices: HashSet<usize> = indices.into_iter().collect();
    let entries = plan.entries.into_iter().enumerate();
    let chosen = entries.filter(|(index, _)| indices.contains(index));
    plan.entries = chosen.map(|(_, planned)| planned).collect();
    plan
}

/// Which accounts of the file are the same as an earlier one of it: their index, and that one's.
pub(crate) fn twice(plan: &Plan) -> HashMap<usize, usize> {
    let mut first: HashMap<Id, usize> = HashMap::new();
    let added = plan.entries.iter().enumerate();
    let added = added.filter(|(_, planned)| matches!(planned.fate, Fate::New | Fate::Archived));
    first.extend(added.map(|(index, planned)| (planned.view().id, index)));
    let entries = plan.entries.iter().enumerate();
    let twice = entries.filter(|(_, planned)| !matches!(planned.fate, Fate::New | Fate::Archived));
    twice
        .filter_map(|(index, planned)| Some((index, *first.get(&planned.view().id)?)))
        .collect()
}
