//! The worklist: accounts of a program that lets nothing out, which have to be set up again one by one
//! (docs/vault-format.md, "Document").
//!
//! Only names are kept here. Two states of it become one without clocks: a task that either side has is there, one that
//! either side finished is finished, and one that either side took off stays off.

use crate::cbor::{Reader, Writer};
use crate::companion::read_time;
use crate::document::Document;
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use otp::UnixTime;
use std::collections::BTreeMap;

/// Most tasks on the list.
pub const MAX_TASKS: usize = 10_000;
/// Most tasks with those that were taken off.
const MAX_KEPT: usize = 2 * MAX_TASKS;

/// The worklist by the tasks' ids.
pub(crate) type Worklist = BTreeMap<Id, Task>;

/// One account that is to be set up again.
#[derive(Default)]
pub struct Task {
    name: String,
    done: Option<UnixTime>,
    /// Taken off the list; then it has no name any more.
    removed: bool,
    unknown: Unknown,
}

impl Task {
    /// What the user calls the account.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was set up again.
    pub fn done(&self) -> Option<UnixTime> {
        self.done
    }

    fn join(self, other: Self) -> Self {
        let removed = self.removed || other.removed;
        Self {
            name: if removed {
                String::new()
            } else {
                self.name.max(other.name)
            },
            done: [self.done, other.done].into_iter().flatten().min(),
            removed,
            unknown: self.unknown.joined(other.unknown),
        }
    }
}

impl Document {
    /// The tasks that are on the list, in the order of their ids.
    pub fn worklist(&self) -> impl Iterator<Item = (Id, &Task)> {
        let tasks = self.worklist.iter();
        tasks
            .filter(|(_, task)| !task.removed)
            .map(|(id, task)| (*id, task))
    }

    /// How many more tasks the list takes.
    pub fn free_tasks(&self) -> usize {
        MAX_TASKS.saturating_sub(self.worklist().count())
    }

    /// Puts an account on the list. `false`: the list is full.
    pub fn add_task(&mut self, id: Id, name: String) -> bool {
        let fits = self.free_tasks() > 0;
        if fits {
            let task = Task {
                name,
                ..Task::default()
            };
            self.worklist.insert(id, task);
            limit(&mut self.worklist);
        }
        fits
    }

    /// Ticks a task off; one that is done stays done since then. `false`: it is not on the list.
    pub fn finish_task(&mut self, id: Id, now: UnixTime) -> bool {
        let task = self.worklist.get_mut(&id).filter(|task| !task.removed);
        task.map(|task| task.done.get_or_insert(now)).is_some()
    }

    /// Takes a task off the list for ever. `false`: it is not on the list.
    pub fn remove_task(&mut self, id: Id) -> bool {
        let task = self.worklist.get_mut(&id).filter(|task| !task.removed);
        let task = task.map(|task| {
            task.removed = true;
            task.name.clear();
        });
        task.is_some()
    }
}

pub(crate) fn write(writer: &mut Writer, worklist: &Worklist) {
    writer.array(worklist.len());
    for (id, task) in worklist {
        let mut map = MapWriter::new(writer, &task.unknown);
        map.field(0, |w| w.bytes(id.as_bytes()));
        map.text(1, &task.name);
        map.optional(2, task.done.map(UnixTime::get));
        map.flag(3, task.removed);
        map.end();
    }
}

pub(crate) fn read(value: Reader<'_>) -> Result<Worklist, OpenError> {
    let tasks = read_list(value, read_one)?;
    if tasks.len() > MAX_KEPT {
        return Err(OpenError::OverLimit(Limit::Tasks));
    }
    if !tasks.is_sorted_by(|(one, _), (next, _)| one < next) {
        return Err(OpenError::Damaged);
    }
    Ok(tasks.into_iter().collect())
}

fn read_one(bytes: &[u8]) -> Result<(Id, Task), OpenError> {
    let (mut id, mut task) = (None, Task::default());
    read_map(bytes, |number, mut value| {
        match number {
            0 => id = Some(Id::read(value)?),
            1 => task.name = value.text()?.to_owned(),
            2 => task.done = Some(read_time(value)?),
            3 => task.removed = value.boolean()?,
            _ => task.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    Ok((id.ok_or(OpenError::Damaged)?, task))
}

/// Both as one.
pub(crate) fn merge(mut ours: Worklist, theirs: Worklist) -> Worklist {
    for (id, task) in theirs {
        let joined = match ours.remove(&id) {
            Some(known) => known.join(task),
            None => task,
        };
        ours.insert(id, joined);
    }
    limit(&mut ours);
    ours
}

/// Forgets what is over: first of what was taken off, then of what is done, so that no open task is lost before.
fn limit(worklist: &mut Worklist) {
    let over = worklist.len().saturating_sub(MAX_KEPT);
    if over == 0 {
        return;
    }
    let mut order: Vec<_> = worklist
        .iter()
        .map(|(id, task)| (!task.removed, task.done.is_none(), *id))
        .collect();
    order.sort_unstable();
    for (.., id) in order.into_iter().take(over) {
        worklist.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 16])
    }

    fn time(seconds: i64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    /// Names, and whether they are done.
    fn shown(document: &Document) -> Vec<(String, bool)> {
        let tasks = document.worklist();
        tasks
            .map(|(_, task)| (task.name().to_owned(), task.done().is_some()))
            .collect()
    }

    fn copy(document: &Document) -> Document {
        Document::read(&document.write()).unwrap()
    }

    #[test]
    fn what_either_side_added_finished_or_took_off_is_so_in_both_orders_and_after_a_save() {
        let mut ours = Document::new(UnixTime::EPOCH);
        for (number, name) in [(1, "Amazon"), (2, "Bank"), (3, "Chat")] {
            assert!(ours.add_task(id(number), name.to_owned()));
        }
        let mut theirs = copy(&ours);
        assert!(ours.finish_task(id(1), time(20)));
        assert!(ours.remove_task(id(2)));
        assert!(theirs.finish_task(id(1), time(10)));
        assert!(theirs.finish_task(id(2), time(10)));
        assert!(theirs.add_task(id(4), "Door".to_owned()));
        let expected = [("Amazon", true), ("Chat", false), ("Door", false)];
        let expected = expected.map(|(name, done)| (name.to_owned(), done));
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut merged = Document::new(UnixTime::EPOCH);
            merged.worklist = merge(copy(one).worklist, copy(other).worklist);
            assert_eq!(shown(&copy(&merged)), expected);
            let (_, amazon) = merged.worklist().next().unwrap();
            assert_eq!(amazon.done(), Some(time(10)));
        }
    }

    #[test]
    fn a_task_that_is_not_on_the_list_is_neither_finished_nor_taken_off() {
        let mut document = Document::new(UnixTime::EPOCH);
        document.add_task(id(1), "Amazon".to_owned());
        assert!(document.remove_task(id(1)));
        assert!(!document.remove_task(id(1)));
        assert!(!document.finish_task(id(1), time(1)));
        assert!(!document.finish_task(id(2), time(1)));
        assert!(shown(&document).is_empty());
    }

    #[test]
    fn of_too_many_tasks_the_open_ones_are_kept() {
        let fill = |from: u32, count: u32| {
            let mut document = Document::new(UnixTime::EPOCH);
            for number in from..from + count {
                let mut bytes = [0; 16];
                bytes[..4].copy_from_slice(&number.to_be_bytes());
                assert!(document.add_task(Id::from_bytes(bytes), "a".to_owned()));
            }
            document
        };
        let mut done = fill(0, 10_000);
        assert!(!done.add_task(id(255), "one more".to_owned()));
        let ids: Vec<_> = done.worklist().map(|(id, _)| id).collect();
        for id in ids {
            done.finish_task(id, time(1));
        }
        let others = merge(fill(20_000, 6000).worklist, fill(30_000, 10_000).worklist);
        let merged = merge(done.worklist, others);
        assert_eq!(merged.len(), MAX_KEPT);
        let open = merged.values().filter(|task| task.done.is_none());
        assert_eq!(open.count(), 16_000);
    }
}
