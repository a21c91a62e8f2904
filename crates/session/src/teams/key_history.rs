//! Every key that ever was in a team vault: of members and devices, of those who left too.

use super::lines::LogLine;
use super::running::TeamVault;
use super::time_of;
use otp::UnixTime;
use std::collections::BTreeMap;
use team::Verified;
use vault::Id;

/// What a key is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyKind {
    /// It certifies devices.
    Member,
    /// It reads and writes.
    Device,
}

/// A key and what the log says of it.
#[derive(Clone, Debug)]
pub struct KeyView {
    /// Whose it is.
    pub member_id: Id,
    /// What the member is called.
    pub member: String,
    /// What it is for.
    pub kind: KeyKind,
    /// Names the key.
    pub id: Id,
    /// How it was checked when the member came in; `None`: a device that came later, certified by the member's key.
    pub verified: Option<Verified>,
    /// When and by whom it was added, by the author's clock.
    pub added: Option<(UnixTime, String)>,
    /// When and by whom it was taken out, by the author's clock.
    pub ended: Option<(UnixTime, String)>,
}

/// What was done to a key.
struct Life<'a> {
    added: BTreeMap<Id, &'a LogLine>,
    ended: BTreeMap<Id, &'a LogLine>,
}

impl<'a> Life<'a> {
    fn of(history: &'a [LogLine]) -> Self {
        let (mut added, mut ended) = (BTreeMap::new(), BTreeMap::new());
        for line in history {
            let Some(about) = line.about else {
                continue;
            };
            match line.op {
                "created" | "add-member" | "add-device" => drop(added.insert(about, line)),
                "remove-member" | "revoke-device" => drop(ended.insert(about, line)),
                _ => {}
            }
        }
        Self { added, ended }
    }
}

/// All keys, by member in the order in which the members came: the member's own first, then those of its devices.
pub fn keys(team: &TeamVault) -> Vec<KeyView> {
    let (state, life) = (team.state(), Life::of(&team.history));
    let name = |id: Id| {
        let member = state.members().get(&id);
        member.map_or_else(|| id.to_string(), |member| member.name.clone())
    };
    let said =
        |line: Option<&&LogLine>| line.map(|line| (time_of(line.wall_ms), name(line.member)));
    let members = state.members().iter().map(|(id, member)| KeyView {
        member_id: *id,
        member: member.name.clone(),
        kind: KeyKind::Member,
        id: *id,
        verified: Some(member.verified),
        added: said(life.added.get(id)),
        ended: said(life.ended.get(id)),
    });
    let devices = state.devices().iter().map(|(id, device)| {
        // The first device of a member came with it.
        let later = life.added.get(id);
        let member = state.members().get(&device.member);
        let verified = member.map(|member| member.verified);
        KeyView {
            member_id: device.member,
            member: name(device.member),
            kind: KeyKind::Device,
            id: *id,
            verified: verified.filter(|_| later.is_none()),
            added: said(later.or(life.added.get(&device.member))),
            ended: said(life.ended.get(id).or(life.ended.get(&device.member))),
        }
    });
    let mut keys: Vec<KeyView> = members.chain(devices).collect();
    let came = |id: &Id| life.added.get(id).map(|line| line.slot);
    keys.sort_by_cached_key(|key| {
        // Before the devices that came later is the one that came with the member, of which there is no line.
        let is_device = key.kind == KeyKind::Device;
        (
            came(&key.member_id),
            key.member_id,
            is_device,
            came(&key.id),
            key.id,
        )
    });
    keys
}
