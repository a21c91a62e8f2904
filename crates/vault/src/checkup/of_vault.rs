//! What is weak about the vault itself.

use super::{Facts, Finding};
use crate::kdf::Kdf;
use crate::slot::{SlotInfo, SlotKind};

/// Below this score `zxcvbn` calls a password guessable by whoever has the file.
const GOOD_PASSWORD: u8 = 3;
/// In seconds.
const OLD_BACKUP: u64 = 30 * 86_400;
/// In seconds: half of the usual period of a code.
const CLOCK_OFF: u64 = 15;

pub(super) fn findings(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_weak = facts
        .password_score
        .is_some_and(|score| score < GOOD_PASSWORD);
    findings.extend(is_weak.then_some(Finding::WeakPassword));
    let mut costs = facts.slots.iter().filter_map(|slot| slot.kdf);
    let is_cheap = costs.any(|kdf| kdf.work() < Kdf::FLOOR.work());
    findings.extend(is_cheap.then_some(Finding::WeakKdf));
    findings.extend(ways_back(&facts.slots));
    findings.extend(backup(facts));
    let is_off = facts
        .clock_ahead
        .is_some_and(|ahead| ahead.unsigned_abs() > CLOCK_OFF);
    findings.extend(is_off.then_some(Finding::ClockOff));
    findings.extend(facts.teams.is_sole_owner.then_some(Finding::SoleOwner));
    let owes = facts.teams.owes_rotation;
    findings.extend(owes.then_some(Finding::SharedWithFormerMember));
    findings
}

/// Two ways that depend on no computer are enough without a kit: two security keys, say.
fn ways_back(slots: &[SlotInfo]) -> Option<Finding> {
    let count = |kind| slots.iter().filter(|slot| slot.kind == kind).count();
    let mut kits = slots
        .iter()
        .filter(|slot| slot.kind == SlotKind::Recovery)
        .peekable();
    if kits.peek().is_some() {
        let is_tested = kits.any(|kit| kit.tested.is_some());
        return (!is_tested).then_some(Finding::RecoveryKitUntested);
    }
    if count(SlotKind::Password) + count(SlotKind::Fido2) > 1 {
        return None;
    }
    Some(match count(SlotKind::Keyring) {
        0 => Finding::NoRecoveryKit,
        _ => Finding::KeyringOnlyRisk,
    })
}

fn backup(facts: &Facts) -> Option<Finding> {
    let made = facts.backup_made.filter(|_| facts.backup_proved);
    let Some(made) = made else {
        return Some(Finding::BackupUnproved);
    };
    let age = facts.now.get().saturating_sub(made.get());
    (age > OLD_BACKUP).then_some(Finding::BackupOld)
}
