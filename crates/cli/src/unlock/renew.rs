//! `slots renew`: a new key for the vault.

use std::path::PathBuf;

use serde::Serialize;
use session::unlock::{self, Credential, Renewed};
use session::{OpenVault, SlotInfo, SlotKind, escape};

use super::{Given, asked, given, key, keyring, open_with, password_in, present_vault, slots};
use crate::args::Renew;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::prompt;
use crate::words::Words;

pub(super) fn renew(context: &mut Context<'_>, args: &Renew) -> Result<(), Failure> {
    let path = present_vault(context)?;
    // Never the keyring alone: who renews a key shows that they know another way in.
    let given = given(&context.global, context.words, &path)?;
    let asks = given.is_none();
    let given = given.map_or_else(|| asked(context.words), Ok)?;
    let mut vault = open_with(context, &path, &given)?;
    let mut presented = further(args)?;
    if args.with_key {
        presented.push(key::credential(&context.global, context.words, &path)?);
    }
    if asks && args.with_recovery_file.is_empty() && has_kit(&vault) {
        presented.extend(asked_kit(context.words)?);
    }
    let Given { credential, .. } = given;
    presented.insert(0, credential);
    match unlock::presented_keyring(&context.effects, &vault) {
        Ok(keyring) => presented.extend(keyring),
        Err(error) => keyring::mention(context, error),
    }
    crate::backup::before_risk(context, &vault);
    let working = spinner(context.words, "renewing");
    let renewed = unlock::renew(&mut context.effects, &mut vault, &presented)?;
    drop(working);
    tell(context, renewed)
}

fn further(args: &Renew) -> Result<Vec<Credential>, Failure> {
    let password = |file: &PathBuf| password_in(file).map(Credential::Password);
    let kit = |file: &PathBuf| {
        let text = unlock::read_secret_file(file)?;
        Ok(Credential::Recovery(unlock::recovery_secret(
            text.expose(),
        )?))
    };
    let passwords = args.with_password_file.iter().map(password);
    passwords
        .chain(args.with_recovery_file.iter().map(kit))
        .collect()
}

fn has_kit(vault: &OpenVault) -> bool {
    let slots = unlock::slots(vault);
    slots.iter().any(|slot| slot.kind == SlotKind::Recovery)
}

/// The kit that is typed; nothing: it is dropped.
fn asked_kit(words: &Words) -> Result<Option<Credential>, Failure> {
    let text = prompt::hidden(words, "ask-kit-to-keep")?;
    if text.expose().trim().is_empty() {
        return Ok(None);
    }
    let kit = unlock::recovery_secret(text.expose())?;
    Ok(Some(Credential::Recovery(kit)))
}

fn tell(context: &mut Context<'_>, renewed: Renewed) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Ways {
        kept: Vec<slots::SlotJson>,
        dropped: Vec<slots::SlotJson>,
    }
    let json = |slots: &[SlotInfo]| slots.iter().map(slots::SlotJson::of).collect();
    let ways = Ways {
        kept: json(&renewed.kept),
        dropped: json(&renewed.dropped),
    };
    context.done("vault-renewed", &[], &ways)?;
    if !context.global.json {
        for (slots, message) in [
            (&renewed.kept, "renewed-kept"),
            (&renewed.dropped, "renewed-dropped"),
        ] {
            for slot in slots {
                let args = [
                    ("name", escape(&slot.name).into()),
                    (
                        "kind",
                        context.words.plain(slots::names(slot.kind).1).into(),
                    ),
                ];
                context.out.line(&context.words.text(message, &args))?;
            }
        }
    }
    keyring::run(context, renewed.keyring);
    Ok(())
}
