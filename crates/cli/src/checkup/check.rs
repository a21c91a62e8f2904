//! `check` and `check dismiss`.

use std::collections::BTreeMap;

use serde::Serialize;
use session::checkup::{
    self, Checked, CheckedAccount, Finding, Judged, Known, Offer, Service, Severity,
};
use session::settings::compare_clock;
use session::unlock::Credential;
use session::{Id, OpenVault, codes, escape, teams};

use crate::args::{Check, CheckCommand, Dismiss};
use crate::codes::label_of;
use crate::context::Context;
use crate::failure::Failure;
use crate::print::label;
use crate::unlock::{open, open_and_keep};
use crate::words::Words;

/// The services of accounts, as a list has them.
type Services<'a> = BTreeMap<Id, &'a Service>;

pub(crate) fn check(context: &mut Context<'_>, args: &Check) -> Result<(), Failure> {
    if let Some(CheckCommand::Dismiss(args)) = &args.command {
        return dismiss(context, args);
    }
    let (vault, credential) = open_and_keep(context)?;
    let only = args.name.as_ref();
    let only = only.map(|name| codes::find(&vault, name)).transpose()?;
    let password = if let Some(Credential::Password(password)) = &credential {
        Some(password)
    } else {
        None
    };
    let directory = args.directory.as_deref().map(checkup::read_directory);
    let directory = directory.transpose()?;
    let services = directory.as_ref();
    let services = services.map(|list| checkup::services(&vault, list));
    let services = services.unwrap_or_default();
    let known = Known {
        password,
        takes_keys: services
            .iter()
            .filter(|(_, service)| service.offers.contains(&Offer::SecurityKey))
            .map(|(id, _)| *id)
            .collect(),
        clock_ahead: args.clock.as_deref().map(compare_clock).transpose()?,
        teams: teams::facts(&mut context.effects, &vault),
    };
    let mut checked = checkup::check(&context.effects, &vault, known)?;
    if let Some(only) = only {
        checked.vault.clear();
        checked.accounts.retain(|account| account.view.id == only);
    }
    print(context, (args, only.is_none()), &checked, &services)
}

fn print(
    context: &mut Context<'_>,
    (args, whole): (&Check, bool),
    checked: &Checked,
    services: &Services<'_>,
) -> Result<(), Failure> {
    let shows = |judged: &&Judged| args.dismissed || !judged.dismissed;
    let words = context.words;
    if context.global.json {
        let mut found = Vec::new();
        let vault = checked.vault.iter().filter(shows);
        found.extend(vault.map(|judged| FoundJson::of(words, None, *judged)));
        for account in &checked.accounts {
            let id = Some(account.view.id);
            let judged = account.found.iter().filter(shows);
            found.extend(judged.map(|judged| FoundJson::of(words, id, *judged)));
        }
        return Ok(context.out.json(&found)?);
    }
    if whole {
        let score = [("score", checked.overall.into())];
        context.out.line(&words.text("check-overall", &score))?;
        let score = [("score", checked.vault_score.into())];
        let head = words.text("check-vault", &score);
        section(context, &head, checked.vault.iter().filter(shows))?;
    }
    for account in &checked.accounts {
        let head = head(words, account);
        section(context, &head, account.found.iter().filter(shows))?;
        if let Some(service) = services.get(&account.view.id) {
            say_service(context, service)?;
        }
    }
    let accounts = checked.accounts.iter().flat_map(|account| &account.found);
    let hidden = checked.vault.iter().chain(accounts);
    let hidden = hidden.filter(|judged| !shows(judged)).count();
    if hidden > 0 {
        let count = [("count", hidden.into())];
        context.out.line(&words.text("check-hidden", &count))?;
    }
    if args.directory.is_some() {
        context.out.line(&words.plain("check-attribution"))?;
    }
    Ok(())
}

/// What the list says of a service, below the findings of its account.
fn say_service(context: &mut Context<'_>, service: &Service) -> Result<(), Failure> {
    let words = context.words;
    let offers = service.offers.iter();
    let offers: Vec<String> = offers.map(|on| words.plain(offer_word(*on))).collect();
    let args = [
        ("service", escape(&service.name).into()),
        ("offers", offers.join(", ").into()),
    ];
    let message = match service.offers.is_empty() {
        true => "check-service-none",
        false => "check-service",
    };
    context
        .out
        .line(&format!("  {}", words.text(message, &args)))?;
    for (message, link) in [
        ("check-service-setup", &service.documentation),
        ("check-service-recovery", &service.recovery),
    ] {
        if let Some(link) = link {
            let link = [("link", escape(link).into())];
            context
                .out
                .line(&format!("  {}", words.text(message, &link)))?;
        }
    }
    Ok(())
}

fn offer_word(offer: Offer) -> &'static str {
    match offer {
        Offer::Totp => "offer-totp",
        Offer::SecurityKey => "offer-security-key",
        Offer::Sms => "offer-sms",
        Offer::Call => "offer-call",
        Offer::Email => "offer-email",
        Offer::Proprietary => "offer-proprietary",
    }
}

fn head(words: &Words, account: &CheckedAccount) -> String {
    let label = label(&account.view.issuer, &account.view.account);
    let args = [("label", label.into()), ("score", account.score.into())];
    words.text("check-account", &args)
}

fn section<'a>(
    context: &mut Context<'_>,
    head: &str,
    found: impl Iterator<Item = &'a Judged>,
) -> Result<(), Failure> {
    context.out.line(head)?;
    let words = context.words;
    for judged in found {
        let severity = words.plain(severity_word(judged.finding.severity()));
        let id = finding_word(judged.finding);
        let (reason, fix) = (words.plain(id), words.hint(id, &[]).unwrap_or_default());
        let name = judged.finding.name();
        context
            .out
            .line(&format!("  {severity:<6}  {reason} ({name})"))?;
        context.out.line(&format!("          {fix}"))?;
    }
    Ok(())
}

fn dismiss(context: &mut Context<'_>, args: &Dismiss) -> Result<(), Failure> {
    let finding = Finding::from_name(&args.finding.replace('-', "_"));
    let finding = finding.ok_or_else(|| Failure::usage("finding-unknown"))?;
    let mut vault = open(context)?;
    let name = args.name.as_ref();
    let account = name.map(|name| codes::find(&vault, name)).transpose()?;
    let effects = &mut context.effects;
    checkup::dismiss(effects, &mut vault, account, finding, !args.undo)?;
    #[derive(Serialize)]
    struct Dismissed {
        account: Option<String>,
        finding: &'static str,
        dismissed: bool,
    }
    let message = match args.undo {
        false => "check-dismissed",
        true => "check-undone",
    };
    let args = [
        ("finding", finding.name().into()),
        ("label", whose(context.words, &vault, account).into()),
    ];
    let json = Dismissed {
        account: account.map(|id| id.to_string()),
        finding: finding.name(),
        dismissed: message == "check-dismissed",
    };
    context.done(message, &args, &json)
}

fn whose(words: &Words, vault: &OpenVault, account: Option<Id>) -> String {
    account.map_or_else(|| words.plain("check-the-vault"), |id| label_of(vault, id))
}

/// A finding of `check --json`.
#[derive(Serialize)]
struct FoundJson {
    account: Option<String>,
    finding: &'static str,
    severity: &'static str,
    fix: String,
    dismissed: bool,
}

impl FoundJson {
    fn of(words: &Words, account: Option<Id>, judged: Judged) -> Self {
        let finding = judged.finding;
        let fix = words.hint(finding_word(finding), &[]);
        Self {
            account: account.map(|id| id.to_string()),
            finding: finding.name(),
            severity: finding.severity().name(),
            fix: fix.unwrap_or_default(),
            dismissed: judged.dismissed,
        }
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "severity-high",
        Severity::Medium => "severity-medium",
        Severity::Low => "severity-low",
    }
}

fn finding_word(finding: Finding) -> &'static str {
    match finding {
        Finding::SmsOnly => "finding-sms-only",
        Finding::EmailOnly => "finding-email-only",
        Finding::SmsFallback => "finding-sms-fallback",
        Finding::NoBackupCodes => "finding-no-backup-codes",
        Finding::NoCodesLeft => "finding-no-codes-left",
        Finding::FewBackupCodes => "finding-few-backup-codes",
        Finding::CodesOlderThanSecret => "finding-codes-older-than-secret",
        Finding::OneFactor => "finding-one-factor",
        Finding::HardwareKeyPossible => "finding-hardware-key-possible",
        Finding::OneKey => "finding-one-key",
        Finding::KeyLost => "finding-key-lost",
        Finding::KeyNotSeen => "finding-key-not-seen",
        Finding::DuplicateSecret => "finding-duplicate-secret",
        Finding::ShortSecret => "finding-short-secret",
        Finding::DeadlineNear => "finding-deadline-near",
        Finding::DeadlinePassed => "finding-deadline-passed",
        Finding::TrustedDeviceLong => "finding-trusted-device-long",
        Finding::WeakPassword => "finding-weak-password",
        Finding::WeakKdf => "finding-weak-kdf",
        Finding::KeyringOnlyRisk => "finding-keyring-only-risk",
        Finding::NoRecoveryKit => "finding-no-recovery-kit",
        Finding::RecoveryKitUntested => "finding-recovery-kit-untested",
        Finding::BackupOld => "finding-backup-old",
        Finding::BackupUnproved => "finding-backup-unproved",
        Finding::ClockOff => "finding-clock-off",
        Finding::SoleOwner => "finding-sole-owner",
        Finding::SharedWithFormerMember => "finding-shared-with-former-member",
    }
}
