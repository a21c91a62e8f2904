//! Accounts that have to be set up again.

use crate::desk::{Desk, NOW};
use session::Code;
use session::transfer::worklist::{self, TaskView};

/// Names, with those that are done after a slash.
fn shown(desk: &Desk) -> String {
    let tasks = worklist::list(&desk.open);
    let (done, to_do): (Vec<TaskView>, Vec<TaskView>) =
        tasks.into_iter().partition(|task| task.done.is_some());
    let names = |tasks: &[TaskView]| {
        let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
        names.join(" ")
    };
    format!("{} / {}", names(&to_do), names(&done))
}

fn find(desk: &Desk, name: &str) -> session::Id {
    let tasks = worklist::list(&desk.open);
    tasks.iter().find(|task| task.name == name).unwrap().id
}

#[test]
fn each_account_is_on_the_list_once_and_what_is_ticked_off_stays_so_after_the_vault_was_opened_again()
 {
    let mut desk = Desk::new();
    let names = "  Mail\nBank\r\n\nmail\nDoor";
    let added = worklist::add(&mut desk.effects, &mut desk.open, names).unwrap();
    assert_eq!((added, shown(&desk).as_str()), (3, "Bank Door Mail / "));
    let bank = find(&desk, "Bank");
    worklist::finish(&mut desk.effects, &mut desk.open, bank).unwrap();
    let door = find(&desk, "Door");
    worklist::remove(&mut desk.effects, &mut desk.open, door).unwrap();
    desk.open = desk.reopened();
    assert_eq!(shown(&desk), "Mail / Bank");
    let tasks = worklist::list(&desk.open);
    let done = tasks.iter().find_map(|task| task.done);
    assert_eq!(
        done.map(|time| i64::try_from(time.get()).unwrap()),
        Some(NOW)
    );
    let bank = find(&desk, "Bank");
    worklist::reopen(&mut desk.effects, &mut desk.open, bank).unwrap();
    desk.open = desk.reopened();
    assert_eq!(shown(&desk), "Bank Mail / ");
    let again = worklist::finish(&mut desk.effects, &mut desk.open, bank);
    assert_eq!(again.unwrap_err().code(), Code::TaskNotFound);
}

#[test]
fn more_accounts_than_the_list_takes_are_refused_and_none_is_added() {
    let mut desk = Desk::new();
    let mut names = String::new();
    for number in 0..10_001 {
        names += &format!("Site {number}\n");
    }
    let error = worklist::add(&mut desk.effects, &mut desk.open, &names).unwrap_err();
    assert_eq!(error.code(), Code::WorklistFull);
    assert_eq!(shown(&desk), " / ");
    let long = "a".repeat(4097);
    let error = worklist::add(&mut desk.effects, &mut desk.open, &long).unwrap_err();
    assert_eq!(error.code(), Code::TextTooLong);
}
