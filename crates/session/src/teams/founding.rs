//! Making a team vault.

use super::hold::Hold;
use super::local::Local;
use super::storage::{StorageOptions, probe_error, storage_error};
use super::{TeamView, copy_key, milliseconds};
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
    hold: &mut impl Hold,
    name: &str,
    (storage, user): (StorageOptions, &str),
) -> Result<Id, UserError> {
    check_name(name)?;
    check_name(user)?;
    hold.hold(|_, open| refuse_name(open, name))?;
    let place = storage.read(name)?;
    let objects = place.open()?;
    refuse_used(&*objects)?;
    probe(&*objects).map_err(probe_error)?;
    let mut team = Team::new(name.to_owned());
    team.set_storage(place.to_bytes());
    let first = hold.hold(|effects, open| First::make(effects, open, (&mut team, user)))?;
    write_first(&*objects, &first)?;
    hold.hold(|effects, open| {
        open.change(effects, |vault, _| {
            match vault.document_mut().add_team(first.id, team) {
                true => Ok(()),
                false => Err(Code::VaultFull.into()),
            }
        })
    })?;
    Ok(first.id)
}

fn refuse_name(open: &OpenVault, name: &str) -> Result<(), UserError> {
    let teams = super::list(open);
    let is_taken = |team: &TeamView| team.name.to_lowercase() == name.to_lowercase();
    if teams.iter().any(is_taken) {
        return Err(UserError::new(Code::TeamExists).with("name", name));
    }
    match teams.len() >= MAX_TEAMS {
        true => Err(Code::VaultFull.into()),
        false => Ok(()),
    }
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

/// The first entry of a log.
struct First {
    id: Id,
    name: Name,
    bytes: Vec<u8>,
}

impl First {
    /// Makes it, and what this computer keeps of it; its keys go into `team`.
    fn make(
        effects: &mut Effects,
        open: &OpenVault,
        (team, user): (&mut Team, &str),
    ) -> Result<Self, UserError> {
        let seed = new_seed(effects);
        let member = MemberKey::from_seed(&seed);
        let device = DeviceKey::generate(effects.random());
        let now = milliseconds(effects.now()?);
        let names = (user.to_owned(), "computer".to_owned());
        let (bytes, keys) = team::create(&member, &device, names, now, effects.random());
        team.add_seed(seed);
        team.add_epoch_key(0, copy_key(keys.get(0).ok_or(Code::TeamLogDamaged)?));
        let (id, name) = name_of(keys, &bytes, &device)?;
        let local = Local::of(effects, open.id(), id)?;
        let next_seq = 1;
        let kept = KeptDevice {
            key: device,
            next_seq,
        };
        local.keep(effects, open, &kept)?;
        let copied = local.copy()?.create(&name, &bytes);
        copied.map_err(|error| local.copy_error(error))?;
        Ok(Self { id, name, bytes })
    }
}

/// The team vault's id and the object's name.
fn name_of(keys: EpochKeys, genesis: &[u8], device: &DeviceKey) -> Result<(Id, Name), UserError> {
    let mut log = Log::new(keys, None);
    let read = log.read(genesis, device);
    let id = log.state().vault();
    let name = log.name_of(id, 0).and_then(|name| Name::new(&name));
    match (read, name) {
        (Ok(team::Step::Valid(_)), Some(name)) => Ok((id, name)),
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

fn write_first(objects: &dyn Objects, first: &First) -> Result<(), UserError> {
    let written = objects.create(&first.name, &first.bytes);
    match objects.get(&first.name, MAX_BYTES) {
        Ok(found) if found == first.bytes => {}
        Ok(_) => return Err(Code::TeamStorageUnsafe.into()),
        Err(error) => return Err(storage_error(written.err().unwrap_or(error))),
    }
    let hint = Name::new("vault.json").ok_or(Code::TeamStorageMalformed)?;
    let text = format!("{{\"countersign-team\": 1, \"vault\": \"{}\"}}\n", first.id);
    // It tells people what lies there, and which vault an owner sheet is tried on; it proves nothing.
    let told = objects.create(&hint, text.as_bytes());
    told.map(drop).map_err(storage_error)
}
