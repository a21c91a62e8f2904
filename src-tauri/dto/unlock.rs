use super::ErrorDto;
use crate::keys::Keys;
use serde::{Deserialize, Serialize};
use session::unlock::{Credential, Kit, Strength, VaultFile, password, recovery_secret};
use session::{Code, Qr, UserError, escape};
use ts_rs::TS;
use zeroize::Zeroizing;

/// A vault file. Nothing of what is inside.
#[derive(Serialize, TS)]
pub(crate) struct VaultDto {
    name: String,
    path: String,
    present: bool,
    /// Unix seconds.
    saved: Option<u64>,
}

impl From<VaultFile> for VaultDto {
    fn from(file: VaultFile) -> Self {
        Self {
            name: escape(&file.name).into_owned(),
            path: escape(&file.path.display().to_string()).into_owned(),
            present: file.present,
            saved: file.saved.map(|time| time.get()),
        }
    }
}

/// How the vault stands.
#[derive(Clone, Copy, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateKind {
    /// There never was a file: it can be made.
    Absent,
    /// There is a file, or was one when it was opened last.
    Locked,
    /// It is in memory.
    Open,
}

/// The vault that is to be opened, and how it stands.
#[derive(Serialize, TS)]
pub(crate) struct StateDto {
    #[ts(inline)]
    pub(crate) kind: StateKind,
    pub(crate) vault: VaultDto,
    /// A change is in memory only.
    pub(crate) unsaved: bool,
    /// While it is locked: whether security keys open it.
    pub(crate) keys: bool,
    /// Why the keyring did not open it, where it should have.
    pub(crate) keyring: Option<ErrorDto>,
}

/// How hard a password is to guess.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StrengthDto {
    /// 0 to 4.
    score: u8,
    guesses_log10: f64,
    /// A message.
    warning: Option<&'static str>,
    /// Messages.
    suggestions: Vec<&'static str>,
}

impl From<Strength> for StrengthDto {
    fn from(strength: Strength) -> Self {
        Self {
            score: strength.score,
            guesses_log10: strength.guesses_log10,
            warning: strength.warning,
            suggestions: strength.suggestions,
        }
    }
}

/// A QR code, to be drawn. What it says may be secret.
#[derive(Serialize, TS)]
pub(crate) struct QrDto {
    /// Modules on a side, without the quiet zone.
    size: u32,
    /// One text of 0 and 1 for each row; 1 is dark.
    #[ts(type = "Array<string>")]
    rows: Vec<Zeroizing<String>>,
}

impl From<Qr> for QrDto {
    fn from(qr: Qr) -> Self {
        let size = qr.size();
        let module = |dark| if dark { '1' } else { '0' };
        let row = |y| Zeroizing::new((0..size).map(|x| module(qr.dark(x, y))).collect());
        let rows = (0..size).map(row).collect();
        Self { size, rows }
    }
}

/// The recovery kit of a new vault, to be printed or saved and typed once.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KitDto {
    #[ts(type = "Array<string>")]
    words: Vec<Zeroizing<String>>,
    #[ts(type = "string")]
    machine_line: Zeroizing<String>,
    fingerprint: String,
    /// The machine line.
    qr: QrDto,
}

impl KitDto {
    pub(crate) fn of(kit: &Kit) -> Result<Self, UserError> {
        let words = kit.words.expose().split(' ');
        Ok(Self {
            words: words.map(|word| Zeroizing::new(word.to_owned())).collect(),
            machine_line: Zeroizing::new(kit.machine_line.expose().to_owned()),
            fingerprint: kit.fingerprint.clone(),
            qr: Qr::of(&kit.machine_line)
                .map_err(|_| Code::QrTooLong)?
                .into(),
        })
    }
}

/// What somebody typed to unlock, or to show again who is there.
#[derive(Deserialize, TS)]
pub(crate) struct CredentialDto {
    #[ts(inline)]
    kind: CredentialKind,
    #[ts(type = "string")]
    text: Zeroizing<String>,
}

#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
enum CredentialKind {
    Password,
    Kit,
    /// What a security key answered just now; nothing was typed.
    Key,
}

impl CredentialDto {
    /// # Errors
    /// An empty password, words that are no kit, or no answer of a key.
    pub(crate) fn read(&self, keys: &Keys) -> Result<Credential, UserError> {
        Ok(match self.kind {
            CredentialKind::Password => Credential::Password(password(&self.text)?),
            CredentialKind::Kit => Credential::Recovery(recovery_secret(&self.text)?),
            CredentialKind::Key => keys.answered()?,
        })
    }
}
