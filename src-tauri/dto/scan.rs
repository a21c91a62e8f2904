use super::ErrorDto;
use super::codes::algorithm;
use serde::{Deserialize, Serialize};
use session::codes::{is_known, is_replaceable};
use session::scan::{self, CameraInfo, Incomplete, Problem, Progress, Region, Step};
use session::{Labelled, OpenVault, UnixTime, escape};
use ts_rs::TS;
use zeroize::Zeroizing;

/// What a scan found. The accounts themselves stay in the program, under the ticket.
#[derive(Clone, Serialize, TS)]
pub(crate) struct ScanDto {
    pub(crate) ticket: u32,
    pub(crate) found: Vec<FoundDto>,
    pub(crate) problems: Vec<ProblemDto>,
    pub(crate) incomplete: Vec<IncompleteDto>,
    /// Where it was found, if that was on a screen.
    pub(crate) pictures: Vec<PictureDto>,
}

/// An account that can be added. Its secret is not here.
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
    /// The vault has an account of the same names with another secret, which this one may replace.
    replaces: bool,
    /// The code of this moment; none for counters, which would be used up, and where a PIN is missing.
    #[ts(type = "string | null")]
    code: Option<Zeroizing<String>>,
}

/// A monitor as it was seen. Its pixels are the answer of another command.
#[derive(Clone, Serialize, TS)]
pub(crate) struct PictureDto {
    pub(crate) name: String,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) symbols: Vec<SymbolDto>,
    /// Windows on it, the topmost first.
    pub(crate) windows: Vec<AreaDto>,
}

/// A symbol in a picture.
#[derive(Clone, Serialize, TS)]
pub(crate) struct SymbolDto {
    /// In pixels of the picture, clockwise from the symbol's own top left.
    pub(crate) corners: [(i32, i32); 4],
    /// The accounts it holds; none: it is something else.
    pub(crate) found: Vec<u32>,
}

/// A part of a picture, in its pixels.
#[derive(Clone, Copy, Serialize, Deserialize, TS)]
pub(crate) struct AreaDto {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// A camera that can be opened.
#[derive(Serialize, TS)]
pub(crate) struct CameraDto {
    /// Names it as long as it stays where it is plugged in.
    id: String,
    name: String,
}

impl From<CameraInfo> for CameraDto {
    fn from(camera: CameraInfo) -> Self {
        Self {
            name: escape(&camera.name).into_owned(),
            id: camera.id,
        }
    }
}

/// What the camera saw last, before the picture itself: both are one answer.
#[derive(Serialize, TS)]
pub(crate) struct FrameDto {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Each symbol's corners in the frame, as it is shown.
    pub(crate) symbols: Vec<[(i32, i32); 4]>,
    /// A part of an export was seen.
    pub(crate) incomplete: Option<IncompleteDto>,
    /// Only symbols were seen that hold no account.
    #[serde(rename = "noAccount")]
    pub(crate) no_account: bool,
    /// Everything was seen; the camera is closed.
    pub(crate) scan: Option<ScanDto>,
}

impl FoundDto {
    /// One of `all` that were found.
    pub(crate) fn of(
        (index, labelled): (u32, &Labelled),
        all: &[Labelled],
        open: &OpenVault,
        now: UnixTime,
    ) -> Self {
        let kind = labelled.otp.kind;
        let code = scan::first_code(labelled, now);
        Self {
            index,
            issuer: escape(labelled.issuer.as_deref().unwrap_or_default()).into_owned(),
            account: escape(&labelled.account).into_owned(),
            kind: kind.type_name(),
            algorithm: algorithm(kind),
            digits: kind.digits(),
            period: kind.period().map(|period| period.get()),
            known: is_known(open, labelled),
            replaces: is_replaceable(open, labelled, all),
            code: code.map(|code| Zeroizing::new(code.expose().to_owned())),
        }
    }
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

impl From<Region> for AreaDto {
    fn from(region: Region) -> Self {
        let Region {
            x,
            y,
            width,
            height,
        } = region;
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

impl From<AreaDto> for Region {
    fn from(area: AreaDto) -> Self {
        let AreaDto {
            x,
            y,
            width,
            height,
        } = area;
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

impl FrameDto {
    /// The frame is shown as in a mirror.
    pub(crate) fn of(step: &Step, scan: Option<ScanDto>) -> Self {
        let (width, height) = step.size();
        let right = i32::try_from(width).unwrap_or(i32::MAX);
        let mirrored = |(x, y): (i32, i32)| (right.saturating_sub(x), y);
        let corners = step.symbols.iter().map(|seen| seen.corners.map(mirrored));
        Self {
            width,
            height,
            symbols: corners.collect(),
            incomplete: match step.progress {
                Progress::Partial(incomplete) => Some(incomplete.into()),
                Progress::Nothing | Progress::NoAccount | Progress::Complete => None,
            },
            no_account: step.progress == Progress::NoAccount,
            scan,
        }
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
