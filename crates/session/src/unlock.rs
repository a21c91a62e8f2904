//! Creating and opening a vault, and its ways to unlock.

mod copies;
mod cost;
mod keyring;
mod slots;
mod strength;

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::{kit_error, read_error, save_error};
use crate::open_vault::OpenVault;
pub use crate::open_vault::open;
use crate::open_vault::refusal;
pub(crate) use copies::newest_good_copy;
pub use copies::open_copy;
pub(crate) use cost::{calibrated, timed, too_cheap};
pub use keyring::{
    KeyringErrand, add_keyring_slot, is_about_keyring, keyring_credential, keyring_offer, lock,
    lock_keyring, open_by_keyring, presented_keyring, put_back, withdraw_offer,
};
use otp::{SecretText, UnixTime};
use platform::{folders, store};
pub(crate) use slots::check_slot_name;
pub use slots::{
    Renewed, add_password_slot, add_recovery_slot, change_password, change_password_of, find_slot,
    free_slot_name, prove_kit, remove_slot, rename_slot, renew, slots,
};
use std::path::{Path, PathBuf};
pub use strength::{Strength, strength};
use transfer::qr::Qr;
use vault::{Password, RecoverySecret, SlotKind, Vault, fingerprint};
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

/// A vault file as a list shows it, without opening it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VaultFile {
    /// The file's name without its ending.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether something lies there.
    pub present: bool,
    /// When it was last saved, where the file system says so.
    pub saved: Option<UnixTime>,
}

/// Looks at the vault file at `path`, which need not be there.
pub fn describe(path: &Path) -> VaultFile {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let look = store::look(path).ok();
    VaultFile {
        name: name.into_owned(),
        path: path.to_owned(),
        present: exists(path),
        saved: look
            .and_then(|look| look.modified())
            .and_then(UnixTime::new),
    }
}

/// Asks again who is there: whether the credential opens the vault that is open. Takes as long as
/// opening it.
///
/// # Errors
/// `wrong-password`, `wrong-recovery-kit`, `out-of-memory`.
pub fn check_credential(open: &OpenVault, credential: &Credential) -> Result<(), UserError> {
    match open.vault().accepts(credential) {
        Ok(true) => Ok(()),
        Ok(false) => Err(UserError::new(refusal(credential)).with_path(open.path())),
        Err(_) => Err(Code::OutOfMemory.into()),
    }
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
    RecoverySecret::parse(kit).map_err(kit_error)
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
    /// [`Self::machine_line`] as a QR code.
    pub fn qr(&self) -> Qr {
        Qr::of(&self.machine_line).expect("a kit has some 150 bytes, and a code holds 2,331")
    }

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
    kit: Option<NewKit>,
    /// A kit that the user does not want, until the vault is saved without it.
    left_out: Option<NewKit>,
}

/// A kit and what its slot is made of.
struct NewKit {
    kit: Kit,
    secret: RecoverySecret,
    slot_name: String,
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
        let new = NewKit {
            kit: Kit::of(&secret, &vault),
            secret,
            slot_name: names.recovery,
        };
        new.add_slot(&mut vault, effects)?;
        kit = Some(new);
    }
    Ok(NewVault {
        vault,
        kit,
        left_out: None,
    })
}

impl NewKit {
    fn add_slot(&self, vault: &mut Vault, effects: &mut Effects) -> Result<(), UserError> {
        let (now, name) = (effects.now()?, self.slot_name.clone());
        vault.add_recovery_slot(&self.secret, name, now, effects.random())?;
        Ok(())
    }
}

impl NewVault {
    /// The kit, if one was asked for.
    pub fn kit(&self) -> Option<&Kit> {
        self.kit.as_ref().map(|new| &new.kit)
    }

    /// Whether the typed words are those of the kit: the proof that it was printed or saved.
    ///
    /// # Errors
    /// `kit-word-count`, `kit-unknown-word` and `kit-checksum` say where the mistake is;
    /// `kit-differs`: it is another vault's kit.
    pub fn check_kit(&self, typed: &str) -> Result<(), UserError> {
        let kit = Credential::Recovery(recovery_secret(typed)?);
        match self.vault.accepts(&kit) {
            Ok(true) => Ok(()),
            // A kit takes no memory worth speaking of.
            Ok(false) | Err(_) => Err(Code::KitDiffers.into()),
        }
    }

    /// The same vault, whose kit was typed in full at the time `now`.
    #[must_use]
    pub fn with_tested_kit(mut self, now: UnixTime) -> Self {
        let slots = self.vault.slots().into_iter();
        for kit in slots.filter(|slot| slot.kind == SlotKind::Recovery) {
            self.vault.note_tested(kit.id, now);
        }
        self
    }

    /// The same vault, opened by its password only: the user wants no kit.
    #[must_use]
    pub fn without_kit(mut self) -> Self {
        let slots = self.vault.slots().into_iter();
        for kit in slots.filter(|slot| slot.kind == SlotKind::Recovery) {
            let removed = self.vault.remove_slot(kit.id);
            removed.expect("a new vault has a password, and that stays");
        }
        self.left_out = self.kit.take();
        self
    }

    /// Saves the kit's text, if given, then the vault. Neither overwrites a file. Makes the folder
    /// of the vault where it is missing.
    ///
    /// # Errors
    /// Neither file was written, or the kit's file was removed again. The vault comes back with its kit, also where
    /// that was to be left out, so that what is on paper already stays good for another try.
    pub fn save(
        self,
        effects: &mut Effects,
        path: &Path,
        kit: Option<(&Path, &SecretText)>,
    ) -> Result<OpenVault, Box<NotSaved>> {
        let mut open = OpenVault::new(path.to_owned(), self.vault);
        let saved = make_place(path).and_then(|()| {
            with_kit_file(kit, || {
                open.save(effects).map_err(|error| {
                    if error.code() == Code::SaveChangedByAnother {
                        UserError::new(Code::VaultExists).with_path(path)
                    } else {
                        error
                    }
                })
            })
        });
        match saved {
            Ok(()) => Ok(open),
            Err(error) => {
                let mut vault = Self {
                    vault: open.into_vault(),
                    kit: self.kit,
                    left_out: self.left_out,
                };
                vault.take_back_kit(effects);
                Err(Box::new(NotSaved { error, vault }))
            }
        }
    }

    /// Gives a kit that was left out its slot again: the same words open the vault.
    fn take_back_kit(&mut self, effects: &mut Effects) {
        let again = self.left_out.take();
        let is_back = |new: &NewKit| new.add_slot(&mut self.vault, effects).is_ok();
        self.kit = self.kit.take().or(again.filter(is_back));
    }
}

/// A new vault that could not be saved.
pub struct NotSaved {
    /// Why.
    pub error: UserError,
    /// The vault, for another try.
    pub vault: NewVault,
}

impl From<Box<NotSaved>> for UserError {
    fn from(failed: Box<NotSaved>) -> Self {
        failed.error
    }
}

/// The folder of a new vault, made where it is missing.
fn make_place(path: &Path) -> Result<(), UserError> {
    check_place(path)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder
        .map_or(Ok(()), store::create_folder)
        .map_err(|error| save_error(error, path))
}

/// Saves a kit's text where only this user may read it. Overwrites nothing.
///
/// # Errors
/// `save-already-exists` and the other codes of saving.
pub fn save_kit(path: &Path, text: &SecretText) -> Result<(), UserError> {
    store::write_new(path, text.expose().as_bytes()).map_err(|error| save_error(error, path))
}

/// Whether a new vault can be made at `path`.
///
/// # Errors
/// `vault-exists`: nothing is ever made in the place of a file. `vault-copies-there`: a vault that
/// is missing now has its older copies there, and they must not become those of another.
pub fn check_place(path: &Path) -> Result<(), UserError> {
    if exists(path) {
        return Err(UserError::new(Code::VaultExists).with_path(path));
    }
    if has_copies(path) {
        return Err(UserError::new(Code::VaultCopiesThere).with_path(path));
    }
    Ok(())
}

/// Whether older copies of a vault lie beside `path`.
pub fn has_copies(path: &Path) -> bool {
    store::generations(path).is_ok_and(|generations| !generations.is_empty())
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
