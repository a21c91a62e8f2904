//! What is wanted of items.

use super::items::{NAME, NOTHING};
use crate::ops::{BACKUP_CODES, OTP, is_secret};
use crate::tests::world::World;
use crate::{NewVersion, Op, PutItem, UsedCode, shared_fields};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vault::{Account, BackupCode, BackupCodeSet, Id};
use zeroize::Zeroizing;

/// `stale`: by somebody who saw the item when it was new, and not since.
#[derive(Clone, Debug)]
pub(in crate::tests) enum OnItem {
    Put { fields: Fields, stale: bool },
    Delete { stale: bool },
    UseCounter(u64),
    UseBackup { set: u8, index: u64 },
}

/// Fields by number. There are few secrets, so that one comes again that somebody saw.
#[derive(Clone, Copy, Debug)]
pub(in crate::tests) struct Fields {
    name: Option<u8>,
    /// An even number and the next one are the same secret with six digits and with eight.
    otp: Option<u8>,
    /// 0: there are none any more.
    codes: Option<u8>,
}

/// Both secrets of an item.
pub(super) fn secrets() -> impl Strategy<Value = Fields> {
    (0..8_u8, 0..4_u8).prop_map(|(otp, codes)| Fields {
        name: None,
        otp: Some(otp),
        codes: Some(codes),
    })
}

/// One field at least: each has its bit.
fn fields() -> impl Strategy<Value = Fields> {
    let fields = (any::<u8>(), secrets(), 1..8_u8);
    fields.prop_map(|(name, Fields { otp, codes, .. }, which)| Fields {
        name: Some(name).filter(|_| which & 1 > 0),
        otp: otp.filter(|_| which & 2 > 0),
        codes: codes.filter(|_| which & 4 > 0),
    })
}

pub(super) fn on_item() -> impl Strategy<Value = OnItem> {
    let stale = any::<bool>();
    prop_oneof![
        10 => (fields(), stale).prop_map(|(fields, stale)| OnItem::Put { fields, stale }),
        1 => stale.prop_map(|stale| OnItem::Delete { stale }),
        2 => (0..3_u64).prop_map(OnItem::UseCounter),
        1 => (0..2_u8, 0..2_u64).prop_map(|(set, index)| OnItem::UseBackup { set, index }),
    ]
}

pub(super) fn op_on_item(
    world: &mut World,
    item: Id,
    wish: &OnItem,
    revs: &BTreeMap<Id, u64>,
) -> Op {
    let is_known = world.state().items().contains_key(&item);
    let newest = world.state().head().slot;
    let base = |stale: bool| match (is_known, stale) {
        (true, true) => revs[&item],
        (true, false) => newest,
        (false, _) => 0,
    };
    let used = |code| Op::MarkCodeUsed { item, code };
    match *wish {
        OnItem::Put { fields, stale } => {
            let fields = encoded(item, fields);
            Op::PutItem(PutItem {
                item,
                base_rev: base(stale),
                versions: versions(world, item, &fields, stale),
                fields,
            })
        }
        OnItem::Delete { stale } => Op::DeleteItem {
            item,
            base_rev: base(stale),
        },
        OnItem::UseCounter(counter) => used(UsedCode::Counter(counter)),
        OnItem::UseBackup { set, index } => {
            let set = Id::from_bytes([set; 16]);
            used(UsedCode::Backup { set, index })
        }
    }
}

fn encoded(item: Id, fields: Fields) -> BTreeMap<u64, Zeroizing<Vec<u8>>> {
    let name = fields.name.map(|number| format!("Name {number}"));
    let otp = fields.otp.unwrap_or_default();
    let secret = Secret::new(Zeroizing::new(vec![1 + otp / 2; 20])).unwrap();
    let kind = Kind::Totp {
        algorithm: Algorithm::Sha1,
        digits: [Digits::SIX, Digits::EIGHT][usize::from(otp % 2)],
        period: Period::THIRTY,
    };
    let otp = Otp::new(secret, kind, None).unwrap();
    let name = name.unwrap_or_default();
    let mut account = Account::new(item, name, String::new(), otp, UnixTime::EPOCH);
    let code = |number| BackupCode::new(SecretText::new(format!("Code {number}")));
    account.backup_code_sets = vec![BackupCodeSet::new(
        item,
        UnixTime::EPOCH,
        fields.codes.map(code).into_iter().collect(),
    )];
    let mut encoded = shared_fields(&account);
    if fields.codes == Some(0) {
        encoded.insert(BACKUP_CODES, Zeroizing::new(NOTHING.to_vec()));
    }
    let wanted = [
        fields.name.map(|_| NAME),
        fields.otp.map(|_| OTP),
        fields.codes.map(|_| BACKUP_CODES),
    ];
    encoded.retain(|field, _| wanted.contains(&Some(*field)));
    encoded
}

/// A version for each secret, in the place of all of its field, or of none by somebody who did not see them.
fn versions(
    world: &mut World,
    item: Id,
    fields: &BTreeMap<u64, Zeroizing<Vec<u8>>>,
    stale: bool,
) -> Vec<NewVersion> {
    let mut versions = Vec::new();
    for field in fields.keys().copied().filter(|field| is_secret(*field)) {
        let known = world.state().items().get(&item);
        let known = known.iter().flat_map(|item| item.secrets());
        let known = known.filter(|one| one.field == field && !stale);
        let mut replaces: Vec<Id> = known.map(|one| one.version).collect();
        replaces.sort();
        let version = Id::generate(&mut world.rng);
        versions.push(NewVersion {
            field,
            version,
            replaces,
        });
    }
    versions
}
