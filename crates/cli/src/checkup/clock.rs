//! `clock`: this computer's clock beside a server's.

use serde::Serialize;
use session::escape;
use session::settings::compare_clock;

use crate::args::Clock;
use crate::context::Context;
use crate::failure::Failure;

/// What a date in whole seconds and the way of the answer can make of a clock that is right.
const RIGHT: u64 = 2;
/// From here on sites may refuse codes: half of the usual period.
const MUCH: u64 = 15;

pub(crate) fn clock(context: &mut Context<'_>, args: &Clock) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct ClockJson<'a> {
        server: &'a str,
        ahead: i64,
    }
    let ahead = compare_clock(&args.server)?;
    let server = &args.server;
    let message = match ahead {
        _ if ahead.unsigned_abs() <= RIGHT => "clock-right",
        1.. => "clock-ahead",
        _ => "clock-behind",
    };
    let said = [
        ("server", escape(server).into_owned().into()),
        ("seconds", ahead.unsigned_abs().into()),
    ];
    context.done(message, &said, &ClockJson { server, ahead })?;
    if ahead.unsigned_abs() > MUCH && !context.global.json {
        context.out.line(&context.words.plain("clock-set-it"))?;
    }
    Ok(())
}
