//! Coming back with an owner sheet: it lets its holder in as an owner (docs/team-log.md, "Owner sheets").

use super::founding::{check_name, new_seed};
use super::hold::Hold;
use super::joining::{MAX_MESSAGE, inbox, other_answers, read_log, take_over, walk_back};
use super::local::Local;
use super::milliseconds;
use super::refusals::{halted, not_written};
use super::rejoining::unused_key;
use super::returning::{NO_INVITATION, NO_TOKEN, has_all_pins};
use super::sheet::OwnerSheet;
use super::storage::{Place, StorageOptions, storage_error};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{Creation, MAX_BYTES, Name, Objects, ObjectsError};
use serde::Deserialize;
use team::{
    Action, AddMember, Client, DeviceKey, EpochKeys, Listing, Log, MemberKey, Op, Outbox, Role,
    State, Verified, Welcome, member_id, plan,
};
use vault::{Id, Team};

/// Longest hint that is read, in bytes.
const MAX_HINT: usize = 4096;
/// How often the storage is asked for one entry. Others write at the same time, and it may answer with nothing.
const TRIES: usize = 64;

/// Reads the team vault as the sheet's device, and makes the user an owner of it, unless the user is a member who only
/// lacks its key. What the sheet said is taken over after the whole log was read. Doing it again goes on where an earlier
/// try ended. Gives the team vault's id, and what names it here.
///
/// # Errors
/// `team-sheet-unknown`, `team-sheet-replaced`, `team-already-in`, `team-changed-meanwhile`; an alarm, the codes of the
/// storage, or not saved.
pub fn recover_by_sheet(
    hold: &mut impl Hold,
    sheet: &OwnerSheet,
    (storage, user): (StorageOptions, &str),
) -> Result<(Id, String), UserError> {
    check_name(user)?;
    let place = storage.read("")?;
    let objects = place.open()?;
    let (id, paper) = (vault_on(&*objects, sheet)?, sheet.secret.device());
    let (mut log, welcome) = read_by(&*objects, id, &paper)?;
    let owner = member_id(&sheet.secret.member().public());
    let owner = log.state().members().get(&owner);
    if !owner.is_some_and(|owner| owner.removed.is_none() && owner.role == Role::Owner) {
        return Err(Code::TeamSheetReplaced.into());
    }
    let newcomer = hold.hold(|effects, open| newcomer(effects, open, (&place, log.state())))?;
    if let Some((member, device)) = newcomer {
        let add = Op::AddMember(AddMember {
            member_key: member.public(),
            role: Role::Owner,
            name: user.to_owned(),
            // Whoever has the paper sits at this computer.
            verified: Verified::Live,
            invitation: None,
            device: member.certify(id, &device, "computer".to_owned()),
        });
        log = write_by(hold, &*objects, (log, paper), add)?;
    }
    hold.hold(|effects, open| take_over(effects, open, id, (&log, &welcome)))?;
    let told = Place::read(&welcome.storage);
    let name = told.as_ref().map_or("", |place| &place.name);
    Ok((id, super::shown_name(id, name)))
}

/// Which team vault it is: as the sheet says, else as the storage does, which proves nothing and need not.
fn vault_on(objects: &dyn Objects, sheet: &OwnerSheet) -> Result<Id, UserError> {
    #[derive(Deserialize)]
    struct Hint {
        vault: String,
    }
    if let Some((id, _)) = &sheet.told {
        return Ok(*id);
    }
    let name = Name::new("vault.json").ok_or(Code::TeamStorageMalformed)?;
    let hint = match objects.get(&name, MAX_HINT) {
        Ok(hint) => hint,
        Err(ObjectsError::NotFound | ObjectsError::TooLarge) => {
            return Err(Code::TeamSheetUnknown.into());
        }
        Err(error) => return Err(storage_error(error)),
    };
    let hint: Hint = serde_json::from_slice(&hint).map_err(|_| Code::TeamSheetUnknown)?;
    hint.vault
        .parse()
        .map_err(|_| Code::TeamSheetUnknown.into())
}

/// The log as the sheet's device reads it, and the welcome that it got when it was enrolled, or one beside that.
fn read_by(objects: &dyn Objects, id: Id, paper: &DeviceKey) -> Result<(Log, Welcome), UserError> {
    let name = inbox(NO_INVITATION, paper.id(), "-welcome")?;
    let first = match objects.get(&name, MAX_MESSAGE) {
        Ok(sealed) => read_with(objects, id, (paper, &sealed)),
        Err(ObjectsError::NotFound | ObjectsError::TooLarge) => Err(Code::TeamSheetUnknown.into()),
        Err(error) => Err(storage_error(error)),
    };
    first.or_else(|not_good| {
        let others = other_answers(objects, NO_INVITATION, paper.id())?;
        let mut others = others.iter();
        let good = others.find_map(|sealed| read_with(objects, id, (paper, sealed)).ok());
        good.ok_or(not_good)
    })
}

/// The same with one welcome. That the log has the device's certificate for this very vault proves that it is the sheet's:
/// nobody else could sign it.
fn read_with(
    objects: &dyn Objects,
    id: Id,
    (paper, sealed): (&DeviceKey, &[u8]),
) -> Result<(Log, Welcome), UserError> {
    let (epoch, key) = Welcome::unchecked_key(sealed, id, paper).ok_or(Code::TeamSheetUnknown)?;
    let mut keys = EpochKeys::new(epoch, key);
    walk_back(objects, id, &mut keys)?;
    let is_removed = |error: &UserError| error.code() == Code::TeamRemoved;
    let enrolled = Welcome::unchecked_slot(sealed, id, paper).ok_or(Code::TeamSheetUnknown)?;
    let log = match read_log(objects, id, (keys, enrolled), paper, |_| ()) {
        Err(error) if is_removed(&error) => return Err(Code::TeamSheetReplaced.into()),
        read => read?,
    };
    let state = log.state();
    // Whoever posted it may have left since; what counts of it is how far the log went then.
    let signer = |device: Id| Some(state.devices().get(&device)?.record.signing);
    let welcome = Welcome::open(sealed, (id, &NO_TOKEN), paper, signer);
    let welcome = welcome.ok_or(Code::TeamWelcome)?;
    match state.hash_at(welcome.head.slot) == Some(welcome.head.hash) {
        true => Ok((log, welcome)),
        false => Err(UserError::new(Code::TeamRollback).with("slot", welcome.head.slot)),
    }
}

/// The member key and device with which the user comes in: those of an earlier try, else new ones, kept durably before
/// anything is written. `None`: the user is a member, and only the key is missing.
fn newcomer(
    effects: &mut Effects,
    open: &mut OpenVault,
    (place, state): (&Place, &State),
) -> Result<Option<(MemberKey, DeviceKey)>, UserError> {
    let id = state.vault();
    let known = open.document().team(id);
    has_all_pins(known, state)?;
    let seeds = known.map(Team::seeds).unwrap_or_default();
    let member_of = |seed| {
        let id = member_id(&MemberKey::from_seed(seed).public());
        state.members().get(&id)
    };
    let is_member = seeds
        .iter()
        .any(|seed| member_of(seed).is_some_and(|member| member.removed.is_none()));
    let has_key =
        known.is_some_and(|team| team.epoch_keys().any(|(epoch, _)| epoch == state.epoch()));
    if is_member {
        return if has_key {
            Err(Code::TeamAlreadyIn.into())
        } else {
            Ok(None)
        };
    }
    // The log does not know the key of an earlier try yet.
    if known
        .and_then(|team| unused_key(team, Some(state)))
        .is_none()
    {
        let (seed, storage) = (new_seed(effects), place.to_bytes());
        open.change(effects, |vault, _| {
            let document = vault.document_mut();
            if document.team(id).is_none() && !document.add_team(id, Team::new(String::new())) {
                return Err(Code::VaultFull.into());
            }
            let team = document.team_mut(id).ok_or(Code::TeamNotFound)?;
            team.add_seed(seed);
            team.set_storage(storage);
            Ok(())
        })?;
    }
    let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
    let member = unused_key(kept, Some(state)).ok_or(Code::TeamNotFound)?;
    let local = Local::of(effects, open.id(), id)?;
    let device = local.device(effects, open)?.key;
    match state.devices().contains_key(&device.id()) {
        // It was taken out with the member that it belonged to, and is never added again.
        true => Ok(Some((member, local.new_device(effects, open)?.key))),
        false => Ok(Some((member, device))),
    }
}

/// Writes one change with the sheet's device, and reads it back.
fn write_by(
    hold: &mut impl Hold,
    objects: &dyn Objects,
    (log, paper): (Log, DeviceKey),
    op: Op,
) -> Result<Log, UserError> {
    let mut client = Client::new(log, Outbox::default(), paper);
    let op_id = hold.hold(|effects, _| {
        let now = milliseconds(effects.now()?);
        Ok(client.queue(vec![op], false, now, effects.random()))
    })?;
    let mut listing = Listing::Unknown;
    for _ in 0..TRIES {
        let Some(action) = plan(&client, &listing).into_iter().next() else {
            break;
        };
        match action {
            Action::Pin(pin) => client.pinned(pin),
            Action::Get { slot, name } => listing = get(objects, slot, &name)?,
            Action::Read { bytes } => {
                let read = client.read(&bytes);
                read.map_err(|halt| halted(halt, client.log().state()))?;
                listing = Listing::Unknown;
            }
            Action::Ends => break,
            Action::Seal => hold.hold(|effects, _| {
                client.seal_next(effects.random());
                Ok(())
            })?,
            Action::Create { name, bytes } => {
                let name = Name::new(&name).ok_or(Code::TeamStorageMalformed)?;
                match objects.create(&name, &bytes) {
                    Ok(Creation::Created | Creation::Exists) | Err(ObjectsError::NoAnswer) => {}
                    Err(error) => return Err(storage_error(error)),
                }
                listing = Listing::Unknown;
            }
        }
    }
    if let Some(returned) = client.take_returned().into_iter().next() {
        return Err(not_written(returned.why));
    }
    match client.log().state().has_change(op_id) {
        true => Ok(client.into_log()),
        false => Err(Code::TeamStorageNoAnswer.into()),
    }
}

fn get(objects: &dyn Objects, slot: u64, name: &str) -> Result<Listing, UserError> {
    let name = Name::new(name).ok_or(Code::TeamStorageMalformed)?;
    match objects.get(&name, MAX_BYTES) {
        Ok(bytes) => Ok(Listing::Found { slot, bytes }),
        Err(ObjectsError::NotFound) => Ok(Listing::Missing { slot }),
        Err(error) => Err(storage_error(error)),
    }
}
