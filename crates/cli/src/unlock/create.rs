//! `init`, and the text of a recovery kit.

use std::fmt::Write as _;

use serde::Serialize;
use session::unlock::{self, Kit, SlotNames};
use session::{Code, SecretText, UserError};

use super::sheet;
use crate::args::Init;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::words::Words;

pub(crate) fn init(context: &mut Context<'_>, args: &Init) -> Result<(), Failure> {
    if context.global.recovery_file.is_some() {
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
    let kit = kit.map(|(file, kit)| sheet::kit_file(file, words, kit));
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

/// A kit as it is printed or saved: for people to read, and a line for machines.
pub(super) fn kit_text(words: &Words, kit: &Kit) -> SecretText {
    // The whole capacity at once: a text that grows leaves copies behind. For the same reason the
    // catalogue's formatter sees nothing of the secret.
    let mut text = String::with_capacity(8192);
    let head = [("fingerprint", kit.fingerprint.as_str().into())];
    text.push_str(&words.text("kit-head", &head));
    text.push_str("\n\n");
    for (number, word) in (1..).zip(kit.words.expose().split(' ')) {
        // Words of the list have at most eight letters.
        write!(text, "{number:4}. {word:<9}").expect("a string takes any text");
        if number % 3 == 0 {
            text.push('\n');
        }
    }
    let parts = [
        "\n",
        &words.plain("kit-machine-line"),
        "\n",
        kit.machine_line.expose(),
        "\n\n",
    ];
    text.extend(parts);
    text.push_str(&words.plain("kit-foot"));
    text.push('\n');
    SecretText::from(text)
}
