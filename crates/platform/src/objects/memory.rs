//! A storage in memory: what a test has.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Creation, MAX_BYTES, Name, Objects, ObjectsError, refuse_size};

/// A storage in memory, gone with the value.
#[derive(Debug, Default)]
pub struct MemoryObjects {
    objects: Mutex<BTreeMap<Name, Vec<u8>>>,
}

impl MemoryObjects {
    fn objects(&self) -> MutexGuard<'_, BTreeMap<Name, Vec<u8>>> {
        // Each change is one step: a thread that broke left nothing half.
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Objects for MemoryObjects {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        refuse_size(bytes, MAX_BYTES)?;
        let mut objects = self.objects();
        if objects.contains_key(name) {
            return Ok(Creation::Exists);
        }
        objects.insert(name.clone(), bytes.to_vec());
        Ok(Creation::Created)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let objects = self.objects();
        let bytes = objects.get(name).ok_or(ObjectsError::NotFound)?;
        refuse_size(bytes, max_bytes)?;
        Ok(bytes.clone())
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let objects = self.objects();
        let names: Vec<Name> = objects
            .keys()
            .filter(|name| name.is_below(folder))
            .cloned()
            .collect();
        if names.len() > most {
            return Err(ObjectsError::TooLarge);
        }
        Ok(names)
    }
}
