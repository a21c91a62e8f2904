//! `team` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

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
    Role(SetRole),
    Remove(OfMember),
    Leave(OfTeam),
    Log(OfTeam),
    Verify(OfTeam),
    Repair(OfTeam),
    Sync(OfTeam),
    RotateList(OfTeam),
    RotateDone(RotateDone),
}

// Where the log is. The secret half of a key is never an argument.
#[derive(Args)]
pub(crate) struct Storage {
    #[arg(long, value_name = "FOLDER or s3://BUCKET/PREFIX")]
    pub(crate) storage: String,
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
pub(crate) struct Invite {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, required = true)]
    pub(crate) link: bool,
    #[arg(long, value_name = "ROLE", default_value = "viewer")]
    pub(crate) role: String,
}

#[derive(Args)]
pub(crate) struct Join {
    #[arg(value_name = "LINK")]
    pub(crate) link: String,
    #[command(flatten)]
    pub(crate) storage: Storage,
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
    pub(crate) unverified: bool,
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
pub(crate) struct RotateDone {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "ITEM")]
    pub(crate) item: String,
}
