//! `roster` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum Roster {
    List(ListRoster),
    Set(SetPerson),
    Remove(RemovePerson),
}

#[derive(Args)]
pub(crate) struct ListRoster {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) csv: bool,
}

#[derive(Args)]
pub(crate) struct SetPerson {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "PERSON")]
    pub(crate) person: String,
    #[arg(value_name = "STATE")]
    pub(crate) state: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) by: String,
}

#[derive(Args)]
pub(crate) struct RemovePerson {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "PERSON")]
    pub(crate) person: String,
}
