//! Many accounts: the code that is shown is always the one of the account beside it.

use crate::desktop::Desktop;
use crate::vault::{add, create, now, oathtool, unlock};
use crate::window::{Window, by};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const ACCOUNTS: u64 = 50;
/// A period that ends soon, so that the test sees it change.
const PERIOD: u64 = 10;

/// Account name and code of every row on the screen, read in one moment.
const ROWS: &str = "
    return [...document.querySelectorAll('[role=row]')].flatMap(row => {
        const code = row.querySelector('[data-testid=code]:not(.small) .digits');
        return code ? [[row.querySelector('small').textContent.trim(), code.textContent.trim()]] : [];
    });";

/// A secret of its own for each account: Base32 of its number.
fn secret(number: u64) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |place: u32| {
        let at = usize::try_from(number / 32_u64.pow(place) % 32).expect("below 32");
        char::from(letters[at])
    };
    format!("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO{}{}", digit(1), digit(0))
}

#[test]
fn each_of_fifty_accounts_shows_its_own_code_before_and_after_the_period_changes() {
    let test = "each_of_fifty_accounts_shows_its_own_code_before_and_after_the_period_changes";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    let uri = |number| {
        let secret = secret(number);
        format!(
            "otpauth://totp/Northwind:user{number:02}?secret={secret}&period={PERIOD}&issuer=Northwind"
        )
    };
    (0..ACCOUNTS).for_each(|number| add(&desktop, &uri(number)));
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for("[role=row] [data-testid=code]");

    // Scrolls through all of them again and again, until each was seen in two periods.
    let mut seen: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let started = now();
    for round in 0.. {
        let top = json!(round % 6 * 480);
        window.script(
            "document.querySelector('[role=grid] > div').scrollTop = arguments[0]",
            &[top],
        );
        std::thread::sleep(Duration::from_millis(150));
        check_rows(&window, &mut seen);
        let twice = seen.values().filter(|periods| periods.len() > 1).count();
        if twice == usize::try_from(ACCOUNTS).expect("few") {
            return;
        }
        assert!(
            now() < started + 300,
            "only {twice} accounts were seen twice"
        );
    }
}

/// Every row shows the code that oathtool makes of that row's secret for this moment.
fn check_rows(window: &Window, seen: &mut BTreeMap<u64, BTreeSet<u64>>) {
    let before = now();
    let rows = window.script(ROWS, &[]);
    let after = now();
    if before / PERIOD != after / PERIOD {
        // It is not known on which side of the change they were read.
        return;
    }
    for row in rows.as_array().expect("rows") {
        let name = row[0].as_str().expect("a name");
        let number: u64 = name.trim_start_matches("user").parse().expect("a number");
        let code = row[1].as_str().expect("a code");
        let right = oathtool(&secret(number), before, PERIOD);
        // On a busy machine the change is painted a moment late; sites take such a code.
        let is_late = before % PERIOD < 3 && code == oathtool(&secret(number), before - 3, PERIOD);
        assert!(code == right || is_late, "{name} shows {code}, not {right}");
        seen.entry(number).or_default().insert(before / PERIOD);
    }
}

#[test]
fn a_counter_moves_on_in_the_file_before_its_code_is_shown() {
    let Some(desktop) = Desktop::start("a_counter_moves_on_in_the_file_before_its_code_is_shown")
    else {
        return;
    };
    create(&desktop);
    // RFC 4226, appendix D: the code of counter 1 is 287082, that of counter 2 is 359152.
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    add(
        &desktop,
        &format!("otpauth://hotp/Bank:anna?secret={secret}&counter=1"),
    );
    let window = Window::open(&desktop);
    unlock(&window);
    window.click_on("[data-testid^=next-]");
    window.wait_for_text(&by("code"), "287082");
    let next = desktop.countersign(&["--recovery-file", "kit", "code", "Bank"], "");
    assert!(String::from_utf8_lossy(&next.stdout).contains("359152"));
}
