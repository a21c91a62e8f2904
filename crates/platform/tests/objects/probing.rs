//! Which storages are refused, and why.

use std::sync::Mutex;

use platform::objects::{
    CloudObjects, Creation, MemoryObjects, Name, Objects, ObjectsError, ProbeError, probe,
};

use super::server::Server;

#[test]
fn a_server_that_ignores_the_condition_is_refused() {
    let Some(server) = Server::rclone("a_server_that_ignores_the_condition_is_refused") else {
        return;
    };
    let objects = CloudObjects::s3(&server.settings()).unwrap();
    assert_eq!(probe(&objects), Err(ProbeError::TwoWinners));
}

/// What is wrong with a storage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    /// The condition is ignored, but each writer is told that it exists from the second on.
    OverwritesSecretly,
    /// The condition is ignored for whoever comes when the first writer has long been told that it won.
    OverwritesLater,
    /// Whoever wins is told that it lost.
    NobodyWins,
    /// What was created is gone.
    Forgets,
    /// Line ends are changed, as in texts.
    ChangesLineEnds,
    /// Objects of no bytes get some.
    FillsEmptyObjects,
    /// A listing lacks the newest object.
    ListsLate,
    /// Nobody may write.
    ReadOnly,
    /// The winner's answer is lost: no fault of the storage.
    LosesAnswers,
}

struct Faulty {
    objects: MemoryObjects,
    overwritten: Mutex<Vec<(Name, Vec<u8>)>>,
    fault: Fault,
}

impl Faulty {
    fn overwrite(&self, name: &Name, bytes: &[u8]) {
        self.overwritten
            .lock()
            .unwrap()
            .push((name.clone(), bytes.to_vec()));
    }
}

impl Objects for Faulty {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        let mut changed = bytes.to_vec();
        if self.fault == Fault::ChangesLineEnds {
            changed.retain(|byte| *byte != b'\r');
        }
        if self.fault == Fault::FillsEmptyObjects && bytes.is_empty() {
            changed.push(0);
        }
        let created = self.objects.create(name, &changed)?;
        let is_late = bytes.last() == Some(&5);
        match (self.fault, created) {
            (Fault::OverwritesSecretly, Creation::Exists) => self.overwrite(name, bytes),
            (Fault::OverwritesLater, Creation::Exists) if is_late => return Ok(Creation::Created),
            (Fault::NobodyWins, Creation::Created) => return Ok(Creation::Exists),
            (Fault::LosesAnswers, Creation::Created) => return Err(ObjectsError::NoAnswer),
            (Fault::ReadOnly, _) => return Err(ObjectsError::Denied),
            _ => {}
        }
        Ok(created)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        if self.fault == Fault::Forgets {
            return Err(ObjectsError::NotFound);
        }
        let overwritten = self.overwritten.lock().unwrap();
        let last = overwritten.iter().rfind(|(of, _)| of == name);
        last.map_or_else(
            || self.objects.get(name, max_bytes),
            |(_, bytes)| Ok(bytes.clone()),
        )
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let mut names = self.objects.list(folder, most)?;
        if self.fault == Fault::ListsLate {
            names.pop();
        }
        Ok(names)
    }
}

fn probed(fault: Fault) -> Result<(), ProbeError> {
    probe(&Faulty {
        objects: MemoryObjects::default(),
        overwritten: Mutex::default(),
        fault,
    })
}

#[test]
fn a_storage_that_would_lose_what_a_member_wrote_is_refused_with_the_reason() {
    for (fault, reason) in [
        (Fault::OverwritesSecretly, ProbeError::Changed),
        (Fault::OverwritesLater, ProbeError::TwoWinners),
        (Fault::NobodyWins, ProbeError::NoWinner),
        (Fault::Forgets, ProbeError::Lost),
        (Fault::ChangesLineEnds, ProbeError::Changed),
        (Fault::FillsEmptyObjects, ProbeError::Changed),
        (Fault::ListsLate, ProbeError::NotListed),
        (Fault::ReadOnly, ProbeError::Storage(ObjectsError::Denied)),
    ] {
        assert_eq!(probed(fault), Err(reason), "{fault:?}");
    }
}

/// Whoever gets no answer looks whose bytes are there, so nothing is lost.
#[test]
fn a_storage_whose_answers_get_lost_is_not_refused() {
    // The empty object has one writer, which gets no answer either.
    assert_eq!(probed(Fault::LosesAnswers), Ok(()));
}
