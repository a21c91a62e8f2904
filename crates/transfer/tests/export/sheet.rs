//! Accounts on paper.

use transfer::export::sheet::{self, Words};
use transfer::symbol;
use vault::Account;

use crate::accounts::{Plan, accounts, one_of_each};

const WORDS: Words<'_> = Words {
    language: "en",
    title: "Accounts <on> paper",
    warning: "Whoever has this page has the accounts.",
    key: "Key",
    pin: "PIN",
    kind: "Type",
    digits: "Digits",
    period: "Seconds",
    counter: "Counter",
    backup_codes: "Backup codes",
};

fn page(plans: &[Plan], with_backup_codes: bool) -> String {
    let made = accounts(plans);
    let made: Vec<&Account> = made.iter().collect();
    sheet::write(&made, &WORDS, with_backup_codes)
        .expose()
        .to_owned()
}

#[test]
fn each_code_on_the_page_scans_to_its_account() {
    let plans = one_of_each();
    let page = page(&plans, true);
    let pictures: Vec<_> = page.split("<svg ").skip(1).collect();
    assert_eq!(pictures.len(), plans.len());
    for (picture, plan) in pictures.into_iter().zip(&plans) {
        let drawing = picture.split("</svg>").next().unwrap();
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\" {drawing}</svg>"
        );
        let symbols = symbol::find(svg.as_bytes()).unwrap();
        let labelled = otp::uri::parse(symbols[0].text.expose()).unwrap();
        assert_eq!(labelled.otp.secret.expose(), plan.secret);
        assert_eq!(labelled.otp.kind, plan.kind);
        assert_eq!(labelled.account, plan.name);
    }
}

#[test]
fn keys_are_in_groups_of_four() {
    let page = page(&one_of_each()[..1], false);
    assert!(page.contains("<p class=\"key\">AEBA GBAF AYDQ QCIK BMGA 2DQP CAIR EEYU\n"));
}

#[test]
fn backup_codes_are_there_only_if_they_are_wanted_and_can_be_used() {
    let plans = &one_of_each()[..1];
    let with = page(plans, true);
    assert!(with.contains("<li>1111-2222\n<li>3333 4444\n"));
    assert!(!with.contains("used") && !with.contains("replaced"));
    assert!(!page(plans, false).contains("1111-2222"));
}

#[test]
fn names_are_text_and_nothing_is_loaded_or_run() {
    let mut plan = one_of_each().swap_remove(0);
    plan.issuer = "</h2><script src='//evil'>alert(1)</script>".to_owned();
    plan.name = "\u{202e}\"><img src=x onerror=alert(1)>&amp;".to_owned();
    plan.backup_codes = vec!["<b>1</b>".to_owned()];
    let page = page(&[plan], true);
    assert!(page.contains("&lt;/h2&gt;&lt;script src=&#39;//evil&#39;&gt;"));
    assert!(page.contains("\\u{202E}&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;"));
    assert!(page.contains("<title>Accounts &lt;on&gt; paper</title>"));
    assert!(page.contains("default-src 'none'"));
    for tag in ["<script", "<img", "<b>", "<link", "href=", "src=\"", "url("] {
        assert!(!page.contains(tag), "{tag}");
    }
}
