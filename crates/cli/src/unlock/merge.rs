//! `merge`: another version of the vault.

use serde::Serialize;
use session::escape;

use super::open;
use crate::args::Merge;
use crate::context::Context;
use crate::failure::Failure;

pub(crate) fn merge(context: &mut Context<'_>, args: &Merge) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let merged = session::merge_copy(&mut context.effects, &mut vault, &args.file)?;
    let copy = merged.copy.display().to_string();
    #[derive(Serialize)]
    struct Merged {
        added: usize,
        conflicts: usize,
        copy: String,
    }
    context.done(
        "copy-merged",
        &[
            ("added", merged.added.into()),
            ("conflicts", merged.conflicts.into()),
            ("copy", escape(&copy).into()),
        ],
        &Merged {
            added: merged.added,
            conflicts: merged.conflicts,
            copy: copy.clone(),
        },
    )
}
