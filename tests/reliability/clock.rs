//! Clocks that are wrong, jump or are set to another zone: codes follow the clock, and nothing is lost.

use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::faketime;
use crate::paths::assert_usable;
use crate::program::{Home, Run, SECRET, run};
use crate::starts::busy_home;
use crate::strace::{calls_since, is_missing, is_program_missing, strace, trace};
use crate::{figure, in_full};

/// Europe's and America's summer time begin and end; the leap second of 2016; the last second of 32 bits, and later.
const MOMENTS: [i64; 14] = [
    1_774_745_999,
    1_774_746_000,
    1_792_889_999,
    1_792_890_000,
    1_772_953_199,
    1_772_953_200,
    1_793_512_799,
    1_793_512_800,
    1_483_228_799,
    1_483_228_800,
    2_147_483_647,
    2_147_483_648,
    4_102_444_799,
    1_798_761_599,
];
const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "no/such/place",
];
const DAY: i64 = 86_400;
const NOW: i64 = 1_793_707_200;

/// The program, which believes that it is `time` (seconds since 1970) and stays so.
fn at(home: &Home, time: i64, zone: &str, args: &[&str]) -> Run {
    let mut command = home.command(&["--recovery-file", "kit"]);
    command
        .env("LD_PRELOAD", faketime::library().unwrap())
        .env("FAKETIME", time.to_string())
        .env("FAKETIME_FMT", "%s")
        .env("TZ", zone)
        .args(args);
    run(&mut command, None)
}

fn is_anything_missing(test: &str) -> bool {
    faketime::is_missing(test) || is_program_missing(test, "oathtool", "--version")
}

#[test]
fn a_code_is_the_one_of_this_moment_in_every_zone_and_at_every_change_of_summer_time() {
    if is_anything_missing(
        "a_code_is_the_one_of_this_moment_in_every_zone_and_at_every_change_of_summer_time",
    ) {
        return;
    }
    let home = Home::with_account();
    for time in MOMENTS {
        let now = format!("--now=@{time}");
        let expected = Command::new("oathtool")
            .args(["--totp", "-b", &now, SECRET])
            .output()
            .unwrap();
        let expected = String::from_utf8(expected.stdout).unwrap();
        assert_eq!(expected.len(), 7, "{expected}");
        for zone in ZONES {
            assert_eq!(
                at(&home, time, zone, &["code", "GitHub"]).done(),
                expected,
                "{zone}, {time}"
            );
        }
    }
    figure(
        "codes beside oathtool",
        format!("{} moments x {} zones, 0 wrong", MOMENTS.len(), ZONES.len()),
    );
}

#[test]
fn a_clock_that_goes_ten_years_back_and_forward_again_costs_no_account_and_no_recent_copy() {
    if is_anything_missing(
        "a_clock_that_goes_ten_years_back_and_forward_again_costs_no_account_and_no_recent_copy",
    ) {
        return;
    }
    let home = Home::with_account();
    let mut expected = vec!["GitHub".to_owned()];
    let saves = if in_full() { 40 } else { 12 };
    for (phase, start) in [NOW, NOW - 3_652 * DAY, NOW + DAY].into_iter().enumerate() {
        for save in 0..saves {
            let issuer = format!("Site{phase}{save:02}");
            let uri = format!("otpauth://totp/{issuer}:a?secret={SECRET}&issuer={issuer}");
            at(&home, start + save * 60, "UTC", &["add", &uri]).done();
            expected.push(issuer);
            assert_last_ten_open(&home, expected.len());
        }
    }
    expected.sort_unstable();
    assert_eq!(home.issuers(), expected);
    assert_usable(&home);
    figure(
        "a clock that goes ten years back and forward again",
        format!("{} saves, 0 lost", 3 * saves),
    );
}

/// The newest copies hold the states before the last saves, whatever the clock said: each has one account less.
fn assert_last_ten_open(home: &Home, accounts: usize) {
    let copies = fs::read_dir(home.path("vault.countersign.generations")).unwrap();
    let mut copies: Vec<_> = copies.map(|entry| entry.unwrap().path()).collect();
    copies.sort();
    assert!(copies.len() <= 27, "{} copies", copies.len());
    for (age, copy) in copies
        .iter()
        .rev()
        .take(if in_full() { 10 } else { 1 })
        .enumerate()
    {
        let list = ["--vault", copy.to_str().unwrap(), "list", "--json"];
        let found = home.unlocked(&list).json().as_array().unwrap().len();
        assert_eq!(
            found,
            (accounts - 1).saturating_sub(age),
            "{}",
            copy.display()
        );
    }
    let least = copies.len().min(10).min(accounts - 1);
    let numbers: Vec<u64> = copies
        .iter()
        .rev()
        .take(least)
        .map(|copy| number(copy))
        .collect();
    assert!(
        numbers.windows(2).all(|pair| pair[0] == pair[1] + 1),
        "{numbers:?}"
    );
}

/// The generation in a copy's name.
fn number(copy: &std::path::Path) -> u64 {
    let name = copy.file_name().unwrap().to_str().unwrap();
    name.split_once('-').unwrap().0.parse().unwrap()
}

#[test]
fn a_computer_that_sleeps_for_a_night_in_the_middle_of_a_save_saves_when_it_wakes() {
    let test = "a_computer_that_sleeps_for_a_night_in_the_middle_of_a_save_saves_when_it_wakes";
    if is_missing(test) || faketime::is_missing(test) {
        return;
    }
    let args = [
        "--recovery-file",
        "kit",
        "edit",
        "GitHub",
        "--tag",
        "+night",
    ];
    let calls = calls_since(&trace(&busy_home(), &args), "vault.countersign");
    let moments = ["flock", "write", "linkat", "rename"];
    for name in moments {
        let call = calls
            .iter()
            .find(|call| call.name.starts_with(name))
            .unwrap();
        let home = busy_home();
        home.write("clock", NOW.to_string());
        let mut command = strace(&home, &["-e", &call.inject("signal=STOP")], &args);
        let mut program = command
            .env("LD_PRELOAD", faketime::library().unwrap())
            .env("FAKETIME_TIMESTAMP_FILE", home.path("clock"))
            .env("FAKETIME_FMT", "%s")
            .env("FAKETIME_NO_CACHE", "1")
            .spawn()
            .unwrap();
        let stopped = stopped_process(&home);
        home.write("clock", (NOW + 8 * 3_600).to_string());
        assert!(
            Command::new("kill")
                .args(["-CONT", &stopped])
                .status()
                .unwrap()
                .success()
        );
        assert!(program.wait().unwrap().success(), "{name}");
        let shown = home.unlocked(&["show", "GitHub", "--json"]).json();
        assert_eq!(shown["tags"][0], "night", "{name}");
        assert_usable(&home);
    }
}

/// Waits until the program has stopped, and returns its process.
fn stopped_process(home: &Home) -> String {
    for _ in 0..2_000 {
        let trace = fs::read_to_string(home.path("trace")).unwrap_or_default();
        let stopped = trace
            .lines()
            .find(|line| line.contains("--- stopped by SIGSTOP ---"));
        if let Some(line) = stopped {
            return line.split_whitespace().next().unwrap().to_owned();
        }
        sleep(Duration::from_millis(5));
    }
    panic!("the program did not stop")
}
