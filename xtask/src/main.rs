//! Set-up, run and test in one command: `cargo xtask run`, `cargo xtask test`, `cargo xtask help`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a task runner prints, starts programs, looks at files and measures time; it holds no secret"
)]

mod azurite;
mod crosscheck;
mod debian;
mod fuzz;
mod generated;
mod manager;
mod needs;
mod npm;
mod pages;
mod process;
mod report;
mod run;
mod scan_bench;
mod setup;
mod simulate;
mod steps;
mod task;
mod test_output;
mod tools;
mod torture;
mod virtual_key;

use std::env;
use std::process::ExitCode;

use task::Task;

fn main() -> ExitCode {
    match task::parse(env::args_os().skip(1).collect()) {
        Ok(Task::Run { yes }) => run::window(yes),
        Ok(Task::Cli(args)) => run::command_line(args),
        Ok(Task::Test { yes }) => finish(&steps::test(yes)),
        Ok(Task::Check) => finish(&steps::check()),
        Ok(Task::Bindings) => exit(generated::write_bindings()),
        Ok(Task::Screenshots) => exit(generated::take_screenshots()),
        Ok(Task::Icons) => exit(generated::draw_icons()),
        Ok(Task::Crosscheck(systems)) => exit(crosscheck::crosscheck(&systems)),
        Ok(Task::Fuzz { target, seconds }) => exit(fuzz::fuzz(&target, seconds)),
        Ok(Task::ScanBench { seed }) => exit(scan_bench::scan_bench(seed)),
        Ok(Task::Simulate { seed }) => exit(simulate::simulate(seed)),
        Ok(Task::Torture { parts, yes }) => finish(&torture::torture(&parts, yes)),
        Ok(Task::Help) => {
            print!("{}", task::HELP);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprint!("{problem}\n\n{}", task::HELP);
            ExitCode::from(2)
        }
    }
}

/// Prints the summary; its last line is the last line of all.
fn finish(report: &report::Report) -> ExitCode {
    print!("\n{report}");
    exit(report.failed() == 0)
}

fn exit(succeeded: bool) -> ExitCode {
    if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
