//! What this installation keeps of a team vault beside the user's vault: its device, and a copy of the log.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::objects::{FolderObjects, ObjectsError, OpenFolderError};
use platform::store::{self, ReadError};
use std::path::{Path, PathBuf};
use team::{Deed, DeviceKey, KeptDevice, KeptState, MAX_KEPT_STATE, State};
use vault::{Id, StateRecordError};

/// A device record is far below. In bytes.
const MAX_RECORD: u64 = 1 << 16;

/// The folder of one team vault, of one vault of the user's, in this installation's state.
pub(super) struct Local {
    folder: PathBuf,
    installation: Id,
    team: Id,
}

impl Local {
    pub(super) fn of(effects: &mut Effects, personal: Id, team: Id) -> Result<Self, UserError> {
        let state = effects.state_folder().ok_or(Code::NoDataFolder)?.to_owned();
        let folder = state.join("teams").join(format!("{personal}-{team}"));
        store::create_folder(&folder.join("log")).map_err(|error| save_error(error, &folder))?;
        Ok(Self {
            installation: installation(effects, &state)?,
            folder,
            team,
        })
    }

    /// This computer's copy of the log.
    pub(super) fn copy(&self) -> Result<FolderObjects, UserError> {
        FolderObjects::open(&self.folder.join("log")).map_err(|error| match error {
            OpenFolderError::Storage(error) => self.copy_error(error),
            OpenFolderError::Copied(client) => {
                UserError::new(Code::TeamStorageCopied).with("program", client.name())
            }
        })
    }

    /// When the newest entry was last seen on the storage, in seconds since 1970; 0 if that is not known.
    pub(super) fn last_look(&self) -> u64 {
        self.noted("seen").unwrap_or_default()
    }

    /// Notes that it was seen now. Without the note it is looked for once more.
    pub(super) fn note_look(&self, now: UnixTime) {
        self.note("seen", now.get());
    }

    /// The slot up to which warnings were told.
    pub(super) fn told(&self) -> Option<u64> {
        self.noted("told")
    }

    /// Notes that they were told up to `slot`. Without the note they are told once more.
    pub(super) fn note_told(&self, slot: u64) {
        self.note("told", slot);
    }

    /// What lay in the place of the answer for this owner sheet when this computer was content with it.
    pub(super) fn answer(&self, sheet: Id) -> Option<u64> {
        self.noted(&format!("sheet-{sheet}"))
    }

    /// Notes it. Without the note the answer is looked for once more.
    pub(super) fn note_answer(&self, sheet: Id, answer: u64) {
        self.note(&format!("sheet-{sheet}"), answer);
    }

    fn noted(&self, file: &str) -> Option<u64> {
        let noted = store::read(&self.folder.join(file), 32).ok()?;
        std::str::from_utf8(&noted).ok()?.trim().parse().ok()
    }

    fn note(&self, file: &str, number: u64) {
        let text = format!("{number}\n");
        store::replace(&self.folder.join(file), text.as_bytes()).ok();
    }

    /// Why the copy was not read or written: this computer's disk, not the team's storage.
    pub(super) fn copy_error(&self, error: ObjectsError) -> UserError {
        let code = match error {
            ObjectsError::Full => Code::SaveNoSpace,
            ObjectsError::Denied => Code::SaveNoPermission,
            ObjectsError::NotFound | ObjectsError::Missing => Code::SaveFolderMissing,
            ObjectsError::NoAnswer
            | ObjectsError::TooLarge
            | ObjectsError::WrongClock
            | ObjectsError::Nextcloud
            | ObjectsError::Unfit => Code::SaveFailed,
        };
        UserError::new(code).with_path(&self.folder)
    }

    /// This installation's device; a new one where there is none yet. A new one is kept before it is used.
    pub(super) fn device(
        &self,
        effects: &mut Effects,
        open: &OpenVault,
    ) -> Result<KeptDevice, UserError> {
        let path = self.folder.join("device");
        let record = match store::read(&path, MAX_RECORD) {
            Ok(record) => record,
            Err(ReadError::NotFound) => return self.new_device(effects, open),
            Err(error) => return Err(crate::names::read_error(error, &path)),
        };
        match KeptDevice::open(open.vault(), self.team, self.installation, &record) {
            Ok((device, is_under_old_key)) => {
                if is_under_old_key {
                    self.keep(effects, open, &device)?;
                }
                Ok(device)
            }
            // Of another installation or vault: its keys are not ours.
            Err(StateRecordError::Foreign | StateRecordError::TooLong) => {
                self.new_device(effects, open)
            }
            Err(StateRecordError::TooNew) => Err(UserError::new(Code::TeamUpdate)),
        }
    }

    /// What was kept of the log, and whether it should be kept anew. `None`: nothing that can be used.
    pub(super) fn kept_state(&self, open: &OpenVault) -> Option<(KeptState, bool)> {
        let most = u64::try_from(MAX_KEPT_STATE).ok()?;
        let kept = store::read(&self.folder.join("state"), most).ok()?;
        KeptState::open(open.vault(), self.team, self.installation, &kept)
    }

    /// Keeps what was verified. Whether it was kept: without it the log is read from its first entry.
    pub(super) fn keep_state(
        &self,
        effects: &mut Effects,
        open: &OpenVault,
        (state, deeds): (&State, &[Deed]),
    ) -> bool {
        let (vault, installation) = (open.vault(), self.installation);
        let kept = KeptState::seal(state, deeds, vault, installation, effects.random());
        kept.is_some_and(|kept| store::replace(&self.folder.join("state"), &kept).is_ok())
    }

    pub(super) fn team(&self) -> Id {
        self.team
    }

    /// Another device in the place of the one that is kept, if any.
    pub(super) fn new_device(
        &self,
        effects: &mut Effects,
        open: &OpenVault,
    ) -> Result<KeptDevice, UserError> {
        let device = KeptDevice {
            key: DeviceKey::generate(effects.random()),
            next_seq: 1,
        };
        self.keep(effects, open, &device)?;
        Ok(device)
    }

    /// Stores the device durably.
    pub(super) fn keep(
        &self,
        effects: &mut Effects,
        open: &OpenVault,
        device: &KeptDevice,
    ) -> Result<(), UserError> {
        let sealed = device.seal(open.vault(), self.team, self.installation, effects.random());
        let record = sealed.map_err(|_| Code::VaultFull)?;
        let path = self.folder.join("device");
        store::replace(&path, &record).map_err(|error| save_error(error, &path))
    }
}

/// The random id of this installation; made with the first team vault.
fn installation(effects: &mut Effects, state: &Path) -> Result<Id, UserError> {
    let path = state.join("installation");
    match store::read(&path, 64) {
        Ok(text) => {
            let text = String::from_utf8(text).unwrap_or_default();
            let id = text.trim().parse();
            id.map_err(|_| UserError::new(Code::FileNotText).with_path(&path))
        }
        Err(ReadError::NotFound) => {
            let id = Id::generate(effects.random());
            store::write_new(&path, id.to_string().as_bytes())
                .map_err(|error| save_error(error, &path))?;
            Ok(id)
        }
        Err(error) => Err(crate::names::read_error(error, &path)),
    }
}
