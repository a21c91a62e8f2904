//! `slots` and `password`: the ways to unlock.

use serde::Serialize;
use session::unlock::{self, Kit};
use session::{Id, OpenVault, SlotInfo, SlotKind, UnixTime, escape, show_date};

use super::{key, keyring, kit, new_password, open, renew};
use crate::args::{AddPassword, AddRecovery, AddSlot, Password, Slots};
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::json::Done;
use crate::print::short;
use crate::words::Words;

pub(crate) fn slots(context: &mut Context<'_>, command: Slots) -> Result<(), Failure> {
    match command {
        Slots::List => list(context),
        Slots::Add(AddSlot::Password(args)) => add_password(context, args),
        Slots::Add(AddSlot::Keyring(args)) => keyring::add(context, args),
        Slots::Add(AddSlot::Recovery(args)) => add_recovery(context, args),
        Slots::Add(AddSlot::Fido2(args)) => key::add(context, args),
        Slots::Remove(args) => remove(context, &args.name),
        Slots::Rename(args) => rename(context, &args.name, args.new_name),
        Slots::Renew(args) => renew::renew(context, &args),
    }
}

pub(crate) fn password(context: &mut Context<'_>, command: &Password) -> Result<(), Failure> {
    let Password::Change(args) = command;
    let mut vault = open(context)?;
    let password = new_password(args.new_password_file.as_deref(), context.words)?;
    crate::backup::before_risk(context, &vault);
    let working = spinner(context.words, "hashing");
    unlock::change_password(&mut context.effects, &mut vault, &password)?;
    drop(working);
    #[derive(Serialize)]
    struct Changed {
        changed: bool,
    }
    context.done("password-changed", &[], &Changed { changed: true })
}

fn list(context: &mut Context<'_>) -> Result<(), Failure> {
    let vault = open(context)?;
    let slots = unlock::slots(&vault);
    if context.global.json {
        let slots: Vec<SlotJson> = slots.iter().map(SlotJson::of).collect();
        return Ok(context.out.json(&slots)?);
    }
    let words = context.words;
    let mut rows = vec![words.row(&[
        "column-name",
        "column-kind",
        "column-added",
        "column-tested",
        "column-cost",
        "column-id",
    ])];
    rows.extend(slots.iter().map(|slot| row(slot, words)));
    Ok(context.out.table(&rows)?)
}

fn row(slot: &SlotInfo, words: &Words) -> Vec<String> {
    let added = slot.created.map(show_date).unwrap_or_default();
    let asks = slot.key.as_ref().map(|key| {
        words.plain(if key.is_verified() {
            "slot-wants-pin"
        } else {
            "slot-wants-touch"
        })
    });
    let cost = slot.kdf.map(|kdf| {
        let args = [
            ("mib", (kdf.memory_kib() / 1024).into()),
            ("passes", kdf.passes().into()),
        ];
        words.text("slot-cost", &args)
    });
    let kind = words.plain(names(slot.kind).1);
    let tested = match (slot.kind, slot.tested) {
        (_, Some(at)) => show_date(at),
        (SlotKind::Recovery, None) => words.plain("slot-never-tested"),
        (_, None) => String::new(),
    };
    vec![
        escape(&slot.name).into_owned(),
        kind,
        added,
        tested,
        cost.or(asks).unwrap_or_default(),
        short(slot.id),
    ]
}

fn add_password(context: &mut Context<'_>, args: AddPassword) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let name = name_for(&vault, args.name, context.words, "slot-password");
    let password = new_password(args.new_password_file.as_deref(), context.words)?;
    let working = spinner(context.words, "hashing");
    let id = unlock::add_password_slot(&mut context.effects, &mut vault, &password, name.clone())?;
    drop(working);
    context.done(
        "slot-added",
        &[("name", escape(&name).into())],
        &Done::with(id),
    )
}

fn add_recovery(context: &mut Context<'_>, args: AddRecovery) -> Result<(), Failure> {
    let to_stdout = args.recovery_kit.is_none();
    if to_stdout && context.global.json {
        return Err(Failure::usage("kit-needs-file"));
    }
    let mut vault = open(context)?;
    let words = context.words;
    let name = name_for(&vault, args.name, words, "slot-recovery");
    let mut file = |kit: &Kit| {
        let path = args.recovery_kit.clone()?;
        let text = kit::paper(words, kit, &kit.qr()).file(&path);
        Some((path, text))
    };
    let (id, kit) = unlock::add_recovery_slot(&mut context.effects, &mut vault, name, &mut file)?;
    if to_stdout {
        let text = kit::paper(words, &kit, &kit.qr()).text();
        return Ok(context.out.text(text.expose())?);
    }
    let file = args.recovery_kit.unwrap_or_default().display().to_string();
    context.done("kit-saved", &[("file", file.into())], &Done::with(id))
}

fn remove(context: &mut Context<'_>, name: &str) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let id = unlock::find_slot(&vault, name)?;
    let errand = unlock::remove_slot(&mut context.effects, &mut vault, id)?;
    keyring::run(context, errand);
    context.done(
        "slot-removed",
        &[("name", escape(name).into())],
        &Done::with(id),
    )
}

fn rename(context: &mut Context<'_>, name: &str, new_name: String) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let id = unlock::find_slot(&vault, name)?;
    let shown = escape(&new_name).into_owned();
    unlock::rename_slot(&mut context.effects, &mut vault, id, new_name)?;
    context.done("slot-renamed", &[("name", shown.into())], &Done::with(id))
}

/// The name that was asked for, else a free one like the usual one.
pub(super) fn name_for(
    vault: &OpenVault,
    wanted: Option<String>,
    words: &Words,
    usual: &str,
) -> String {
    wanted.unwrap_or_else(|| unlock::free_slot_name(vault, &words.plain(usual)))
}

/// Its name in JSON, and its message in the catalogue.
pub(super) fn names(kind: SlotKind) -> (&'static str, &'static str) {
    match kind {
        SlotKind::Password => ("password", "slot-kind-password"),
        SlotKind::Keyring => ("keyring", "slot-kind-keyring"),
        SlotKind::Fido2 => ("fido2", "slot-kind-fido2"),
        SlotKind::Recovery => ("recovery", "slot-kind-recovery"),
        SlotKind::Other(_) => ("other", "slot-kind-other"),
    }
}

#[derive(Serialize)]
pub(super) struct SlotJson {
    id: String,
    name: String,
    kind: &'static str,
    created: Option<u64>,
    kdf: Option<KdfJson>,
    tested: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<KeyJson>,
}

#[derive(Serialize)]
struct KeyJson {
    verified: bool,
    aaguid: Option<String>,
}

#[derive(Serialize)]
struct KdfJson {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl SlotJson {
    pub(super) fn of(slot: &SlotInfo) -> Self {
        Self {
            id: slot.id.to_string(),
            name: slot.name.clone(),
            kind: names(slot.kind).0,
            created: slot.created.map(UnixTime::get),
            kdf: slot.kdf.map(|kdf| KdfJson {
                memory_kib: kdf.memory_kib(),
                passes: kdf.passes(),
                lanes: kdf.lanes(),
            }),
            tested: slot.tested.map(UnixTime::get),
            key: slot.key.as_ref().map(|key| KeyJson {
                verified: key.is_verified(),
                aaguid: slot.model.map(|model| Id::from_bytes(model).to_string()),
            }),
        }
    }
}
