//! `edit`: what was typed, as changes.

use session::codes::{self, Changes, Trusted};
use session::{Api, Date, Method, Place, Rank, SecretText};

use super::label_of;
use crate::args::Edit;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::Done;
use crate::prompt;
use crate::teams;
use crate::unlock::open;
use crate::words::Words;

/// Takes a deadline or a trusted time away.
const NONE: &str = "none";

pub(crate) fn edit(context: &mut Context<'_>, args: Edit) -> Result<(), Failure> {
    let (name, team) = (args.name.clone(), args.team.clone());
    let changes = changes(context.words, args)?;
    if let Some(team) = team {
        return teams::accounts::edit(context, (&team, &name), changes);
    }
    let mut vault = open(context)?;
    let id = codes::find(&vault, &name)?;
    codes::edit(&mut context.effects, &mut vault, id, changes)?;
    context.done(
        "account-changed",
        &[("label", label_of(&vault, id).into())],
        &Done::with(id),
    )
}

fn changes(words: &Words, args: Edit) -> Result<Changes, Failure> {
    let (remove_tags, add_tags): (Vec<&String>, Vec<&String>) =
        args.tag.iter().partition(|tag| tag.starts_with('-'));
    let favorite = match (args.favorite, args.no_favorite) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    let secret = args
        .secret
        .map(|_| prompt::line(words, "ask-secret"))
        .transpose()?;
    let pin = args
        .pin
        .map(|_| prompt::line(words, "ask-pin"))
        .transpose()?;
    let notes = args.notes.map(|notes| match notes.as_str() {
        "-" => prompt::rest(words, "ask-notes"),
        _ => Ok(SecretText::from(notes)),
    });
    Ok(Changes {
        issuer: args.issuer,
        account: args.account,
        notes: notes.transpose()?,
        add_tags: tags(&add_tags, '+')?,
        remove_tags: tags(&remove_tags, '-')?,
        favorite,
        methods: args
            .method
            .iter()
            .map(|text| method(text))
            .collect::<Result<_, _>>()?,
        deadline: args.deadline.as_deref().map(deadline).transpose()?,
        trusted_for: args.trusted_for.as_deref().map(trusted_for).transpose()?,
        recovery_contact: args.recovery_contact,
        recovery_link: args.recovery_link,
        never_asks: args.never_asks,
        report_to: args.report_to,
        api: args.api.as_deref().map(api).transpose()?,
        copies: copies(&args.also_on, &args.not_on)?,
        counter: args.counter,
        secret,
        pin,
    })
}

fn tags(signed: &[&String], sign: char) -> Result<Vec<String>, Failure> {
    let tag = |text: &&String| {
        let tag = text.strip_prefix(sign).unwrap_or(text).trim();
        if tag.is_empty() {
            Err(Failure::usage("tag-empty"))
        } else {
            Ok(tag.to_owned())
        }
    };
    signed.iter().map(tag).collect()
}

/// `phone`, `phone:old one`; and the places where it is no longer.
fn copies(on: &[String], off: &[String]) -> Result<Vec<(Place, Option<String>)>, Failure> {
    let on = on.iter().map(|text| {
        let (place, note) = text.split_once(':').unwrap_or((text, ""));
        Ok((self::place(place)?, Some(note.to_owned())))
    });
    let off = off.iter().map(|text| Ok((place(text)?, None)));
    on.chain(off).collect()
}

fn api(name: &str) -> Result<Api, Failure> {
    Api::from_name(name).ok_or_else(|| Failure::usage("api-unknown"))
}

pub(crate) fn place(name: &str) -> Result<Place, Failure> {
    Place::from_name(name).ok_or_else(|| Failure::usage("place-unknown"))
}

/// `sms:backup`, `app:primary`, `sms:off`; without a rank it is primary.
fn method(text: &str) -> Result<(Method, Option<Rank>), Failure> {
    let (name, rank) = text.split_once(':').unwrap_or((text, "primary"));
    let rank = match rank {
        "primary" => Some(Some(Rank::Primary)),
        "backup" => Some(Some(Rank::Backup)),
        "off" => Some(None),
        _ => None,
    };
    Method::from_name(name)
        .zip(rank)
        .ok_or_else(|| Failure::usage("method-unknown"))
}

fn deadline(text: &str) -> Result<Option<Date>, Failure> {
    if text == NONE {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| Failure::usage("date-malformed"))
}

/// `30d`, `12h`, `1w`, `sso`, `none`.
fn trusted_for(text: &str) -> Result<Trusted, Failure> {
    match text {
        NONE => return Ok(Trusted::Never),
        "sso" => return Ok(Trusted::Once),
        _ => {}
    }
    let units = [('h', 3600), ('d', 86_400), ('w', 604_800)];
    let seconds = units.iter().find_map(|(unit, length)| {
        let count: u32 = text
            .strip_suffix(*unit)?
            .parse()
            .ok()
            .filter(|count| *count > 0)?;
        u64::from(count).checked_mul(*length)
    });
    seconds
        .map(Trusted::Seconds)
        .ok_or_else(|| Failure::usage("time-malformed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trusted_time_is_hours_days_weeks_one_sign_on_or_none() {
        let read = |text| trusted_for(text).ok();
        assert_eq!(read("12h"), Some(Trusted::Seconds(43_200)));
        assert_eq!(read("30d"), Some(Trusted::Seconds(2_592_000)));
        assert_eq!(read("1w"), Some(Trusted::Seconds(604_800)));
        assert_eq!(read("sso"), Some(Trusted::Once));
        assert_eq!(read("none"), Some(Trusted::Never));
        for wrong in [
            "",
            "d",
            "0d",
            "-1d",
            "1.5d",
            "30",
            "30 d",
            "30y",
            "99999999999d",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_method_is_primary_backup_or_off() {
        let read = |text| method(text).ok();
        assert_eq!(read("sms:backup"), Some((Method::Sms, Some(Rank::Backup))));
        assert_eq!(
            read("app:primary"),
            Some((Method::App, Some(Rank::Primary)))
        );
        assert_eq!(read("app"), Some((Method::App, Some(Rank::Primary))));
        assert_eq!(read("email:off"), Some((Method::Email, None)));
        assert_eq!(read("fax:primary"), None);
        assert_eq!(read("sms:first"), None);
    }
}
