//! The system's keyring: opening with it, `slots add keyring` and `lock`.

use std::path::Path;

use serde::Serialize;
use session::unlock::{self, KeyringErrand};
use session::{Code, OpenVault, UserError, escape};

use super::slots::name_for;
use super::{open as open_vault, vault_path};
use crate::args::AddKeyring;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::Done;

/// What the keyring did.
pub(super) enum Opened {
    Vault(Box<OpenVault>),
    /// Nothing, and why if it should have.
    No(Option<Code>),
}

/// Opens the vault by the keyring where it can; a keyring that fails is only mentioned.
pub(super) fn open(context: &Context<'_>, path: &Path) -> Result<Opened, Failure> {
    match unlock::open_by_keyring(&context.effects, path) {
        Ok(Some(vault)) => Ok(Opened::Vault(Box::new(vault))),
        Ok(None) => Ok(Opened::No(None)),
        Err(error) if unlock::is_about_keyring(&error) => {
            let code = error.code();
            mention(context, error);
            Ok(Opened::No(Some(code)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The keyring gets the vault's secret again after a password was typed.
pub(super) fn put_back(context: &Context<'_>, vault: &OpenVault, problem: Option<Code>) {
    run(context, unlock::put_back(vault, problem));
}

/// Has the keyring do something that the command does not depend on.
pub(super) fn run(context: &Context<'_>, errand: Option<KeyringErrand>) {
    if let Some(Err(error)) = errand.map(|errand| errand.run(&context.effects)) {
        mention(context, error);
    }
}

/// Says what is wrong with the keyring; everything else goes on.
pub(super) fn mention(context: &Context<'_>, error: UserError) {
    if !context.global.json {
        Failure::from(error).tell(context.words, false);
    }
}

pub(super) fn add(context: &mut Context<'_>, args: AddKeyring) -> Result<(), Failure> {
    let mut vault = open_vault(context)?;
    let name = name_for(&vault, args.name, context.words, "slot-keyring");
    // Before the vault: a slot that the keyring does not know helps nobody.
    let offer = unlock::keyring_offer(&mut context.effects, &vault);
    offer.run(&context.effects)?;
    let added = unlock::add_keyring_slot(&mut context.effects, &mut vault, &offer, name);
    let id = added.inspect_err(|error| run(context, unlock::withdraw_offer(&vault, error)))?;
    let slots = unlock::slots(&vault).into_iter();
    let name = slots.filter(|slot| slot.id == id).map(|slot| slot.name);
    let name = name.collect::<String>();
    context.done(
        "slot-keyring-added",
        &[("name", escape(&name).into())],
        &Done::with(id),
    )
}

/// From now on the keyring waits for somebody who types the password.
pub(crate) fn lock(context: &mut Context<'_>) -> Result<(), Failure> {
    let path = vault_path(&context.global)?;
    let message = match unlock::lock(&path)? {
        Some(errand) => {
            errand.run(&context.effects)?;
            "vault-locked-now"
        }
        None => "vault-locked-already",
    };
    #[derive(Serialize)]
    struct Locked {
        locked: bool,
    }
    context.done(message, &[], &Locked { locked: true })
}
