//! Looking at accounts without changing anything: codes on a screen, addresses, what is known already.

use crate::desk::{Desk, GITHUB, NOW};
use session::codes::{self, Added, Changes};
use session::{Code, SecretText, UnixTime};

fn at(seconds: i64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

#[test]
fn a_code_on_the_screen_is_the_one_of_rfc_6238_with_its_period_and_the_next() {
    let mut desk = Desk::new();
    let id = desk.add(&format!("{GITHUB}&digits=8"));
    // RFC 6238 appendix B: 1111111109 and 1111111111 lie in two periods, one after the other.
    let view = codes::peek(&desk.open, id, at(1_111_111_109)).unwrap();
    assert_eq!(view.code.expose(), "07081804");
    assert_eq!(view.next.unwrap().expose(), "14050471");
    assert_eq!(view.valid, Some((at(1_111_111_080), at(1_111_111_110))));
}

#[test]
fn looking_at_a_code_gives_what_asking_for_it_gives_and_counts_no_use() {
    let mut desk = Desk::new();
    let steam = "otpauth://totp/Steam:s?secret=GEZDGNBVGY3TQOJQ&encoder=steam";
    let motp = "motp://B:b?secret=e3152afee62599c8&pin=1234";
    for uri in [
        GITHUB,
        &format!("{GITHUB}&period=60&algorithm=SHA256"),
        steam,
        motp,
    ] {
        let id = desk.add(uri);
        let file = std::fs::read(&desk.path).unwrap();
        for seconds in [0, 29, 30, 59, 60, NOW, NOW + 1, i64::from(u32::MAX)] {
            let seen = codes::peek(&desk.open, id, at(seconds)).unwrap();
            let page = codes::show(&desk.open, id, false).unwrap();
            assert_eq!((page.use_count, page.used), (0, None));
            assert!(!desk.open.has_unsaved_changes());
            assert_eq!(std::fs::read(&desk.path).unwrap(), file);

            let mut other = desk.reopened();
            let asked = codes::code(
                &mut desk.effects,
                &mut other,
                id,
                Some(at(seconds)),
                false,
                None,
            );
            let asked = asked.unwrap();
            assert_eq!(seen.code.expose(), asked.code.expose());
            assert_eq!(seen.valid, asked.valid);
            assert_eq!(seen.next.unwrap().expose(), asked.next.unwrap().expose());
        }
    }
}

#[test]
fn what_has_no_code_to_be_looked_at_says_why() {
    let mut desk = Desk::new();
    let counting = desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=5");
    let without_pin = desk.add("motp://B:b?secret=e3152afee62599c8");
    let gone = desk.add(GITHUB);
    codes::remove(&mut desk.effects, &mut desk.open, gone).unwrap();
    codes::empty_trash(&mut desk.effects, &mut desk.open).unwrap();
    let why = |id| codes::peek(&desk.open, id, at(NOW)).err().unwrap();
    assert_eq!(why(counting).code(), Code::NextNeedsTime);
    assert_eq!(why(without_pin).code(), Code::PinMissing);
    assert_eq!(why(gone).code(), Code::AccountNotFound);
    assert_eq!(why(gone).args(), [("name", gone.to_string())]);
    let counter = codes::view(&desk.open, counting).unwrap().kind.counter();
    assert_eq!(counter, Some(5));
}

#[test]
fn an_account_says_whether_its_codes_need_a_pin_and_whether_it_has_notes() {
    let mut desk = Desk::new();
    let ids = [
        GITHUB,
        "motp://B:b?secret=e3152afee62599c8",
        "motp://C:c?secret=e3152afee62599c8&pin=1234",
    ]
    .map(|uri| desk.add(uri));
    let needs_pin = ids.map(|id| codes::view(&desk.open, id).unwrap().needs_pin);
    assert_eq!(needs_pin, [false, true, false]);

    let [github, ..] = ids;
    let has_notes = |desk: &Desk| codes::show(&desk.open, github, false).unwrap().has_notes;
    assert!(!has_notes(&desk));
    let changes = Changes {
        notes: Some(SecretText::from("asks every Monday".to_owned())),
        ..Changes::default()
    };
    codes::edit(&mut desk.effects, &mut desk.open, github, changes).unwrap();
    assert!(has_notes(&desk));
}

#[test]
fn an_address_of_an_account_adds_the_very_same_account() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let uri = codes::uri(&desk.open, id).unwrap();
    let again = vec![codes::read_uri(uri.expose()).unwrap()];
    let added = codes::add(&mut desk.effects, &mut desk.open, again).unwrap();
    assert_eq!(added, [Added::AlreadyThere(id)]);
}

#[test]
fn an_account_is_known_exactly_if_adding_it_would_change_nothing() {
    let mut desk = Desk::new();
    desk.add(GITHUB);
    desk.add("otpauth://hotp/A?secret=GEZDGNBV&counter=5");
    desk.add("motp://B:b?secret=e3152afee62599c8");
    let trashed = desk.add("otpauth://totp/C:c?secret=GEZDGNBV");
    codes::remove(&mut desk.effects, &mut desk.open, trashed).unwrap();
    let cases = [
        (GITHUB, true),
        (&GITHUB.replace("alice", "bob"), false),
        (&GITHUB.replace("GEZD", "MFRG"), false),
        (&format!("{GITHUB}&digits=8"), false),
        ("otpauth://hotp/A?secret=GEZDGNBV&counter=5", true),
        ("otpauth://hotp/A?secret=GEZDGNBV&counter=4", true),
        ("otpauth://hotp/A?secret=GEZDGNBV&counter=6", false),
        ("motp://B:b?secret=e3152afee62599c8", true),
        ("motp://B:b?secret=e3152afee62599c8&pin=1234", false),
        ("otpauth://totp/C:c?secret=GEZDGNBV", false),
    ];
    let read = |uri: &str| codes::read_uri(uri).unwrap();
    for (uri, known) in cases {
        assert_eq!(codes::is_known(&desk.open, &read(uri)), known, "{uri}");
    }
    let all = cases.map(|(uri, _)| read(uri));
    let added = codes::add(&mut desk.effects, &mut desk.open, all).unwrap();
    for (added, (uri, known)) in added.iter().zip(cases) {
        assert_eq!(matches!(added, Added::AlreadyThere(_)), known, "{uri}");
    }
}
