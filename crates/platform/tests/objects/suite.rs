//! The promises of [`Objects`], one test for all implementations. `root` is a folder that nobody used before.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

use platform::objects::{Creation, MAX_BYTES, Name, Objects, ObjectsError};

const MIB: usize = 1 << 20;

/// How many writers at once, and how often.
#[derive(Clone, Copy)]
pub(crate) struct Race {
    pub(crate) writers: usize,
    pub(crate) rounds: usize,
}

/// Each storage gives its promises anew in each call.
pub(crate) fn keeps_its_promises(objects: &dyn Objects, root: &Name, race: Race) {
    what_was_created_is_read_back_and_stays(objects, root);
    what_is_not_there_is_said_to_be_missing(objects, root);
    a_listing_has_the_names_below_a_folder_and_no_others(objects, root);
    names_that_begin_alike_are_different_objects(objects, root);
    sizes_are_bounded(objects, root);
    for round in 0..race.rounds {
        one_of_many_writers_wins(
            objects,
            &root.join(&format!("race/{round}")).unwrap(),
            race.writers,
        );
    }
}

fn below(root: &Name, name: &str) -> Name {
    root.join(name).unwrap()
}

/// Every value of a byte, and lengths around what a system handles at once.
fn what_was_created_is_read_back_and_stays(objects: &dyn Objects, root: &Name) {
    for size in [0, 1, 648, 4095, 4096, 65_537, 4 * MIB] {
        let object = below(root, &format!("sizes/{size}"));
        let bytes: Vec<u8> = (0..=u8::MAX).rev().cycle().take(size).collect();
        assert_eq!(
            objects.create(&object, &bytes),
            Ok(Creation::Created),
            "{size}"
        );
        assert_eq!(
            objects.create(&object, &bytes),
            Ok(Creation::Exists),
            "{size}"
        );
        assert_eq!(
            objects.create(&object, b"other"),
            Ok(Creation::Exists),
            "{size}"
        );
        assert_eq!(objects.create(&object, b""), Ok(Creation::Exists), "{size}");
        assert!(
            objects.get(&object, size).unwrap() == bytes,
            "{size} bytes differ"
        );
    }
}

fn what_is_not_there_is_said_to_be_missing(objects: &dyn Objects, root: &Name) {
    for name in ["nothing", "no/such/folder"] {
        let object = below(root, name);
        assert_eq!(
            objects.get(&object, MIB),
            Err(ObjectsError::NotFound),
            "{name}"
        );
        assert_eq!(objects.list(&object, 10), Ok(Vec::new()), "{name}");
    }
    // A folder is not an object, and asking has made none.
    objects.create(&below(root, "folder/object"), b"x").unwrap();
    assert!(objects.get(&below(root, "folder"), MIB).is_err());
    assert_eq!(
        objects.get(&below(root, "nothing"), MIB),
        Err(ObjectsError::NotFound)
    );
}

fn a_listing_has_the_names_below_a_folder_and_no_others(objects: &dyn Objects, root: &Name) {
    let names = [
        "list/a/1",
        "list/a/2",
        "list/a/deeper/3",
        "list/ab/4",
        "list/b",
        "list/a.5",
    ];
    for name in names {
        objects.create(&below(root, name), name.as_bytes()).unwrap();
    }
    let listed = |folder: &str, most| objects.list(&below(root, folder), most);
    let expected = |names: &[&str]| {
        names
            .iter()
            .map(|name| below(root, name))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed("list/a", 3),
        Ok(expected(&["list/a/1", "list/a/2", "list/a/deeper/3"]))
    );
    assert_eq!(listed("list/a", 2), Err(ObjectsError::TooLarge));
    let mut all = expected(&names);
    all.sort();
    assert_eq!(listed("list", 6), Ok(all));
    assert_eq!(listed("lis", 6), Ok(Vec::new()));
}

fn names_that_begin_alike_are_different_objects(objects: &dyn Objects, root: &Name) {
    let names = ["alike/1", "alike/12", "alike/1.x", "alike/1-x", "alike/1_x"];
    for name in names {
        assert_eq!(
            objects.create(&below(root, name), name.as_bytes()),
            Ok(Creation::Created)
        );
    }
    for name in names {
        assert_eq!(
            objects.get(&below(root, name), 64).unwrap(),
            name.as_bytes()
        );
    }
    // Not every storage can have an object below another. None may lose one for it.
    let _ = objects.create(&below(root, "alike/1/below"), b"below");
    assert_eq!(
        objects.get(&below(root, "alike/1"), 64).unwrap(),
        b"alike/1"
    );
    let _ = objects.create(&below(root, "alike"), b"above");
    assert_eq!(
        objects.get(&below(root, "alike/12"), 64).unwrap(),
        b"alike/12"
    );
}

fn sizes_are_bounded(objects: &dyn Objects, root: &Name) {
    let object = below(root, "ten");
    objects.create(&object, &[7; 10]).unwrap();
    assert_eq!(objects.get(&object, 9), Err(ObjectsError::TooLarge));
    assert_eq!(objects.get(&object, 0), Err(ObjectsError::TooLarge));
    assert_eq!(objects.get(&object, usize::MAX).unwrap(), [7; 10]);
    let too_large = vec![0; MAX_BYTES + 1];
    let object = below(root, "too-large");
    assert_eq!(
        objects.create(&object, &too_large),
        Err(ObjectsError::TooLarge)
    );
    assert_eq!(objects.get(&object, MIB), Err(ObjectsError::NotFound));
}

/// A writer that got no answer may have won: it looks.
fn one_of_many_writers_wins(objects: &dyn Objects, object: &Name, writers: usize) {
    let barrier = Barrier::new(writers);
    let bytes_of = |writer: usize| format!("writer {writer} ").repeat(50).into_bytes();
    let answers: Vec<_> = thread::scope(|scope| {
        let write = |writer| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                objects.create(object, &bytes_of(writer))
            })
        };
        let running: Vec<_> = (0..writers).map(write).collect();
        running
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .collect()
    });
    let found = objects.get(object, MIB).unwrap();
    let won = |writer: &usize| bytes_of(*writer) == found;
    let winner = (0..writers)
        .find(won)
        .expect("somebody's whole bytes are there");
    let told = (0..writers).filter(|writer| answers.get(*writer) == Some(&Ok(Creation::Created)));
    let told: BTreeSet<usize> = told.collect();
    let is_silent = answers.get(winner) == Some(&Err(ObjectsError::NoAnswer));
    assert!(
        told == BTreeSet::from([winner]) || (told.is_empty() && is_silent),
        "{winner} won: {answers:?}"
    );
    let others = answers
        .iter()
        .filter(|answer| **answer != Ok(Creation::Created));
    for answer in others {
        let may_be = [Ok(Creation::Exists), Err(ObjectsError::NoAnswer)];
        assert!(may_be.contains(answer), "{answer:?}");
    }
}
