use super::{AccountDto, ErrorDto};
use crate::transfers::twice;
use serde::Serialize;
use session::transfer::worklist::{self, TaskView};
use session::transfer::{Fate, LeftOut, Plan, Planned};
use session::{OpenVault, escape};
use std::path::Path;
use ts_rs::TS;

/// A file of another program that was chosen or dropped. It stays in the program, under the ticket.
#[derive(Clone, Serialize, TS)]
pub(crate) struct SourceDto {
    ticket: u32,
    /// The file's name.
    name: String,
}

impl SourceDto {
    pub(crate) fn of(ticket: u32, path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self {
            ticket,
            name: escape(&name.to_string_lossy()).into_owned(),
        }
    }
}

/// What an import would do. Nothing here is secret.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanDto {
    /// Whose file it is: the words are the message `format-NAME`.
    format: &'static str,
    entries: Vec<PlannedDto>,
    left_out: Vec<LeftOutDto>,
    /// How many items of the file have no one-time password at all.
    without_otp: usize,
    /// It was read without a password: whoever has the file has its secrets.
    is_plain: bool,
    /// It is one file, and can be deleted afterwards.
    is_file: bool,
}

/// An account of the file.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlannedDto {
    account: AccountDto,
    #[ts(inline)]
    fate: FateDto,
    /// The index of an earlier account of the file that is the same; what becomes of that one decides.
    same_as: Option<usize>,
    /// Its notes are longer than a vault keeps: the end is left out.
    notes_cut: bool,
}

#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum FateDto {
    New,
    Archived,
    Updates,
    Duplicate,
}

impl From<Fate> for FateDto {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::New => Self::New,
            Fate::Archived => Self::Archived,
            Fate::Updates => Self::Updates,
            Fate::Duplicate => Self::Duplicate,
        }
    }
}

/// An account that cannot be taken over.
#[derive(Serialize, TS)]
pub(crate) struct LeftOutDto {
    /// Its place in the file, counted from 1.
    number: usize,
    /// What the file calls it; may be empty.
    name: String,
    reason: ErrorDto,
}

impl From<&Plan> for PlanDto {
    fn from(plan: &Plan) -> Self {
        let twice = twice(plan);
        let entry = |(index, planned): (usize, &Planned)| PlannedDto {
            account: AccountDto::shown(planned.view()),
            fate: planned.fate.into(),
            same_as: twice.get(&index).copied(),
            notes_cut: planned.notes_cut(),
        };
        Self {
            format: plan.format.name(),
            entries: plan.entries.iter().enumerate().map(entry).collect(),
            left_out: plan.left_out.iter().map(LeftOutDto::from).collect(),
            without_otp: plan.without_otp,
            is_plain: plan.is_plain,
            is_file: plan.file.is_some(),
        }
    }
}

impl From<&LeftOut> for LeftOutDto {
    fn from(left_out: &LeftOut) -> Self {
        Self {
            number: left_out.index.saturating_add(1),
            name: escape(&left_out.name).into_owned(),
            reason: left_out.reason.clone().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use session::transfer::{Format, export};

    const WORDS: &str = include_str!("../../locales/en/window-transfer.ftl");
    const SHARED: &str = include_str!("../../locales/en/transfer.ftl");

    fn has(words: &str, message: &str) -> bool {
        let start = format!("{message} = ");
        words.lines().any(|line| line.starts_with(&start))
    }

    #[test]
    fn there_are_words_for_every_program_whose_files_are_read_and_written() {
        for format in Format::ALL {
            let name = format.name();
            assert!(has(WORDS, &format!("program-{name}")), "{name}");
            let is_list = *format == Format::Otpauth;
            assert!(is_list || has(WORDS, &format!("how-{name}")), "{name}");
        }
        let written = export::Format::ALL.iter().map(|format| format.name());
        for name in written.chain(["sheet"]) {
            assert!(has(WORDS, &format!("writes-{name}")), "{name}");
            assert!(has(WORDS, &format!("opens-{name}")), "{name}");
        }
    }

    #[test]
    fn there_are_words_for_every_part_that_a_file_may_not_hold() {
        for part in export::Part::ALL {
            let name = format!("part-{}", part.name());
            assert!(has(WORDS, &name) || has(SHARED, &name), "{name}");
        }
    }
}

/// An account that is to be set up again.
#[derive(Serialize, TS)]
pub(crate) struct TaskDto {
    id: String,
    name: String,
    done: bool,
}

impl TaskDto {
    /// Those to do first.
    pub(crate) fn all(open: &OpenVault) -> Vec<Self> {
        let tasks = worklist::list(open).into_iter();
        let shape = |task: TaskView| Self {
            id: task.id.to_string(),
            name: escape(&task.name).into_owned(),
            done: task.done.is_some(),
        };
        tasks.map(shape).collect()
    }
}
