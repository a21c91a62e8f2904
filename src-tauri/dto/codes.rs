use serde::{Deserialize, Serialize};
use session::codes::{
    AccountPage, AccountSecrets, AccountView, Added, Changes, CodeView, Trashed, Trusted,
    TypedAccount,
};
use session::{Code, Kind, Method, Rank, SecretText, UserError, escape};
use ts_rs::TS;
use zeroize::Zeroizing;

/// An account in a list. Nothing here is secret.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountDto {
    id: String,
    issuer: String,
    account: String,
    #[ts(type = r#""totp" | "hotp" | "steam" | "battlenet" | "motp" | "yandex""#)]
    kind: &'static str,
    digits: u8,
    /// Seconds.
    period: Option<u64>,
    /// Each code needs a PIN that is not stored.
    needs_pin: bool,
    /// It has two secrets, and nobody has chosen between them.
    conflicts: bool,
    favorite: bool,
    tags: Vec<String>,
    /// The team vault that it is in; `null`: the user's own.
    team: Option<InTeamDto>,
}

/// The team vault of an account.
#[derive(Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InTeamDto {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether the user may change it.
    pub(crate) can_edit: bool,
}

impl AccountDto {
    /// With names as they can be shown: nothing in one can make it look like another.
    pub(crate) fn shown(view: AccountView) -> Self {
        let shown = |name: String| escape(&name).into_owned();
        let account = Self::to_edit(view);
        Self {
            issuer: shown(account.issuer),
            account: shown(account.account),
            ..account
        }
    }

    /// The same of a team vault.
    pub(crate) fn shared(view: AccountView, team: InTeamDto) -> Self {
        Self {
            team: Some(team),
            ..Self::shown(view)
        }
    }

    /// With names as they are.
    fn to_edit(view: AccountView) -> Self {
        Self {
            id: view.id.to_string(),
            kind: view.kind.type_name(),
            digits: view.kind.digits(),
            period: view.kind.period().map(|period| period.get()),
            issuer: view.issuer,
            account: view.account,
            needs_pin: view.needs_pin,
            conflicts: view.conflicts,
            favorite: view.favorite,
            tags: view.tags,
            team: None,
        }
    }
}

/// A code that is being shown.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeDto {
    id: String,
    #[ts(type = "string")]
    code: Zeroizing<String>,
    /// The code of the next period.
    #[ts(type = "string | null")]
    next: Option<Zeroizing<String>>,
    /// Unix seconds, inclusive.
    valid_from: Option<u64>,
    /// Unix seconds, exclusive.
    valid_until: Option<u64>,
}

impl From<&CodeView> for CodeDto {
    fn from(view: &CodeView) -> Self {
        let (from, until) = view.valid.unzip();
        Self {
            id: view.id.to_string(),
            code: copy(&view.code),
            next: view.next.as_ref().map(copy),
            valid_from: from.map(|time| time.get()),
            valid_until: until.map(|time| time.get()),
        }
    }
}

/// The codes of this moment.
#[derive(Serialize, TS)]
pub(crate) struct NowDto {
    /// Unix milliseconds by the clock that made the codes.
    pub(crate) now: u64,
    pub(crate) codes: Vec<CodeDto>,
}

/// What was copied.
#[derive(Serialize, TS)]
pub(crate) struct CopiedDto {
    /// After so many seconds the clipboard is cleared; 0: the clipboard did not take it.
    pub(crate) seconds: u16,
    pub(crate) code: Option<CodeDto>,
}

/// A code left the clipboard.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ReleasedDto {
    pub(crate) id: String,
    /// By us, and not because something else was copied.
    pub(crate) cleared: bool,
}

/// A sign-in method and its rank.
#[derive(Serialize, Deserialize, TS)]
pub(crate) struct MethodDto {
    /// app, sms, call, email, security-key, passkey, push, backup-codes.
    method: String,
    /// primary, backup, off.
    rank: String,
}

impl MethodDto {
    fn of(&(method, rank): &(Method, Rank)) -> Self {
        let rank = match rank {
            Rank::Primary => "primary",
            Rank::Backup => "backup",
        };
        Self {
            method: method.name().to_owned(),
            rank: rank.to_owned(),
        }
    }

    fn read(&self) -> Result<(Method, Option<Rank>), UserError> {
        let rank = match self.rank.as_str() {
            "primary" => Some(Rank::Primary),
            "backup" => Some(Rank::Backup),
            _ => None,
        };
        let method = Method::from_name(&self.method).ok_or(Code::NothingToChange)?;
        Ok((method, rank))
    }
}

/// How long a site leaves this device alone.
#[derive(Serialize, Deserialize, TS)]
pub(crate) struct TrustedDto {
    #[ts(inline)]
    kind: TrustedKind,
    seconds: Option<u64>,
}

#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
enum TrustedKind {
    Never,
    Once,
    Seconds,
}

impl From<Trusted> for TrustedDto {
    fn from(trusted: Trusted) -> Self {
        let (kind, seconds) = match trusted {
            Trusted::Never => (TrustedKind::Never, None),
            Trusted::Once => (TrustedKind::Once, None),
            Trusted::Seconds(seconds) => (TrustedKind::Seconds, Some(seconds)),
        };
        Self { kind, seconds }
    }
}

impl TrustedDto {
    fn read(&self) -> Trusted {
        match (self.kind, self.seconds) {
            (TrustedKind::Once, _) => Trusted::Once,
            (TrustedKind::Seconds, Some(seconds)) => Trusted::Seconds(seconds),
            (TrustedKind::Never | TrustedKind::Seconds, _) => Trusted::Never,
        }
    }
}

/// An account's page. Nothing here is secret.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageDto {
    /// With names as they are, to be edited.
    account: AccountDto,
    algorithm: Option<&'static str>,
    /// A number that may be larger than JavaScript's.
    counter: Option<String>,
    /// Unix seconds.
    created: u64,
    changed: u64,
    used: Option<u64>,
    use_count: u64,
    methods: Vec<MethodDto>,
    /// Such as 2026-12-31.
    deadline: Option<String>,
    trusted_for: TrustedDto,
    recovery_contact: String,
    /// How many secrets it had before.
    replaced: u32,
    has_notes: bool,
}

impl From<AccountPage> for PageDto {
    fn from(page: AccountPage) -> Self {
        let kind = page.view.kind;
        Self {
            account: AccountDto::to_edit(page.view),
            algorithm: algorithm(kind),
            counter: kind.counter().map(|counter| counter.to_string()),
            created: page.created.get(),
            changed: page.changed.get(),
            used: page.used.map(|time| time.get()),
            use_count: page.use_count,
            methods: page.methods.iter().map(MethodDto::of).collect(),
            deadline: page.deadline.map(|day| day.to_string()),
            trusted_for: page.trusted_for.into(),
            recovery_contact: page.recovery_contact,
            replaced: u32::try_from(page.replaced).unwrap_or(u32::MAX),
            has_notes: page.has_notes,
        }
    }
}

impl PageDto {
    /// Of an account of a team vault.
    pub(crate) fn shared(page: AccountPage, team: InTeamDto) -> Self {
        let mut page = Self::from(page);
        page.account.team = Some(team);
        page
    }
}

/// An account in the trash.
#[derive(Serialize, TS)]
pub(crate) struct TrashedDto {
    account: AccountDto,
    /// Unix seconds.
    since: u64,
}

impl From<Trashed> for TrashedDto {
    fn from(trashed: Trashed) -> Self {
        Self {
            account: AccountDto::shown(trashed.view),
            since: trashed.since.get(),
        }
    }
}

/// What became of an account that was to be added.
#[derive(Serialize, Deserialize, TS)]
pub(crate) struct AddedDto {
    #[ts(inline)]
    kind: AddedKind,
    id: String,
}

#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
enum AddedKind {
    New,
    AlreadyThere,
    Updated,
    Replaced,
}

impl AddedDto {
    /// `None` if the id is none.
    pub(crate) fn read(&self) -> Option<Added> {
        let id = self.id.parse().ok()?;
        Some(match self.kind {
            AddedKind::New => Added::New(id),
            AddedKind::AlreadyThere => Added::AlreadyThere(id),
            AddedKind::Updated => Added::Updated(id),
            AddedKind::Replaced => Added::Replaced(id),
        })
    }
}

impl From<Added> for AddedDto {
    fn from(added: Added) -> Self {
        let (kind, id) = match added {
            Added::New(id) => (AddedKind::New, id),
            Added::AlreadyThere(id) => (AddedKind::AlreadyThere, id),
            Added::Updated(id) => (AddedKind::Updated, id),
            Added::Replaced(id) => (AddedKind::Replaced, id),
        };
        let id = id.to_string();
        Self { kind, id }
    }
}

/// The secrets of one account, after asking again who is there.
#[derive(Serialize, TS)]
pub(crate) struct SecretsDto {
    /// Base32; hexadecimal for mOTP.
    #[ts(type = "string")]
    secret: Zeroizing<String>,
    #[ts(type = "string")]
    uri: Zeroizing<String>,
    #[ts(type = "string | null")]
    pin: Option<Zeroizing<String>>,
    #[ts(type = "string")]
    notes: Zeroizing<String>,
}

impl SecretsDto {
    pub(crate) fn of(secrets: &AccountSecrets, uri: &SecretText) -> Self {
        Self {
            secret: copy(&secrets.secret),
            uri: copy(uri),
            pin: secrets.pin.as_ref().map(copy),
            notes: copy(&secrets.notes),
        }
    }
}

/// The algorithm, where an account could have another.
pub(super) fn algorithm(kind: Kind) -> Option<&'static str> {
    matches!(kind, Kind::Totp { .. } | Kind::Hotp { .. }).then(|| kind.algorithm_name())
}

/// An account as it is typed by hand. `null`: the usual value.
#[derive(Deserialize, TS)]
pub(crate) struct TypedDto {
    issuer: String,
    account: String,
    kind: String,
    algorithm: Option<String>,
    digits: Option<u64>,
    /// Seconds.
    period: Option<u64>,
    counter: Option<String>,
    #[ts(type = "string")]
    secret: Zeroizing<String>,
    #[ts(type = "string | null")]
    pin: Option<Zeroizing<String>>,
}

impl TypedDto {
    pub(crate) fn read(self) -> Result<TypedAccount, UserError> {
        Ok(TypedAccount {
            issuer: self.issuer,
            account: self.account,
            type_name: self.kind,
            algorithm: self.algorithm,
            digits: self.digits,
            period: self.period,
            counter: read_counter(self.counter)?,
            secret: take(self.secret),
            pin: self.pin.map(take),
        })
    }
}

/// What to change; `null` leaves a thing as it is.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditDto {
    issuer: Option<String>,
    account: Option<String>,
    /// All tags.
    tags: Option<Vec<String>>,
    favorite: Option<bool>,
    /// Those to change; rank off takes one away.
    methods: Option<Vec<MethodDto>>,
    /// Empty: none.
    deadline: Option<String>,
    trusted_for: Option<TrustedDto>,
    recovery_contact: Option<String>,
    #[ts(type = "string | null")]
    notes: Option<Zeroizing<String>>,
    #[ts(type = "string | null")]
    secret: Option<Zeroizing<String>>,
    /// Empty: none is stored.
    #[ts(type = "string | null")]
    pin: Option<Zeroizing<String>>,
    counter: Option<String>,
}

impl EditDto {
    /// `had`: the tags the account has now.
    pub(crate) fn read(self, had: &[String]) -> Result<Changes, UserError> {
        let tags = self.tags.unwrap_or_else(|| had.to_vec());
        let methods = self.methods.unwrap_or_default();
        let day = |text: &String| (!text.is_empty()).then(|| text.parse()).transpose();
        let deadline = self.deadline.as_ref().map(day).transpose();
        Ok(Changes {
            issuer: self.issuer,
            account: self.account,
            notes: self.notes.map(take),
            remove_tags: without(had, &tags),
            add_tags: without(&tags, had),
            favorite: self.favorite,
            methods: methods
                .iter()
                .map(MethodDto::read)
                .collect::<Result<_, _>>()?,
            deadline: deadline.map_err(|_| Code::DateMalformed)?,
            trusted_for: self.trusted_for.map(|trusted| trusted.read()),
            recovery_contact: self.recovery_contact,
            secret: self.secret.map(take),
            pin: self.pin.map(take),
            counter: read_counter(self.counter)?,
            ..Changes::default()
        })
    }
}

/// Those of `all` that are not among `some`.
fn without(all: &[String], some: &[String]) -> Vec<String> {
    let new = all.iter().filter(|tag| !some.contains(tag));
    new.cloned().collect()
}

fn read_counter(text: Option<String>) -> Result<Option<u64>, UserError> {
    let counter = text.map(|text| text.trim().parse()).transpose();
    counter.map_err(|_| Code::CounterOutOfRange.into())
}

/// Moves a text that came in; nothing is left behind.
pub(crate) fn take(mut text: Zeroizing<String>) -> SecretText {
    SecretText::from(std::mem::take(&mut *text))
}

fn copy(text: &SecretText) -> Zeroizing<String> {
    Zeroizing::new(text.expose().to_owned())
}
