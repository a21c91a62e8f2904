//! The devices of the members: each is one installation with one vault.

use super::hold::Hold;
use super::joining::written;
use super::running::TeamVault;
use super::time_of;
use crate::error::{Code, UserError};
use otp::UnixTime;
use team::Op;
use vault::Id;

/// A device that reads and writes a team vault.
#[derive(Clone, Debug)]
pub struct DeviceView {
    /// Names the device.
    pub id: Id,
    /// What its member is called.
    pub member: String,
    /// When it wrote last, by its own clock.
    pub last_seen: Option<UnixTime>,
    /// It is the one that asks.
    pub is_this: bool,
}

/// The devices that are not taken out, by member.
pub fn devices(team: &TeamVault) -> Vec<DeviceView> {
    let state = team.state();
    let active = state.devices().iter().filter(|(_, one)| one.is_active);
    let mut devices: Vec<DeviceView> = active
        .map(|(id, device)| {
            let member = state.members().get(&device.member);
            let lines = team.history.iter().filter(|line| line.device == *id);
            DeviceView {
                id: *id,
                member: member.map_or_else(String::new, |member| member.name.clone()),
                last_seen: lines.map(|line| line.wall_ms).max().map(time_of),
                is_this: *id == team.client.device().id(),
            }
        })
        .collect();
    devices.sort_by_cached_key(|device| (device.member.to_lowercase(), device.id));
    devices
}

/// Takes a device out, named by the beginning of its id, 4 digits or more. From then on everything is written under a key
/// that it does not get. Its member may add another: where a whole vault was stolen, the member is to be removed.
///
/// # Errors
/// `team-no-device`, `team-device-ambiguous`, `team-this-device`, `team-not-allowed`; an alarm; the codes of the storage.
pub fn revoke(hold: &mut impl Hold, team: &mut TeamVault, name: &str) -> Result<(), UserError> {
    let devices = devices(team);
    let found = devices
        .iter()
        .filter(|one| crate::codes::is_id_prefix(one.id, name));
    let device = match found.collect::<Vec<_>>().as_slice() {
        [one] if one.is_this => return Err(Code::TeamThisDevice.into()),
        [one] => one.id,
        [] => return Err(UserError::new(Code::TeamNoDevice).with("name", name)),
        [..] => return Err(UserError::new(Code::TeamDeviceAmbiguous).with("name", name)),
    };
    written(team, hold, vec![Op::RevokeDevice { device }])
}
