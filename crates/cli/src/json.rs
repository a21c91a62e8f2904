//! What `--json` prints. Names and order of the fields are a promise: docs/cli.md lists them.

use serde::{Serialize, Serializer};
use session::codes::{AccountPage, AccountView, Added, CodeView, Trashed, Trusted};
use session::scan::Found;
use session::transfer::LeftOut;
use session::transfer::export::Encryption;
use session::{Id, Method, Place, Rank, SecretText};

/// What most commands answer: the account or slot they were about.
#[derive(Serialize)]
pub(crate) struct Done {
    id: String,
}

impl Done {
    pub(crate) fn with(id: Id) -> Self {
        Self { id: id.to_string() }
    }
}

/// An account of `list`.
#[derive(Serialize)]
pub(crate) struct ListedJson<'a> {
    #[serde(flatten)]
    account: AccountJson<'a>,
    conflicts: bool,
}

impl<'a> ListedJson<'a> {
    pub(crate) fn of(view: &'a AccountView) -> Self {
        Self {
            account: AccountJson::of(view),
            conflicts: view.conflicts,
        }
    }
}

/// An account, wherever it is from.
#[derive(Serialize)]
pub(crate) struct AccountJson<'a> {
    id: String,
    vault: &'a str,
    issuer: &'a str,
    account: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    algorithm: &'a str,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    tags: &'a [String],
    favorite: bool,
}

impl<'a> AccountJson<'a> {
    pub(crate) fn of(view: &'a AccountView) -> Self {
        Self {
            id: view.id.to_string(),
            vault: &view.vault,
            issuer: &view.issuer,
            account: &view.account,
            type_name: view.kind.type_name(),
            algorithm: view.kind.algorithm_name(),
            digits: view.kind.digits(),
            period: view.kind.period().map(|period| period.get()),
            counter: view.kind.counter(),
            tags: &view.tags,
            favorite: view.favorite,
        }
    }
}

/// The account of `show`: as in `list`, then its secrets if asked for, then what is kept beside it.
#[derive(Serialize)]
pub(crate) struct ShowJson<'a> {
    #[serde(flatten)]
    account: AccountJson<'a>,
    #[serde(flatten)]
    secrets: Option<SecretsJson<'a>>,
    methods: Vec<MethodJson>,
    deadline: Option<String>,
    trusted_for: Option<String>,
    recovery_contact: &'a str,
    created: u64,
    changed: u64,
    replaced_secrets: usize,
    recovery_link: &'a str,
    copies: Vec<CopyJson<'a>>,
    never_asks: &'a str,
    report_to: &'a str,
    api: &'static str,
    conflicts: bool,
}

#[derive(Serialize)]
struct SecretsJson<'a> {
    secret: Revealed<'a>,
    pin: Option<Revealed<'a>>,
    notes: Revealed<'a>,
}

#[derive(Serialize)]
struct CopyJson<'a> {
    place: &'static str,
    note: &'a str,
}

#[derive(Serialize)]
struct MethodJson {
    method: &'static str,
    rank: &'static str,
}

impl<'a> ShowJson<'a> {
    pub(crate) fn of(page: &'a AccountPage) -> Self {
        let secrets = page.secrets.as_ref().map(|secrets| SecretsJson {
            secret: Revealed(&secrets.secret),
            pin: secrets.pin.as_ref().map(Revealed),
            notes: Revealed(&secrets.notes),
        });
        let method = |(method, rank): &(Method, Rank)| MethodJson {
            method: method.name(),
            rank: rank_name(*rank),
        };
        let copy = |(place, note): &'a (Place, String)| CopyJson {
            place: place.name(),
            note,
        };
        Self {
            account: AccountJson::of(&page.view),
            secrets,
            methods: page.methods.iter().map(method).collect(),
            deadline: page.deadline.map(|day| day.to_string()),
            trusted_for: trusted_for(page.trusted_for),
            recovery_contact: &page.recovery_contact,
            created: page.created.get(),
            changed: page.changed.get(),
            replaced_secrets: page.replaced,
            recovery_link: &page.recovery_link,
            copies: page.copies.iter().map(copy).collect(),
            never_asks: &page.never_asks,
            report_to: &page.report_to,
            api: page.api.name(),
            conflicts: page.view.conflicts,
        }
    }
}

/// `primary` or `backup`, as it is typed.
pub(crate) fn rank_name(rank: Rank) -> &'static str {
    match rank {
        Rank::Primary => "primary",
        Rank::Backup => "backup",
    }
}

/// `sso`, `2w`, `30d`, `12h`, as it is typed; other lengths in seconds; `None`: not trusted.
pub(crate) fn trusted_for(trusted: Trusted) -> Option<String> {
    let seconds = match trusted {
        Trusted::Never => return None,
        Trusted::Once => return Some("sso".to_owned()),
        Trusted::Seconds(seconds) => seconds,
    };
    let units = [("w", 604_800), ("d", 86_400), ("h", 3600)];
    let mut fitting = units
        .iter()
        .filter(|(_, length)| seconds > 0 && seconds % length == 0);
    Some(match fitting.next() {
        Some((unit, length)) => format!("{}{unit}", seconds / length),
        None => format!("{seconds}s"),
    })
}

/// The code of `code`.
#[derive(Serialize)]
pub(crate) struct CodeJson<'a> {
    id: String,
    issuer: &'a str,
    account: &'a str,
    code: Revealed<'a>,
    valid_from: Option<u64>,
    valid_until: Option<u64>,
    next: Option<Revealed<'a>>,
}

impl<'a> CodeJson<'a> {
    pub(crate) fn of(view: &'a CodeView) -> Self {
        Self {
            id: view.id.to_string(),
            issuer: &view.issuer,
            account: &view.account,
            code: Revealed(&view.code),
            valid_from: view.valid.map(|(from, _)| from.get()),
            valid_until: view.valid.map(|(_, until)| until.get()),
            next: view.next.as_ref().map(Revealed),
        }
    }
}

/// An account of `trash list`.
#[derive(Serialize)]
pub(crate) struct TrashedJson<'a> {
    #[serde(flatten)]
    account: AccountJson<'a>,
    trashed: u64,
}

impl<'a> TrashedJson<'a> {
    pub(crate) fn of(trashed: &'a Trashed) -> Self {
        let account = AccountJson::of(&trashed.view);
        Self {
            account,
            trashed: trashed.since.get(),
        }
    }
}

/// A symbol of `scan`.
#[derive(Serialize)]
pub(crate) struct FoundJson<'a> {
    source: &'a str,
    text: Revealed<'a>,
    kind: &'static str,
    corners: [(i32, i32); 4],
}

impl<'a> FoundJson<'a> {
    pub(crate) fn of(found: &'a Found) -> Self {
        Self {
            source: &found.source,
            text: Revealed(&found.text),
            kind: found.kind.name(),
            corners: found.corners,
        }
    }
}

/// What `import` did; of a dry run what it would do, and then nothing is imported.
#[derive(Serialize)]
pub(crate) struct ImportJson<'a> {
    pub(crate) format: &'static str,
    pub(crate) imported: usize,
    pub(crate) duplicates: usize,
    pub(crate) skipped: &'a [LeftOutJson],
    pub(crate) accounts: Vec<AccountJson<'a>>,
}

/// An account of a file that cannot be taken over.
#[derive(Serialize)]
pub(crate) struct LeftOutJson {
    index: usize,
    name: String,
    reason: String,
}

impl LeftOutJson {
    pub(crate) fn of(left_out: &LeftOut, reason: String) -> Self {
        Self {
            index: left_out.index,
            name: left_out.name.clone(),
            reason,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// Its place in the file as people count.
    pub(crate) fn number(&self) -> usize {
        self.index + 1
    }
}

/// A format of `formats`.
#[derive(Serialize)]
pub(crate) struct FormatJson {
    format: &'static str,
    import: bool,
    export: bool,
    /// How its files can be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption: Option<&'static str>,
}

impl FormatJson {
    pub(crate) fn of(format: &'static str, import: bool, written: Option<Encryption>) -> Self {
        Self {
            format,
            import,
            export: written.is_some(),
            encryption: written.map(|encryption| match encryption {
                Encryption::Optional => "optional",
                Encryption::Always => "always",
                Encryption::Never => "never",
            }),
        }
    }
}

/// What `export` wrote; of a dry run what it would write.
#[derive(Serialize)]
pub(crate) struct ExportJson<'a> {
    pub(crate) format: &'a str,
    /// None after a dry run.
    pub(crate) files: Vec<String>,
    pub(crate) exported: usize,
    pub(crate) incomplete: Vec<IncompleteJson<'a>>,
}

/// An account of which something is not in the file.
#[derive(Serialize)]
pub(crate) struct IncompleteJson<'a> {
    #[serde(flatten)]
    pub(crate) account: AccountJson<'a>,
    /// `codes`: the whole account.
    pub(crate) missing: Vec<String>,
}

/// What `add` and `scan --add` did with one account.
#[derive(Serialize)]
pub(crate) struct AddedJson {
    id: String,
    added: bool,
}

impl AddedJson {
    pub(crate) fn of(added: Added) -> Self {
        let (id, added) = match added {
            Added::New(id) => (id, true),
            Added::AlreadyThere(id) | Added::Updated(id) | Added::Replaced(id) => (id, false),
        };
        Self {
            id: id.to_string(),
            added,
        }
    }
}

/// A secret on its way to standard output, because the user asked for it.
pub(crate) struct Revealed<'a>(pub(crate) &'a SecretText);

impl Serialize for Revealed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trusted_time_is_shown_as_it_is_typed() {
        for (seconds, shown) in [
            (1_209_600, "2w"),
            (2_592_000, "30d"),
            (43_200, "12h"),
            (90, "90s"),
            (0, "0s"),
        ] {
            assert_eq!(
                trusted_for(Trusted::Seconds(seconds)).as_deref(),
                Some(shown)
            );
        }
        assert_eq!(trusted_for(Trusted::Once).as_deref(), Some("sso"));
        assert_eq!(trusted_for(Trusted::Never), None);
    }
}
