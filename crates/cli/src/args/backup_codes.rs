//! `backup-codes` as clap sees it.
//
// Comments here are not doc comments: clap would print those as help.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Named;

#[derive(Subcommand)]
pub(crate) enum BackupCodes {
    Add(NewBackupCodes),
    Replace(NewBackupCodes),
    List(ListBackupCodes),
    Use(Named),
    Reveal(Named),
    Print(PrintBackupCodes),
    Kept(KeptBackupCodes),
}

#[derive(Args)]
pub(crate) struct ListBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) secrets: bool,
}

#[derive(Args)]
pub(crate) struct NewBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) delete_file: bool,
}

#[derive(Args)]
pub(crate) struct PrintBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE.html")]
    pub(crate) out: PathBuf,
}

#[derive(Args)]
pub(crate) struct KeptBackupCodes {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "PLACE:NOTE")]
    pub(crate) place: String,
}
