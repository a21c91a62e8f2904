//! `import`, `export` and `formats`: other programs' files.

pub(crate) mod export;
pub(crate) mod formats;

use session::codes::AccountView;
use session::transfer::{self, Fate, Format, LeftOut, Plan, Planned, Reading};
use session::{Code, OpenVault, SecretText, escape};

use crate::args::Import;
use crate::backup::before_risk;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::json::{AccountJson, ImportJson, LeftOutJson};
use crate::print::label;
use crate::prompt;
use crate::unlock::{first_line, open};

/// Adds what is in the file, in one save, and tells about what is left out; or only says what it would do.
pub(crate) fn import(context: &mut Context<'_>, args: &Import) -> Result<(), Failure> {
    let format = args.format.as_deref().map(format).transpose()?;
    let mut vault = open(context)?;
    let plan = plan(context, &vault, args, format)?;
    let report = Report::of(context, &plan, args);
    if !args.dry_run {
        before_risk(context, &vault);
        let is_chosen = |planned: &Planned| is_chosen(planned, args);
        transfer::import(&mut context.effects, &mut vault, plan, is_chosen)?;
    }
    report.tell(context)
}

/// The word of `--format`.
fn format(name: &str) -> Result<Format, Failure> {
    let unknown = || Failure::usage_with("import-format-unknown", vec![("name", name.to_owned())]);
    Format::from_name(name).ok_or_else(unknown)
}

/// What the file holds. Its password comes from a file, else it is asked for where one is needed.
fn plan(
    context: &mut Context<'_>,
    vault: &OpenVault,
    args: &Import,
    format: Option<Format>,
) -> Result<Plan, Failure> {
    let words = context.words;
    let mut read = |password: Option<&SecretText>| {
        let _spinner = password.map(|_| spinner(words, "import-opening"));
        let reading = Reading {
            format,
            password,
            allow_cost: args.allow_cost,
        };
        transfer::plan(&mut context.effects, vault, &args.file, reading)
    };
    if let Some(file) = &args.import_password_file {
        return Ok(read(Some(&first_line(file)?))?);
    }
    match read(None) {
        Err(error) if error.code() == Code::ImportPasswordNeeded => {
            let asked = prompt::line(words, "ask-import-password")?;
            Ok(read(Some(&asked))?)
        }
        plan => Ok(plan?),
    }
}

fn is_chosen(planned: &Planned, args: &Import) -> bool {
    match planned.fate {
        Fate::New | Fate::Updates => true,
        Fate::Archived => args.archived,
        Fate::Duplicate => false,
    }
}

/// What was done, or would be, and what was not.
struct Report {
    format: Format,
    is_dry_run: bool,
    new: usize,
    updates: usize,
    duplicates: usize,
    archived: usize,
    without_otp: usize,
    notes_cut: usize,
    /// Accounts that cannot be taken over, each in words.
    left_out: Vec<LeftOutJson>,
    /// How many of them have something wrong with them.
    unreadable: usize,
    /// Those that are added or updated.
    accounts: Vec<AccountView>,
}

impl Report {
    fn of(context: &Context<'_>, plan: &Plan, args: &Import) -> Self {
        let count = |is_meant: &dyn Fn(Fate) -> bool| {
            let entries = plan.entries.iter();
            entries.filter(|planned| is_meant(planned.fate)).count()
        };
        let archived = count(&|fate| fate == Fate::Archived);
        let chosen = plan
            .entries
            .iter()
            .filter(|planned| is_chosen(planned, args));
        let is_unreadable = |left_out: &&LeftOut| {
            let expected = [Code::ImportDeleted, Code::ImportMakesNoCodes];
            !expected.contains(&left_out.reason.code())
        };
        let in_words = |left_out: &LeftOut| {
            let reason = Failure::from(left_out.reason.clone()).message(context.words);
            LeftOutJson::of(left_out, reason)
        };
        Self {
            format: plan.format,
            is_dry_run: args.dry_run,
            new: count(&|fate| fate == Fate::New) + if args.archived { archived } else { 0 },
            updates: count(&|fate| fate == Fate::Updates),
            duplicates: count(&|fate| fate == Fate::Duplicate),
            archived: if args.archived { 0 } else { archived },
            without_otp: plan.without_otp,
            notes_cut: chosen.clone().filter(|planned| planned.notes_cut()).count(),
            left_out: plan.left_out.iter().map(in_words).collect(),
            unreadable: plan.left_out.iter().filter(is_unreadable).count(),
            accounts: chosen.map(Planned::view).collect(),
        }
    }

    /// Fails at the end where an account could not be read, so that nobody overlooks it.
    fn tell(&self, context: &mut Context<'_>) -> Result<(), Failure> {
        if context.global.json {
            context.out.json(&self.in_json())?;
        } else {
            self.in_words(context)?;
        }
        context.out.finish()?;
        match self.unreadable {
            0 => Ok(()),
            count => {
                let args = vec![("count", count.to_string())];
                Err(Failure::failed_with("import-left-out", args))
            }
        }
    }

    fn in_json(&self) -> ImportJson<'_> {
        let imported = self.new + self.updates;
        ImportJson {
            format: self.format.name(),
            imported: if self.is_dry_run { 0 } else { imported },
            duplicates: self.duplicates,
            skipped: &self.left_out,
            accounts: self.accounts.iter().map(AccountJson::of).collect(),
        }
    }

    fn in_words(&self, context: &mut Context<'_>) -> Result<(), Failure> {
        let words = context.words;
        if self.is_dry_run {
            let row = |account: &AccountView| {
                let label = label(&account.issuer, &account.account);
                vec![
                    label,
                    account.kind.type_name().to_owned(),
                    account.tags.join(", "),
                ]
            };
            let rows: Vec<_> = self.accounts.iter().map(row).collect();
            context.out.table(&rows)?;
        }
        let summary = if self.is_dry_run {
            "import-would"
        } else {
            "import-done"
        };
        let args = [("added", self.new.into()), ("updated", self.updates.into())];
        context.out.line(&words.text(summary, &args))?;
        for (message, count) in [
            ("import-duplicates", self.duplicates),
            ("import-archived", self.archived),
            ("import-without-otp", self.without_otp),
            ("import-notes-cut", self.notes_cut),
        ] {
            if count > 0 {
                let line = words.text(message, &[("count", count.into())]);
                context.out.line(&line)?;
            }
        }
        for left_out in &self.left_out {
            let name = match left_out.name() {
                "" => words.text("import-unnamed", &[("number", left_out.number().into())]),
                name => escape(name).into_owned(),
            };
            let args = [("name", name.into()), ("reason", left_out.reason().into())];
            context.out.line(&words.text("import-skipped", &args))?;
        }
        Ok(())
    }
}
