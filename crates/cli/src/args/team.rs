//! `team` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum TeamCommand {
    Create(CreateTeam),
    List,
    Invite(Invite),
    Join(Join),
    Pending(OfTeam),
    Approve(Approve),
    Members(OfTeam),
    Keys(OfTeam),
    Devices(OfTeam),
    Revoke(OfDevice),
    Storage(SetStorage),
    Role(SetRole),
    Remove(OfMember),
    Leave(OfTeam),
    Log(OfTeam),
    Verify(OfTeam),
    Repair(OfTeam),
    OwnerSheet(OwnerSheet),
    Recover(Recover),
    Sync(OfTeam),
    RotateList(OfTeam),
    RotateTake(OfLine),
    RotateDone(OfLine),
}

// Where the log is. The secret half of a key is never an argument.
#[derive(Args)]
pub(crate) struct Storage {
    #[arg(long, value_name = "FOLDER or ADDRESS")]
    pub(crate) storage: String,
    #[command(flatten)]
    pub(crate) service: Service,
}

// What a service needs to let us in.
#[derive(Args)]
pub(crate) struct Service {
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) access_key: Option<String>,
}

#[derive(Args)]
pub(crate) struct CreateTeam {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) storage: Storage,
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) user: String,
}

#[derive(Args)]
pub(crate) struct OfTeam {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Args)]
#[command(group = ArgGroup::new("way").required(true))]
pub(crate) struct Invite {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, group = "way")]
    pub(crate) link: bool,
    #[arg(long, value_name = "FILE", group = "way")]
    pub(crate) card: Option<PathBuf>,
    #[arg(
        long,
        value_name = "LINK or INVITATION",
        group = "way",
        conflicts_with = "role"
    )]
    pub(crate) cancel: Option<String>,
    #[arg(long, value_name = "ROLE", default_value = "viewer")]
    pub(crate) role: String,
}

#[derive(Args)]
pub(crate) struct Join {
    #[arg(value_name = "LINK or INVITATION")]
    pub(crate) link: String,
    #[arg(long)]
    pub(crate) call: bool,
    // Where the link does not say it as this computer sees it.
    #[arg(long, value_name = "FOLDER or ADDRESS")]
    pub(crate) storage: Option<String>,
    #[command(flatten)]
    pub(crate) service: Service,
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) user: String,
}

#[derive(Args)]
#[command(group = ArgGroup::new("checked"))]
pub(crate) struct Approve {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "MEMBER")]
    pub(crate) member: String,
    #[arg(long, value_name = "WORDS", group = "checked")]
    pub(crate) words: Option<String>,
    #[arg(long, group = "checked")]
    pub(crate) call: bool,
    #[arg(long, group = "checked")]
    pub(crate) unverified: bool,
}

// An owner on paper.
#[derive(Args)]
pub(crate) struct OwnerSheet {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) replace: bool,
}

// An older copy of a member's vault, an owner sheet, or a log that stopped.
#[derive(Args)]
pub(crate) struct Recover {
    #[arg(value_name = "NAME", required_unless_present = "sheet")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE", requires = "user", conflicts_with = "name")]
    pub(crate) sheet: Option<PathBuf>,
    #[arg(long = "as", value_name = "NAME", requires = "sheet")]
    pub(crate) user: Option<String>,
    // Where the sheet does not say it as this computer sees it.
    #[arg(long, value_name = "FOLDER or ADDRESS", requires = "sheet")]
    pub(crate) storage: Option<String>,
    #[command(flatten)]
    pub(crate) service: Service,
    #[arg(long, requires = "name", conflicts_with_all = ["sheet", "follow"])]
    pub(crate) new_branch: bool,
    #[arg(long, value_name = "SLOT", requires = "new_branch")]
    pub(crate) after: Option<u64>,
    #[arg(long, value_name = "MEMBER", requires = "new_branch")]
    pub(crate) without: Vec<String>,
    #[arg(
        long,
        value_name = "MEMBER",
        requires = "name",
        conflicts_with = "sheet"
    )]
    pub(crate) follow: Option<String>,
}

#[derive(Args)]
pub(crate) struct SetRole {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "MEMBER")]
    pub(crate) member: String,
    #[arg(value_name = "ROLE")]
    pub(crate) role: String,
}

#[derive(Args)]
pub(crate) struct OfMember {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "MEMBER")]
    pub(crate) member: String,
}

#[derive(Args)]
pub(crate) struct OfDevice {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "DEVICE")]
    pub(crate) device: String,
}

#[derive(Args)]
pub(crate) struct SetStorage {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) storage: Storage,
}

// The contact card of the user.
#[derive(Args)]
pub(crate) struct Identity {
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) user: Option<String>,
}

// Accounts of the user's own that go to a team vault, or the other way round.
#[derive(Args)]
pub(crate) struct MoveAccount {
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
    #[arg(long, value_name = "TEAM or personal")]
    pub(crate) to: String,
}

// What is to be replaced.
#[derive(Args)]
pub(crate) struct OfLine {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "ITEM")]
    pub(crate) item: String,
}
