//! Texts in the forms that sites hand out. The codes are invented.

use super::*;
use proptest::prelude::*;

fn codes(text: &str) -> Vec<String> {
    let read = read(text.as_bytes()).unwrap_or_default();
    read.iter().map(|code| code.expose().to_owned()).collect()
}

#[test]
fn a_numbered_list_in_two_columns_with_prose_and_a_date_gives_its_codes() {
    let text = "SAVE YOUR BACKUP CODES\nKeep these backup codes somewhere safe but accessible.\n\n\
        1. 1402 7751\t\t 6. 9034 1182\n2. 2213 0098    7. 8871 2204\n\n(alice@example.org)\n\
        * You can only use each backup code once.\n* Need more? Visit https://example.org/2sv\n\
        * These codes were generated on: 2026-11-26\n* Hotline +1 5550 1234";
    let expected = ["1402 7751", "9034 1182", "2213 0098", "8871 2204"];
    assert_eq!(codes(text), expected);
}

#[test]
fn groups_with_dashes_keep_them_and_a_code_of_letters_or_digits_only_is_not_lost() {
    let text = "* a91fc-0e2d4\n\u{2022} 0b77e\u{2013}ddc12\n[ ] 12345-67890\n- abcde-fabcd\n";
    let expected = ["a91fc-0e2d4", "0b77e-ddc12", "12345-67890", "abcde-fabcd"];
    assert_eq!(codes(text), expected);
    let mixed = ["a1Bc9dE2", "qWeRtZuI", "Kx7mP2vB"];
    assert_eq!(codes(&mixed.join("\n")), mixed);
    assert_eq!(codes("ABCD-EFGH\nJKLM-NPQR\n"), ["ABCD-EFGH", "JKLM-NPQR"]);
}

#[test]
fn twelve_digits_and_plain_words_of_letters_and_digits_are_read_line_by_line() {
    let text = "Emergency tokens\r\n440918273645\r\n118822993377\r\n";
    assert_eq!(codes(text), ["440918273645", "118822993377"]);
    let text = "Recovery\n7hd82kqp 9sk2mmx1\nqwmznxbv\n";
    assert_eq!(codes(text), ["7hd82kqp", "9sk2mmx1", "qwmznxbv"]);
    assert_eq!(
        codes("Username\nRecovery\n14020775\n90341182"),
        ["14020775", "90341182"]
    );
}

#[test]
fn one_single_code_is_found_in_its_sentence() {
    let text = "Your backup code is 8f3e2a91bc7d04e6. Write it down on paper, 26-11-2026.";
    assert_eq!(codes(text), ["8f3e2a91bc7d04e6"]);
    let text = "Recovery code: 7K2QF-9XW3M-PL0RT-55AAB-Z8Y1C\nStored for alice on 2026-11-26.";
    assert_eq!(codes(text), ["7K2QF-9XW3M-PL0RT-55AAB-Z8Y1C"]);
    assert_eq!(codes("Sign in with code 1234 5678"), ["1234 5678"]);
}

#[test]
fn a_table_gives_its_codes_and_none_of_its_numbers() {
    let text = "index,code,used\n1,\"9f2k-1zzq\",false\n2,\"p0q8-77aa\",false\n";
    assert_eq!(codes(text), ["9f2k-1zzq", "p0q8-77aa"]);
}

#[test]
fn a_saved_page_gives_what_is_seen_on_it() {
    let page = "<html><head><title>a1b2-c3d4</title></head><body><script>if (1<2) x='e5f6-a7b8'</script>\
        <p>Your codes</p><ul><li><b>k3m9</b>-q2w8</li><li>z7y6&#45;x5w4</li></ul><!-- 1111-2222 --></body></html>";
    assert_eq!(codes(page), ["k3m9-q2w8", "z7y6-x5w4"]);
}

#[test]
fn a_code_that_is_there_twice_counts_once_and_utf_16_is_read() {
    assert_eq!(
        codes("55667788\n55667788\n11223344"),
        ["55667788", "11223344"]
    );
    let utf_16 = "\u{feff}55667788\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes);
    let read = read(&utf_16.collect::<Vec<u8>>());
    assert_eq!(read.map(|codes| codes.len()), Ok(1));
}

fn why_not(bytes: &[u8]) -> Option<NotRead> {
    read(bytes).err()
}

#[test]
fn what_holds_no_codes_says_why() {
    assert_eq!(why_not(b""), Some(NotRead::NoCode));
    assert_eq!(
        why_not(b"Keep your codes in a safe place, please.\n"),
        Some(NotRead::NoCode)
    );
    assert_eq!(why_not(b"%PDF-1.7\n12345678"), Some(NotRead::NotText));
    assert_eq!(why_not(b"\xff\xfe\x00"), Some(NotRead::NotText));
    assert_eq!(why_not(&vec![b'1'; MAX_TEXT + 1]), Some(NotRead::TooLong));
    let many: Vec<String> = (0..=MAX_CODES).map(|at| format!("{:08}", at * 7)).collect();
    assert_eq!(why_not(many.join("\n").as_bytes()), Some(NotRead::TooMany));
}

proptest! {
    #[test]
    fn a_set_is_read_whatever_bullet_and_line_end_it_is_written_with(
        set in prop::collection::btree_set("[0-9]{4}-[a-z0-9]{4}", 1..20),
        bullet in prop::sample::select(vec!["", "- ", "* ", "\u{2022} ", "[ ] ", "1. ", "2) "]),
        end in prop::sample::select(vec!["\n", "\r\n", "\t", ", ", "<br>\n</p>"]),
    ) {
        let text: String = set.iter().map(|code| format!("{bullet}{code}{end}")).collect();
        prop_assert_eq!(codes(&text), set.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_read_is_in_the_text_and_within_the_limits(text in "[ -~\n]{0,300}") {
        for code in codes(&text) {
            let length = code.chars().filter(char::is_ascii_alphanumeric).count();
            prop_assert!(LENGTHS.contains(&length));
        }
    }
}
