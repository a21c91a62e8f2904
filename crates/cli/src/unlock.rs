//! Finding the vault and opening it: what is explicit wins, then the environment, the keyring, the terminal.

pub(crate) mod create;
pub(crate) mod key;
pub(crate) mod keyring;
mod kit;
pub(crate) mod merge;
mod renew;
pub(crate) mod slots;

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use session::unlock::{self, Credential};
use session::{Code, OpenVault, Password, SecretText, escape};

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
    open_and_keep(context).map(|(vault, _)| vault)
}

/// [`open`], and what opened it; `None`: the keyring did.
pub(crate) fn open_and_keep(
    context: &Context<'_>,
) -> Result<(OpenVault, Option<Credential>), Failure> {
    let path = present_vault(context)?;
    if let Some(given) = given(&context.global, context.words, &path)? {
        let vault = open_with(context, &path, &given)?;
        return Ok((vault, Some(given.credential)));
    }
    let problem = match keyring::open(context, &path)? {
        keyring::Opened::Vault(vault) => return Ok((checked(context, *vault)?, None)),
        keyring::Opened::No(problem) => problem,
    };
    let asked = asked(context.words)?;
    let vault = open_with(context, &path, &asked)?;
    keyring::put_back(context, &vault, problem);
    Ok((vault, Some(asked.credential)))
}

/// The vault, unless it is older than what was seen in its place.
fn checked(context: &Context<'_>, mut vault: OpenVault) -> Result<OpenVault, Failure> {
    session::check_newest(&context.effects, &mut vault, context.global.accept_older)?;
    tell_of_copies(&vault, context.words);
    Ok(vault)
}

/// A person at a terminal is told of other versions of the vault; for programs there is `doctor`.
fn tell_of_copies(vault: &OpenVault, words: &Words) {
    if !io::stderr().is_terminal() {
        return;
    }
    for copy in session::copies(vault) {
        let copy = copy.display().to_string();
        let said = words.text("copy-noticed", &[("copy", escape(&copy).into())]);
        // There is nobody else to tell.
        drop(writeln!(io::stderr().lock(), "{said}"));
    }
}

/// The credential that was given for the vault at `path`, or is asked for; never the keyring's.
pub(crate) fn credential(
    global: &Global,
    words: &Words,
    path: &Path,
) -> Result<Credential, Failure> {
    let given = given(global, words, path)?.map_or_else(|| asked(words), Ok)?;
    Ok(given.credential)
}

/// The path of a vault that is there, before a password is asked for in vain.
fn present_vault(context: &Context<'_>) -> Result<PathBuf, Failure> {
    let path = vault_path(&context.global)?;
    if unlock::exists(&path) {
        Ok(path)
    } else {
        Err(about(Code::VaultNotFound, &path))
    }
}

/// A credential, and whether it was typed just now.
struct Given {
    credential: Credential,
    typed: bool,
}

fn open_with(context: &Context<'_>, path: &Path, given: &Given) -> Result<OpenVault, Failure> {
    let is_password = matches!(given.credential, Credential::Password(_));
    let _spinner = is_password.then(|| spinner(context.words, "unlocking"));
    let mut vault = checked(context, unlock::open(path, &given.credential)?)?;
    if given.typed && !is_password {
        vault.note_kit_typed(&context.effects)?;
    }
    Ok(vault)
}

/// What the options or the environment give; `path`: the vault that a security key is to open.
fn given(global: &Global, words: &Words, path: &Path) -> Result<Option<Given>, Failure> {
    let files = [&global.password_file, &global.recovery_file];
    let files = files.into_iter().flatten().count();
    if files + usize::from(global.key) > 1 {
        return Err(Failure::usage("two-credentials"));
    }
    if global.key {
        let credential = key::credential(global, words, path)?;
        let typed = false;
        return Ok(Some(Given { credential, typed }));
    }
    let Some(kit) = &global.recovery_file else {
        let password = given_password(global)?.map(Credential::Password);
        let typed = false;
        return Ok(password.map(|credential| Given { credential, typed }));
    };
    let typed = kit.as_os_str() == "-";
    let kit = if typed {
        prompt::hidden(words, "ask-kit")?
    } else {
        unlock::read_secret_file(kit)?
    };
    let credential = Credential::Recovery(unlock::recovery_secret(kit.expose())?);
    Ok(Some(Given { credential, typed }))
}

fn asked(words: &Words) -> Result<Given, Failure> {
    Ok(Given {
        credential: Credential::Password(ask_password(words)?),
        typed: true,
    })
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

/// The password in the first line of a file.
fn password_in(file: &Path) -> Result<Password, Failure> {
    password_of(&first_line(file)?)
}

/// The first line of a file that holds a secret.
pub(crate) fn first_line(file: &Path) -> Result<SecretText, Failure> {
    let text = unlock::read_secret_file(file)?;
    let line = text.expose().lines().next().unwrap_or_default();
    Ok(SecretText::from(line.to_owned()))
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
