//! What the items are once the changes that wait are written, as far as one device can tell.

use crate::author::Change;
use crate::item::Item;
use crate::ops::Op;
use crate::state::State;
use std::collections::BTreeMap;
use vault::Id;

impl State {
    /// The items, with these changes on top. What cannot be carried out is left out; the log decides in the end.
    pub fn items_with(&self, changes: &[Change]) -> BTreeMap<Id, Item> {
        let mut items = self.items().clone();
        let slot = self.next_slot();
        for op in changes.iter().flat_map(|change| &change.ops) {
            if let Op::PutItem(put) = op {
                let mut item = items.get(&put.item).cloned().unwrap_or_default();
                if item.put(put, slot).is_ok() {
                    items.insert(put.item, item);
                }
            } else if let Op::DeleteItem { item, base_rev } = op
                && let Some(item) = items.get_mut(item)
            {
                item.delete(*base_rev, slot);
            }
        }
        items
    }

    /// Whether the log has this change.
    pub fn has_change(&self, op_id: Id) -> bool {
        self.op_ids.contains(&op_id)
    }

    /// The `device_seq` of the newest valid entry of a device; 0: there is none.
    pub fn last_seq(&self, device: Id) -> u64 {
        self.last_seq.get(&device).copied().unwrap_or(0)
    }
}
