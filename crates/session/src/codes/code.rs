//! The code of an account.

use super::find::no_account;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::{OpenVault, TRIES};
use otp::{Kind, Otp, SecretText, UnixTime};
use vault::{Account, Id};

/// A code to show or copy.
pub struct CodeView {
    /// The account.
    pub id: Id,
    /// Who it is with; may be empty.
    pub issuer: String,
    /// The account name; may be empty.
    pub account: String,
    /// The code.
    pub code: SecretText,
    /// From when until when (exclusive) it is good; `None` for HOTP.
    pub valid: Option<(UnixTime, UnixTime)>,
    /// The code after it; `None` for HOTP.
    pub next: Option<SecretText>,
}

/// The code at `at` (now if `None`), or with `next` the one after it. `pin` goes before a stored one.
///
/// For HOTP the counter is moved on and saved before the code is returned.
///
/// # Errors
/// `pin-missing`, `pin-malformed`, `pin-not-used`, `counter-exhausted`, `next-needs-time`; for HOTP also not saved,
/// and then no code was used.
pub fn code(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    at: Option<UnixTime>,
    next: bool,
    pin: Option<&SecretText>,
) -> Result<CodeView, UserError> {
    let now = effects.now()?;
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    if uses_counter(account, (at.is_some() || next, pin))? {
        return counter_code(effects, open, id, now);
    }
    let view = code_of(account, at.unwrap_or(now), next, pin)?;
    open.note_use(id, now);
    Ok(view)
}

/// Whether each code of the account uses a counter up. Refuses a PIN or a time that has no meaning for it.
pub(crate) fn uses_counter(
    account: &Account,
    (has_time, pin): (bool, Option<&SecretText>),
) -> Result<bool, UserError> {
    let kind = account.otp().kind;
    if pin.is_some() && !kind.needs_pin() {
        return Err(Code::PinNotUsed.into());
    }
    let is_counted = matches!(kind, Kind::Hotp { .. });
    if is_counted && has_time {
        return Err(Code::NextNeedsTime.into());
    }
    Ok(is_counted)
}

/// The code of a time-based account at a time, or with `next` the one after it.
pub(crate) fn code_of(
    account: &Account,
    at: UnixTime,
    next: bool,
    pin: Option<&SecretText>,
) -> Result<CodeView, UserError> {
    let at = if next {
        start_of_next(account, at)?
    } else {
        at
    };
    time_code(account, account.otp(), at, pin)
}

/// The code of a time-based account at `now`, as [`code`] gives it; but it counts no use and changes
/// nothing.
///
/// # Errors
/// `account-not-found`, `pin-missing`; `next-needs-time` for HOTP, whose codes are used up by being shown.
pub fn peek(open: &OpenVault, id: Id, now: UnixTime) -> Result<CodeView, UserError> {
    peek_of(open.account(id).ok_or_else(|| no_account(id))?, now)
}

/// [`peek`] of this account.
pub(crate) fn peek_of(account: &Account, now: UnixTime) -> Result<CodeView, UserError> {
    peek_at(account, account.otp(), now)
}

/// The code that `otp`, a secret of the account, has now, where looking at it uses nothing up.
pub(super) fn peek_at(account: &Account, otp: &Otp, now: UnixTime) -> Result<CodeView, UserError> {
    if matches!(otp.kind, Kind::Hotp { .. }) {
        return Err(Code::NextNeedsTime.into());
    }
    time_code(account, otp, now, None)
}

fn time_code(
    account: &Account,
    otp: &Otp,
    at: UnixTime,
    pin: Option<&SecretText>,
) -> Result<CodeView, UserError> {
    let code = otp.code(at, pin)?;
    let next = otp.next_code(at, pin)?;
    let next = Some(SecretText::from(next.text().to_owned()));
    Ok(CodeView {
        next,
        ..code_view(account, &code)
    })
}

/// Two programs never give the same code: it is only shown if nobody used it meanwhile.
fn counter_code(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    now: UnixTime,
) -> Result<CodeView, UserError> {
    let mut tries = 0..TRIES;
    loop {
        let code = use_counter(effects, open, id, now);
        match code {
            Err(error) if error.code() == Code::SaveChangedByAnother && tries.next().is_some() => {
                open.merge_file()?;
            }
            code => return code,
        }
    }
}

fn use_counter(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    now: UnixTime,
) -> Result<CodeView, UserError> {
    let counter = open
        .account(id)
        .and_then(|account| account.otp().kind.counter());
    let code = open.change_newest(effects, |vault, _| {
        let account = vault
            .document_mut()
            .account_mut(id)
            .ok_or_else(|| no_account(id))?;
        let code = account.otp().code(now, None)?;
        let view = code_view(account, &code);
        account
            .advance_counter()
            .map_err(|_| Code::CounterExhausted)?;
        count_use(account, now);
        Ok(view)
    });
    code.inspect_err(|error| {
        // A code that nobody saw is not used: another try gives the same.
        open.withdraw(error, |vault| {
            let account = vault.document_mut().account_mut(id);
            if let Some((account, counter)) = account.zip(counter) {
                account.set_counter(counter);
            }
        });
    })
}

pub(crate) fn code_view(account: &Account, code: &otp::Code) -> CodeView {
    CodeView {
        id: account.id(),
        issuer: account.issuer.clone(),
        account: account.name.clone(),
        code: SecretText::from(code.text().to_owned()),
        valid: code.valid(),
        next: None,
    }
}

fn start_of_next(account: &Account, at: UnixTime) -> Result<UnixTime, UserError> {
    let valid = account.otp().kind.period().and_then(|period| {
        let next = (at.get() / period.get())
            .checked_add(1)?
            .checked_mul(period.get())?;
        UnixTime::new(i64::try_from(next).ok()?)
    });
    valid.ok_or(Code::TimeOutOfRange.into())
}

/// Counts a use. It is written with the next real change: a code alone makes no generation.
pub(crate) fn count_use(account: &mut Account, now: UnixTime) {
    account.used = Some(now);
    account.use_count = account.use_count.saturating_add(1);
}
