use super::AccountDto;
use serde::{Deserialize, Serialize};
use session::checkup::{
    Answer, Checked, CheckedAccount, Drill, Finding, Judged, Lost, Outcome, Severity, by_word,
    change_word, step_word,
};
use session::codes::AccountView;
use session::{Code, Id, UserError};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// What a checkup of the whole vault found, the worst first.
#[derive(Serialize, TS)]
pub(crate) struct CheckupDto {
    /// 0 to 100.
    overall: u8,
    /// Of the vault alone.
    vault: u8,
    found: Vec<FoundGroupDto>,
}

/// A finding, with the accounts it is about.
#[derive(Serialize, TS)]
pub(crate) struct FoundGroupDto {
    finding: FindingDto,
    /// Ids, in the order of lists; none: it is about the vault.
    accounts: Vec<String>,
}

/// Something that was found.
#[derive(Clone, Copy, Serialize, TS)]
pub(crate) struct FindingDto {
    /// The words are the message `finding-NAME`, with dashes.
    name: &'static str,
    #[ts(inline)]
    severity: SeverityDto,
    /// The user said that it is not for them.
    dismissed: bool,
}

#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum SeverityDto {
    High,
    Medium,
    Low,
}

impl From<Judged> for FindingDto {
    fn from(judged: Judged) -> Self {
        Self {
            name: judged.finding.name(),
            severity: match judged.finding.severity() {
                Severity::High => SeverityDto::High,
                Severity::Medium => SeverityDto::Medium,
                Severity::Low => SeverityDto::Low,
            },
            dismissed: judged.dismissed,
        }
    }
}

impl FindingDto {
    pub(crate) fn named(name: &str) -> Result<Finding, UserError> {
        Finding::from_name(name).ok_or_else(|| Code::NothingToChange.into())
    }
}

impl From<Checked> for CheckupDto {
    fn from(checked: Checked) -> Self {
        let group = |(judged, accounts): (Judged, Vec<Id>)| FoundGroupDto {
            finding: judged.into(),
            accounts: accounts.iter().map(Id::to_string).collect(),
        };
        Self {
            overall: checked.overall,
            vault: checked.vault_score,
            found: groups(&checked).into_iter().map(group).collect(),
        }
    }
}

/// Each finding once, those of high severity first; what is not for the user apart from what is.
fn groups(checked: &Checked) -> Vec<(Judged, Vec<Id>)> {
    type Groups = BTreeMap<(Severity, Finding, bool), Vec<Id>>;
    let key = |judged: &Judged| {
        let Judged { finding, dismissed } = *judged;
        (finding.severity(), finding, dismissed)
    };
    let mut groups: Groups = checked
        .vault
        .iter()
        .map(|found| (key(found), vec![]))
        .collect();
    for account in &checked.accounts {
        for judged in &account.found {
            groups.entry(key(judged)).or_default().push(account.view.id);
        }
    }
    let judged = |(_, finding, dismissed): (Severity, Finding, bool)| Judged { finding, dismissed };
    let groups = groups.into_iter();
    groups
        .map(|(key, accounts)| (judged(key), accounts))
        .collect()
}

/// What was found of one account, the worst first.
#[derive(Serialize, TS)]
pub(crate) struct OneCheckupDto {
    /// 0 to 100.
    score: u8,
    found: Vec<FindingDto>,
}

impl From<CheckedAccount> for OneCheckupDto {
    fn from(account: CheckedAccount) -> Self {
        Self {
            score: account.score,
            found: account.found.into_iter().map(FindingDto::from).collect(),
        }
    }
}

/// What is lost in a drill.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LostDto {
    laptop: bool,
    phone: bool,
    password_manager: bool,
    colleague: bool,
    /// Ids of security keys.
    keys: Vec<String>,
}

impl LostDto {
    pub(crate) fn read(&self) -> Result<Lost, UserError> {
        let keys = self.keys.iter().map(|key| key.parse());
        let keys: Result<BTreeSet<Id>, _> = keys.collect();
        Ok(Lost {
            laptop: self.laptop,
            phone: self.phone,
            password_manager: self.password_manager,
            colleague: self.colleague,
            keys: keys.map_err(|_| Code::NothingToChange)?,
        })
    }
}

/// What a drill found.
#[derive(Serialize, TS)]
pub(crate) struct DrillDto {
    /// When the newest proved backup was made that is not on this computer. Unix seconds.
    backup: Option<u64>,
    /// Those that are locked out first, then those with effort.
    answers: Vec<AnswerDto>,
}

/// What becomes of an account.
#[derive(Serialize, TS)]
pub(crate) struct AnswerDto {
    account: AccountDto,
    #[ts(type = r#""in" | "effort" | "locked""#)]
    outcome: &'static str,
    /// Messages, as in the next two: the ways in, what to do in order, what to change today.
    by: Vec<&'static str>,
    plan: Vec<&'static str>,
    today: Vec<&'static str>,
}

impl From<Drill> for DrillDto {
    fn from(drill: Drill) -> Self {
        Self {
            backup: drill.backup.map(|made| made.get()),
            answers: drill.answers.into_iter().map(AnswerDto::from).collect(),
        }
    }
}

impl From<(AccountView, Answer)> for AnswerDto {
    fn from((view, answer): (AccountView, Answer)) -> Self {
        let mut by: Vec<&str> = answer.by.into_iter().map(by_word).collect();
        // Several keys are one word.
        by.dedup();
        Self {
            account: AccountDto::shown(view),
            outcome: match answer.outcome {
                Outcome::In => "in",
                Outcome::Effort => "effort",
                Outcome::Locked => "locked",
            },
            by,
            plan: answer.plan.into_iter().map(step_word).collect(),
            today: answer.today.into_iter().map(change_word).collect(),
        }
    }
}
