use super::*;

const SAMPLE: &[u8] = include_bytes!("../../../../tests/vectors/transfer/2fa-directory.json");

fn sample() -> Directory {
    read(SAMPLE).unwrap()
}

fn found(issuer: &str, link: &str) -> Option<String> {
    let directory = sample();
    let found = directory.find(issuer, link);
    found.map(|service| service.domain.clone())
}

#[test]
fn what_a_service_offers_is_read_and_what_nobody_knows_is_left_out() {
    let directory = sample();
    assert_eq!(directory.services().len(), 6);
    let code = directory.find("example code", "").unwrap();
    let expected = [
        Offer::Totp,
        Offer::SecurityKey,
        Offer::Sms,
        Offer::Proprietary,
    ];
    assert_eq!(code.offers, expected);
    assert_eq!(
        code.recovery.as_deref(),
        Some("https://docs.code.example/lost")
    );
    // An address that is not https leads nobody anywhere.
    let game = directory.find("Example Game", "").unwrap();
    assert_eq!(game.documentation, None);
    assert_eq!(game.offers, [Offer::Email, Offer::Proprietary]);
    assert_eq!(directory.find("shop.example", "").unwrap().offers, []);
}

#[test]
fn a_service_is_found_by_its_domains_and_by_a_name_that_only_it_has() {
    let bank = Some("bank.example".to_owned());
    for (issuer, link) in [
        ("Example Bank", ""),
        ("EXAMPLE BANK ", ""),
        ("bank.example", ""),
        ("login.Bank.example", ""),
        ("bank.example.net", ""),
        ("Something else", "https://me:1@bank.example:443/lost?a=b"),
        ("code.example", "https://www.bank.example/"),
    ] {
        assert_eq!(found(issuer, link), bank, "{issuer} {link}");
    }
    assert_eq!(found("two.example", "").as_deref(), Some("two.example"));
    for (issuer, link) in [
        ("Twin", ""),
        ("notbank.example", ""),
        ("example", ""),
        ("", ""),
        ("", "http://bank.example/"),
        ("", "https://evil.test/bank.example"),
        ("", "https://bank.example.evil.test/"),
        ("", "https://"),
    ] {
        assert_eq!(found(issuer, link), None, "{issuer} {link}");
    }
}

#[test]
fn what_is_no_list_is_refused() {
    for text in [
        "",
        "{}",
        "[1]",
        "[[\"A\"]]",
        "[[\"A\", {}]]",
        "[[\"A\", {\"domain\": 1}]]",
        "[[\"A\", {\"domain\": \"a\"}]",
        "<html>",
    ] {
        assert_eq!(
            read(text.as_bytes()).err(),
            Some(NotRead::NotDirectory),
            "{text}"
        );
    }
    assert!(read(b"[]").unwrap().services().is_empty());
    assert_eq!(
        read(&vec![b' '; MAX_FILE + 1]).err(),
        Some(NotRead::TooLong)
    );
    let list = |count| {
        let entries = vec!["[\"A\",{\"domain\":\"a\"}]"; count];
        read(format!("[{}]", entries.join(",")).as_bytes())
    };
    assert_eq!(list(MAX_SERVICES).unwrap().services().len(), MAX_SERVICES);
    assert_eq!(list(MAX_SERVICES + 1).err(), Some(NotRead::NotDirectory));
}
