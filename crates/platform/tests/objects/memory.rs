//! The storage that tests of other rooms have.

use platform::objects::{MemoryObjects, probe};

use super::name;
use super::suite::{Race, keeps_its_promises};

#[test]
fn the_storage_of_tests_keeps_the_promises_of_real_ones() {
    let objects = MemoryObjects::default();
    let race = Race {
        writers: 20,
        rounds: 50,
    };
    keeps_its_promises(&objects, &name("suite"), race);
    assert_eq!(probe(&objects), Ok(()));
}
