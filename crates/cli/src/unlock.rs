//! Finding the vault and opening it: what is explicit wins, then the environment, then the terminal.

pub(crate) mod create;
pub(crate) mod slots;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use session::unlock::{self, Credential};
use session::{Code, OpenVault, Password, SecretText};

use crate::args::Global;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::prompt;
use crate::words::Words;

const VAULT_VARIABLE: &str = "COUNTERSIGN_VAULT";
pub(crate) const PASSWORD_VARIABLE: &str = "COUNTERSIGN_PASSWORD";

/// `--vault`, else `$COUNTERSIGN_VAULT`, else the platform's data folder.
pub(crate) fn vault_path(global: &Global) -> Result<PathBuf, Failure> {
    let named = global
        .vault
        .clone()
        .or_else(|| variable(VAULT_VARIABLE).map(PathBuf::from));
    named.map_or_else(|| Ok(unlock::default_vault()?), Ok)
}

/// Opens the vault that the command is about.
pub(crate) fn open(context: &Context<'_>) -> Result<OpenVault, Failure> {
    let path = vault_path(&context.global)?;
    if !unlock::exists(&path) {
        // Before a password is asked for in vain.
        return Err(about(Code::VaultNotFound, &path));
    }
    let credential = credential(&context.global, context.words)?;
    let _spinner =
        matches!(credential, Credential::Password(_)).then(|| spinner(context.words, "unlocking"));
    Ok(unlock::open(&path, &credential)?)
}

/// The credential that was given, or is asked for.
pub(crate) fn credential(global: &Global, words: &Words) -> Result<Credential, Failure> {
    let Some(kit) = &global.recovery_file else {
        let password = given_password(global)?.map_or_else(|| ask_password(words), Ok)?;
        return Ok(Credential::Password(password));
    };
    if global.password_file.is_some() {
        return Err(Failure::usage("two-credentials"));
    }
    let kit = unlock::read_secret_file(kit)?;
    Ok(Credential::Recovery(unlock::recovery_secret(kit.expose())?))
}

/// The password that a file or the environment gives.
fn given_password(global: &Global) -> Result<Option<Password>, Failure> {
    if let Some(file) = &global.password_file {
        return password_in(file).map(Some);
    }
    let Some(password) = variable(PASSWORD_VARIABLE) else {
        return Ok(None);
    };
    let password = password
        .into_string()
        .map_err(|_| Failure::usage("input-not-text"))?;
    password_of(&SecretText::from(password)).map(Some)
}

fn ask_password(words: &Words) -> Result<Password, Failure> {
    password_of(&prompt::hidden(words, "ask-password")?)
}

/// A password that is about to protect a vault: from `file`, else typed twice.
fn new_password(file: Option<&Path>, words: &Words) -> Result<Password, Failure> {
    match file {
        Some(file) => password_in(file),
        None => password_of(&prompt::hidden_twice(words, "ask-new-password")?),
    }
}

/// The first line of a file.
fn password_in(file: &Path) -> Result<Password, Failure> {
    let text = unlock::read_secret_file(file)?;
    let line = text.expose().lines().next().unwrap_or_default();
    Ok(unlock::password(line)?)
}

fn password_of(text: &SecretText) -> Result<Password, Failure> {
    Ok(unlock::password(text.expose())?)
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn about(code: Code, path: &Path) -> Failure {
    Failure::known(code, vec![("path", path.display().to_string())])
}
