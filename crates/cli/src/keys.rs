//! `keys`: looking after security keys.

mod registry;

use serde::Serialize;
use session::keys::{self, About, Plugged, SecurityKeys, Talk};
use session::{Id, SecretText, escape};

use crate::args::{Config, KeyCommand, KeysCommand, NewPin, Passkeys, PinCommand, Switch};
use crate::context::Context;
use crate::failure::Failure;
use crate::prompt;
use crate::unlock::key::{control, pin};
use crate::unlock::{first_line, vault_path};

pub(crate) fn keys(context: &mut Context<'_>, command: KeysCommand) -> Result<(), Failure> {
    let system = SecurityKeys::system();
    let control = control(&context.global, context.words);
    let _interruptible = control.cancelled_by_interrupt();
    match command {
        KeysCommand::List => list(context, &system, &control),
        KeysCommand::Registered => registry::registered(context),
        KeysCommand::Register(args) => registry::register(context, &args, (&system, &control)),
        KeysCommand::Unregister(args) => registry::unregister(context, &args),
        KeysCommand::Account(command) => registry::account(context, command),
        KeysCommand::SecondKey => registry::second_key(context),
        KeysCommand::Lost(args) => registry::lost(context, &args),
        KeysCommand::Doctor => {
            // A vault that cannot be read is the business of `doctor`.
            let slots = guarded(context).unwrap_or_default();
            let checks = keys::doctor(&system, &slots, &control);
            crate::settings::report(context, &checks)
        }
        KeysCommand::One(command) => {
            if let KeyCommand::Reset(args) = &command {
                agree(context, args.yes)?;
            }
            let key = &keys::the_one(&system, &control)?;
            let (keys, control) = (&system, &control);
            one(context, &Talk { keys, key, control }, command)
        }
    }
}

fn one(context: &mut Context<'_>, talk: &Talk<'_>, command: KeyCommand) -> Result<(), Failure> {
    match command {
        KeyCommand::Info => info(context, talk),
        KeyCommand::Pin(command) => change_pin(context, talk, &command),
        KeyCommand::Passkeys(command) => passkeys(context, talk, command),
        KeyCommand::Config(command) => config(context, talk, &command),
        KeyCommand::Reset(_) => {
            talk.reset(&guarded(context)?)?;
            done(context, "key-reset")
        }
        KeyCommand::Wink => {
            talk.wink()?;
            done(context, "key-winked")
        }
        KeyCommand::Test => test(context, talk),
    }
}

/// What the vault asks of security keys.
fn guarded(context: &Context<'_>) -> Result<Vec<keys::KeySlot>, Failure> {
    Ok(keys::guarded(&vault_path(&context.global)?)?)
}

#[derive(Serialize)]
struct KeyJson {
    place: String,
    name: String,
    serial: Option<String>,
    about: Option<AboutJson>,
    problem: Option<&'static str>,
}

#[derive(Serialize)]
struct AboutJson {
    firmware: String,
    aaguid: String,
    versions: Vec<String>,
    extensions: Vec<String>,
    u2f: bool,
    pin: Option<bool>,
    pin_tries: Option<u8>,
    shortest_pin: u32,
    must_change_pin: bool,
    fingerprints: Option<bool>,
    always_uv: Option<bool>,
    passkeys_free: Option<u32>,
    opens_vaults: bool,
}

impl KeyJson {
    fn of(key: &Plugged, about: Result<About, session::UserError>) -> Self {
        let problem = about.as_ref().err().map(|error| error.code().id());
        Self {
            place: key.place(),
            name: key.name.clone(),
            serial: key.serial.clone(),
            about: about.ok().map(AboutJson::of),
            problem,
        }
    }
}

impl AboutJson {
    fn of(about: About) -> Self {
        let info = about.info;
        Self {
            firmware: about.firmware,
            aaguid: Id::from_bytes(info.model).to_string(),
            opens_vaults: info.gives_secrets(),
            versions: info.versions,
            extensions: info.extensions,
            u2f: about.u2f,
            pin: info.pin,
            pin_tries: about.tries,
            shortest_pin: info.shortest_pin,
            must_change_pin: info.must_change_pin,
            fingerprints: info.fingerprints,
            always_uv: info.always_verifies,
            passkeys_free: info.room_for_passkeys,
        }
    }
}

fn list(
    context: &mut Context<'_>,
    system: &SecurityKeys,
    control: &keys::Control,
) -> Result<(), Failure> {
    let plugged = keys::plugged(system)?;
    let listed = plugged.iter().map(|key| {
        let talk = Talk {
            keys: system,
            key,
            control,
        };
        KeyJson::of(key, talk.about())
    });
    let listed: Vec<_> = listed.collect();
    if context.global.json {
        return Ok(context.out.json(&listed)?);
    }
    let words = context.words;
    let head = ["column-place", "column-name", "column-pin", "column-vaults"];
    let mut rows = vec![words.row(&head)];
    for key in &listed {
        let about = key.about.as_ref();
        let has_pin = about.is_some_and(|about| about.pin == Some(true));
        let opens = about.is_some_and(|about| about.opens_vaults);
        let said = |yes: bool| words.plain(if yes { "yes" } else { "no" });
        rows.push(vec![
            escape(&key.place).into_owned(),
            escape(&key.name).into_owned(),
            said(has_pin),
            said(opens),
        ]);
    }
    Ok(context.out.table(&rows)?)
}

fn info(context: &mut Context<'_>, talk: &Talk<'_>) -> Result<(), Failure> {
    let json = KeyJson::of(talk.key, Ok(talk.about()?));
    if context.global.json {
        return Ok(context.out.json(&json)?);
    }
    let Some(about) = json.about else {
        return Ok(());
    };
    let words = context.words;
    let said = |state: Option<bool>| match state {
        Some(true) => words.plain("yes"),
        Some(false) => words.plain("no"),
        None => words.plain("key-cannot"),
    };
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let mut versions = about.versions;
    if about.u2f && versions.iter().all(|version| version != "U2F_V2") {
        versions.push("U2F_V2".to_owned());
    }
    let rows = [
        ("key-info-name", json.name),
        ("key-info-place", json.place),
        ("key-info-serial", json.serial.unwrap_or_default()),
        ("key-info-firmware", about.firmware),
        ("key-info-model", about.aaguid),
        ("key-info-standards", versions.join(" ")),
        ("key-info-extensions", about.extensions.join(" ")),
        ("key-info-pin", said(about.pin)),
        ("key-info-tries", number(about.pin_tries.map(u32::from))),
        ("key-info-shortest-pin", about.shortest_pin.to_string()),
        ("key-info-fingerprints", said(about.fingerprints)),
        ("key-info-always-uv", said(about.always_uv)),
        ("key-info-free", number(about.passkeys_free)),
        ("key-info-vaults", said(Some(about.opens_vaults))),
    ];
    let rows = rows.map(|(name, value)| vec![words.plain(name), escape(&value).into_owned()]);
    Ok(context.out.table(&rows)?)
}

fn new_pin(context: &Context<'_>, args: &NewPin) -> Result<SecretText, Failure> {
    match &args.new_pin_file {
        Some(file) => first_line(file),
        None => prompt::hidden_twice(context.words, "ask-new-key-pin"),
    }
}

/// The PIN that the key has.
fn present_pin(context: &Context<'_>) -> Result<SecretText, Failure> {
    let given = pin(&context.global, context.words, true)?;
    given.ok_or_else(|| Failure::usage("input-missing"))
}

fn change_pin(
    context: &mut Context<'_>,
    talk: &Talk<'_>,
    command: &PinCommand,
) -> Result<(), Failure> {
    match command {
        PinCommand::Set(args) => {
            talk.set_pin(&new_pin(context, args)?)?;
            done(context, "key-pin-was-set")
        }
        PinCommand::Change(args) => {
            let old = present_pin(context)?;
            talk.change_pin(&old, &new_pin(context, args)?)?;
            done(context, "key-pin-was-changed")
        }
    }
}

#[derive(Serialize)]
struct PasskeyJson {
    id: String,
    site: String,
    account: String,
    name: String,
}

fn passkeys(context: &mut Context<'_>, talk: &Talk<'_>, command: Passkeys) -> Result<(), Failure> {
    let pin = present_pin(context)?;
    match command {
        Passkeys::List => list_passkeys(context, talk, &pin),
        Passkeys::Rename(args) => {
            talk.rename_passkey(&pin, &args.passkey, args.new_name)?;
            done(context, "passkey-renamed")
        }
        Passkeys::Delete(args) => {
            talk.delete_passkey(&pin, &args.passkey)?;
            done(context, "passkey-deleted")
        }
    }
}

fn list_passkeys(
    context: &mut Context<'_>,
    talk: &Talk<'_>,
    pin: &SecretText,
) -> Result<(), Failure> {
    let mut listed = Vec::new();
    for site in talk.passkeys(pin)? {
        listed.extend(site.passkeys.iter().map(|passkey| PasskeyJson {
            id: keys::passkey_id(passkey),
            site: site.id.clone(),
            account: passkey.user_name.clone(),
            name: passkey.shown_name.clone(),
        }));
    }
    if context.global.json {
        return Ok(context.out.json(&listed)?);
    }
    let head = ["column-site", "column-account", "column-name", "column-id"];
    let mut rows = vec![context.words.row(&head)];
    rows.extend(listed.iter().map(|passkey| {
        let id = passkey.id.get(..8).unwrap_or(&passkey.id).to_owned();
        let texts = [&passkey.site, &passkey.account, &passkey.name];
        let texts = texts.map(|text| escape(text).into_owned());
        texts.into_iter().chain([id]).collect()
    }));
    Ok(context.out.table(&rows)?)
}

fn config(context: &mut Context<'_>, talk: &Talk<'_>, command: &Config) -> Result<(), Failure> {
    let pin = present_pin(context)?;
    let message = match command {
        Config::AlwaysUv(args) => {
            let on = matches!(args.state, Switch::On);
            talk.set_always_verifies(&pin, on, &guarded(context)?)?;
            if on {
                "key-verifies-always"
            } else {
                "key-verifies-seldom"
            }
        }
        Config::MinPin(args) => {
            talk.set_shortest_pin(&pin, args.characters)?;
            "key-shortest-pin-set"
        }
        Config::ForcePinChange => {
            talk.force_pin_change(&pin)?;
            "key-pin-must-change"
        }
    };
    done(context, message)
}

/// A reset cannot be undone: `--yes`, or a person who agrees.
fn agree(context: &Context<'_>, yes: bool) -> Result<(), Failure> {
    if yes || prompt::agreed(context.words, "ask-key-reset")? == Some(true) {
        Ok(())
    } else {
        Err(Failure::usage("key-reset-needs-yes"))
    }
}

fn test(context: &mut Context<'_>, talk: &Talk<'_>) -> Result<(), Failure> {
    let signatures = talk.test(&mut context.effects)?;
    #[derive(Serialize)]
    struct Tested {
        signatures: u32,
    }
    let args = [("signatures", signatures.into())];
    context.done("key-tested", &args, &Tested { signatures })
}

fn done(context: &mut Context<'_>, message: &str) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Done {
        done: bool,
    }
    context.done(message, &[], &Done { done: true })
}
