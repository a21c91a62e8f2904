//! `init`.

use serde::Serialize;
use session::unlock::{self, SlotNames};
use session::{Code, UserError};

use super::kit;
use crate::args::Init;
use crate::context::{Context, spinner};
use crate::failure::Failure;

pub(crate) fn init(context: &mut Context<'_>, args: &Init) -> Result<(), Failure> {
    if context.global.recovery_file.is_some() || context.global.key {
        return Err(Failure::usage("init-needs-password"));
    }
    let path = super::vault_path(&context.global)?;
    if unlock::exists(&path) {
        // Before a password is asked for in vain; saving looks again.
        return Err(super::about(Code::VaultExists, &path));
    }
    let words = context.words;
    let password = super::given_password(&context.global)?;
    let password = password.map_or_else(|| super::new_password(None, words), Ok)?;
    let names = SlotNames {
        password: words.plain("slot-password"),
        recovery: words.plain("slot-recovery"),
    };
    let kit_file = args.recovery_kit.as_deref();

    let working = spinner(words, "creating");
    let vault = unlock::new_vault(&mut context.effects, &password, names, kit_file.is_some())?;
    let kit = kit_file.zip(vault.kit());
    let kit = kit.map(|(file, kit)| kit::paper(words, kit, &kit.qr()).file(file));
    let saved = vault.save(&mut context.effects, &path, kit_file.zip(kit.as_ref()));
    saved.map_err(UserError::from)?;
    drop(working);

    #[derive(Serialize)]
    struct Created {
        vault: String,
        recovery_kit: Option<String>,
    }
    let vault = path.display().to_string();
    let recovery_kit = kit_file.map(|file| file.display().to_string());
    let message = if kit_file.is_some() {
        "vault-created-with-kit"
    } else {
        "vault-created"
    };
    let kit = recovery_kit.clone().unwrap_or_default();
    let created = Created {
        vault: vault.clone(),
        recovery_kit,
    };
    context.done(
        message,
        &[("vault", vault.into()), ("kit", kit.into())],
        &created,
    )
}
