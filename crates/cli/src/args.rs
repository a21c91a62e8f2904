//! The command line as clap sees it. All help texts come from the catalogue: see `help.rs`.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

// Named, because the fuzz target reads this file from another place.
#[path = "args/backup_codes.rs"]
mod backup_codes;
#[path = "args/checkup.rs"]
mod checkup;
#[path = "args/keys.rs"]
mod keys;
#[path = "args/roster.rs"]
mod roster;
#[path = "args/team.rs"]
mod team;

pub(crate) use backup_codes::{
    BackupCodes, KeptBackupCodes, ListBackupCodes, NewBackupCodes, PrintBackupCodes,
};
pub(crate) use checkup::{Check, CheckCommand, Clock, Dismiss, Drill};
pub(crate) use keys::{
    AddKeyAccount, Config, KeyAccount, KeyCommand, KeysCommand, NewPin, OfKey, Passkeys,
    PinCommand, Register, RemoveKeyAccount, Switch,
};
pub(crate) use roster::{ListRoster, RemovePerson, Roster, SetPerson};
pub(crate) use team::{
    Approve, CreateTeam, Identity, Invite, Join, MoveAccount, OfDevice, OfLine, OfMember, OfTeam,
    OwnerSheet, Recover, Service, SetRole, SetStorage, Storage, TeamCommand,
};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, value_parser};

#[derive(Parser)]
#[command(
    name = "countersign",
    version,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

// What every command takes.
#[derive(Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) vault: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) recovery_file: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) key: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) key_pin_file: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) accept_older: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Add(Box<Add>),
    List(List),
    Show(Show),
    Code(Code),
    Qr(Qr),
    Edit(Box<Edit>),
    Remove(NamedIn),
    Move(MoveAccount),
    #[command(subcommand)]
    Trash(Trash),
    Scan(Scan),
    Import(Import),
    Export(Export),
    Formats,
    #[command(subcommand)]
    Slots(Slots),
    #[command(subcommand)]
    Keys(KeysCommand),
    #[command(subcommand)]
    Password(Password),
    Lock,
    Merge(Merge),
    #[command(subcommand)]
    Conflicts(Conflicts),
    #[command(subcommand)]
    Backup(BackupCommand),
    #[command(subcommand)]
    BackupCodes(BackupCodes),
    Identity(Identity),
    #[command(subcommand)]
    Team(TeamCommand),
    Check(Check),
    Drill(Drill),
    Clock(Clock),
    #[command(subcommand)]
    Roster(Roster),
    Doctor,
    Completions(Completions),
    Man,
}

// The only value that an option for a secret takes: the secret itself never needs to be an argument.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Typed {
    #[value(name = "-")]
    In,
}

#[derive(Args)]
pub(crate) struct Init {
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_kit: Option<PathBuf>,
}

#[derive(Args)]
#[group(skip)]
pub(crate) struct Add {
    #[arg(value_name = "URI", required_unless_present = "secret", conflicts_with_all = [
        "issuer", "account", "secret", "type_name", "algorithm", "digits", "period", "counter", "pin",
    ])]
    pub(crate) uri: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    #[arg(long, value_name = "-")]
    pub(crate) secret: Option<Typed>,
    #[arg(long = "type", value_name = "TYPE", default_value = "totp")]
    pub(crate) type_name: String,
    #[arg(long)]
    pub(crate) algorithm: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) digits: Option<u64>,
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) period: Option<u64>,
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) counter: Option<u64>,
    #[arg(long, value_name = "-")]
    pub(crate) pin: Option<Typed>,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct List {
    #[arg(value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub(crate) query: String,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Named {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

// An account of the user's own, or of a team vault.
#[derive(Args)]
pub(crate) struct NamedIn {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

// Those of the user's own, or of a team vault.
#[derive(Args)]
pub(crate) struct AllIn {
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Show {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) secrets: bool,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Code {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    pub(crate) at: Option<i64>,
    #[arg(long)]
    pub(crate) next: bool,
    #[arg(long)]
    pub(crate) copy: bool,
    #[arg(long, value_name = "-")]
    pub(crate) pin: Option<Typed>,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Qr {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE.png")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Edit {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) notes: Option<String>,
    #[arg(long, value_name = "+TAG or -TAG", allow_hyphen_values = true)]
    pub(crate) tag: Vec<String>,
    #[arg(long, conflicts_with = "no_favorite")]
    pub(crate) favorite: bool,
    #[arg(long)]
    pub(crate) no_favorite: bool,
    #[arg(long, value_name = "METHOD:RANK")]
    pub(crate) method: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) deadline: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(crate) trusted_for: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) recovery_contact: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) recovery_link: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) never_asks: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) report_to: Option<String>,
    #[arg(long, value_name = "API")]
    pub(crate) api: Option<String>,
    #[arg(long, value_name = "PLACE:NOTE")]
    pub(crate) also_on: Vec<String>,
    #[arg(long, value_name = "PLACE")]
    pub(crate) not_on: Vec<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) counter: Option<u64>,
    #[arg(long, value_name = "-")]
    pub(crate) secret: Option<Typed>,
    #[arg(long, value_name = "-")]
    pub(crate) pin: Option<Typed>,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct Merge {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Subcommand)]
pub(crate) enum Conflicts {
    List(AllIn),
    Keep(NamedIn),
    Swap(NamedIn),
}

#[derive(Subcommand)]
pub(crate) enum Trash {
    List(AllIn),
    Restore(NamedIn),
    // A log keeps everything: there is no such thing for a team vault.
    Empty,
}

#[derive(Args)]
#[command(group = ArgGroup::new("source").required(true))]
pub(crate) struct Scan {
    #[arg(value_name = "FILE", group = "source")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, group = "source")]
    pub(crate) camera: bool,
    #[arg(long, value_name = "FILE", group = "source")]
    pub(crate) camera_file: Option<PathBuf>,
    #[arg(long, value_name = "N", requires = "camera", conflicts_with_all = ["files", "camera_file"])]
    pub(crate) device: Option<usize>,
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = value_parser!(u32).range(1..=86_400), conflicts_with = "files")]
    pub(crate) timeout: u32,
    #[cfg(feature = "desktop")]
    #[arg(long, group = "source")]
    pub(crate) screen: bool,
    #[cfg(feature = "desktop")]
    #[arg(long, value_name = "N", requires = "screen", conflicts_with_all = ["files", "clipboard", "camera", "camera_file"])]
    pub(crate) monitor: Option<usize>,
    #[arg(long, group = "source")]
    pub(crate) clipboard: bool,
    #[arg(long)]
    pub(crate) add: bool,
    #[arg(long)]
    pub(crate) secrets: bool,
}

#[derive(Subcommand)]
pub(crate) enum Slots {
    List,
    #[command(subcommand)]
    Add(AddSlot),
    Remove(Named),
    Rename(RenameSlot),
    Renew(Renew),
}

#[derive(Subcommand)]
pub(crate) enum AddSlot {
    Password(AddPassword),
    Keyring(AddKeyring),
    Recovery(AddRecovery),
    Fido2(AddKey),
}

#[derive(Args)]
pub(crate) struct AddPassword {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) new_password_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct AddKeyring {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct AddKey {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) touch_only: bool,
}

#[derive(Args)]
pub(crate) struct Renew {
    #[arg(long, value_name = "FILE")]
    pub(crate) with_password_file: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) with_recovery_file: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) with_key: bool,
}

#[derive(Args)]
pub(crate) struct AddRecovery {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_kit: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct RenameSlot {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "NEW_NAME")]
    pub(crate) new_name: String,
}

#[derive(Subcommand)]
pub(crate) enum Password {
    Change(ChangePassword),
}

#[derive(Args)]
pub(crate) struct ChangePassword {
    #[arg(long, value_name = "FILE")]
    pub(crate) new_password_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum BackupCommand {
    Create(BackupFolder),
    List(BackupFolder),
    Prove(ProveBackup),
    Restore(RestoreBackup),
}

#[derive(Args)]
pub(crate) struct BackupFolder {
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ProveBackup {
    #[arg(value_name = "FILE or FOLDER")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Import {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) import_password_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) archived: bool,
    #[arg(long)]
    pub(crate) allow_cost: bool,
}

#[derive(Args)]
pub(crate) struct Export {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: String,
    #[arg(long, value_name = "FILE", conflicts_with = "plain")]
    pub(crate) export_password_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) plain: bool,
    #[arg(long)]
    pub(crate) backup_codes: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct RestoreBackup {
    #[arg(value_name = "FILE or FOLDER")]
    pub(crate) from: PathBuf,
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Args)]
pub(crate) struct Completions {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}
