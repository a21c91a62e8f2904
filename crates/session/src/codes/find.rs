//! Listing accounts and finding one by name.

use super::conflicts::has_conflict;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::Kind;
use otp::display::escape;
use otp::uri::Labelled;
use std::borrow::Cow;
use transfer::import::Entry;
use vault::{Account, Id};

/// What the user's own vault is called among team vaults.
const PERSONAL: &str = "personal";
/// Fewer digits of an id would find too much by chance.
const LEAST_ID_PREFIX: usize = 4;
/// How many candidates an error names.
const MOST_CANDIDATES: usize = 10;

/// An account in a list. Nothing here is secret.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// Names the account for ever.
    pub id: Id,
    /// The vault it lies in: `personal`, or the name of a team vault.
    pub vault: Cow<'static, str>,
    /// Who it is with; may be empty.
    pub issuer: String,
    /// The account name; may be empty.
    pub account: String,
    /// How codes are made.
    pub kind: Kind,
    /// Whether each code asks for a PIN: the kind needs one, and none is stored.
    pub needs_pin: bool,
    /// Whether it has two secrets, and nobody has chosen between them.
    pub conflicts: bool,
    /// Labels in the user's order.
    pub tags: Vec<String>,
    /// Shown first.
    pub favorite: bool,
}

impl AccountView {
    /// An account of another program's file, which is not in the vault yet.
    pub(crate) fn of_entry(id: Id, entry: &Entry) -> Self {
        let Labelled {
            issuer,
            account,
            otp,
        } = &entry.labelled;
        Self {
            id,
            vault: Cow::Borrowed(PERSONAL),
            issuer: issuer.clone().unwrap_or_default(),
            account: account.clone(),
            kind: otp.kind,
            needs_pin: otp.kind.needs_pin() && otp.pin.is_none(),
            conflicts: false,
            tags: entry.extras.tags.clone(),
            favorite: entry.extras.favorite,
        }
    }

    pub(crate) fn of(account: &Account) -> Self {
        Self {
            id: account.id(),
            vault: Cow::Borrowed(PERSONAL),
            issuer: account.issuer.clone(),
            account: account.name.clone(),
            kind: account.otp().kind,
            needs_pin: account.otp().kind.needs_pin() && account.otp().pin.is_none(),
            conflicts: has_conflict(account),
            tags: account.tags.clone(),
            favorite: account.favorite,
        }
    }
}

/// Accounts outside the trash whose issuer, account name or a tag has all words of `query`; all of
/// them for an empty one. Favourites first, then by issuer and account name.
pub fn list(open: &OpenVault, query: &str) -> Vec<AccountView> {
    matching(present(open), query)
}

/// [`list`] of these accounts.
pub(crate) fn matching<'a>(
    accounts: impl Iterator<Item = &'a Account>,
    query: &str,
) -> Vec<AccountView> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let matches = |account: &&Account| {
        let text = if words.is_empty() {
            String::new()
        } else {
            searched(account)
        };
        words.iter().all(|word| text.contains(word))
    };
    let mut found: Vec<AccountView> = accounts.filter(matches).map(AccountView::of).collect();
    found.sort_by_cached_key(place_in_list);
    found
}

/// Where an account stands in a list: favourites first, then by issuer and account name.
pub fn place_in_list(view: &AccountView) -> impl Ord + use<> {
    (
        !view.favorite,
        view.issuer.to_lowercase(),
        view.account.to_lowercase(),
        view.id,
    )
}

/// One account, in the trash or not.
pub fn view(open: &OpenVault, id: Id) -> Option<AccountView> {
    open.account(id).map(AccountView::of)
}

/// The account outside the trash that `name` names: its issuer, account name, `issuer:account`
/// (upper and lower case are the same), or the beginning of its id, 4 digits or more.
///
/// # Errors
/// `account-not-found`, `account-ambiguous` with the candidates.
pub fn find(open: &OpenVault, name: &str) -> Result<Id, UserError> {
    one_of(present(open), name)
}

/// An account that is not there, for example because another program removed it for ever.
pub(crate) fn no_account(id: Id) -> UserError {
    UserError::new(Code::AccountNotFound).with("name", id)
}

/// The one of `accounts` that `name` names.
pub(crate) fn one_of<'a>(
    accounts: impl Iterator<Item = &'a Account> + Clone,
    name: &str,
) -> Result<Id, UserError> {
    // A whole id names one account, whatever others are called.
    if let Ok(id) = name.parse()
        && accounts.clone().any(|account| account.id() == id)
    {
        return Ok(id);
    }
    let mut found: Vec<&Account> = accounts.clone().filter(|a| has_name(a, name)).collect();
    if found.is_empty() {
        found = accounts
            .clone()
            .filter(|a| is_id_prefix(a.id(), name))
            .collect();
    }
    match found.as_slice() {
        [account] => Ok(account.id()),
        [] => Err(UserError::new(Code::AccountNotFound).with("name", name)),
        several => Err(UserError::new(Code::AccountAmbiguous)
            .with("name", name)
            .with("candidates", candidates(several))),
    }
}

fn present(open: &OpenVault) -> impl Iterator<Item = &Account> + Clone {
    open.document()
        .accounts()
        .filter(|account| account.trashed.is_none())
}

fn searched(account: &Account) -> String {
    let tags = account.tags.join(" ");
    format!("{} {} {tags}", account.issuer, account.name).to_lowercase()
}

fn has_name(account: &Account, name: &str) -> bool {
    let name = name.to_lowercase();
    let (issuer, account) = (account.issuer.to_lowercase(), account.name.to_lowercase());
    name == issuer || name == account || name == format!("{issuer}:{account}")
}

/// Whether `text` is the beginning of `id`, in upper or lower case, and long enough to mean it.
pub(crate) fn is_id_prefix(id: Id, text: &str) -> bool {
    text.len() >= LEAST_ID_PREFIX && id.to_string().starts_with(&text.to_lowercase())
}

/// One line each: the beginning of the id, then `issuer:account`.
fn candidates(accounts: &[&Account]) -> String {
    let line = |account: &&Account| {
        let id = account.id().to_string();
        let id = id.get(..8).unwrap_or(&id).to_owned();
        // A line end in a name must not look like another candidate.
        format!(
            "  {id}  {}:{}",
            escape(&account.issuer),
            escape(&account.name)
        )
    };
    let mut lines: Vec<String> = accounts.iter().take(MOST_CANDIDATES).map(line).collect();
    if accounts.len() > MOST_CANDIDATES {
        lines.push("  ...".to_owned());
    }
    lines.join("\n")
}
