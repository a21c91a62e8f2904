//! Devices of a team's members, and this one's way into the storage.

use serde::Serialize;
use session::escape;
use session::teams::{self, Held, Outcome};

use super::{changed, open_team};
use crate::args::{OfDevice, OfTeam, SetStorage};
use crate::context::Context;
use crate::failure::Failure;
use crate::unlock::open;

pub(super) fn devices(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        device: String,
        member: String,
        last_seen: Option<u64>,
        this: bool,
    }
    let (_, team) = open_team(context, &args.name)?;
    let devices = teams::devices(&team);
    if context.global.json {
        let devices = devices.into_iter().map(|device| Json {
            device: device.id.to_string(),
            member: device.member,
            last_seen: device.last_seen.map(|time| time.get()),
            this: device.is_this,
        });
        return Ok(context.out.json(&devices.collect::<Vec<_>>())?);
    }
    let words = context.words;
    let rows = devices.into_iter().map(|device| {
        let this = device.is_this.then(|| words.plain("team-this"));
        vec![
            crate::print::short(device.id),
            escape(&device.member).into_owned(),
            device.last_seen.map(session::show_time).unwrap_or_default(),
            this.unwrap_or_default(),
        ]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

pub(super) fn revoke(context: &mut Context<'_>, args: &OfDevice) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let mut held = Held(&mut context.effects, &mut vault);
    teams::revoke(&mut held, &mut team, &args.device)?;
    changed(context, team.name(), Outcome::Written)
}

pub(super) fn storage(context: &mut Context<'_>, args: SetStorage) -> Result<(), Failure> {
    let storage = super::storage(context.words, args.storage)?;
    let mut vault = open(context)?;
    let mut held = Held(&mut context.effects, &mut vault);
    teams::set_storage(&mut held, &args.name, storage)?;
    changed(context, &args.name, Outcome::Written)
}
