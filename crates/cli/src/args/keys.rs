//! `keys` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, value_parser};

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    List,
    Registered,
    Register(Register),
    Unregister(OfKey),
    #[command(subcommand)]
    Account(KeyAccount),
    SecondKey,
    Lost(OfKey),
    Doctor,
    #[command(flatten)]
    One(KeyCommand),
}

#[derive(Args)]
pub(crate) struct Register {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Option<String>,
    #[arg(long)]
    pub(crate) unplugged: bool,
}

#[derive(Args)]
pub(crate) struct OfKey {
    #[arg(value_name = "KEY")]
    pub(crate) name: String,
}

#[derive(Subcommand)]
pub(crate) enum KeyAccount {
    Add(AddKeyAccount),
    Remove(RemoveKeyAccount),
}

#[derive(Args)]
pub(crate) struct AddKeyAccount {
    #[arg(value_name = "KEY")]
    pub(crate) on: String,
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) called: String,
    #[arg(long, conflicts_with = "passkey")]
    pub(crate) u2f: bool,
    #[arg(long)]
    pub(crate) passkey: bool,
}

#[derive(Args)]
pub(crate) struct RemoveKeyAccount {
    #[arg(value_name = "KEY")]
    pub(crate) on: String,
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

// About one key.
#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    Info,
    #[command(subcommand)]
    Pin(PinCommand),
    #[command(subcommand)]
    Passkeys(Passkeys),
    #[command(subcommand)]
    Config(Config),
    Reset(Reset),
    Wink,
    Test,
}

#[derive(Subcommand)]
pub(crate) enum PinCommand {
    Set(NewPin),
    Change(NewPin),
}

#[derive(Args)]
pub(crate) struct NewPin {
    #[arg(long, value_name = "FILE")]
    pub(crate) new_pin_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum Passkeys {
    List,
    Rename(RenamePasskey),
    Delete(DeletePasskey),
}

#[derive(Args)]
pub(crate) struct RenamePasskey {
    #[arg(value_name = "PASSKEY")]
    pub(crate) passkey: String,
    #[arg(value_name = "NEW_NAME")]
    pub(crate) new_name: String,
}

#[derive(Args)]
pub(crate) struct DeletePasskey {
    #[arg(value_name = "PASSKEY")]
    pub(crate) passkey: String,
}

#[derive(Subcommand)]
pub(crate) enum Config {
    AlwaysUv(AlwaysUv),
    MinPin(MinPin),
    ForcePinChange,
}

#[derive(Args)]
pub(crate) struct AlwaysUv {
    #[arg(value_name = "on or off")]
    pub(crate) state: Switch,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

#[derive(Args)]
pub(crate) struct MinPin {
    #[arg(value_name = "CHARACTERS", value_parser = value_parser!(u8).range(4..=63))]
    pub(crate) characters: u8,
}

#[derive(Args)]
pub(crate) struct Reset {
    #[arg(long)]
    pub(crate) yes: bool,
}
