//! `check`, `clock` and `drill` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
pub(crate) struct Drill {
    #[arg(long, value_name = "WHAT", required = true, value_delimiter = ',')]
    pub(crate) lost: Vec<String>,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Check {
    #[command(subcommand)]
    pub(crate) command: Option<CheckCommand>,
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) dismissed: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) directory: Option<PathBuf>,
    #[arg(long, value_name = "SERVER")]
    pub(crate) clock: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum CheckCommand {
    Dismiss(Dismiss),
}

#[derive(Args)]
pub(crate) struct Dismiss {
    #[arg(value_name = "FINDING")]
    pub(crate) finding: String,
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) undo: bool,
}

#[derive(Args)]
pub(crate) struct Clock {
    #[arg(value_name = "SERVER")]
    pub(crate) server: String,
}
