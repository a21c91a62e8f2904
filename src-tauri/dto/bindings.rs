//! The TypeScript in ui/src/ipc/bindings is what these shapes say. `cargo xtask bindings` writes it anew.
#![expect(
    clippy::disallowed_methods,
    reason = "a test looks at files of the repository"
)]

use super::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};
use ts_rs::{Config, TS};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/bindings")
}

/// File name and content of each shape that crosses by name.
fn wanted() -> BTreeMap<String, String> {
    let config = Config::new().with_large_int("number");
    let mut files = BTreeMap::new();
    macro_rules! each {
        ($($shape:ty)*) => { $(
            let text = <$shape>::export_to_string(&config).expect("the shape can be written");
            files.insert(format!("{}.ts", <$shape>::name(&config)), text);
        )* };
    }
    each! {
        AnswerDto BackupCodesDto CheckupDto CodeSetDto CodeSheetDto DrillDto FindingDto FoundGroupDto KeptDto LostDto NewCodesDto
        OneCheckupDto
        AccountDto ActivityDto AddedDto InTeamDto InviteDto JoinedDto LinkDto MemberDto OverviewDto OwnerSheetDto PendingDto
        RoleDto ServiceDto ServiceKindDto RotateDto SharedAccountDto StandingDto TeamDto AreaDto BackupDto BackupSourceDto BackupStatusDto CameraDto CandidateDto CheckDto CodeDto CopiedDto
        CredentialDto EditDto ErrorDto FirstDto FormatDto FoundDto FrameDto IncompleteDto KeyAboutDto KeyDto
        KeyFoundDto KeyOfAccountDto KeyStepDto KeysDto KitDto LeftOutDto LossDto
        MethodDto NowDto OnDto OnKeyDto OnOneDto PageDto PasskeyDto PictureDto PlanDto PlannedDto PluggedDto ProblemDto QrDto ReleasedDto RenewedDto ScanDto
        ScanEventDto ScanStartedDto SecretsDto SettingsDto SheetWordsDto SlotDto SourceDto StateDto StrengthDto
        SymbolDto TaskDto TrashedDto TrustedDto TypedDto VaultDto WithoutKeyDto WrittenSheetDto
    }
    files
}

fn there() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().expect("names are text");
        let text = fs::read_to_string(entry.path()).expect("bindings are text");
        (name, text)
    };
    entries
        .map(|entry| file(entry.expect("the folder can be read")))
        .collect()
}

#[test]
fn the_pages_see_exactly_the_shapes_that_the_program_sends() {
    let wanted = wanted();
    if env::var_os("COUNTERSIGN_WRITE_BINDINGS").is_some() {
        fs::remove_dir_all(folder()).expect("the folder is there");
        fs::create_dir_all(folder()).expect("the repository can be written to");
        for (name, text) in &wanted {
            fs::write(folder().join(name), text).expect("the repository can be written to");
        }
    }
    let (there, wanted): (Vec<_>, Vec<_>) =
        (there().into_iter().collect(), wanted.into_iter().collect());
    assert_eq!(there, wanted, "run `cargo xtask bindings`");
}
