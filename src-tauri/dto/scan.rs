use super::ErrorDto;
use serde::Serialize;
use session::scan::{Incomplete, Problem};
use session::{Kind, Labelled, escape};
use ts_rs::TS;

/// What a scan found. The accounts themselves stay in the program, under the ticket.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ScanDto {
    pub(crate) ticket: u32,
    pub(crate) found: Vec<FoundDto>,
    pub(crate) problems: Vec<ProblemDto>,
    pub(crate) incomplete: Vec<IncompleteDto>,
}

/// An account that can be added. Nothing here is secret.
#[derive(Clone, Serialize, TS)]
pub(crate) struct FoundDto {
    index: u32,
    issuer: String,
    account: String,
    kind: &'static str,
    algorithm: Option<&'static str>,
    digits: u8,
    /// Seconds.
    period: Option<u64>,
    /// The vault has it already.
    known: bool,
}

impl FoundDto {
    pub(crate) fn of(index: u32, labelled: &Labelled, known: bool) -> Self {
        let kind = labelled.otp.kind;
        Self {
            index,
            issuer: escape(labelled.issuer.as_deref().unwrap_or_default()).into_owned(),
            account: escape(&labelled.account).into_owned(),
            kind: kind.type_name(),
            algorithm: algorithm(kind),
            digits: kind.digits(),
            period: kind.period().map(|period| period.get()),
            known,
        }
    }
}

/// The algorithm, where an account could have another.
pub(super) fn algorithm(kind: Kind) -> Option<&'static str> {
    matches!(kind, Kind::Totp { .. } | Kind::Hotp { .. }).then(|| kind.algorithm_name())
}

/// Something that could not be read.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ProblemDto {
    source: String,
    error: ErrorDto,
}

impl From<Problem> for ProblemDto {
    fn from(problem: Problem) -> Self {
        Self {
            source: escape(&problem.source).into_owned(),
            error: problem.error.into(),
        }
    }
}

/// An export that has more symbols than were seen.
#[derive(Clone, Serialize, TS)]
pub(crate) struct IncompleteDto {
    scanned: u32,
    size: u32,
}

impl From<Incomplete> for IncompleteDto {
    fn from(incomplete: Incomplete) -> Self {
        let Incomplete { scanned, size } = incomplete;
        Self { scanned, size }
    }
}

/// Files were dropped.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ScanStartedDto {
    pub(crate) count: u32,
}

/// What became of them.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ScanEventDto {
    pub(crate) scan: Option<ScanDto>,
    pub(crate) error: Option<ErrorDto>,
}
