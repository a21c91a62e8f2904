//! `backup-codes` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::NamedIn;

#[derive(Subcommand)]
pub(crate) enum BackupCodes {
    Add(NewBackupCodes),
    Replace(NewBackupCodes),
    List(ListBackupCodes),
    Use(NamedIn),
    Reveal(NamedIn),
    Print(PrintBackupCodes),
    Kept(KeptBackupCodes),
}

#[derive(Args)]
pub(crate) struct ListBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) secrets: bool,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct NewBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) delete_file: bool,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct PrintBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE.html")]
    pub(crate) out: PathBuf,
    #[arg(long = "in", value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Args)]
pub(crate) struct KeptBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "PLACE:NOTE")]
    pub(crate) place: String,
}
