//! Whether a storage keeps the promises of [`Objects`], tried.

use std::sync::Barrier;
use std::thread;

use rand_core::Rng as _;

use super::{Creation, Name, Objects, ObjectsError};
use crate::random;

/// Why a storage is not used. It would lose what one member wrote, sooner or later.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProbeError {
    /// Several writers created the same object. The storage ignores that there must be none.
    #[error("two writers created the same object")]
    TwoWinners,
    /// All writers were told that the object exists, and none had created it.
    #[error("no writer created the object")]
    NoWinner,
    /// What was created is not there.
    #[error("an object that was created is not there")]
    Lost,
    /// Other bytes are there than the winner's.
    #[error("an object has other bytes than were created")]
    Changed,
    /// What was created is not listed.
    #[error("an object that was created is not listed")]
    NotListed,
    /// The storage could not be tried.
    #[error(transparent)]
    Storage(#[from] ObjectsError),
}

const WRITERS: usize = 5;
const ROUNDS: usize = 10;
/// About the size of the entry of one account.
const SIZE: usize = 640;

/// Lets five writers create the same object at the same moment, ten times, and looks each time who won, what is there,
/// and whether a sixth writer can change it. Also tries an empty object and the listing. Leaves what it made below `probe/`,
/// about 7 kB: nothing here removes an object.
///
/// Finds a storage that ignores conditions. Does not find one that keeps them only among requests of one computer,
/// such as a folder that is copied.
///
/// # Errors
/// See [`ProbeError`].
pub fn probe(objects: &dyn Objects) -> Result<(), ProbeError> {
    let run = format!("probe/{:016x}", random::system().next_u64());
    let folder = name(&run);
    let mut made = Vec::new();
    for round in 0..ROUNDS {
        let object = name(&format!("{run}/{round}"));
        race(objects, &object)?;
        made.push(object);
    }
    let empty = name(&format!("{run}/empty"));
    match objects.create(&empty, b"") {
        Ok(_) | Err(ObjectsError::NoAnswer) => {}
        Err(error) => return Err(error.into()),
    }
    check(objects, &empty, b"")?;
    made.push(empty);
    if objects.list(&folder, made.len())? != made {
        return Err(ProbeError::NotListed);
    }
    Ok(())
}

fn name(text: &str) -> Name {
    Name::new(text).expect("made of letters, digits and slashes, and short")
}

fn race(objects: &dyn Objects, object: &Name) -> Result<(), ProbeError> {
    let barrier = Barrier::new(WRITERS);
    let answers = thread::scope(|scope| {
        let write = |writer| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                objects.create(object, &bytes_of(writer))
            })
        };
        let running: Vec<_> = (0..WRITERS).map(write).collect();
        let ended = running.into_iter().map(|one| one.join());
        // A writer that broke is one that got no answer.
        ended
            .map(|answer| answer.unwrap_or(Err(ObjectsError::NoAnswer)))
            .collect::<Vec<_>>()
    });
    let winner = judge(objects, object, &answers)?;
    match objects.create(object, &bytes_of(WRITERS)) {
        Ok(Creation::Created) => return Err(ProbeError::TwoWinners),
        Ok(Creation::Exists) | Err(ObjectsError::NoAnswer) => {}
        Err(error) => return Err(error.into()),
    }
    check(objects, object, &bytes_of(winner))
}

/// The writer whose bytes are there.
fn judge(
    objects: &dyn Objects,
    object: &Name,
    answers: &[Result<Creation, ObjectsError>],
) -> Result<usize, ProbeError> {
    let those = |wanted: Result<Creation, ObjectsError>| {
        let all = answers.iter().enumerate();
        all.filter(move |(_, answer)| **answer == wanted)
            .map(|(writer, _)| writer)
    };
    for answer in answers {
        match answer {
            Ok(_) | Err(ObjectsError::NoAnswer) => {}
            Err(error) => return Err(ProbeError::Storage(*error)),
        }
    }
    let winners: Vec<usize> = those(Ok(Creation::Created)).collect();
    match winners.as_slice() {
        [winner] => {
            check(objects, object, &bytes_of(*winner))?;
            Ok(*winner)
        }
        // One of those that got no answer may have won.
        [] => {
            let mut silent = those(Err(ObjectsError::NoAnswer)).peekable();
            if silent.peek().is_none() {
                return Err(ProbeError::NoWinner);
            }
            let found = match objects.get(object, SIZE) {
                // Nobody was answered, and nothing was done: it is simply out of reach.
                Err(ObjectsError::NotFound) => return Err(ObjectsError::NoAnswer.into()),
                found => found?,
            };
            silent
                .find(|writer| bytes_of(*writer) == found)
                .ok_or(ProbeError::Changed)
        }
        [..] => Err(ProbeError::TwoWinners),
    }
}

fn check(objects: &dyn Objects, object: &Name, bytes: &[u8]) -> Result<(), ProbeError> {
    match objects.get(object, SIZE) {
        Ok(found) if found == bytes => Ok(()),
        Ok(_) | Err(ObjectsError::TooLarge) => Err(ProbeError::Changed),
        Err(ObjectsError::NotFound) => Err(ProbeError::Lost),
        Err(error) => Err(error.into()),
    }
}

/// Bytes of every value, so that one that changes texts (line ends, zero bytes) is noticed, and the writer.
fn bytes_of(writer: usize) -> Vec<u8> {
    let values = (0..=u8::MAX).cycle().take(SIZE - 1);
    values.chain(u8::try_from(writer)).collect()
}
