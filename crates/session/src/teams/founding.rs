//! Making a team vault.

use super::local::Local;
use super::storage::{StorageOptions, probe_error, storage_error};
use super::{copy_key, milliseconds};
use crate::codes::check_label;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{MAX_BYTES, Name, Objects, ObjectsError, probe};
use team::{DeviceKey, EpochKeys, KeptDevice, Log, MemberKey};
use vault::{Id, MAX_TEAMS, Team};
use zeroize::Zeroizing;

/// Makes a team vault on a storage that has none, after the storage was tried. The user is its first owner.
///
/// # Errors
/// `team-exists`, `team-storage-used`, `team-storage-unsafe` and the other codes of the storage, or not saved.
pub fn create(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: &str,
    (storage, user): (StorageOptions, &str),
) -> Result<Id, UserError> {
    check_name(name)?;
    check_name(user)?;
    let teams = super::list(open);
    if teams
        .iter()
        .any(|team| team.name.to_lowercase() == name.to_lowercase())
    {
        return Err(UserError::new(Code::TeamExists).with("name", name));
    }
    if teams.len() >= MAX_TEAMS {
        return Err(Code::VaultFull.into());
    }
    let place = storage.read(name)?;
    let objects = place.open()?;
    refuse_used(&*objects)?;
    probe(&*objects).map_err(probe_error)?;
    let seed = new_seed(effects);
    let member = MemberKey::from_seed(&seed);
    let device = DeviceKey::generate(effects.random());
    let now = milliseconds(effects.now()?);
    let names = (user.to_owned(), "computer".to_owned());
    let (genesis, keys) = team::create(&member, &device, names, now, effects.random());
    let key = copy_key(keys.get(0).ok_or(Code::TeamLogDamaged)?);
    let first = first_entry(keys, &genesis, &device)?;
    let local = Local::of(effects, open.id(), first.id)?;
    local.keep(
        effects,
        open,
        &KeptDevice {
            key: device,
            next_seq: 1,
        },
    )?;
    write_first(&*objects, &first, &genesis)?;
    local
        .copy()?
        .create(&first.name, &genesis)
        .map_err(storage_error)?;
    let mut team = Team::new(name.to_owned());
    team.add_seed(seed);
    team.add_epoch_key(0, key);
    team.set_storage(place.to_bytes());
    open.change(effects, |vault, _| {
        match vault.document_mut().add_team(first.id, team) {
            true => Ok(()),
            false => Err(Code::VaultFull.into()),
        }
    })?;
    Ok(first.id)
}

pub(super) fn check_name(name: &str) -> Result<(), UserError> {
    check_label(name)?;
    match name.trim().is_empty() || name.len() > 256 {
        true => Err(Code::TeamNameMalformed.into()),
        false => Ok(()),
    }
}

pub(super) fn new_seed(effects: &mut Effects) -> Zeroizing<[u8; 32]> {
    let mut seed = Zeroizing::new([0; 32]);
    effects.random().fill_bytes(seed.as_mut_slice());
    seed
}

struct First {
    id: Id,
    name: Name,
}

fn first_entry(keys: EpochKeys, genesis: &[u8], device: &DeviceKey) -> Result<First, UserError> {
    let mut log = Log::new(keys, None);
    let read = log.read(genesis, device);
    let id = log.state().vault();
    let name = log.name_of(id, 0).and_then(|name| Name::new(&name));
    match (read, name) {
        (Ok(team::Step::Valid(_)), Some(name)) => Ok(First { id, name }),
        _ => Err(Code::TeamLogDamaged.into()),
    }
}

/// A storage that already has a log is somebody's.
fn refuse_used(objects: &dyn Objects) -> Result<(), UserError> {
    let log = Name::new("log").ok_or(Code::TeamStorageMalformed)?;
    match objects.list(&log, 1) {
        Ok(names) if names.is_empty() => Ok(()),
        Ok(_) | Err(ObjectsError::TooLarge) => Err(Code::TeamStorageUsed.into()),
        Err(error) => Err(storage_error(error)),
    }
}

fn write_first(objects: &dyn Objects, first: &First, genesis: &[u8]) -> Result<(), UserError> {
    let written = objects.create(&first.name, genesis);
    match objects.get(&first.name, MAX_BYTES) {
        Ok(found) if found == genesis => {}
        Ok(_) => return Err(Code::TeamStorageUnsafe.into()),
        Err(error) => return Err(storage_error(written.err().unwrap_or(error))),
    }
    let hint = Name::new("vault.json").ok_or(Code::TeamStorageMalformed)?;
    let text = format!("{{\"countersign-team\": 1, \"vault\": \"{}\"}}\n", first.id);
    // It tells people what lies there; nothing depends on it.
    let told = objects.create(&hint, text.as_bytes());
    told.map(drop).map_err(storage_error)
}
