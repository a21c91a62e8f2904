use super::{AccountDto, ErrorDto, QrDto, RoleDto, ServiceKindDto};
use crate::teams::Face;
use serde::Serialize;
use session::teams::{
    Activity, Joined, MemberView, Overview, Pending, RotateLine, SharedAccount, Standing, TeamView,
    Verified,
};
use session::{UnixTime, escape};
use ts_rs::TS;
use zeroize::Zeroizing;

fn shown(text: &str) -> String {
    escape(text).into_owned()
}

/// How what is here stands to what is on the storage.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StandingDto {
    /// `opening`: nothing was read yet; `joining`: nobody has let the user in yet.
    #[ts(type = r#""opening" | "joining" | "step" | "queued" | "offline" | "stopped""#)]
    kind: &'static str,
    /// Changes that wait to be written.
    waiting: u32,
    /// When all of the storage had been read: Unix seconds.
    in_step: Option<u64>,
    /// Why it is offline, stopped or not open.
    problem: Option<ErrorDto>,
}

impl StandingDto {
    fn of(face: &Face, view: &TeamView) -> Self {
        let standing = face.overview.as_ref().map(|overview| &overview.standing);
        let (kind, waiting, problem) = match standing {
            None if view.is_joining => ("joining", 0, face.problem.as_ref()),
            None => ("opening", view.waiting, face.problem.as_ref()),
            Some(Standing::InStep) => ("step", 0, None),
            Some(Standing::Queued(waiting)) => ("queued", *waiting, None),
            Some(Standing::Offline(why, waiting)) => ("offline", *waiting, Some(why)),
            Some(Standing::Stopped(why)) => ("stopped", view.waiting, Some(why)),
        };
        Self {
            kind,
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            in_step: face.in_step,
            problem: problem.cloned().map(ErrorDto::from),
        }
    }
}

/// A team vault in a list.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamDto {
    id: String,
    name: String,
    role: Option<RoleDto>,
    standing: StandingDto,
    /// How many ask to be let in, and how much is to be replaced.
    pending: usize,
    to_rotate: usize,
}

impl TeamDto {
    pub(crate) fn of(view: &TeamView, face: &Face) -> Self {
        let overview = face.overview.as_ref();
        let rotate = overview.map(|overview| overview.rotate.as_slice());
        let open = rotate.unwrap_or_default().iter();
        Self {
            id: view.id.to_string(),
            name: shown(&view.name),
            role: overview
                .and_then(|overview| overview.role)
                .map(RoleDto::from),
            standing: StandingDto::of(face, view),
            pending: face.pending.len(),
            to_rotate: open.filter(|line| !line.is_done).count(),
        }
    }
}

/// A member.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberDto {
    id: String,
    name: String,
    role: RoleDto,
    #[ts(type = r#""no" | "live" | "twelve" | "six" | "sheet""#)]
    verified: &'static str,
    devices: usize,
    /// Unix seconds.
    last_seen: Option<u64>,
    asks_to_leave: bool,
    is_me: bool,
}

impl From<&MemberView> for MemberDto {
    fn from(member: &MemberView) -> Self {
        Self {
            id: member.id.to_string(),
            name: shown(&member.name),
            role: member.role.into(),
            verified: match member.verified {
                Verified::No => "no",
                Verified::Live => "live",
                Verified::TwelveWords => "twelve",
                Verified::SixWords => "six",
                Verified::OwnerSheet => "sheet",
            },
            devices: member.devices,
            last_seen: member.last_seen.map(UnixTime::get),
            asks_to_leave: member.asks_to_leave,
            is_me: member.is_me,
        }
    }
}

/// An account of a team vault.
#[derive(Serialize, TS)]
pub(crate) struct SharedAccountDto {
    account: AccountDto,
    /// Who changed it last, and when: Unix seconds. `null`: it is not on the storage yet.
    by: Option<String>,
    at: Option<u64>,
}

impl From<&SharedAccount> for SharedAccountDto {
    fn from(shared: &SharedAccount) -> Self {
        let (by, at) = shared.changed.clone().unzip();
        Self {
            account: AccountDto::shown(shared.view.clone()),
            by: by.as_deref().map(shown),
            at: at.map(UnixTime::get),
        }
    }
}

/// Something that a removed member could read.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RotateDto {
    /// The account; `null`: the key of the storage.
    item: Option<String>,
    label: String,
    /// Who was removed.
    reason: String,
    owner: Option<String>,
    is_done: bool,
    /// It was replaced; what is left is to say so.
    has_new_secret: bool,
}

impl From<&RotateLine> for RotateDto {
    fn from(line: &RotateLine) -> Self {
        Self {
            item: line.item.map(|id| id.to_string()),
            label: shown(line.label.trim_matches(':')),
            reason: shown(&line.reason),
            owner: line.owner.as_deref().map(shown),
            is_done: line.is_done,
            has_new_secret: line.has_new_secret,
        }
    }
}

/// Somebody who asks to be let in.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PendingDto {
    name: String,
    /// When the link was made: Unix seconds. `null`: a member's own device asks.
    since: Option<u64>,
    role: RoleDto,
    /// How many words are to be typed.
    words: usize,
}

impl From<&Pending> for PendingDto {
    fn from(pending: &Pending) -> Self {
        Self {
            name: shown(&pending.name),
            since: pending.since.map(UnixTime::get),
            role: pending.role.into(),
            words: pending.words,
        }
    }
}

/// Something that somebody did.
#[derive(Serialize, TS)]
pub(crate) struct ActivityDto {
    /// Unix seconds, by the author's clock.
    at: u64,
    member: String,
    /// A word of docs/team-log.md, or `add`.
    op: &'static str,
    about: Option<String>,
}

impl From<&Activity> for ActivityDto {
    fn from(activity: &Activity) -> Self {
        Self {
            at: activity.time.get(),
            member: shown(&activity.member),
            op: activity.op,
            about: activity.about.as_deref().map(shown),
        }
    }
}

/// All of a team vault. Nothing here is secret.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverviewDto {
    team: TeamDto,
    /// Where the storage is.
    place: String,
    members: Vec<MemberDto>,
    accounts: Vec<SharedAccountDto>,
    rotate: Vec<RotateDto>,
    pending: Vec<PendingDto>,
    activity: Vec<ActivityDto>,
    /// What nobody should leave alone, and changes that cannot be written.
    warnings: Vec<ErrorDto>,
    /// The words of the user who asked to join, to be read to whoever invited.
    #[ts(type = "Array<string>")]
    words: Vec<&'static str>,
}

impl OverviewDto {
    pub(crate) fn of(view: &TeamView, face: &Face) -> Self {
        let team = TeamDto::of(view, face);
        let pending = face.pending.iter().map(PendingDto::from).collect();
        let words = face.words.clone();
        let Some(overview) = &face.overview else {
            return Self::empty(team, words);
        };
        let Overview {
            members,
            accounts,
            rotate,
            activity,
            warnings,
            not_written,
            ..
        } = overview;
        let warnings = warnings.iter().chain(not_written);
        Self {
            team,
            place: shown(&overview.place),
            members: members.iter().map(MemberDto::from).collect(),
            accounts: accounts.iter().map(SharedAccountDto::from).collect(),
            rotate: rotate.iter().map(RotateDto::from).collect(),
            pending,
            activity: activity.iter().map(ActivityDto::from).collect(),
            warnings: warnings.cloned().map(ErrorDto::from).collect(),
            words,
        }
    }

    fn empty(team: TeamDto, words: Vec<&'static str>) -> Self {
        Self {
            team,
            place: String::new(),
            members: Vec::new(),
            accounts: Vec::new(),
            rotate: Vec::new(),
            pending: Vec::new(),
            activity: Vec::new(),
            warnings: Vec::new(),
            words,
        }
    }
}

/// A link to join by. Whoever has it may ask, and is let in by the words only.
#[derive(Serialize, TS)]
pub(crate) struct InviteDto {
    #[ts(type = "string")]
    pub(crate) link: Zeroizing<String>,
    /// When it ends: Unix seconds.
    pub(crate) until: u64,
    /// `null`: it is too long for one.
    pub(crate) qr: Option<QrDto>,
}

/// What a link or an owner sheet says.
#[derive(Serialize, TS)]
pub(crate) struct LinkDto {
    /// Where the storage is; empty where the words of a sheet do not say it.
    pub(crate) place: String,
    /// Which service it is, and something that lets us in is needed; `null`: a folder.
    pub(crate) service: Option<ServiceKindDto>,
    /// The account that the link names; empty where it names none.
    pub(crate) account: String,
    /// It is an owner sheet.
    pub(crate) sheet: bool,
}

/// Whoever asked to join.
#[derive(Serialize, TS)]
pub(crate) struct JoinedDto {
    id: String,
    #[ts(type = "Array<string>")]
    words: Vec<&'static str>,
}

impl From<Joined> for JoinedDto {
    fn from(joined: Joined) -> Self {
        Self {
            id: joined.id.to_string(),
            words: joined.words,
        }
    }
}
