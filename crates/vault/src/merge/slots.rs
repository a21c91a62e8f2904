//! The ways to unlock, where another program saved the vault meanwhile. A copy of the vault never gives any.

use crate::document::SlotName;
use crate::header::{MAX_PASSWORD_WORK, MAX_SLOTS, password_work};
use crate::id::Id;
use crate::slot::{Slot, SlotKind};

/// The slots after both changes: what either side added is there, what either side removed is not.
///
/// `None`: both changed the same slot, or together they would lock everybody out or be too many. Then nothing is merged,
/// because each answer would undo what somebody was told.
pub(crate) fn merge_slots(base: &[Slot], ours: &[Slot], theirs: &[Slot]) -> Option<Vec<Slot>> {
    let find = |slots: &'_ [Slot], id: Id| slots.iter().find(|slot| slot.id == id).cloned();
    let mut merged = Vec::new();
    let only_ours = ours.iter().filter(|slot| find(theirs, slot.id).is_none());
    for id in theirs.iter().chain(only_ours).map(|slot| slot.id) {
        let slot = match (find(base, id), find(ours, id), find(theirs, id)) {
            (_, Some(ours), Some(theirs)) if ours == theirs => Some(ours),
            (Some(base), Some(ours), Some(theirs)) if base == ours => Some(theirs),
            (Some(base), Some(ours), Some(theirs)) if base == theirs => Some(ours),
            // Changed here and there; or changed here and removed there.
            (_, Some(_), Some(_)) => return None,
            (Some(base), Some(one), None) | (Some(base), None, Some(one)) => {
                if base != one {
                    return None;
                }
                None
            }
            (None, ours, theirs) => ours.or(theirs),
            (Some(_), None, None) => None,
        };
        merged.extend(slot);
    }
    // The keyring has one secret.
    let keyrings = merged.iter().filter(|slot| slot.kind == SlotKind::Keyring);
    if keyrings.count() > 1 {
        return None;
    }
    let fits = merged.len() <= MAX_SLOTS && password_work(&merged) <= MAX_PASSWORD_WORK;
    (fits && is_enough(&merged)).then_some(merged)
}

/// As for removing a slot: a password, or two others that do not depend on this computer.
fn is_enough(slots: &[Slot]) -> bool {
    let dependable = |slot: &&Slot| matches!(slot.kind, SlotKind::Fido2 | SlotKind::Recovery);
    slots.iter().any(|slot| slot.kind == SlotKind::Password)
        || slots.iter().filter(dependable).count() >= 2
}

/// The names of the slots that there are: ours where we changed it, else theirs. A kit was tested when either says so.
pub(crate) fn merge_names(
    slots: &[Slot],
    base: &[SlotName],
    ours: Vec<SlotName>,
    theirs: Vec<SlotName>,
) -> Vec<SlotName> {
    let base = |id: Id| base.iter().find(|name| name.slot == id);
    let tested = |names: &[SlotName]| names.iter().map(|name| (name.slot, name.tested)).collect();
    let tested: [Vec<_>; 2] = [tested(&ours), tested(&theirs)];
    let mut merged: Vec<SlotName> = Vec::new();
    let (changed, unchanged): (Vec<_>, Vec<_>) = ours
        .into_iter()
        .partition(|name| base(name.slot).is_none_or(|base| base.name != name.name));
    for name in changed.into_iter().chain(theirs).chain(unchanged) {
        let is_there = slots.iter().any(|slot| slot.id == name.slot);
        if is_there && merged.iter().all(|known| known.slot != name.slot) {
            merged.push(name);
        }
    }
    for (slot, tested) in tested.into_iter().flatten() {
        if let Some(name) = merged.iter_mut().find(|name| name.slot == slot) {
            name.tested = name.tested.max(tested);
        }
    }
    make_unique(&mut merged);
    merged
}

/// Two programs may have given the same name to two slots; each name finds one slot.
fn make_unique(names: &mut [SlotName]) {
    for at in 1..names.len() {
        let (before, rest) = names.split_at_mut(at);
        let Some(name) = rest.first_mut() else { return };
        let own = name.name.clone();
        let mut number = 2;
        while before
            .iter()
            .any(|known| known.name.to_lowercase() == name.name.to_lowercase())
        {
            name.name = format!("{own} {number}");
            number += 1;
        }
    }
}
