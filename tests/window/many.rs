//! Many accounts: the code that is shown is always the one of the account beside it.

use crate::desktop::Desktop;
use crate::vault::{add, create, now, oathtool, unlock};
use crate::window::{Window, by, until};
use serde_json::json;
use std::collections::BTreeMap;
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

    let mut seen = BTreeMap::new();
    let started = now();
    // Scrolls up and down while at least two periods begin, and looks several times a second.
    for round in 0_u64.. {
        let at = if round % 2 == 0 { "End" } else { "Home" };
        window.script(
            "const list = document.querySelector('[role=grid] > div');
             list.scrollTop = arguments[0] === 'End' ? list.scrollTop + 300 : list.scrollTop > 2400 ? 0 : list.scrollTop;",
            &[json!(at)],
        );
        check_rows(&window, &mut seen);
        if now() > started + 3 * PERIOD && u64::try_from(seen.len()).expect("small") == ACCOUNTS {
            break;
        }
        assert!(
            now() < started + 300,
            "only {} accounts were seen",
            seen.len()
        );
        std::thread::sleep(Duration::from_millis(150));
    }
}

/// Every row shows the code that oathtool makes of that row's secret for this moment.
fn check_rows(window: &Window, seen: &mut BTreeMap<u64, String>) {
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
        // The page may be painted up to a moment after the second began.
        let late = oathtool(&secret(number), before - 1, PERIOD);
        assert!(
            code == right || before % PERIOD == 0 && code == late,
            "{name} shows {code}, not {right}"
        );
        seen.insert(number, code.to_owned());
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
    until("the change of the other program", || {
        window.count("[data-testid=problem-close]") == 0
    });
}
