//! The shapes that cross between the program and its pages. `ui/src/ipc/bindings` is made from them.
//!
//! Fields that hold secrets are `Zeroizing`, and no such shape can be printed.

mod backup;
mod backup_codes;
mod checkup;
mod codes;
mod error;
mod export;
mod first;
mod keys;
mod owner_sheet;
mod scan;
mod settings;
mod slots;
mod teams;
mod teams_asked;
mod transfer;
mod unlock;

pub(crate) use backup::{BackupDto, BackupSourceDto, BackupStatusDto, EveryDto};
pub(crate) use backup_codes::{BackupCodesDto, CodeSheetDto, KeptDto, NewCodesDto};
pub(crate) use checkup::{CheckupDto, DrillDto, FindingDto, LostDto, OneCheckupDto};
pub(crate) use codes::{
    AccountDto, AddedDto, CodeDto, CopiedDto, EditDto, InTeamDto, NowDto, PageDto, ReleasedDto,
    SecretsDto, TrashedDto, TypedDto, take,
};
pub(crate) use error::ErrorDto;
pub(crate) use export::{FormatDto, LossDto, SheetWordsDto, TargetDto};
pub(crate) use first::FirstDto;
pub(crate) use keys::{
    CandidateDto, KeyDto, KeyFoundDto, KeyOfAccountDto, KeyStepDto, KeysDto, OnDto, OnOneDto,
    PasskeyDto, PluggedDto, WithoutKeyDto,
};
pub(crate) use owner_sheet::{OwnerSheetDto, WrittenSheetDto};
pub(crate) use scan::{
    AreaDto, CameraDto, FoundDto, FrameDto, PictureDto, ScanDto, ScanEventDto, ScanStartedDto,
    SymbolDto,
};
pub(crate) use settings::{CheckDto, SettingsDto, ThemeDto};
pub(crate) use slots::{RenewedDto, SlotDto};
pub(crate) use teams::{InviteDto, JoinedDto, LinkDto, OverviewDto, TeamDto};
pub(crate) use teams_asked::{RoleDto, ServiceDto, ServiceKindDto};
pub(crate) use transfer::{PlanDto, SourceDto, TaskDto};
pub(crate) use unlock::{CredentialDto, KitDto, QrDto, StateDto, StateKind, StrengthDto, VaultDto};

#[cfg(test)]
pub(crate) use backup_codes::CodeSetDto;
#[cfg(test)]
pub(crate) use checkup::{AnswerDto, FoundGroupDto};
#[cfg(test)]
pub(crate) use codes::{MethodDto, TrustedDto};
#[cfg(test)]
pub(crate) use keys::{KeyAboutDto, OnKeyDto};
#[cfg(test)]
pub(crate) use scan::{IncompleteDto, ProblemDto};
#[cfg(test)]
pub(crate) use teams::{
    ActivityDto, MemberDto, PendingDto, RotateDto, SharedAccountDto, StandingDto,
};
#[cfg(test)]
pub(crate) use transfer::{LeftOutDto, PlannedDto};

#[cfg(test)]
mod bindings;
