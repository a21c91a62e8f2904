//! Owner sheets: an owner on paper, for the day when nobody else is left.

use std::fs;

use crate::bucket::Bucket;
use crate::program::{Run, URI};
use crate::team::{ADA, BOB, Team, uri};

/// A team of Ada and Bob with one account, and Ada's owner sheet in her `sheet.txt`.
fn team_with_a_sheet(bucket: Option<Bucket>) -> Team {
    let mut team = Team::founded_on(bucket);
    team.invite("Bob", "admin");
    team.add(ADA, URI).done();
    make(&team, ADA, "sheet.txt", &[]).done();
    team
}

fn make(team: &Team, who: usize, file: &str, more: &[&str]) -> Run {
    let out = team.people[who].path(file);
    let make = ["team", "owner-sheet", "Ops", "--out", out.to_str().unwrap()];
    team.run(who, &[&make[..], more].concat())
}

/// Somebody with a vault of their own and Ada's sheet.
fn comes_back(team: &mut Team, file: &str) -> (usize, Run) {
    let home = team.home();
    team.people.push(home);
    let who = team.people.len() - 1;
    (who, uses(team, who, file))
}

fn uses(team: &Team, who: usize, file: &str) -> Run {
    let sheet = team.people[ADA].path(file);
    let sheet = sheet.to_str().unwrap();
    let name = if who == ADA { "Ada" } else { "Grace" };
    let recover = ["--json", "team", "recover", "--sheet", sheet, "--as", name];
    team.run(who, &recover)
}

fn names(team: &Team, who: usize) -> Vec<String> {
    let members = team.json(who, &["team", "members", "Ops"]);
    let members = members.as_array().unwrap().iter();
    let described = members.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        [text("member"), text("role"), text("verified")].join(" ")
    });
    described.collect()
}

/// The 24 words of the sheet, numbered as they are printed.
fn printed_words(text: &str) -> String {
    let numbered = text
        .lines()
        .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    numbered.collect::<Vec<_>>().join("\n")
}

#[test]
fn whoever_holds_the_owner_sheet_is_an_owner_when_all_others_are_lost_and_reads_what_came_later() {
    plays(team_with_a_sheet(None));
}

#[test]
fn the_same_over_a_service_that_speaks_s3() {
    let Some(bucket) = Bucket::start("teams_sheet::the_same_over_a_service_that_speaks_s3") else {
        return;
    };
    plays(team_with_a_sheet(Some(bucket)));
}

fn plays(mut team: Team) {
    // The team's key changes after the sheet was printed.
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    team.add(ADA, &uri("Bank")).done();

    let (grace, run) = comes_back(&mut team, "sheet.txt");
    let answer: String = run.done().split_whitespace().collect();
    assert_eq!(answer, "{\"team\":\"Ops\",\"written\":true}");
    assert_eq!(team.accounts(grace), ["Bank", "GitHub"]);
    assert_eq!(
        names(&team, grace),
        [
            "Ada owner live",
            "Grace owner live",
            "Owner sheet owner owner-sheet"
        ]
    );
    team.run(grace, &["team", "remove", "Ops", "Ada"]).done();
    team.add(grace, &uri("Cloud")).done();
    team.run(ADA, &["team", "sync", "Ops"]).failed(6);
    let list = team.json(grace, &["team", "rotate-list", "Ops"]);
    assert!(list.to_string().contains("GitHub"), "{list}");
    // She is in, and the same sheet lets the next one in.
    uses(&team, grace, "sheet.txt").failed(6);
    let (next, run) = comes_back(&mut team, "sheet.txt");
    run.done();
    assert_eq!(team.accounts(next), ["Bank", "Cloud", "GitHub"]);
    // Who was removed comes back with another key, as often as it takes.
    for _ in 0..3 {
        uses(&team, ADA, "sheet.txt").done();
        assert_eq!(team.accounts(ADA), ["Bank", "Cloud", "GitHub"]);
        let remove = ["team", "remove", "Ops", "Ada"];
        let removed = team.run(grace, &remove);
        removed.done();
        team.run(ADA, &["team", "sync", "Ops"]).failed(6);
    }
}

#[test]
fn the_words_alone_are_enough_with_the_storage_that_the_sheet_names_and_a_mistake_is_said() {
    let mut team = team_with_a_sheet(None);
    let sheet = String::from_utf8(team.people[ADA].read("sheet.txt")).unwrap();
    assert!(sheet.contains(&team.folder()), "{sheet}");
    let words = printed_words(&sheet);
    team.people.push(team.home());
    let who = team.people.len() - 1;
    let storage = team.folder();
    let recover = ["team", "recover", "--sheet", "-", "--as", "Grace"];
    let named = [&recover[..], &["--storage", &storage]].concat();
    let typed = |args: &[&str], text: &str| team.people[who].typed(args, text);
    typed(&recover, &words).failed(2);
    let said = typed(&named, &words.replacen(" 1. ", " 1. x", 1)).failed(3);
    assert!(said.contains("Word 1 "), "{said}");
    typed(&named, "abandon ability able").failed(3);
    // The sheet of another team.
    let art = format!("{} art", ["abandon"; 23].join(" "));
    typed(&named, &art).failed(5);
    assert!(
        team.json(who, &["team", "list"])
            .as_array()
            .unwrap()
            .is_empty()
    );

    typed(&named, &words).done();
    assert_eq!(team.accounts(who), ["GitHub"]);
}

#[test]
fn an_owner_sheet_that_was_replaced_lets_nobody_in_and_its_secrets_are_to_be_replaced() {
    let mut team = team_with_a_sheet(None);
    make(&team, ADA, "sheet.txt", &["--replace"]).failed(6);
    make(&team, ADA, "new.html", &["--replace"]).done();
    assert_eq!(names(&team, ADA).len(), 3);
    let list = team.json(ADA, &["team", "rotate-list", "Ops"]);
    assert!(list.to_string().contains("Owner sheet"), "{list}");
    let (old, run) = comes_back(&mut team, "sheet.txt");
    let said = run.failed(6);
    assert!(said.contains("replaced"), "{said}");
    assert!(
        team.json(old, &["team", "list"])
            .as_array()
            .unwrap()
            .is_empty()
    );

    let (new, run) = comes_back(&mut team, "new.html");
    run.done();
    assert_eq!(team.accounts(new), ["GitHub"]);
}

#[test]
fn only_an_owner_who_reaches_the_storage_makes_a_sheet_and_no_file_is_left_where_none_is_made() {
    let team = team_with_a_sheet(None);
    make(&team, BOB, "sheet.txt", &[]).failed(6);
    team.out_of_reach(|| make(&team, ADA, "second.txt", &[]).failed(7));
    assert!(!team.people[BOB].path("sheet.txt").exists());
    assert!(!team.people[ADA].path("second.txt").exists());
    let before = team.people[ADA].read("sheet.txt");
    make(&team, ADA, "sheet.txt", &[]).failed(6);
    assert_eq!(team.people[ADA].read("sheet.txt"), before);
    assert_eq!(names(&team, ADA).len(), 3);
}

#[test]
fn the_checkup_says_when_a_team_hangs_on_one_person_and_when_somebody_who_left_knows_its_secrets() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(ADA, URI).done();
    let finds = |team: &Team, who: usize, finding: &str| {
        let found = team.json(who, &["check"]).to_string();
        found.contains(&format!("\"{finding}\""))
    };
    let (alone, owes) = ("sole_owner", "shared_with_former_member");
    assert!(finds(&team, ADA, alone) && !finds(&team, BOB, alone));
    make(&team, ADA, "sheet.txt", &[]).done();
    assert!(!finds(&team, ADA, alone) && !finds(&team, ADA, owes));

    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    assert!(finds(&team, ADA, owes));
    let new = ["edit", "GitHub", "--in", "Ops", "--secret", "-"];
    team.people[ADA]
        .typed(&new, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ")
        .done();
    team.run(ADA, &["team", "rotate-done", "Ops", "GitHub"])
        .done();
    team.run(ADA, &["team", "rotate-done", "Ops", "storage"])
        .done();
    assert!(!finds(&team, ADA, owes));
}

#[test]
fn a_sheet_whose_answer_the_storage_lost_is_good_again_after_any_member_synced() {
    let mut team = team_with_a_sheet(None);
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    let inbox = team.storage.path().join("inbox").join("0".repeat(32));
    fs::remove_dir_all(&inbox).unwrap();
    let (who, run) = comes_back(&mut team, "sheet.txt");
    run.failed(5);
    team.run(ADA, &["team", "sync", "Ops"]).done();
    uses(&team, who, "sheet.txt").done();
    assert_eq!(team.accounts(who), ["GitHub"]);
}

#[test]
fn a_sheet_with_junk_in_the_place_of_its_answer_is_good_after_an_owner_synced() {
    let mut team = team_with_a_sheet(None);
    let inbox = team.storage.path().join("inbox").join("0".repeat(32));
    let answer = fs::read_dir(&inbox).unwrap().find_map(|file| {
        let path = file.unwrap().path();
        path.to_str()?.ends_with("-welcome").then_some(path)
    });
    let answer = answer.unwrap();
    for junk in [vec![7; 3000], vec![7; 5 << 20]] {
        fs::write(&answer, junk).unwrap();
        // Nobody else can tell that it is none, and Bob is no owner.
        team.run(BOB, &["team", "sync", "Ops"]).done();
    }
    let (who, run) = comes_back(&mut team, "sheet.txt");
    run.failed(5);
    team.run(ADA, &["team", "sync", "Ops"]).done();
    uses(&team, who, "sheet.txt").done();
    assert_eq!(team.accounts(who), ["GitHub"]);
}

#[test]
fn an_older_copy_of_the_only_owners_vault_gets_the_key_by_the_sheet_and_stays_that_owner() {
    let mut team = team_with_a_sheet(None);
    let copy = team.second_computer();
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    team.add(ADA, &uri("Bank")).done();
    team.people.push(copy);
    let copy = team.people.len() - 1;
    team.run(copy, &["team", "sync", "Ops"]).failed(6);
    uses(&team, copy, "sheet.txt").done();
    assert_eq!(team.accounts(copy), ["Bank", "GitHub"]);
    assert_eq!(
        names(&team, copy),
        ["Ada owner live", "Owner sheet owner owner-sheet"]
    );
    assert_eq!(
        team.json(copy, &["team", "members", "Ops"])[0]["devices"],
        2
    );
}

#[test]
fn a_storage_that_hides_what_came_after_the_sheet_or_shows_another_log_gets_nothing() {
    let mut team = team_with_a_sheet(None);
    let files = team.log_files();
    let newest = files.last().unwrap();
    let kept = fs::read(newest).unwrap();
    // The storage ends before the sheet was enrolled.
    fs::remove_file(newest).unwrap();
    let (who, run) = comes_back(&mut team, "sheet.txt");
    run.failed(4);
    // The newest entry is another.
    let mut other = kept.clone();
    *other.last_mut().unwrap() ^= 1;
    fs::write(newest, other).unwrap();
    uses(&team, who, "sheet.txt").failed(4);
    assert!(
        team.json(who, &["team", "list"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    fs::remove_file(newest).unwrap();
    fs::write(newest, kept).unwrap();
    uses(&team, who, "sheet.txt").done();
}

#[test]
fn a_sheet_that_is_not_good_yet_is_so_after_the_next_look_of_whoever_made_it() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    // Where the answer for the sheet would lie nothing can be made.
    let inbox = team.storage.path().join("inbox");
    fs::create_dir_all(&inbox).unwrap();
    let answers = inbox.join("0".repeat(32));
    fs::write(&answers, "").unwrap();
    let out = team.people[ADA].path("sheet.txt");
    let make = ["team", "owner-sheet", "Ops", "--out", out.to_str().unwrap()];
    let made = team.json(ADA, &make);
    assert_eq!(made["written"], false, "{made}");
    fs::remove_file(&answers).unwrap();
    assert_eq!(team.accounts(ADA), ["GitHub"]);
    let (who, run) = comes_back(&mut team, "sheet.txt");
    run.done();
    assert_eq!(team.accounts(who), ["GitHub"]);
}
