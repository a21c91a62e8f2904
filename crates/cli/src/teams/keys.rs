//! The history of keys in a team vault.

use serde::Serialize;
use session::escape;
use session::teams::{self, KeyKind, KeyView};

use super::members::verified_name;
use super::open_team;
use crate::args::OfTeam;
use crate::context::Context;
use crate::failure::Failure;
use crate::words::Words;

pub(super) fn keys(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        member: String,
        kind: &'static str,
        key: String,
        verified: &'static str,
        added: Option<u64>,
        by: Option<String>,
        ended: Option<u64>,
        ended_by: Option<String>,
    }
    let (_, team) = open_team(context, &args.name)?;
    let keys = teams::keys(&team);
    if context.global.json {
        let keys = keys.into_iter().map(|key| {
            let (verified, kind) = (verified(&key), kind(&key));
            let (added, by) = key.added.unzip();
            let (ended, ended_by) = key.ended.unzip();
            Json {
                member: key.member,
                kind,
                key: key.id.to_string(),
                verified,
                added: added.map(|time| time.get()),
                by,
                ended: ended.map(|time| time.get()),
                ended_by,
            }
        });
        return Ok(context.out.json(&keys.collect::<Vec<_>>())?);
    }
    for keys in keys.chunk_by(|one, next| one.member_id == next.member_id) {
        if let Some(first) = keys.first() {
            context.out.line(&escape(&first.member))?;
        }
        let rows = keys.iter().map(|key| row(context.words, key));
        let rows: Vec<Vec<String>> = rows.collect();
        context.out.table(&rows)?;
    }
    Ok(())
}

fn row(words: &Words, key: &KeyView) -> Vec<String> {
    let kind = match key.kind {
        KeyKind::Member => words.plain("key-of-member"),
        KeyKind::Device => words.plain("key-of-device"),
    };
    let told = |id: &str, what: &Option<_>| {
        let told = what.as_ref().map(|(time, by): &(_, String)| {
            let time = session::show_time(*time);
            words.text(id, &[("time", time.into()), ("by", escape(by).into())])
        });
        told.unwrap_or_default()
    };
    vec![
        String::new(),
        kind,
        crate::print::short(key.id),
        verified(key).to_owned(),
        told("key-added", &key.added),
        told("key-ended", &key.ended),
    ]
}

/// A device that came later is certified by the member's key.
fn verified(key: &KeyView) -> &'static str {
    key.verified.map_or("member-key", verified_name)
}

fn kind(key: &KeyView) -> &'static str {
    match key.kind {
        KeyKind::Member => "member",
        KeyKind::Device => "device",
    }
}
