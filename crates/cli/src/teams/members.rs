//! Members of a team: inviting, joining, letting in, roles, removing.

use std::path::Path;

use serde::Serialize;
use session::escape;
use session::teams::{self, Approval, Held, Link, Outcome, Role, Verified};

use super::{changed, open_team, read_role, role_name, with_way_in};
use crate::args::{Approve, Invite, Join, OfMember, OfTeam, SetRole, Storage};
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::prompt;
use crate::unlock::open;

pub(super) fn invite(context: &mut Context<'_>, args: &Invite) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json<'a> {
        link: &'a str,
        expires: u64,
    }
    if let Some(link) = &args.cancel {
        return cancel(context, &args.name, &Link::read(link)?);
    }
    let role = read_role(&args.role)?;
    if let Some(file) = &args.card {
        return invite_card(context, args, (file, role));
    }
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let (link, expires) =
        teams::invite(&mut Held(&mut context.effects, &mut vault), &mut team, role)?;
    let said = [
        ("link", link.as_str().into()),
        ("until", session::show_time(expires).into()),
    ];
    let json = Json {
        link: &link,
        expires: expires.get(),
    };
    context.done("team-link", &said, &json)
}

/// Takes an invitation back.
fn cancel(context: &mut Context<'_>, name: &str, link: &Link) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, name)?;
    let held = &mut Held(&mut context.effects, &mut vault);
    teams::cancel_invitation(held, &mut team, link)?;
    changed(context, team.name(), Outcome::Written)
}

/// Invites whoever has the keys of a contact card.
fn invite_card(
    context: &mut Context<'_>,
    args: &Invite,
    (file, role): (&Path, Role),
) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json<'a> {
        invitation: &'a str,
        expires: u64,
    }
    let card = teams::read_card(file)?;
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let (invitation, expires) = teams::invite_card(&mut held, &mut team, (&card, role))?;
    let said = [
        ("name", escape(card.name()).into()),
        ("invitation", invitation.as_str().into()),
        ("until", session::show_time(expires).into()),
    ];
    let json = Json {
        invitation: &invitation,
        expires: expires.get(),
    };
    context.done("team-card-invited", &said, &json)
}

pub(super) fn join(context: &mut Context<'_>, args: Join) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        words: Vec<&'static str>,
    }
    let link = Link::read(&args.link)?;
    let storage = match args.storage {
        Some(storage) => {
            let service = args.service;
            super::storage(context.words, Storage { storage, service })?
        }
        None => with_way_in(context.words, link.storage(), args.service)?,
    };
    let mut vault = open(context)?;
    let who = (storage, args.user.as_str());
    let waits = args
        .call
        .then(|| spinner(context.words, "team-call-waits-for-answer"));
    let mut held = Held(&mut context.effects, &mut vault);
    let joined = match args.call {
        true => teams::join_on_call(&mut held, &link, who),
        false => teams::join(&mut held, &link, who),
    };
    if let Some(waits) = waits {
        waits.finish_and_clear();
    }
    let joined = joined?;
    let way = match (args.call, link.is_for_card()) {
        (true, _) => "call",
        (false, true) => "card",
        (false, false) => "link",
    };
    let said = [
        ("way", way.into()),
        ("words", joined.words.join(" ").into()),
        ("team", escape(&joined.name).into()),
    ];
    let words = joined.words;
    context.done("team-joining", &said, &Json { words })
}

pub(super) fn pending(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        member: String,
        since: Option<u64>,
        link_role: &'static str,
    }
    let (_, team) = open_team(context, &args.name)?;
    let pending = teams::pending(&team, context.effects.now()?)?;
    if context.global.json {
        let pending = pending.into_iter().map(|one| Json {
            member: one.name,
            since: one.since.map(|time| time.get()),
            link_role: role_name(one.role),
        });
        return Ok(context.out.json(&pending.collect::<Vec<_>>())?);
    }
    let rows = pending.into_iter().map(|one| {
        vec![
            escape(&one.name).into_owned(),
            one.since.map(session::show_time).unwrap_or_default(),
            role_name(one.role).to_owned(),
        ]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

pub(super) fn approve(context: &mut Context<'_>, args: &Approve) -> Result<(), Failure> {
    if args.call {
        return approve_on_call(context, args);
    }
    let approval = match (&args.words, args.unverified) {
        (Some(words), _) => Approval::Words(words),
        (None, true) => Approval::Unverified,
        (None, false) => {
            return Err(Failure::known(session::Code::TeamWordsNeeded, Vec::new()));
        }
    };
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let who = (args.member.as_str(), &approval);
    teams::approve(&mut Held(&mut context.effects, &mut vault), &mut team, who)?;
    changed(context, team.name(), Outcome::Written)
}

/// Lets somebody in who is on the phone, by four words that only the joiner's program shows.
fn approve_on_call(context: &mut Context<'_>, args: &Approve) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let waits = spinner(context.words, "team-call-waits-for-joiner");
    let compared = teams::answer_call(&mut held, &team, &args.member);
    waits.finish_and_clear();
    let compared = compared?;
    let said = prompt::seen(context.words, "ask-four-words")?;
    compared.admit(&mut held, &mut team, said.expose())?;
    changed(context, team.name(), Outcome::Written)
}

pub(super) fn members(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        member: String,
        role: &'static str,
        verified: &'static str,
        devices: usize,
        added: Option<u64>,
        last_seen: Option<u64>,
    }
    let (_, team) = open_team(context, &args.name)?;
    let members = teams::members(&team);
    if context.global.json {
        let members = members.into_iter().map(|member| Json {
            member: member.name,
            role: role_name(member.role),
            verified: verified_name(member.verified),
            devices: member.devices,
            added: member.added.map(|time| time.get()),
            last_seen: member.last_seen.map(|time| time.get()),
        });
        return Ok(context.out.json(&members.collect::<Vec<_>>())?);
    }
    let words = context.words;
    let rows = members.into_iter().map(|member| {
        let leaves = member
            .asks_to_leave
            .then(|| words.plain("team-asks-to-leave"));
        vec![
            escape(&member.name).into_owned(),
            role_name(member.role).to_owned(),
            verified_name(member.verified).to_owned(),
            member.last_seen.map(session::show_time).unwrap_or_default(),
            leaves.unwrap_or_default(),
        ]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

pub(super) fn verified_name(verified: Verified) -> &'static str {
    match verified {
        Verified::No => "no",
        Verified::Live => "live",
        Verified::TwelveWords => "twelve-words",
        Verified::SixWords => "six-words",
        Verified::OwnerSheet => "owner-sheet",
    }
}

pub(super) fn role(context: &mut Context<'_>, args: &SetRole) -> Result<(), Failure> {
    let role = read_role(&args.role)?;
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let what = (args.member.as_str(), role);
    teams::set_role(&mut Held(&mut context.effects, &mut vault), &mut team, what)?;
    changed(context, team.name(), Outcome::Written)
}

pub(super) fn remove(context: &mut Context<'_>, args: &OfMember) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    teams::remove(
        &mut Held(&mut context.effects, &mut vault),
        &mut team,
        &args.member,
    )?;
    changed(context, team.name(), Outcome::Written)
}

pub(super) fn leave(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let outcome = teams::leave(&mut Held(&mut context.effects, &mut vault), &mut team)?;
    changed(context, team.name(), outcome)
}
