use super::{AccountDto, ErrorDto};
use serde::{Deserialize, Serialize};
use session::checkup::{Outcome, by_word};
use session::codes::AccountView;
use session::keys::{
    About, Candidate, KeyPage, KeyView, On, OnView, Plugged, Protocol, Site, Without, passkey_id,
};
use session::{Id, UnixTime, UserError, escape};
use ts_rs::TS;

/// What the key waits for, or whoever looks for it.
#[derive(Clone, Copy, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyStepDto {
    /// For being plugged in.
    Insert,
    /// For nobody: it works.
    Works,
    /// For a touch.
    Touch,
}

/// A key that opens the vault was found.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyFoundDto {
    pub(crate) needs_pin: bool,
}

/// A key that can be added to the vault.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CandidateDto {
    /// What its maker calls it; may be empty.
    name: String,
    /// Whether its PIN is needed to add it, and whether that is so where a touch is to be enough later.
    needs_pin: bool,
    touch_needs_pin: bool,
    /// A touch can be enough later, although it has a PIN or knows a finger.
    can_touch_only: bool,
}

impl From<&Candidate> for CandidateDto {
    fn from(key: &Candidate) -> Self {
        Self {
            name: escape(key.name()).into_owned(),
            needs_pin: key.needs_pin(false),
            touch_needs_pin: key.needs_pin(true),
            can_touch_only: key.verifies(false) && !key.verifies(true),
        }
    }
}

/// What a key says of itself.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyAboutDto {
    firmware: String,
    /// Hexadecimal.
    model: String,
    standards: Vec<String>,
    u2f: bool,
    /// Whether a PIN is set; `null`: it cannot have one.
    pin: Option<bool>,
    /// Wrong PINs until it locks for good.
    tries: Option<u8>,
    shortest_pin: u32,
    must_change_pin: bool,
    /// Whether it knows any; `null`: it cannot.
    fingerprints: Option<bool>,
    always_verifies: Option<bool>,
    keeps_passkeys: bool,
    manages_passkeys: bool,
    /// How many more passkeys it has room for.
    room: Option<u32>,
    opens_vaults: bool,
}

impl From<About> for KeyAboutDto {
    fn from(about: About) -> Self {
        let info = about.info;
        let shown = |text: &String| escape(text).into_owned();
        Self {
            opens_vaults: info.gives_secrets(),
            firmware: about.firmware,
            model: Id::from_bytes(info.model).to_string(),
            standards: info.versions.iter().map(shown).collect(),
            u2f: about.u2f,
            pin: info.pin,
            tries: about.tries,
            shortest_pin: info.shortest_pin,
            must_change_pin: info.must_change_pin,
            fingerprints: info.fingerprints,
            always_verifies: info.always_verifies,
            keeps_passkeys: info.keeps_passkeys,
            manages_passkeys: info.manages_passkeys,
            room: info.room_for_passkeys,
        }
    }
}

/// A key that is plugged in.
#[derive(Serialize, TS)]
pub(crate) struct PluggedDto {
    place: String,
    /// What its maker calls it; may be empty.
    name: String,
    serial: Option<String>,
    /// Which of the registry it is.
    key: Option<String>,
    /// `null`: it did not say, and why.
    about: Option<KeyAboutDto>,
    problem: Option<ErrorDto>,
}

impl PluggedDto {
    pub(crate) fn of(plugged: &Plugged, about: Result<About, UserError>, key: Option<Id>) -> Self {
        let (about, problem) = match about {
            Ok(about) => (Some(about.into()), None),
            Err(problem) => (None, Some(problem.into())),
        };
        Self {
            place: escape(&plugged.place()).into_owned(),
            name: escape(&plugged.name).into_owned(),
            serial: plugged
                .serial
                .as_deref()
                .map(|serial| escape(serial).into_owned()),
            key: key.map(|key| key.to_string()),
            about,
            problem,
        }
    }
}

/// How an account is on a key.
#[derive(Clone, Copy, Deserialize, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OnDto {
    /// The credential lies on the key.
    Passkey,
    /// A second factor by FIDO2.
    Fido2,
    /// A second factor by U2F.
    U2f,
}

impl OnDto {
    pub(crate) fn read<'a>(self, name: &'a str) -> On<'a> {
        On {
            name,
            protocol: match self {
                Self::Passkey | Self::Fido2 => Protocol::Fido2,
                Self::U2f => Protocol::U2f,
            },
            discoverable: matches!(self, Self::Passkey),
        }
    }

    fn of(on: &OnView) -> Self {
        match (on.discoverable, on.protocol) {
            (true, _) => Self::Passkey,
            (false, Protocol::Fido2) => Self::Fido2,
            (false, Protocol::U2f) => Self::U2f,
        }
    }
}

/// An account on a key.
#[derive(Serialize, TS)]
pub(crate) struct OnKeyDto {
    account: AccountDto,
    on: OnDto,
    /// What the site calls the key; may be empty.
    called: String,
}

impl OnKeyDto {
    fn of(view: AccountView, on: &OnView) -> Self {
        Self {
            account: AccountDto::shown(view),
            on: OnDto::of(on),
            called: escape(&on.name).into_owned(),
        }
    }
}

/// A key of the registry.
#[derive(Serialize, TS)]
pub(crate) struct KeyDto {
    id: String,
    name: String,
    /// Where it is kept; may be empty.
    place: String,
    /// May be empty.
    firmware: String,
    /// May be empty.
    serial: String,
    /// Unix seconds.
    added: u64,
    seen: Option<u64>,
    lost: Option<u64>,
    accounts: Vec<OnKeyDto>,
    /// Whether it opens this vault: the way to unlock that is called so.
    #[ts(type = r#""touch" | "pin" | null"#)]
    unlocks: Option<&'static str>,
}

impl From<KeyPage> for KeyDto {
    fn from(page: KeyPage) -> Self {
        let (id, key) = (page.view.id, page.view.key);
        let shown = |text: &str| escape(text).into_owned();
        let slot = page.slot.and_then(|slot| slot.key);
        let verified = slot.map(|key| key.is_verified());
        let accounts = page.on.into_iter();
        Self {
            id: id.to_string(),
            name: shown(&key.name),
            place: shown(&key.place),
            firmware: shown(&key.firmware),
            serial: shown(&key.serial),
            added: key.added.get(),
            seen: key.seen.map(UnixTime::get),
            lost: key.lost.map(UnixTime::get),
            accounts: accounts.map(|(view, on)| OnKeyDto::of(view, &on)).collect(),
            unlocks: verified.map(|verified| if verified { "pin" } else { "touch" }),
        }
    }
}

/// An account that is on one key alone.
#[derive(Serialize, TS)]
pub(crate) struct OnOneDto {
    pub(crate) account: AccountDto,
    /// What the key is called.
    pub(crate) key: String,
}

/// The registry.
#[derive(Serialize, TS)]
pub(crate) struct KeysDto {
    pub(crate) keys: Vec<KeyDto>,
    pub(crate) alone: Vec<OnOneDto>,
    /// How many accounts are on two keys or more.
    pub(crate) safe: usize,
}

/// A key, and whether an account is on it.
#[derive(Serialize, TS)]
pub(crate) struct KeyOfAccountDto {
    id: String,
    name: String,
    /// `null`: the account is not on it.
    on: Option<OnDto>,
    lost: bool,
}

impl From<(KeyView, Option<OnView>)> for KeyOfAccountDto {
    fn from((view, on): (KeyView, Option<OnView>)) -> Self {
        Self {
            id: view.id.to_string(),
            name: escape(&view.key.name).into_owned(),
            on: on.as_ref().map(OnDto::of),
            lost: view.key.lost.is_some(),
        }
    }
}

/// A passkey on a key.
#[derive(Serialize, TS)]
pub(crate) struct PasskeyDto {
    id: String,
    site: String,
    account: String,
    name: String,
}

impl PasskeyDto {
    pub(crate) fn of(site: &Site) -> impl Iterator<Item = Self> + '_ {
        let shown = |text: &str| escape(text).into_owned();
        site.passkeys.iter().map(move |passkey| Self {
            id: passkey_id(passkey),
            site: shown(&site.id),
            account: shown(&passkey.user_name),
            name: shown(&passkey.shown_name),
        })
    }
}

/// What becomes of an account without a key.
#[derive(Serialize, TS)]
pub(crate) struct WithoutKeyDto {
    account: AccountDto,
    #[ts(type = r#""in" | "effort" | "locked""#)]
    outcome: &'static str,
    /// Messages: how it is still opened, best first.
    by: Vec<&'static str>,
    /// The site's recovery page; may be empty.
    link: String,
}

impl From<Without> for WithoutKeyDto {
    fn from(without: Without) -> Self {
        let answer = without.answer;
        Self {
            account: AccountDto::shown(without.account),
            outcome: match answer.outcome {
                Outcome::In => "in",
                Outcome::Effort => "effort",
                Outcome::Locked => "locked",
            },
            by: answer.by.iter().map(|by| by_word(*by)).collect(),
            link: escape(&without.link).into_owned(),
        }
    }
}
