//! The contact card.

use serde::Serialize;
use session::teams::{self, Held};

use crate::args::Identity;
use crate::context::Context;
use crate::failure::Failure;
use crate::print::Out;
use crate::unlock::open;

/// Shows the user's contact card, or writes it into a file.
pub(crate) fn identity(context: &mut Context<'_>, args: &Identity) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        card: String,
    }
    let mut vault = open(context)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let card = teams::contact_card(&mut held, args.user.as_deref())?;
    let text = card.to_text();
    if let Some(path) = &args.out {
        teams::save_card(&card, path)?;
        let said = [("file", path.display().to_string().into())];
        return context.done("card-saved", &said, &Json { card: text });
    }
    if Out::is_terminal() && !context.global.json {
        let qr = teams::card_qr(&card)?;
        context.out.text(qr.to_terminal().expose())?;
    }
    let said = [("card", text.as_str().into())];
    context.done("card-shown", &said, &Json { card: text.clone() })
}
