//! axe-core finds nothing on any screen of the real program, in both themes.

use crate::desktop::Desktop;
use crate::vault::{PASSWORD, add, create, file};
use crate::window::{Window, by};
use serde_json::Value;
use std::fs;

/// Loads axe into the page, unless it is there, and answers with what it finds.
const RUN: &str = "
    const done = arguments[0];
    // Colours on their way from one theme to the other are of neither; what is not painted never arrives.
    const moving = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    const arrived = Promise.allSettled(moving.map(animation => animation.finished));
    Promise.race([arrived, new Promise(late => setTimeout(late, 2000))])
        .then(() => window.axe.run(document, { resultTypes: ['violations'], exclude: ['#__tauri_isolation__'] }))
        .then(
            found => done(found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)])),
            error => done(String(error)),
        );";

/// The rules that a screen breaks, and where.
fn broken(window: &Window) -> Vec<Value> {
    let loaded = window.script("return typeof window.axe", &[]);
    if loaded == "undefined" {
        let axe = fs::read_to_string(file("ui/node_modules/axe-core/axe.min.js"));
        let axe = axe.expect("npm installed axe-core");
        window.script(&format!("{axe}; window.axe = axe;"), &[]);
    }
    let answer = window.script_async(RUN, &[]);
    match answer.as_array() {
        Some(broken) => broken.clone(),
        None => vec![answer],
    }
}

/// The same for the screen as it is now, in light and in dark.
pub(crate) fn broken_in_either_theme(window: &Window, screen: &str) -> Vec<String> {
    let in_theme = |theme: &str| {
        let set = "document.documentElement.dataset.theme = arguments[0]";
        window.script(set, &[Value::from(theme)]);
        let broken = broken(window).into_iter();
        broken
            .map(|rule| format!("{screen} ({theme}): {rule}"))
            .collect::<Vec<_>>()
    };
    ["light", "dark"].into_iter().flat_map(in_theme).collect()
}

/// Fails where it breaks a rule.
pub(crate) fn in_both_themes(window: &Window, screen: &str) {
    assert_eq!(broken_in_either_theme(window, screen), [""; 0]);
}

#[test]
fn no_screen_breaks_a_rule_of_accessibility_in_either_theme() {
    let test = "no_screen_breaks_a_rule_of_accessibility_in_either_theme";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = Window::open(&desktop);
    window.wait_for(&by("create-password"));
    in_both_themes(&window, "first run");
    window.close();

    create(&desktop);
    add(
        &desktop,
        "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP",
    );
    add(&desktop, "otpauth://hotp/Bank:anna?secret=JBSWY3DPEHPK3PXP");
    let window = Window::open(&desktop);
    window.fill("unlock-password", "not this one");
    window.click("unlock-submit");
    window.wait_for_text("body", "That password does not open");
    in_both_themes(&window, "a wrong password");
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.wait_for("[role=row] [data-testid=code]");
    in_both_themes(&window, "codes");
    window.click("add");
    window.wait_for(&by("add-cancel"));
    in_both_themes(&window, "add by hand");
    window.click("add-cancel");
    for (item, wait) in [
        ("menu-edit", "edit-issuer"),
        ("menu-reveal", "reveal-password"),
    ] {
        window.click_on("[data-testid^=more-]");
        window.wait_for(&by(item));
        in_both_themes(&window, "the menu of an account");
        window.click(item);
        window.wait_for(&by(wait));
        in_both_themes(&window, item);
        window.press("\u{e00c}");
        window.wait_until_gone("[role=dialog]");
    }
    window.click("nav-settings");
    window.wait_for(&by("settings-lock"));
    in_both_themes(&window, "settings");
    window.click("nav-trash");
    in_both_themes(&window, "the empty trash");
}
