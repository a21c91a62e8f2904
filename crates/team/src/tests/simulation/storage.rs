//! A storage that is late, loses requests, and carries some of them out long after nobody waits for them any more.

use super::super::counting::Counting;
use super::chance::draw;
use crate::Listing;
use std::collections::BTreeMap;

#[derive(Clone, Default)]
pub(super) struct Storage {
    pub(super) objects: BTreeMap<String, Vec<u8>>,
    /// Requests to create of which nobody knows whether they will be carried out.
    under_way: Vec<(String, Vec<u8>)>,
}

impl Storage {
    pub(super) fn new(objects: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            objects,
            under_way: Vec::new(),
        }
    }

    /// Whatever it answers, the client asks what is there: an answer proves nothing. So a lost reply, an error after the
    /// object was stored, and "already exists" for one's own object are all the same here.
    pub(super) fn create(&mut self, (name, bytes): (String, Vec<u8>), chance: &mut Counting) {
        match draw(chance, 8) {
            0 | 1 => {}
            2 => self.under_way.push((name, bytes)),
            _ => {
                self.objects.entry(name).or_insert(bytes);
            }
        }
    }

    pub(super) fn create_honestly(&mut self, (name, bytes): (String, Vec<u8>)) {
        self.objects.entry(name).or_insert(bytes);
    }

    /// What was under way arrives.
    pub(super) fn deliver(&mut self, chance: &mut Counting) {
        if !self.under_way.is_empty() {
            let which = draw(chance, self.under_way.len());
            let arrived = self.under_way.swap_remove(which);
            self.create_honestly(arrived);
        }
    }

    pub(super) fn genesis(&self) -> &[u8] {
        self.objects.first_key_value().unwrap().1
    }

    pub(super) fn get(&self, slot: u64, name: &str) -> Listing {
        match self.objects.get(name).cloned() {
            Some(bytes) => Listing::Found { slot, bytes },
            None => Listing::Missing { slot },
        }
    }
}
