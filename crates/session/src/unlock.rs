//! Creating and opening a vault, and its ways to unlock.

mod slots;

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::{read_error, save_error};
use crate::open_vault::OpenVault;
pub use crate::open_vault::open;
use otp::SecretText;
use platform::{folders, store};
pub use slots::{
    add_password_slot, add_recovery_slot, change_password, find_slot, remove_slot, rename_slot,
    slots,
};
use std::path::{Path, PathBuf};
use std::time::Duration;
use vault::{Kdf, Password, RecoverySecret, Vault, calibrate, fingerprint};
use zeroize::Zeroizing;

pub use vault::Credential;

/// Password and kit files are at most this long, in bytes.
const MAX_SECRET_FILE: u64 = 65_536;
const FILE_NAME: &str = "vault.countersign";

/// The vault in the platform's data folder.
///
/// # Errors
/// `no-data-folder`: the system names none.
pub fn default_vault() -> Result<PathBuf, UserError> {
    let folder = folders::data_folder().ok_or(Code::NoDataFolder)?;
    Ok(folder.join(FILE_NAME))
}

/// Whether something lies at `path`, so that nobody is asked for a password in vain.
pub fn exists(path: &Path) -> bool {
    !matches!(store::read(path, 0), Err(store::ReadError::NotFound))
}

/// A password as it was typed.
///
/// # Errors
/// It is empty or longer than 65,536 bytes.
pub fn password(text: &str) -> Result<Password, UserError> {
    let problem = if text.is_empty() {
        Code::PasswordEmpty
    } else {
        Code::PasswordTooLong
    };
    Password::new(text).ok_or(problem.into())
}

/// The secret of a recovery kit: its file, or its words alone.
///
/// # Errors
/// The text is no kit; the code says where the mistake is.
pub fn recovery_secret(kit: &str) -> Result<RecoverySecret, UserError> {
    Ok(RecoverySecret::parse(kit)?)
}

/// Reads a file or pipe that holds a password or a kit: UTF-8, at most 64 KiB.
///
/// # Errors
/// It cannot be read, is too long or is not text.
pub fn read_secret_file(path: &Path) -> Result<SecretText, UserError> {
    let bytes = store::read_secret(path, MAX_SECRET_FILE);
    let mut bytes = bytes.map_err(|error| read_error(error, path))?;
    String::from_utf8(std::mem::take(&mut *bytes))
        .map(SecretText::from)
        .map_err(|error| {
            drop(Zeroizing::new(error.into_bytes()));
            UserError::new(Code::FileNotText).with_path(path)
        })
}

/// A recovery kit to print or save: all of it is secret but the fingerprint.
pub struct Kit {
    /// 15 words with single spaces.
    pub words: SecretText,
    /// The same for machines, as in the kit's QR code.
    pub machine_line: SecretText,
    /// Which vault the kit belongs to.
    pub fingerprint: String,
}

impl Kit {
    fn of(secret: &RecoverySecret, vault: &Vault) -> Self {
        Self {
            words: secret.words(),
            machine_line: secret.machine_line(vault.id()),
            fingerprint: fingerprint(vault.id()),
        }
    }
}

/// What a new vault's slots are called, in the user's language.
pub struct SlotNames {
    /// The password slot.
    pub password: String,
    /// The recovery kit's slot.
    pub recovery: String,
}

/// A vault in memory that was never saved.
pub struct NewVault {
    vault: Vault,
    kit: Option<Kit>,
}

/// Makes a vault in memory. Takes about two seconds: the cost of the password is calibrated.
///
/// # Errors
/// `out-of-memory`, `clock-unset`.
pub fn new_vault(
    effects: &mut Effects,
    password: &Password,
    names: SlotNames,
    with_kit: bool,
) -> Result<NewVault, UserError> {
    let now = effects.now()?;
    let kdf = calibrated(effects);
    let mut vault = Vault::create(password, kdf, names.password, now, effects.random())?;
    let mut kit = None;
    if with_kit {
        let secret = RecoverySecret::generate(effects.random());
        vault.add_recovery_slot(&secret, names.recovery, now, effects.random())?;
        kit = Some(Kit::of(&secret, &vault));
    }
    Ok(NewVault { vault, kit })
}

impl NewVault {
    /// The kit, if one was asked for.
    pub fn kit(&self) -> Option<&Kit> {
        self.kit.as_ref()
    }

    /// Saves the kit's text, if given, then the vault. Neither overwrites a file. Makes the folder
    /// of the vault where it is missing.
    ///
    /// # Errors
    /// Neither file was written, or the kit's file was removed again.
    pub fn save(
        self,
        effects: &mut Effects,
        path: &Path,
        kit: Option<(&Path, &SecretText)>,
    ) -> Result<OpenVault, UserError> {
        if exists(path) {
            return Err(UserError::new(Code::VaultExists).with_path(path));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        folder
            .map_or(Ok(()), store::create_folder)
            .map_err(|error| save_error(error, path))?;
        let mut open = OpenVault::new(path.to_owned(), self.vault);
        with_kit_file(kit, || {
            open.save(effects).map_err(|error| {
                if error.code() == Code::SaveChangedByAnother {
                    UserError::new(Code::VaultExists).with_path(path)
                } else {
                    error
                }
            })
        })?;
        Ok(open)
    }
}

/// The cost at which this machine checks a password in about a second.
fn calibrated(effects: &Effects) -> Kdf {
    calibrate(effects.memory(), &mut |kdf| {
        let mut fits = false;
        let took = effects.measure(&mut || fits = vault::try_kdf(kdf));
        fits.then_some(took).filter(|took| *took > Duration::ZERO)
    })
}

/// Writes the kit's file, then does `save`; a kit of a vault that was not saved is removed.
fn with_kit_file<T>(
    kit: Option<(&Path, &SecretText)>,
    save: impl FnOnce() -> Result<T, UserError>,
) -> Result<T, UserError> {
    let Some((path, text)) = kit else {
        return save();
    };
    store::write_new(path, text.expose().as_bytes()).map_err(|error| save_error(error, path))?;
    save().inspect_err(|error| {
        // After `save-not-durable` the vault may be in place, and then the kit opens it.
        if error.code() != Code::SaveNotDurable {
            store::remove_new(path);
        }
    })
}
